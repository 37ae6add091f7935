import { Box, Text, useInput, usePaste } from 'ink'
import { type ReactNode, useSyncExternalStore } from 'react'
import { failureOf } from '../../failure.ts'
import { KeyForm } from '../account/key-form.tsx'
import { ConfirmScreen } from '../trade/confirm-screen.tsx'
import { OutcomeScreen } from '../trade/outcome-screen.tsx'
import { FrameContext } from '../widgets/frame-context.ts'
import { keysOf } from '../widgets/key.ts'
import { type Background, paintFor } from '../widgets/palette.ts'
import { Problem } from '../widgets/problem.tsx'
import { bodyHeight, isRuled } from './body-height.ts'
import { isOffline } from './connection-word.ts'
import { Header } from './header.tsx'
import { Help } from './help.tsx'
import { Hints } from './hints.tsx'
import type { Program } from './program.ts'
import { roomOf } from './rooms.ts'
import { SMALLEST, type State } from './state.ts'
import { StatusLine } from './status-line.tsx'
import { isTooSmall } from './update.ts'

/** The whole screen. All keys arrive here, and only here. */
export function App({ program }: { program: Pick<Program, 'subscribe' | 'getState' | 'send'> }): ReactNode {
  const state = useSyncExternalStore(program.subscribe, program.getState)
  useInput((input, key) => {
    for (const pressed of keysOf(input, key)) program.send({ type: 'key', key: pressed })
  })
  usePaste((text) => program.send({ type: 'paste', text }))
  return <Frame state={state} />
}

/** One frame. It stays one row below the height of the terminal: a full one would make Ink clear the screen. */
export function Frame({ state }: { state: State }): ReactNode {
  const { columns, rows } = state.size
  paintFor(backgroundOf(state))
  if (isTooSmall(state)) return <TooSmall state={state} />
  const height = bodyHeight(state.size)
  return (
    <Box flexDirection="column" width={columns} height={rows - 1}>
      <StatusLine state={state} />
      <Header state={state} />
      {isRuled(state.size) && <Text dimColor>{'─'.repeat(columns)}</Text>}
      <Box height={height} flexDirection="column" overflow="hidden">
        <FrameContext value={{ offline: isOffline(state.live), plain: false }}>
          <Body state={state} height={height} />
        </FrameContext>
      </Box>
      <Hints state={state} />
    </Box>
  )
}

/** What the screens are painted for: what this person set, else what the terminal says of itself. */
function backgroundOf({ preferences: { theme = 'auto' }, background }: State): Background {
  return theme === 'auto' ? background : theme
}

/** What is below the tabs. */
export function Body({ state, height }: { state: State; height: number }): ReactNode {
  const { help, dialog, session, transactions } = state
  if (help) return <Help state={state} height={height} />
  switch (dialog?.kind) {
    case 'key':
      return (
        <KeyForm
          form={dialog}
          network={session?.network ?? ''}
          watched={dialog.of}
          known={session?.developmentKeys === true}
          width={state.size.columns}
        />
      )
    case 'confirm':
      return <ConfirmScreen state={state} confirmation={dialog.confirmation} />
    case 'outcome': {
      const transaction = transactions.find(({ id }) => id === dialog.id)
      return (
        transaction && (
          <OutcomeScreen
            transaction={transaction}
            selected={dialog.leg ?? 0}
            columns={state.size.columns}
            height={height}
          />
        )
      )
    }
    case undefined:
      return <MainView state={state} height={height} />
  }
}

function MainView({ state, height }: { state: State; height: number }): ReactNode {
  if (!state.session || !state.live?.snapshot) return <Starting state={state} />
  const { Body } = roomOf(state)
  return <Body state={state} height={height} />
}

function Starting({ state: { progress, live, size } }: { state: State }): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <Text bold>Stake</Text>
      <Text dimColor>{progress}</Text>
      {live?.failure && <Problem failure={failureOf(live.failure)} width={size.columns - 4} />}
    </Box>
  )
}

function TooSmall({ state: { size } }: { state: State }): ReactNode {
  const { columns, rows } = size
  return (
    <Box width={columns} height={Math.max(1, rows - 1)} alignItems="center" justifyContent="center">
      <Text wrap="truncate-end">
        needs {SMALLEST.columns}x{SMALLEST.rows}, now {columns}x{rows}
      </Text>
    </Box>
  )
}
