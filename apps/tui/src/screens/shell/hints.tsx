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

/** As many as fit, dropped from the right. */
function fitting(bindings: readonly Binding[], width: number): readonly Binding[] {
  const shown: Binding[] = []
  let used = 0
  for (const binding of bindings.filter(({ quiet }) => !quiet).slice(0, MOST)) {
    used += displayWidth(`${binding.show} ${binding.does}`) + (shown.length > 0 ? BETWEEN.length : 0)
    if (used > width) break
    shown.push(binding)
  }
  return shown
}
