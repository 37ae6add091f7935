import { Text } from 'ink'
import type { ReactNode } from 'react'
import { displayWidth, safeText } from '../../safe-text.ts'
import { palette } from '../widgets/palette.ts'
import { type Binding, bindingsOf } from './bindings.ts'
import { CommandBar } from './command-bar.tsx'
import type { State } from './state.ts'

const MOST = 6
const BETWEEN = '   '

/** The bottom line: the keys that matter now, or for a moment what just happened. */
export function Hints({ state }: { state: State }): ReactNode {
  const { command, notice, size } = state
  if (command) return <CommandBar state={state} command={command} />
  if (notice) {
    const color = { good: palette.good, bad: palette.bad, plain: palette.warning }[notice.tone]
    const mark = { good: '✓', bad: '✗', plain: '!' }[notice.tone]
    return (
      <Text color={color} wrap="truncate-end">
        {` ${mark} ${safeText(notice.text, size.columns - 4)}`}
      </Text>
    )
  }
  return (
    <Text wrap="truncate-end">
      {' '}
      {fitting(bindingsOf(state), size.columns - 1).map(({ show, does, why }, index) => (
        <Text key={show}>
          {index > 0 && BETWEEN}
          <Text bold color={palette.accent} dimColor={why !== undefined}>
            {show}
          </Text>
          <Text dimColor> {does}</Text>
        </Text>
      ))}
    </Text>
  )
}

/** As many as fit, dropped from the right; how to get help and how to leave are always told. */
function fitting(bindings: readonly Binding[], width: number): readonly Binding[] {
  const loud = bindings.filter(({ quiet }) => !quiet)
  const staying = loud.filter(({ stays }) => stays)
  const cells = (some: readonly Binding[]) =>
    some.reduce((sum, { show, does }) => sum + displayWidth(`${show} ${does}`) + BETWEEN.length, 0)
  const others = loud.filter(({ stays }) => !stays).slice(0, MOST)
  const room = width + BETWEEN.length - cells(staying)
  while (cells(others) > room) others.pop()
  return [...others, ...staying]
}
