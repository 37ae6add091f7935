import { Balance } from '@stake/math'
import type { ChainEvent } from './events.ts'

/** The events that tell what became of stake, with amounts in their own tokens. */
export type StakingEvent =
  | StakeChange<'StakeAdded'>
  | StakeChange<'StakeRemoved'>
  | StakeMove
  | StakeTransfer
  | StakeSwap
  | AlphaGone<'AlphaRecycled'>
  | AlphaGone<'AlphaBurned'>
  | StakeBurn
  | FeeInAlpha

/**
 * Alpha was bought (`StakeAdded`) or sold (`StakeRemoved`). When added, `tao` is all that was sent and holds the fee,
 * which is in TAO; when removed, `alpha` is without the fee, which is in alpha.
 */
export interface StakeChange<Kind extends 'StakeAdded' | 'StakeRemoved'> {
  readonly kind: Kind
  readonly coldkey: string
  readonly hotkey: string
  readonly netuid: number
  readonly tao: Balance
  readonly alpha: Balance
  readonly fee: Balance
}

/** `tao`: what the origin's alpha brought, or its worth at spot within one subnet. */
export interface StakeMove {
  readonly kind: 'StakeMoved'
  readonly coldkey: string
  readonly originHotkey: string
  readonly originNetuid: number
  readonly destinationHotkey: string
  readonly destinationNetuid: number
  readonly tao: Balance
}

/** `tao` as in {@link StakeMove}. */
export interface StakeTransfer {
  readonly kind: 'StakeTransferred'
  readonly originColdkey: string
  readonly destinationColdkey: string
  readonly hotkey: string
  readonly originNetuid: number
  readonly destinationNetuid: number
  readonly tao: Balance
}

/** `tao` as in {@link StakeMove}. */
export interface StakeSwap {
  readonly kind: 'StakeSwapped'
  readonly coldkey: string
  readonly hotkey: string
  readonly originNetuid: number
  readonly destinationNetuid: number
  readonly tao: Balance
}

export interface AlphaGone<Kind extends 'AlphaRecycled' | 'AlphaBurned'> {
  readonly kind: Kind
  readonly coldkey: string
  readonly hotkey: string
  readonly netuid: number
  readonly alpha: Balance
}

/** TAO bought alpha that was burned at once. */
export interface StakeBurn {
  readonly kind: 'AddStakeBurn'
  readonly hotkey: string
  readonly netuid: number
  readonly tao: Balance
  readonly alpha: Balance
}

/** A network fee that was taken from a position. */
export interface FeeInAlpha {
  readonly kind: 'TransactionFeePaidWithAlpha'
  readonly coldkey: string
  readonly netuid: number
  readonly alpha: Balance
  readonly tao: Balance
}

/**
 * What an event says of stake; undefined for every other event, and for one whose fields are not those of the
 * runtimes this release knows.
 *
 * @example
 * ```ts
 * import { stakingEvent } from '@stake/chain'
 *
 * const named = { coldkey: '5G…', hotkey: '5F…', tao: 1_000_000_000n, alpha: 2_000_000_000n, netuid: 3, fee: 500_000n }
 * const event = { pallet: 'SubtensorModule', name: 'StakeAdded', fields: Object.values(named), named }
 * const staked = stakingEvent(event)
 * staked?.kind // => StakeAdded
 * staked?.kind === 'StakeAdded' && staked.alpha.rao // => 2000000000n
 * ```
 */
export function stakingEvent({ pallet, name, named }: ChainEvent): StakingEvent | undefined {
  if (pallet !== 'SubtensorModule') return undefined
  const read = readers[name]
  if (!read) return undefined
  const fields = new Fields(named)
  const event = read(fields)
  return fields.complete ? event : undefined
}

const change =
  <Kind extends 'StakeAdded' | 'StakeRemoved'>(kind: Kind) =>
  (fields: Fields): StakeChange<Kind> => {
    const netuid = fields.number('netuid')
    return {
      kind,
      coldkey: fields.text('coldkey'),
      hotkey: fields.text('hotkey'),
      netuid,
      tao: fields.amount('tao'),
      alpha: fields.amount('alpha', netuid),
      fee: fields.amount('fee', kind === 'StakeAdded' ? 0 : netuid),
    }
  }

const gone =
  <Kind extends 'AlphaRecycled' | 'AlphaBurned'>(kind: Kind) =>
  (fields: Fields): AlphaGone<Kind> => {
    const netuid = fields.number('netuid')
    return {
      kind,
      coldkey: fields.text('coldkey'),
      hotkey: fields.text('hotkey'),
      netuid,
      alpha: fields.amount('alpha', netuid),
    }
  }

const readers: Readonly<Record<string, (fields: Fields) => StakingEvent>> = {
  StakeAdded: change('StakeAdded'),
  StakeRemoved: change('StakeRemoved'),
  AlphaRecycled: gone('AlphaRecycled'),
  AlphaBurned: gone('AlphaBurned'),
  StakeMoved: (fields) => ({
    kind: 'StakeMoved',
    coldkey: fields.text('coldkey'),
    originHotkey: fields.text('origin_hotkey'),
    originNetuid: fields.number('origin_netuid'),
    destinationHotkey: fields.text('destination_hotkey'),
    destinationNetuid: fields.number('destination_netuid'),
    tao: fields.amount('tao'),
  }),
  StakeTransferred: (fields) => ({
    kind: 'StakeTransferred',
    originColdkey: fields.text('origin_coldkey'),
    destinationColdkey: fields.text('destination_coldkey'),
    hotkey: fields.text('hotkey'),
    originNetuid: fields.number('origin_netuid'),
    destinationNetuid: fields.number('destination_netuid'),
    tao: fields.amount('tao'),
  }),
  StakeSwapped: (fields) => ({
    kind: 'StakeSwapped',
    coldkey: fields.text('coldkey'),
    hotkey: fields.text('hotkey'),
    originNetuid: fields.number('origin_netuid'),
    destinationNetuid: fields.number('destination_netuid'),
    tao: fields.amount('tao'),
  }),
  AddStakeBurn: (fields) => {
    const netuid = fields.number('netuid')
    return {
      kind: 'AddStakeBurn',
      hotkey: fields.text('hotkey'),
      netuid,
      tao: fields.amount('amount'),
      alpha: fields.amount('alpha', netuid),
    }
  },
  TransactionFeePaidWithAlpha: (fields) => {
    const netuid = fields.number('netuid')
    return {
      kind: 'TransactionFeePaidWithAlpha',
      coldkey: fields.text('who'),
      netuid,
      alpha: fields.amount('alpha_fee', netuid),
      tao: fields.amount('tao_amount'),
    }
  },
}

/** The named fields of an event, each of the type that is asked for, or not complete. */
class Fields {
  readonly #named: ChainEvent['named']
  complete = true

  constructor(named: ChainEvent['named']) {
    this.#named = named
  }

  text(name: string): string {
    const value = this.#named[name]
    return typeof value === 'string' ? value : this.#lacks('')
  }

  number(name: string): number {
    const value = this.#named[name]
    return typeof value === 'number' ? value : this.#lacks(0)
  }

  /** @param netuid - whose token it is; TAO when absent */
  amount(name: string, netuid = 0): Balance {
    const value = this.#named[name]
    return typeof value === 'bigint' ? Balance.fromRao(value, netuid) : this.#lacks(Balance.fromRao(0n))
  }

  #lacks<T>(nothing: T): T {
    this.complete = false
    return nothing
  }
}
