import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { padEnd, safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { addressIn } from '../widgets/labels.ts'
import { palette } from '../widgets/palette.ts'
import { Problem } from '../widgets/problem.tsx'
import { TypedText } from '../widgets/typed-text.tsx'
import { wrapWords } from '../widgets/word-wrap.ts'
import { choicesOf, settingLabels, settingValue } from './setting-words.ts'
import { type NodeLatency, type SettingName, settingNames } from './settings-state.ts'

const LABEL = 12

/** What is set, and what may be set instead. */
export function Settings({ state, height }: { state: State; height: number }): ReactNode {
  const { columns } = state.size
  const { selected, refusal, facts } = state.settings
  const beside = columns >= 120
  const left = beside ? Math.floor(columns / 2) : columns
  const roomy = height >= 16
  return (
    <Box height={height} overflow="hidden">
      <Box flexDirection="column" width={left} flexShrink={0}>
        {settingNames.map((name) => (
          <Row key={name} state={state} name={name} width={left} />
        ))}
        {roomy && <Text> </Text>}
        {refusal ? (
          <Box paddingLeft={2}>
            <Problem failure={refusal} width={left - 4} />
          </Box>
        ) : (
          <Explanation text={settingLabels[selected].explains} width={left - 4} />
        )}
        {!beside && height >= 12 && <More state={state} width={columns} />}
        {!beside && roomy && facts && <Text dimColor wrap="truncate-start">{`  kept in ${facts.file}`}</Text>}
      </Box>
      {beside && (
        <Box flexDirection="column" width={columns - left} paddingLeft={2}>
          <Nodes state={state} width={columns - left - 2} />
          <Text> </Text>
          <PolicyLines state={state} width={columns - left - 4} />
          <Text> </Text>
          {facts && <Text dimColor wrap="truncate-start">{`Kept in ${facts.file}`}</Text>}
        </Box>
      )}
    </Box>
  )
}

function Row({ state, name, width }: { state: State; name: SettingName; width: number }): ReactNode {
  const { settings } = state
  const isSelected = settings.selected === name
  const edited = settings.editing?.name === name ? settings.editing : undefined
  return (
    <Text wrap="truncate-end">
      <Text color={isSelected ? palette.accent : undefined} bold={isSelected} dimColor={!isSelected}>
        {isSelected ? '❯ ' : '  '}
        {padEnd(settingLabels[name].label, LABEL)}
      </Text>
      {edited ? (
        <>
          <TypedText field={edited.field} focused width={Math.max(10, width - LABEL - 6)} />
          <Text dimColor>{knownOf(state, name, edited.field.text)}</Text>
        </>
      ) : (
        <Value state={state} name={name} width={width - LABEL - 4} />
      )}
    </Text>
  )
}

/** What may be typed, while nothing is. */
function knownOf(state: State, name: SettingName, typed: string): string {
  const choices = choicesOf(state, name)
  if (typed !== '') return ''
  const known = choices.join(' ')
  if (name === 'account') return `  an address${known === '' ? '' : `, or ${known}`}`
  return known === '' ? '' : `  ${known} or ws://…`
}

function Value({ state, name, width }: { state: State; name: SettingName; width: number }): ReactNode {
  const { settings, session } = state
  const value = safeText(settingValue(state, name), width)
  const choices = name === 'mode' || name === 'theme' || name === 'plain' ? choicesOf(state, name) : []
  if (choices.length > 0) {
    return choices.map((choice) => (
      <Text key={choice} dimColor={choice !== value}>
        {choice === value ? '● ' : '○ '}
        {padEnd(choice, 10)}
      </Text>
    ))
  }
  if (name === 'network' && settings.connecting !== undefined)
    return (
      <Text>
        {value}{' '}
        <Text color={palette.warning}>{`◌ connecting to ${safeText(settings.connecting, 30)} …`}</Text>
      </Text>
    )
  if (name === 'account' && session?.coldkey !== undefined)
    return (
      <Text>
        {addressIn(session.coldkey, width - 9)}
        <Text dimColor>{session.canSign ? '  has key' : '  watched'}</Text>
      </Text>
    )
  return <Text>{value}</Text>
}

function Explanation({ text, width }: { text: string; width: number }): ReactNode {
  const words = text.split(' ').map((word) => ({ text: word }))
  return wrapWords(words, width).map((line, index) => (
    <Text key={index} dimColor wrap="truncate-end">
      {`  ${line.map((word) => word.text).join(' ')}`}
    </Text>
  ))
}

/** In a narrow terminal only what belongs to the selected setting. */
function More({ state, width }: { state: State; width: number }): ReactNode {
  const { selected } = state.settings
  if (selected === 'endpoints') {
    return (
      <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
        <Nodes state={state} width={width - 4} />
      </Box>
    )
  }
  if (selected !== 'policy') return null
  return (
    <Box flexDirection="column" paddingLeft={2} paddingTop={1}>
      <PolicyLines state={state} width={width - 4} />
    </Box>
  )
}

function Nodes({ state, width }: { state: State; width: number }): ReactNode {
  const { facts, latencies } = state.settings
  const used = state.live?.connection.status === 'ready' ? state.live.connection.endpoint : undefined
  const endpoints = facts?.endpoints ?? []
  return (
    <>
      <Text bold>Nodes</Text>
      {endpoints.map((endpoint) => {
        const { text, color } = latencyText(
          latencies.get(endpoint),
          endpoint === used ? state.live?.latency : undefined,
        )
        return (
          <Text key={endpoint} wrap="truncate-end">
            {endpoint === used ? '● ' : '○ '}
            {padEnd(safeText(endpoint, Math.min(44, width - 20)), Math.min(44, width - 20))}{' '}
            <Text color={color} dimColor={color === undefined}>
              {text}
            </Text>
          </Text>
        )
      })}
      {latencies.size === 0 && endpoints.length > 1 && <Text dimColor>m measures the others.</Text>}
    </>
  )
}

function latencyText(
  latency: NodeLatency | undefined,
  inUse: number | undefined,
): { readonly text: string; readonly color?: string | undefined } {
  switch (latency?.kind) {
    case undefined:
      return { text: inUse === undefined ? 'not measured' : `${inUse} ms` }
    case 'asked':
      return { text: 'asked …', color: palette.warning }
    case 'answered':
      return { text: `✓ ${latency.milliseconds} ms`, color: palette.good }
    case 'failed':
      return { text: `✗ ${latency.failure.message}`, color: palette.bad }
  }
}

function PolicyLines({ state, width }: { state: State; width: number }): ReactNode {
  const { facts } = state.settings
  const rules = facts?.policy ?? []
  return (
    <>
      <Text bold>Policy</Text>
      {rules.length === 0 ? (
        <Text dimColor wrap="truncate-end">
          No rules: everything that you confirm is signed.
        </Text>
      ) : (
        rules.flatMap((rule) =>
          wrapWords(
            rule.split(' ').map((word) => ({ text: word })),
            width - 2,
          ).map((line, index) => (
            <Text key={rule + index} wrap="truncate-end">
              {index === 0 ? '· ' : '  '}
              {line.map((word) => word.text).join(' ')}
            </Text>
          )),
        )
      )}
    </>
  )
}
