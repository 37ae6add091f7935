import type { Command, Option } from 'commander'

/** The shells there are completions for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** A script that completes the commands, their options and the words that options take. */
export function completionsFor(shell: Shell, program: Command): string {
  const commands = program.commands.map((command) => ({
    name: command.name(),
    does: command.description(),
    options: [...command.options, ...program.options].filter(({ hidden }) => !hidden),
  }))
  return { bash, zsh, fish }[shell](commands)
}

interface Completed {
  readonly name: string
  readonly does: string
  readonly options: readonly Option[]
}

function bash(commands: readonly Completed[]): string {
  const cases = commands.map(
    ({ name, options }) => `    ${name}) words="${options.map(({ long }) => long).join(' ')}" ;;`,
  )
  return `# stake completions bash > ~/.local/share/bash-completion/completions/stake
_stake() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  case "$before" in
${choices(commands)
  .map(
    ([long, values]) =>
      `    ${long}) COMPREPLY=($(compgen -W "${values.join(' ')}" -- "$current")); return ;;`,
  )
  .join('\n')}
${files(commands)
  .map((long) => `    ${long}) COMPREPLY=($(compgen -f -- "$current")); return ;;`)
  .join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} --help --version" -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [ "\${COMP_WORDS[1]}" = batch ] && [ "\${current#-}" = "$current" ]; then
    COMPREPLY=($(compgen -f -- "$current"))
  elif [ "\${COMP_WORDS[1]}" = completions ]; then
    COMPREPLY=($(compgen -W "${SHELLS.join(' ')}" -- "$current"))
  else
    COMPREPLY=($(compgen -W "$words --help" -- "$current"))
  fi
}
complete -F _stake stake
`
}

function zsh(commands: readonly Completed[]): string {
  const described = commands.map(({ name, does }) => `    ${quoted(`${name}:${does}`)}`)
  const cases = commands.map(({ name, options }) => {
    const specs = options.map((option) => `        ${quoted(zshSpec(option))}`)
    const more =
      name === 'batch'
        ? ["        '1:file:_files'"]
        : name === 'completions'
          ? [`        '1:shell:(${SHELLS.join(' ')})'`]
          : []
    return `      ${name})\n      _arguments \\\n${[...specs, ...more].join(' \\\n')} ;;`
  })
  return `#compdef stake
# stake completions zsh > ~/.zfunc/_stake   (with fpath+=~/.zfunc before compinit)
_stake() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
${cases.join('\n')}
  esac
}
_stake "$@"
`
}

function zshSpec(option: Option): string {
  const does = option.description.replace(/[[\]:]/g, ' ')
  const start = `${option.long}[${does}]`
  if (!option.required) return start
  const values = option.argChoices
  return `${start}:${option.name()}:${values ? `(${values.join(' ')})` : takesFile(option) ? '_files' : ' '}`
}

function fish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, does, options }) => [
    `complete -c stake -n __fish_use_subcommand -a ${name} -d ${quoted(does)}`,
    ...options.map((option) => {
      const values = option.argChoices ? ` -x -a ${quoted(option.argChoices.join(' '))}` : ''
      const takes = option.required && !option.argChoices ? (takesFile(option) ? ' -r -F' : ' -x') : ''
      return `complete -c stake -n '__fish_seen_subcommand_from ${name}' -l ${option.long?.slice(2)}${values}${takes} -d ${quoted(option.description)}`
    }),
  ])
  return `# stake completions fish > ~/.config/fish/completions/stake.fish
complete -c stake -f
${lines.join('\n')}
complete -c stake -n '__fish_seen_subcommand_from batch' -F
complete -c stake -n '__fish_seen_subcommand_from completions' -a '${SHELLS.join(' ')}'
`
}

/** The options that take one of some words, each once. */
function choices(commands: readonly Completed[]): [string, readonly string[]][] {
  const all = commands.flatMap(({ options }) => options.filter(({ argChoices }) => argChoices))
  return [...new Map(all.map(({ long, argChoices }) => [String(long), argChoices ?? []]))]
}

function files(commands: readonly Completed[]): string[] {
  return [
    ...new Set(commands.flatMap(({ options }) => options.filter(takesFile).map(({ long }) => String(long)))),
  ]
}

function takesFile({ flags }: Option): boolean {
  return flags.includes('<file>')
}

/** As one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", '’')}'`
}
