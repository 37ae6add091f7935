import { parseArgs } from 'node:util'
import { Stop } from './stop.ts'

/** A flag that takes a value, as `--help` tells of it. */
export interface Flag {
  readonly means: string
  readonly default?: string
}

/** The flags of one example, by their names. */
export type FlagTable = Readonly<Record<string, Flag>>

/** Flags that every example has. */
export const COMMON: FlagTable = {
  network: { means: 'finney, test, local, or the ws address of a node; without it a devnet in this process' },
  coldkey: { means: 'whose account it is, where nothing is signed; without it that of STAKE_URI' },
}

/** What the command line says. */
export interface Flags {
  readonly help: boolean
  readonly yes: boolean
  /** Whether a flag of the table was given. */
  readonly isChanged: boolean
  /** Of a flag of the table, its default included. */
  value(name: string): string | undefined
}

/** @throws Stop for a flag that does not exist */
export function parseFlags(args: readonly string[], table: FlagTable): Flags {
  const options = Object.fromEntries(
    Object.keys({ ...table, ...COMMON }).map((name) => [name, { type: 'string' as const }]),
  )
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' }, yes: { type: 'boolean', short: 'y' } },
    })
    const given = values as Readonly<Record<string, string | boolean | undefined>>
    return {
      help: given.help === true,
      yes: given.yes === true,
      isChanged: Object.keys(table).some((name) => given[name] !== undefined),
      value(name) {
        const value = given[name]
        return typeof value === 'string' ? value : table[name]?.default
      },
    }
  } catch (error) {
    throw new Stop(error instanceof Error ? error.message : String(error), 'See --help.')
  }
}

/** The lines of `--help` about flags. */
export function flagLines(table: FlagTable): string[] {
  const rows = Object.entries({ ...table, ...COMMON }).map(([name, flag]): [string, string] => [
    `--${name} VALUE`,
    flag.default === undefined ? flag.means : `${flag.means} (${flag.default})`,
  ])
  rows.push(['--yes', 'sign without being asked, on another network than the devnet'])
  return rows.map(([left, right]) => `  ${left.padEnd(26)}${right}`)
}
