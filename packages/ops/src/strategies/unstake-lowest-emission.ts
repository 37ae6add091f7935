import { type ChainAt, type Position, readSnapshot, readStorageValues } from '@stake/chain'
import { Balance, InvalidArgument, type SwapQuote, splitEvenly } from '@stake/math'
import type { Numbers } from '../facts.ts'
import { type OperationOf, parseOperation } from '../operation.ts'
import { worldOf } from '../world.ts'
import { type Advice, amountText, type LeftOut, leftOutLines, type StrategyTerms } from './advice.ts'
import { sumOf } from './value-at.ts'
import { walk } from './walk.ts'

/** How much to take, and from how many. */
export interface LowestEmissionTerms extends StrategyTerms {
  /**
   * Decimal text, shared out evenly: each share is **alpha of its own position's subnet**, so that the shares of a
   * total of `1` are worth different amounts of TAO.
   */
  readonly total: string
  /** At most so many positions. @default 10 */
  readonly positions?: number
  /** Only positions with more alpha than this, decimal text. @default '0' */
  readonly minimum?: string
}

/** What {@link unstakeLowestEmission} looks at. */
export interface LowestEmissionNumbers {
  readonly snapshot: Numbers
  /** The alpha that each hotkey brought its stakers in the last epoch, by `netuid:hotkey`. */
  readonly emissions: ReadonlyMap<string, Balance>
}

/** A position that was chosen. */
export interface LowestEmissionPart {
  readonly position: Position
  /** Alpha that its hotkey brought all who stake with it in the last epoch. */
  readonly emission: Balance
  /** The even share of the total, in alpha of this subnet. */
  readonly share: Balance
  /** `min(share, what is available)`. */
  readonly amount: Balance
  /** The sale that is expected; undefined where it is left out. */
  readonly quote: SwapQuote | undefined
}

/** The numbers behind it. */
export interface LowestEmissionData {
  readonly parts: readonly LowestEmissionPart[]
  /** TAO that all sales are expected to bring. */
  readonly received: Balance
  readonly leftOut: readonly LeftOut[]
}

/** Unstakes from what earns least. All amounts and `rest` together are, rao by rao, the total. */
export interface LowestEmission extends Advice<OperationOf<'unstake'>, LowestEmissionData> {
  /** Of each position in turn, in its own alpha: the part of its share that is not taken. */
  readonly rest: readonly Balance[]
}

const ROOT = 0
const MOST_POSITIONS = 1024

/**
 * Reads what {@link unstakeLowestEmission} needs at one block: the positions of a coldkey, and what each of their
 * hotkeys earned (`AlphaDividendsPerSubnet`, which other clients show as the emission of a stake).
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { readEmissions } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const { emissions } = await readEmissions(await chain.at('best'), developmentAccounts['//Alice'] ?? '')
 * emissions.size // => 4
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readEmissions(at: ChainAt, coldkey: string): Promise<LowestEmissionNumbers> {
  const snapshot = await readSnapshot(at, { coldkeys: [coldkey] })
  const { positions } = snapshot
  const values = await readStorageValues(
    at,
    positions.map(
      ({ netuid, hotkey }) => ['SubtensorModule', 'AlphaDividendsPerSubnet', netuid, hotkey] as const,
    ),
  )
  const emissions = positions.map(
    ({ netuid, hotkey }, index) =>
      [`${netuid}:${hotkey}`, Balance.fromRao(values[index] ?? 0n, netuid)] as const,
  )
  return { snapshot, emissions: new Map(emissions) }
}

/**
 * Unstakes an even share from each of the positions whose hotkeys earn least, lowest first; of equal ones the largest
 * first. The share is `total / positions`, in alpha of each position's own subnet, and never more than there is; a whole
 * position leaves as such, without dust. Emissions are compared as numbers of alpha, whatever the alpha is worth.
 * Stake on root is none of them: it earns on other subnets. What the chain would refuse is left out by name.
 *
 * @throws InvalidAmount, InvalidArgument for a number of positions below 1, InvalidTolerance and the like
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { readEmissions, unstakeLowestEmission } from '@stake/ops'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const numbers = await readEmissions(await chain.at('best'), coldkey)
 * const { operations } = unstakeLowestEmission(numbers, { id: 'weed', coldkey, total: '10', positions: 2 })
 * operations.map(({ netuid, amount }) => `${amount} of subnet ${netuid}`).join(', ') // => 5 of subnet 119, 5 of subnet 3
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function unstakeLowestEmission(
  { snapshot, emissions }: LowestEmissionNumbers,
  terms: LowestEmissionTerms,
): LowestEmission {
  const { id, coldkey, positions: most = 10, mode, tolerance } = terms
  if (!Number.isInteger(most) || most < 1 || most > MOST_POSITIONS) {
    throw new InvalidArgument('number of positions', most, `a whole number from 1 to ${MOST_POSITIONS}`)
  }
  const total = Balance.parse(terms.total)
  const minimum = Balance.parse(terms.minimum ?? '0')
  const emissionOf = ({ netuid, hotkey }: Position) =>
    emissions.get(`${netuid}:${hotkey}`) ?? Balance.zero(netuid)
  const chosen = snapshot.positions
    .filter((position) => position.coldkey === coldkey && position.netuid !== ROOT)
    .filter(({ stake }) => stake.rao > minimum.rao)
    .sort(
      (a, b) =>
        order(emissionOf(a).rao, emissionOf(b).rao) ||
        order(b.stake.rao, a.stake.rao) ||
        a.netuid - b.netuid ||
        (a.hotkey < b.hotkey ? -1 : 1),
    )
    .slice(0, most)
  const shares = chosen.length === 0 ? [] : splitEvenly(total, chosen.length)
  const wishes = chosen.map(({ netuid, hotkey, stake, available }, index) => {
    const share = Balance.fromRao(shares[index]?.rao ?? 0n, netuid)
    const amount = Balance.min(share, available)
    const operation = parseOperation({
      id: `${id}/${index + 1}`,
      kind: 'unstake',
      coldkey,
      hotkey,
      netuid,
      amount: amount.equals(stake) ? 'all' : amount.toString(),
      mode,
      tolerance,
    })
    return { operation, netuid, hotkey, amount, share }
  })
  const { taken, leftOut } = walk(wishes, worldOf(snapshot, coldkey))
  const previews = new Map(taken.map((preview) => [preview.operation.id, preview]))
  const parts = chosen.map((position, index): LowestEmissionPart => {
    const nothing = Balance.zero(position.netuid)
    const { share = nothing, amount = nothing } = wishes[index] ?? {}
    const quote = previews.get(`${id}/${index + 1}`)?.chosen.quote
    return { position, emission: emissionOf(position), share, amount, quote }
  })
  const rest = parts.map(({ share, amount, quote }) => (quote ? share.subtract(amount) : share))
  const received = sumOf(taken.map((preview) => preview.received))
  const data = { parts, received, leftOut }
  return {
    operations: taken.map(({ operation }) => operation),
    rest,
    explanation: { text: textOf(terms.total, data), data },
  }
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function textOf(total: string, { parts, received, leftOut }: LowestEmissionData): string {
  if (parts.length === 0) return 'There is no position to unstake from.'
  const lines = [
    `Unstake ${total} in even shares from the ${parts.length} positions whose hotkeys earn least. Every share is alpha of its own subnet, not TAO.`,
    ...parts.map(({ position, emission, amount, quote }, index) => {
      const { hotkey, netuid, stake } = position
      const sale = quote
        ? `unstake ${amountText(amount)} for about ${amountText(quote.received)}`
        : `not ${amountText(amount)}`
      return `${index + 1}. ${hotkey} on subnet ${netuid}: stake ${stake.toString()}, emission ${emission.toString()}; ${sale}`
    }),
    `Together about ${amountText(received)}.`,
    ...leftOutLines(leftOut),
  ]
  return lines.join('\n')
}
