import type { Chain } from '@stake/chain'
import { InvalidOperation } from './errors.ts'
import { type Operation, parseOperation } from './operation.ts'
import { type PriceBand, parseBand } from './schedule-band.ts'
import { type RunningSchedule, type ScheduleOptions, ScheduleRun } from './schedule-run.ts'

/** Operations to be done one after the other, with time between them. Plain JSON. */
export interface Schedule {
  /** The pieces, in their order; each has an id of its own. */
  readonly operations: readonly Operation[]
  /** At the least: blocks from the one that has a piece to the one that has the next, or seconds between their beginnings. */
  readonly every: { readonly blocks: number } | { readonly seconds: number }
  /** No piece begins while the price is outside. What it may then be executed at is its own tolerance's business. */
  readonly band?: PriceBand
  /** How often in one run a piece is tried, each time an interval later, until the schedule halts. @default 3 */
  readonly tries?: number
}

const MOST_PIECES = 10_000
const MOST_TRIES = 100
const MOST_BLOCKS = 1_000_000
const MOST_SECONDS = 10_000_000

/**
 * Checks JSON from anywhere and returns a Schedule in canonical form.
 *
 * @throws InvalidOperation for a missing, wrong or unknown field, and what {@link parseOperation} throws
 *
 * @example
 * ```ts
 * import { parseSchedule } from '@stake/ops'
 *
 * const coldkey = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
 * const piece = { kind: 'stake', coldkey, hotkey: coldkey, netuid: 1, amount: '5' }
 * const { operations } = parseSchedule({
 *   operations: [{ id: 'dca/1', ...piece }, { id: 'dca/2', ...piece }],
 *   every: { blocks: 300 },
 *   band: { netuid: 1, highest: '0.5' },
 * })
 * operations[0]?.id // => dca/1
 * parseSchedule({ operations: [], every: { blocks: 300 } }) // throws InvalidOperation
 * ```
 */
export function parseSchedule(json: unknown): Schedule {
  if (typeof json !== 'object' || json === null) throw new InvalidOperation('schedule', 'is not an object')
  const { operations, every, band, tries, ...strangers } = json as Partial<Record<keyof Schedule, unknown>>
  const [stranger] = Object.keys(strangers)
  if (stranger !== undefined) throw new InvalidOperation(stranger, 'is no field of a schedule')
  if (!Array.isArray(operations) || operations.length < 1 || operations.length > MOST_PIECES) {
    throw new InvalidOperation('list', `is not one of 1 to ${MOST_PIECES} pieces`)
  }
  if (band !== undefined && (typeof band !== 'object' || band === null)) {
    throw new InvalidOperation('band', 'is not an object')
  }
  const pieces = operations.map((operation: unknown) => parseOperation(operation) as Operation)
  const ids = new Set(pieces.map(({ id }) => id))
  if (ids.size < pieces.length) throw new InvalidOperation('id', 'is used twice in one schedule')
  const retry = pieces.find(({ id }) => /~\d+$/.test(id) && ids.has(id.replace(/~\d+$/, '')))
  if (retry) throw new InvalidOperation('id', `${retry.id} would be another try of a piece before it`)
  return {
    operations: pieces,
    every: parseEvery(every),
    ...(band !== undefined && { band: parseBand(band as object) }),
    ...(tries !== undefined && { tries: whole('tries', tries, MOST_TRIES) }),
  }
}

function parseEvery(every: unknown): Schedule['every'] {
  const fields = typeof every === 'object' && every !== null ? Object.entries(every) : []
  const [field] = fields
  if (fields.length !== 1 || !field) throw new InvalidOperation('every', 'is not one of blocks and seconds')
  const [unit, value] = field
  if (unit === 'blocks') return { blocks: whole('every.blocks', value, MOST_BLOCKS) }
  if (unit === 'seconds') return { seconds: whole('every.seconds', value, MOST_SECONDS) }
  throw new InvalidOperation('every', 'is not one of blocks and seconds')
}

function whole(name: string, value: unknown, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most) {
    throw new InvalidOperation(name, `is not a whole number from 1 to ${most}`)
  }
  return value
}

/**
 * Does the pieces of a schedule one after the other, at a distance, within a band of prices: a large trade in time.
 * Each piece is a {@link sequence} of one: planned on the numbers of its moment, judged by the policy, in the journal. The
 * next one comes only when what became of it is final (or, by option, seen in a block).
 *
 * The journal is all it remembers: run the same schedule again with the same journal, after a crash or another day, and it
 * goes on where it was, in time as well. What was signed is followed, never signed again; a piece that came to nothing
 * is tried again under an id of its own (`dca/3~2`).
 *
 * Returns at once. It ends as `done`, `stopped`, or `halted` with the reason: a refusal of the policy or the signer at
 * once, other failures after `tries` of one piece. A lost connection is waited for.
 *
 * @throws InvalidOperation and what {@link parseSchedule} throws
 *
 * @example
 * ```ts
 * import { connect, readSnapshot, readValidators, signerFromUri } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { Balance } from '@stake/math'
 * import { memoryJournal, schedule, splitOverTime } from '@stake/ops'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const signer = signerFromUri('//Alice')
 * const coldkey = signer.address
 * const hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
 * const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey] })
 * const total = Balance.parse('30')
 * const terms = { id: 'dca', coldkey, kind: 'stake', netuid: 2, hotkey, total, pieces: 3 } as const
 * const { operations } = splitOverTime(snapshot, terms)
 * const running = schedule(
 *   chain,
 *   { operations, every: { blocks: 2 }, band: { netuid: 2, lowest: '0.2', highest: '0.3' } },
 *   { signer, policy: {}, journal: memoryJournal() },
 * )
 * const { status, totals } = await running.report
 * status // => done
 * totals.executed.join() // => 30
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function schedule(chain: Chain, schedule: Schedule, options: ScheduleOptions): RunningSchedule {
  return new ScheduleRun(chain, parseSchedule(schedule), options)
}
