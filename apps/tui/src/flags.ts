import { UsageError } from './failure.ts'
import type { SessionOptions } from './session.ts'

/** Flags as they were typed, by their names in camel case. */
export type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** A command as it was called. */
export interface Invocation {
  readonly command: string
  readonly args: readonly string[]
  readonly flags: Flags
  /** Whether a program reads the output. */
  readonly json: boolean
}

/** The text of an option, undefined where it was not given. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[camelCase(name)]
  return typeof value === 'string' ? value : undefined
}

/** The texts of an option that may be repeated, undefined where it was not given. */
export function textsFlag(flags: Flags, name: string): readonly string[] | undefined {
  const value = flags[camelCase(name)]
  return Array.isArray(value) ? value : undefined
}

/** The text of an option that must be there. @throws UsageError */
export function requiredFlag(flags: Flags, name: string, remedy: string): string {
  const value = textFlag(flags, name)
  if (value === undefined || value === '') throw new UsageError(`The option --${name} is missing.`, remedy)
  return value
}

/** A whole number written with digits only. @throws UsageError */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new UsageError(
    `The option --${option} is not a whole number from ${least} to ${most}.`,
    `Write it with digits only, for example --${option} ${Math.max(least, 1)}.`,
    { option },
  )
}

/** A whole number that may be left out. @throws UsageError */
export function numberFlag(flags: Flags, option: string, least: number, most: number): number | undefined {
  const text = textFlag(flags, option)
  return text === undefined ? undefined : wholeNumber(option, text, least, most)
}

/** The netuid that an option must name. @throws UsageError */
export function netuidFlag(flags: Flags, option = 'netuid'): number {
  const text = requiredFlag(flags, option, 'Name the subnet by its number; `stake subnets` lists them.')
  return wholeNumber(option, text, 0, 65_535)
}

/** One of some words; the first is the one meant where none is given. @throws UsageError */
export function choiceFlag<Value extends string>(
  flags: Flags,
  name: string,
  values: readonly [Value, ...Value[]],
): Value {
  const text = textFlag(flags, name) ?? values[0]
  const value = values.find((candidate) => candidate === text)
  if (value !== undefined) return value
  throw new UsageError(
    `The option --${name} must be one of ${values.join(', ')}.`,
    `Write --${name} ${values[0]}.`,
  )
}

/** What the flags common to all commands say about the session. @throws UsageError */
export function sessionOptionsOf(flags: Flags): SessionOptions {
  const network = textFlag(flags, 'network')
  const endpoints = textsFlag(flags, 'endpoint')
  const port = numberFlag(flags, 'port', 0, 65_535)
  const blockTime = numberFlag(flags, 'block-time', 20, 600_000)
  const acceptRuntime = numberFlag(flags, 'accept-runtime', 1, 4_294_967_295)
  const policyFile = textFlag(flags, 'policy')
  const coldkey = textFlag(flags, 'coldkey')
  const elsewhere = endpoints !== undefined || (network !== undefined && network !== 'devnet')
  if (elsewhere && (port !== undefined || blockTime !== undefined)) {
    throw new UsageError(
      'The options --port and --block-time belong to the embedded chain, but another one is named.',
      'Leave out --network and --endpoint, or the other two.',
    )
  }
  return {
    ...(network !== undefined && { network }),
    ...(endpoints !== undefined && { endpoints }),
    ...(port !== undefined && { port }),
    ...(blockTime !== undefined && { blockTime }),
    ...(acceptRuntime !== undefined && { acceptRuntime }),
    ...(policyFile !== undefined && { policyFile }),
    ...(coldkey !== undefined && { coldkey }),
    ...(flags.newJournal === true && { newJournal: true }),
    ...(flags.acceptLoss === true && { acceptLoss: true }),
    ...(flags.plain === true && { plain: true }),
  }
}

function camelCase(name: string): string {
  return name.replace(/-./g, (dash) => dash.slice(1).toUpperCase())
}
