import type { Command, Option } from 'commander'
import { networkNames } from '../destination.ts'

/** The shells there are completions for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** A script that completes the commands, their options and the words that options take. */
export function completionsFor(shell: Shell, program: Command): string {
  const commands = program.commands.map((command) => {
    const help = command.createHelp()
    const own = command.options.filter(({ hidden }) => !hidden)
    const options = [...own, ...help.visibleGlobalOptions(command)]
    return { name: command.name(), does: command.description(), options: [...options, HELP] }
  })
  const screens = { name: '', does: '', options: [...program.options, HELP] }
  return { bash, zsh, fish }[shell](commands, screens)
}

const HELP: Pick<Option, 'long' | 'short' | 'flags' | 'description'> = {
  long: '--help',
  short: '-h',
  flags: '-h, --help',
  description: 'what there is',
}

interface Completed {
  readonly name: string
  readonly does: string
  readonly options: readonly Completable[]
}

type Completable = Pick<Option, 'long' | 'short' | 'flags' | 'description'> &
  Partial<Pick<Option, 'required' | 'argChoices' | 'parseArg'>>

function bash(commands: readonly Completed[], screens: Completed): string {
  const all = [...new Map([...commands, screens].flatMap(({ options }) => options).map(byName)).values()]
  const withValue = all.filter(({ required }) => required)
  const names = (options: readonly Completable[]) => options.map(({ long }) => long).join('|')
  const values = withValue.flatMap((option) => {
    const words = wordsOf(option)
    return words ? [`    ${option.long}) _stake_words "${words.join(' ')}"; return ;;`] : []
  })
  const cases = commands.map(
    ({ name, options }) => `    ${name}) options="${options.map(({ long }) => long).join(' ')}" ;;`,
  )
  return `# stake completions bash > ~/.local/share/bash-completion/completions/stake
_stake_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}
_stake_files() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}
_stake() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="" value="" options="" word
  if [ "$current" = "=" ]; then current=""
  elif [ "$before" = "=" ]; then before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ -n "$value" ] && [ "$word" != "=" ]; then value=""; continue; fi
    case "$word" in
      ${names(withValue)}) value=1 ;;
      -*|=) ;;
      *) command="$word"; break ;;
    esac
  done
  case "$before" in
${values.join('\n')}
    ${names(withValue.filter(takesFile))}) _stake_files; return ;;
    ${names(withValue.filter((option) => !wordsOf(option) && !takesFile(option)))}) COMPREPLY=(); return ;;
  esac
  case "$command" in
    "") options="${screens.options.map(({ long }) => long).join(' ')}" ;;
${cases.join('\n')}
  esac
  case "$command/$current" in
    */-*) _stake_words "$options" ;;
    /*) _stake_words "${commands.map(({ name }) => name).join(' ')}" ;;
    batch/*) _stake_files ;;
    completions/*) _stake_words "${SHELLS.join(' ')}" ;;
    *) _stake_words "$options" ;;
  esac
}
complete -F _stake stake
`
}

function zsh(commands: readonly Completed[], screens: Completed): string {
  const described = commands.map(({ name, does }) => `        ${quoted(`${name}:${does}`)}`)
  const given = (indent: string, specs: readonly string[]) =>
    specs.map((spec) => `${indent}${spec}`).join(' \\\n')
  const cases = commands.map(({ name, options }) => {
    const word: Readonly<Record<string, string>> = {
      batch: "'1:file:_files'",
      completions: `'1:shell:(${SHELLS.join(' ')})'`,
    }
    const specs = [...options.flatMap(zshSpecs), ...(word[name] ? [word[name]] : [])]
    return `        ${name})\n          _arguments \\\n${given('            ', specs)} ;;`
  })
  return `#compdef stake
# stake completions zsh > ~/.zfunc/_stake   (with fpath+=~/.zfunc before compinit)
_stake() {
  local curcontext="$curcontext" state line
  local -a commands
  _arguments -C \\
${given('    ', [...screens.options.flatMap(zshSpecs), "'1: :->command'", "'*:: :->rest'"])}
  case "$state" in
    command)
      commands=(
${described.join('\n')}
      )
      _describe command commands ;;
    rest)
      case "$words[1]" in
${cases.join('\n')}
      esac ;;
  esac
}
_stake "$@"
`
}

/** One for each of an option's names; who has typed one is not offered another. */
function zshSpecs(option: Completable): string[] {
  const { short, long, description, required } = option
  const names = [short, long].filter((name) => name !== undefined)
  const once = mayRepeat(option) ? '*' : names.length > 1 ? `(${names.join(' ')})` : ''
  const words = wordsOf(option)
  const value = required
    ? `:${long?.slice(2)}:${words ? `(${words.join(' ')})` : takesFile(option) ? '_files' : ' '}`
    : ''
  return names.map((name) => quoted(`${once}${name}[${description.replace(/[[\]:]/g, ' ')}]${value}`))
}

function fish(commands: readonly Completed[], screens: Completed): string {
  const names = commands.map(({ name }) => name).join(' ')
  const line = (condition: string, option: Completable) => {
    const { short, long, description, required } = option
    const words = wordsOf(option)
    const value = words
      ? ` -x -a ${quoted(words.join(' '))}`
      : required
        ? takesFile(option)
          ? ' -r -F'
          : ' -x'
        : ''
    return `complete -c stake -n ${condition} -l ${long?.slice(2)}${short ? ` -s ${short.slice(1)}` : ''}${value} -d ${quoted(description)}`
  }
  const lines = commands.flatMap(({ name, does, options }) => [
    `complete -c stake -n __stake_no_command -a ${name} -d ${quoted(does)}`,
    ...options.map((option) => line(`'__fish_seen_subcommand_from ${name}'`, option)),
  ])
  return `# stake completions fish > ~/.config/fish/completions/stake.fish
function __stake_no_command
  not __fish_seen_subcommand_from ${names}
end
complete -c stake -f
${[...screens.options.map((option) => line('__stake_no_command', option)), ...lines].join('\n')}
complete -c stake -n '__fish_seen_subcommand_from batch' -F
complete -c stake -n '__fish_seen_subcommand_from completions' -a '${SHELLS.join(' ')}'
`
}

/** The words that an option takes, as far as they are known; a network may also be an address. */
function wordsOf({ long, argChoices }: Completable): readonly string[] | undefined {
  return long === '--network' ? networkNames() : argChoices
}

function takesFile({ flags }: Completable): boolean {
  return flags.includes('<file>')
}

function mayRepeat({ parseArg }: Completable): boolean {
  return parseArg !== undefined
}

function byName(option: Completable): [string, Completable] {
  return [String(option.long), option]
}

/** As one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '’')}'`
}
