import { fieldWith, type TextField } from '../widgets/text-field.ts'
import { typedCommands } from './commands.ts'
import type { State, Step } from './state.ts'

/** The line that opens with `:`. */
export interface CommandLine {
  readonly field: TextField
  /** How many commands ago the text is from; 0 is the one being typed. */
  readonly back: number
  /** Why the last Enter did nothing. */
  readonly refusal: string | undefined
}

/** So many commands are remembered, while the program runs. */
const REMEMBERED = 50

export function openCommandLine(state: State, text = ''): State {
  return { ...state, command: { field: fieldWith(text), back: 0, refusal: undefined } }
}

/** What the words so far may become; each a whole line. */
export function completionsOf(state: State, text: string): readonly string[] {
  const words = text.trimStart().split(/\s+/)
  const [name = '', ...rest] = words
  if (rest.length === 0)
    return startingWith(
      typedCommands().map((command) => command.name),
      name,
    )
  const command = typedCommands().find((each) => each.name === name.toLowerCase())
  const last = rest.at(-1) ?? ''
  const before = [name, ...rest.slice(0, -1)].join(' ')
  const candidates = command?.completes?.(state, rest.length - 1) ?? []
  return startingWith(candidates, last).map((word) => `${before} ${word}`)
}

/** The line as Tab makes it: as far as all completions agree, with a space where there is only one. */
export function completed(state: State, text: string): string {
  const found = completionsOf(state, text)
  const [first] = found
  if (first === undefined) return text
  if (found.length === 1) return `${first} `
  let agreed = first
  while (!found.every((each) => each.startsWith(agreed))) agreed = agreed.slice(0, -1)
  return agreed.length > text.trimStart().length ? agreed : text
}

/** The state with an older or newer line of the history in the field. */
export function recalled(state: State, direction: 1 | -1): State {
  const { command, commandHistory } = state
  if (!command) return state
  const back = Math.min(commandHistory.length, Math.max(0, command.back + direction))
  const text = back === 0 ? '' : (commandHistory.at(-back) ?? '')
  return { ...state, command: { field: fieldWith(text), back, refusal: undefined } }
}

/** Does what the line says, and closes it; says why where that cannot be done. */
export function runCommand(state: State, text: string): Step {
  const line = text.trim().replace(/\s+/g, ' ')
  const closed: State = { ...state, command: undefined }
  if (line === '') return [closed]
  const [name = '', ...words] = line.split(' ')
  const command = typedCommands().find(
    (each) => each.name === name.toLowerCase() || each.also?.includes(name.toLowerCase()),
  )
  const refused = (refusal: string): Step => [
    { ...state, command: { field: fieldWith(text), back: 0, refusal } },
  ]
  if (!command) return refused(`There is no command ${name.slice(0, 20)}; Tab shows those there are.`)
  const others = closed.commandHistory.filter((each) => each !== line)
  const remembering: State = {
    ...closed,
    help: undefined,
    commandHistory: [...others, line].slice(-REMEMBERED),
  }
  const step = command.run(remembering, words)
  return typeof step === 'string' ? refused(step) : step
}

function startingWith(words: readonly string[], start: string): readonly string[] {
  return words.filter((word) => word.startsWith(start.toLowerCase()) || word.startsWith(start))
}
