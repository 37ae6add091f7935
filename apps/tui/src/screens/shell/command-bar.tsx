import { Text } from 'ink'
import type { ReactNode } from 'react'
import { displayWidth, safeText } from '../../safe-text.ts'
import { palette } from '../widgets/palette.ts'
import { TypedText } from '../widgets/typed-text.tsx'
import type { CommandLine } from './command-line.ts'
import { completionsOf } from './command-line.ts'
import { typedCommands } from './commands.ts'
import type { State } from './state.ts'

/** The bottom line while a command is typed: the line, and what it may become. */
export function CommandBar({ state, command }: { state: State; command: CommandLine }): ReactNode {
  const { columns } = state.size
  const { text } = command.field
  const shown = Math.max(10, columns - 30)
  const room = Math.max(0, columns - 6 - Math.min(displayWidth(text), shown))
  const hint = command.refusal ?? hintFor(state, text)
  return (
    <Text wrap="truncate-end">
      <Text bold color={palette.accent}>
        {' :'}
      </Text>
      <TypedText field={command.field} focused width={shown} />
      <Text
        color={command.refusal === undefined ? undefined : palette.bad}
        dimColor={command.refusal === undefined}
      >
        {`  ${command.refusal === undefined ? '' : '✗ '}${safeText(hint, room)}`}
      </Text>
    </Text>
  )
}

/** What may be typed next. */
function hintFor(state: State, text: string): string {
  const found = completionsOf(state, text)
  const [name = '', ...rest] = text.trimStart().split(/\s+/)
  const command = typedCommands().find((each) => each.name === name.toLowerCase())
  if (command && (rest.length > 0 || found.length === 1)) {
    const words = found.map((line) => line.split(' ').at(-1) ?? '').filter((word) => word !== name)
    return [command.usage, words.length > 1 ? words.join(' ') : '', command.explains]
      .filter((part) => part !== '')
      .join(' · ')
  }
  return found.length === 0 ? 'no such command' : found.join(' ')
}
