import type { PolicyKind } from './policy.ts'

/** Where stake is. */
export interface StakePlace {
  readonly hotkey: string
  readonly netuid: number
}

/** A price in rao per alpha, of a move the ratio times 1e9, that a call sets; undefined where it sets none. */
export type PriceLimit = bigint | undefined

/** What one call does to the account that makes it, by its own arguments. Amounts are rao. */
export type Effect =
  /** TAO into a pool, for alpha that is staked or burned. */
  | ({ readonly does: 'buy'; readonly tao: bigint; readonly limit: PriceLimit } & StakePlace)
  /** Alpha out of a position and into the pool; `all` is the position as it is in the block. */
  | ({ readonly does: 'sell'; readonly alpha: bigint | 'all'; readonly limit: PriceLimit } & StakePlace)
  /** Every position with a hotkey. `root`: the TAO is staked there, and what is there stays. */
  | { readonly does: 'sellAll'; readonly hotkey: string; readonly to: 'free' | 'root' }
  /** Stake to another place; with a `destination`, to another coldkey. */
  | {
      readonly does: 'move'
      readonly from: StakePlace
      readonly to: StakePlace
      readonly destination: string | undefined
      readonly alpha: bigint
      readonly limit: PriceLimit
    }
  /** Alpha that is burned or recycled. */
  | ({ readonly does: 'giveUp'; readonly alpha: bigint } & StakePlace)
  /** What root stake has earned on some subnets. */
  | { readonly does: 'claim'; readonly netuids: readonly number[] }
  /** A registration; at the price of the moment where it names no most. */
  | ({ readonly does: 'register'; readonly mostPaid: bigint | undefined } & StakePlace)
  /** TAO to another account. */
  | { readonly does: 'pay'; readonly destination: string; readonly tao: bigint | 'all' }
  /** A setting of a hotkey. */
  | { readonly does: 'set'; readonly hotkey: string; readonly netuid: number | undefined }
  | { readonly does: 'nothing' }

/** The words of `kinds` any of which allows a call, and what it does. */
export interface Meaning {
  readonly kinds: readonly PolicyKind[]
  readonly effect: Effect
}

/** What a call with these arguments does; undefined where the arguments are not those that are known. */
export function meaningOf(call: {
  readonly pallet: string
  readonly name: string
  readonly args: Readonly<Record<string, unknown>>
}): Meaning | 'unknown call' | 'unknown arguments' {
  const name = `${call.pallet}.${call.name}`
  const read = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined
  return read ? (read(call.args) ?? 'unknown arguments') : 'unknown call'
}

/** Every call that can be judged. */
const CALLS: Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => Meaning | undefined>> = {
  'SubtensorModule.add_stake': call(
    { hotkey: 'address', netuid: 'u16', amount_staked: 'u64' },
    ({ hotkey, netuid, amount_staked: tao }) =>
      one('stake', { does: 'buy', hotkey, netuid, tao, limit: undefined }),
  ),
  'SubtensorModule.add_stake_limit': call(
    { hotkey: 'address', netuid: 'u16', amount_staked: 'u64', limit_price: 'u64', allow_partial: 'flag' },
    ({ hotkey, netuid, amount_staked: tao, limit_price: limit }) =>
      one('stake', { does: 'buy', hotkey, netuid, tao, limit }),
  ),
  'SubtensorModule.add_stake_burn': call(
    { hotkey: 'address', netuid: 'u16', amount: 'u64', limit: 'u64?' },
    ({ hotkey, netuid, amount: tao, limit }) => one('stakeBurn', { does: 'buy', hotkey, netuid, tao, limit }),
  ),
  'SubtensorModule.remove_stake': call(
    { hotkey: 'address', netuid: 'u16', amount_unstaked: 'u64' },
    ({ hotkey, netuid, amount_unstaked: alpha }) =>
      one('unstake', { does: 'sell', hotkey, netuid, alpha, limit: undefined }),
  ),
  'SubtensorModule.remove_stake_limit': call(
    { hotkey: 'address', netuid: 'u16', amount_unstaked: 'u64', limit_price: 'u64', allow_partial: 'flag' },
    ({ hotkey, netuid, amount_unstaked: alpha, limit_price: limit }) =>
      one('unstake', { does: 'sell', hotkey, netuid, alpha, limit }),
  ),
  'SubtensorModule.remove_stake_full_limit': call(
    { hotkey: 'address', netuid: 'u16', limit_price: 'u64?' },
    ({ hotkey, netuid, limit_price: limit }) => ({
      // A strict unstakeAll is one of them for each position.
      kinds: ['unstake', 'unstakeAll'],
      effect: { does: 'sell', hotkey, netuid, alpha: 'all', limit },
    }),
  ),
  'SubtensorModule.unstake_all': call({ hotkey: 'address' }, ({ hotkey }) =>
    one('unstakeAll', { does: 'sellAll', hotkey, to: 'free' }),
  ),
  'SubtensorModule.unstake_all_alpha': call({ hotkey: 'address' }, ({ hotkey }) =>
    one('unstakeAll', { does: 'sellAll', hotkey, to: 'root' }),
  ),
  'SubtensorModule.move_stake': call(
    {
      origin_hotkey: 'address',
      destination_hotkey: 'address',
      origin_netuid: 'u16',
      destination_netuid: 'u16',
      alpha_amount: 'u64',
    },
    (args) =>
      one('move', {
        does: 'move',
        from: { hotkey: args.origin_hotkey, netuid: args.origin_netuid },
        to: { hotkey: args.destination_hotkey, netuid: args.destination_netuid },
        destination: undefined,
        alpha: args.alpha_amount,
        limit: undefined,
      }),
  ),
  'SubtensorModule.transfer_stake': call(
    {
      destination_coldkey: 'address',
      hotkey: 'address',
      origin_netuid: 'u16',
      destination_netuid: 'u16',
      alpha_amount: 'u64',
    },
    (args) => one('transferStake', { ...between(args), destination: args.destination_coldkey }),
  ),
  'SubtensorModule.swap_stake': call(
    { hotkey: 'address', origin_netuid: 'u16', destination_netuid: 'u16', alpha_amount: 'u64' },
    (args) => ({ kinds: ['swap', 'move'], effect: between(args) }),
  ),
  'SubtensorModule.swap_stake_limit': call(
    {
      hotkey: 'address',
      origin_netuid: 'u16',
      destination_netuid: 'u16',
      alpha_amount: 'u64',
      limit_price: 'u64',
      allow_partial: 'flag',
    },
    (args) => ({ kinds: ['swap', 'move'], effect: { ...between(args), limit: args.limit_price } }),
  ),
  'SubtensorModule.burn_alpha': call(
    { hotkey: 'address', amount: 'u64', netuid: 'u16' },
    ({ hotkey, netuid, amount: alpha }) => one('burnAlpha', { does: 'giveUp', hotkey, netuid, alpha }),
  ),
  'SubtensorModule.recycle_alpha': call(
    { hotkey: 'address', amount: 'u64', netuid: 'u16' },
    ({ hotkey, netuid, amount: alpha }) => one('recycleAlpha', { does: 'giveUp', hotkey, netuid, alpha }),
  ),
  'SubtensorModule.claim_root': call({ subnets: 'u16[]' }, ({ subnets }) =>
    one('claimRoot', { does: 'claim', netuids: subnets }),
  ),
  'SubtensorModule.increase_take': call({ hotkey: 'address', take: 'u16' }, ({ hotkey }) =>
    one('setTake', { does: 'set', hotkey, netuid: undefined }),
  ),
  'SubtensorModule.decrease_take': call({ hotkey: 'address', take: 'u16' }, ({ hotkey }) =>
    one('setTake', { does: 'set', hotkey, netuid: undefined }),
  ),
  'SubtensorModule.set_coldkey_auto_stake_hotkey': call(
    { netuid: 'u16', hotkey: 'address' },
    ({ hotkey, netuid }) => one('setAutoStake', { does: 'set', hotkey, netuid }),
  ),
  'SubtensorModule.burned_register': call({ netuid: 'u16', hotkey: 'address' }, ({ hotkey, netuid }) =>
    one('register', { does: 'register', hotkey, netuid, mostPaid: undefined }),
  ),
  'SubtensorModule.register_limit': call(
    { netuid: 'u16', hotkey: 'address', limit_price: 'u64' },
    ({ hotkey, netuid, limit_price: mostPaid }) =>
      one('register', { does: 'register', hotkey, netuid, mostPaid }),
  ),
  'SubtensorModule.root_register': call({ hotkey: 'address' }, ({ hotkey }) =>
    one('register', { does: 'register', hotkey, netuid: 0, mostPaid: 0n }),
  ),
  'Balances.transfer_keep_alive': call({ dest: 'account', value: 'u64' }, ({ dest, value }) =>
    one('transfer', { does: 'pay', destination: dest, tao: value }),
  ),
  'Balances.transfer_allow_death': call({ dest: 'account', value: 'u64' }, ({ dest, value }) =>
    one('transfer', { does: 'pay', destination: dest, tao: value }),
  ),
  'Balances.transfer_all': call({ dest: 'account', keep_alive: 'flag' }, ({ dest }) =>
    one('transfer', { does: 'pay', destination: dest, tao: 'all' }),
  ),
  // It closes a gap in the nonces and does nothing but pay its fee, so no list of kinds forbids it.
  'System.remark': call({ remark: 'bytes' }, () => ({ kinds: [], effect: { does: 'nothing' } })),
}

function one(kind: PolicyKind, effect: Effect): Meaning {
  return { kinds: [kind], effect }
}

function between(args: {
  readonly hotkey: string
  readonly origin_netuid: number
  readonly destination_netuid: number
  readonly alpha_amount: bigint
}): Extract<Effect, { does: 'move' }> {
  const { hotkey, origin_netuid, destination_netuid, alpha_amount: alpha } = args
  return {
    does: 'move',
    from: { hotkey, netuid: origin_netuid },
    to: { hotkey, netuid: destination_netuid },
    destination: undefined,
    alpha,
    limit: undefined,
  }
}

/** The types of arguments, as calls are decoded. */
interface Types {
  address: string
  /** A `MultiAddress` that is an address. */
  account: string
  u16: number
  u64: bigint
  'u64?': bigint | undefined
  flag: boolean
  'u16[]': readonly number[]
  bytes: unknown
}

const isU16 = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff

const READ: { readonly [T in keyof Types]: (value: unknown) => { readonly is: Types[T] } | undefined } = {
  address: (value) => (typeof value === 'string' ? { is: value } : undefined),
  account(value) {
    const { type, value: address } = (value ?? {}) as { type?: unknown; value?: unknown }
    return type === 'Id' && typeof address === 'string' ? { is: address } : undefined
  },
  u16: (value) => (isU16(value) ? { is: value } : undefined),
  u64: (value) => (typeof value === 'bigint' && value >= 0n ? { is: value } : undefined),
  'u64?': (value) => (value === undefined ? { is: undefined } : READ.u64(value)),
  flag: (value) => (typeof value === 'boolean' ? { is: value } : undefined),
  'u16[]': (value) => (Array.isArray(value) && value.every(isU16) ? { is: value } : undefined),
  bytes: (value) => ({ is: value }),
}

/** Reads a call that has exactly these arguments, each of its type: what a later runtime adds is not known. */
function call<F extends Readonly<Record<string, keyof Types>>>(
  fields: F,
  meaning: (args: { readonly [N in keyof F]: Types[F[N]] }) => Meaning,
): (args: Readonly<Record<string, unknown>>) => Meaning | undefined {
  return (args) => {
    if (Object.keys(args).some((name) => !Object.hasOwn(fields, name))) return undefined
    const found: Record<string, unknown> = {}
    for (const [name, type] of Object.entries(fields)) {
      const value = READ[type](args[name])
      if (!value) return undefined
      found[name] = value.is
    }
    return meaning(found as { readonly [N in keyof F]: Types[F[N]] })
  }
}
