import { fieldWith } from '../widgets/text-field.ts'
import type { Binding } from './bindings.ts'
import { type CommandLine, completed, openCommandLine, recalled, runCommand } from './command-line.ts'
import type { State } from './state.ts'

/** Opens the command line. */
export function commandBinding(state: State): Binding {
  return {
    keys: [':'],
    show: ':',
    does: 'command',
    explains: 'type a command: subnets, stake 1, network test, quit; Tab completes it',
    quiet: true,
    act: () => [openCommandLine(state)],
  }
}

/** The keys around the line being typed. */
export function commandBindings(state: State, command: CommandLine): readonly Binding[] {
  const { text } = command.field
  return [
    { keys: ['Enter'], show: 'Enter', does: 'do it', act: () => runCommand(state, text) },
    {
      keys: ['Tab'],
      show: 'Tab',
      does: 'complete',
      act: () => [
        { ...state, command: { ...command, field: fieldWith(completed(state, text)), refusal: undefined } },
      ],
    },
    {
      keys: ['Up'],
      show: '↑',
      does: 'older',
      explains: 'the command before',
      act: () => [recalled(state, 1)],
    },
    { keys: ['Down'], show: '↓', does: 'newer', quiet: true, act: () => [recalled(state, -1)] },
    { keys: ['Escape'], show: 'Esc', does: 'close', act: () => [{ ...state, command: undefined }] },
  ]
}
