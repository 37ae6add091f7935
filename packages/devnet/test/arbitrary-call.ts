import type { AccountId32, Hex, RuntimeCall, VersionedOrder } from '@stake/schema'
import fc from 'fast-check'
import { hashOf } from '../src/chain/block.ts'
import { developmentAccounts } from '../src/index.ts'
import { codecOf } from '../src/scale/codec.ts'
import { toHex } from '../src/scale/hex.ts'
import { pair } from './client.ts'
import { HOTKEY, SECOND_HOTKEY, STRANGER } from './genesis.ts'

const { alice, bob, charlie, ferdie } = developmentAccounts

// Mostly amounts and limits that can work; also dust, and beyond every pool, balance and price.
const amount = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(2_100_000n, 60_000_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 2_000_000_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 5_000_000n) },
  { weight: 1, arbitrary: fc.bigInt(0n, 2n ** 64n - 1n) },
)
const limit_price = fc.oneof(
  fc.bigInt(500_000_000n, 1_700_000_000n),
  fc.constantFrom(1n, 10n ** 12n),
  fc.bigInt(0n, 2n ** 64n - 1n),
)
const limit = fc.option(limit_price, { nil: undefined })
const hotkey = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(HOTKEY, HOTKEY, HOTKEY, HOTKEY, SECOND_HOTKEY) },
  { weight: 1, arbitrary: fc.constant(STRANGER) },
)
const netuid = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(0, 1, 10, 20, 30) },
  // The first that somebody may register is 2.
  { weight: 1, arbitrary: fc.constantFrom(2, 2, 5, 6, 11, 13, 14, 21, 31, 99) },
)
/** Those who have something in `movingGenesis`, or may get something. */
export const arbitraryColdkey: fc.Arbitrary<AccountId32> = fc.constantFrom(alice, bob, charlie, ferdie)
const [allow_partial, origin_netuid, destination_netuid] = [fc.boolean(), netuid, netuid]
const position = { hotkey, netuid }
const swap = { hotkey, origin_netuid, destination_netuid, alpha_amount: amount }

type Arguments<Call> = { readonly [Field in keyof Call]: fc.Arbitrary<Call[Field]> }
type StakeCall = Extract<RuntimeCall, { readonly type: 'SubtensorModule' }>['value']

function arbitrary<Name extends StakeCall['type']>(
  type: Name,
  args: Arguments<Extract<StakeCall, { readonly type: Name }>['value']>,
): fc.Arbitrary<RuntimeCall> {
  return fc
    .record(args as Record<string, fc.Arbitrary<unknown>>)
    .map((value) => ({ type: 'SubtensorModule', value: { type, value } }) as RuntimeCall)
}

function ascending(netuids: readonly number[]): number[] {
  return netuids.toSorted((a, b) => a - b)
}

const exit = fc.oneof(
  arbitrary('remove_stake_full_limit', { ...position, limit_price: limit }),
  arbitrary('unstake_all', { hotkey }),
  arbitrary('unstake_all_alpha', { hotkey }),
)
const other = fc.oneof(
  arbitrary('add_stake', { ...position, amount_staked: amount }),
  arbitrary('add_stake_limit', { ...position, amount_staked: amount, limit_price, allow_partial }),
  arbitrary('remove_stake', { ...position, amount_unstaked: amount }),
  arbitrary('remove_stake_limit', { ...position, amount_unstaked: amount, limit_price, allow_partial }),
  arbitrary('move_stake', {
    origin_hotkey: hotkey,
    destination_hotkey: hotkey,
    origin_netuid,
    destination_netuid,
    alpha_amount: amount,
  }),
  arbitrary('transfer_stake', { ...swap, destination_coldkey: arbitraryColdkey }),
  arbitrary('swap_stake', swap),
  arbitrary('swap_stake_limit', { ...swap, limit_price, allow_partial }),
  arbitrary('recycle_alpha', { ...position, amount }),
  arbitrary('burn_alpha', { ...position, amount }),
  arbitrary('add_stake_burn', { ...position, amount, limit }),
  arbitrary('lock_stake', { ...position, amount }),
  arbitrary('move_lock', { destination_hotkey: hotkey, netuid }),
  arbitrary('set_perpetual_lock', { netuid, enabled: fc.boolean() }),
  arbitrary('set_reject_locked_alpha', { enabled: fc.boolean() }),
  arbitrary('claim_root', { subnets: fc.uniqueArray(netuid, { maxLength: 6 }).map(ascending) }),
  arbitrary('set_root_claim_type', {
    new_root_claim_type: fc.oneof(
      fc.constantFrom({ type: 'Swap' as const }, { type: 'Keep' as const }),
      fc
        .uniqueArray(netuid, { maxLength: 3 })
        .map((subnets) => ({ type: 'KeepSubnets' as const, value: { subnets: ascending(subnets) } })),
    ),
  }),
)
const text = fc.constantFrom<Hex>('0x', '0x6e616d65', `0x${'61'.repeat(300)}`)
const subnet_name = text
const about = { github_repo: text, discord: text, description: text, additional: text }
const identity = fc.record({ ...about, subnet_name, subnet_contact: text, subnet_url: text, logo_url: text })
const networks = fc.oneof(
  arbitrary('register_network', { hotkey }),
  arbitrary('register_network_with_identity', { hotkey, identity: fc.option(identity, { nil: undefined }) }),
  arbitrary('start_call', { netuid }),
  arbitrary('set_identity', { ...about, name: text, url: text, image: text }),
  arbitrary('update_symbol', { netuid, symbol: fc.constantFrom<Hex>('0xceb2', '0xe2b4b0', '0x') }),
)
const take = fc.constantFrom(0, 5000, 11_796, 20_000)
const children = fc
  .uniqueArray(fc.tuple(fc.constantFrom(2n ** 62n, 2n ** 63n, 2n ** 64n - 1n), hotkey), {
    maxLength: 2,
    selector: ([, child]) => child,
  })
  .map((pairs) => pairs as readonly (readonly [bigint, AccountId32])[])
/** Whose hotkeys they are, what they take, where they are registered, and what becomes of a coldkey. */
const keys = fc.oneof(
  {
    weight: 4,
    arbitrary: arbitrary('set_children', {
      hotkey: fc.constantFrom(SECOND_HOTKEY, SECOND_HOTKEY, HOTKEY),
      netuid: fc.constantFrom(1, 1, 10, 20, 30, 0),
      children,
    }),
  },
  arbitrary('set_childkey_take', { ...position, take }),
  arbitrary('increase_take', { hotkey, take }),
  arbitrary('decrease_take', { hotkey, take }),
  arbitrary('set_coldkey_auto_stake_hotkey', position),
  arbitrary('set_auto_parent_delegation_enabled', { hotkey, enabled: fc.boolean() }),
  { weight: 2, arbitrary: arbitrary('burned_register', position) },
  arbitrary('register_limit', { ...position, limit_price }),
  arbitrary('root_register', { hotkey }),
  arbitrary('announce_coldkey_swap', {
    new_coldkey_hash: fc.constant(hashOf(codecOf('AccountId32').enc(ferdie))),
  }),
  arbitrary('swap_coldkey_announced', { new_coldkey: fc.constant(ferdie) }),
  fc
    .constantFrom('dispute_coldkey_swap', 'clear_coldkey_swap_announcement')
    .map((type) => ({ type: 'SubtensorModule', value: { type, value: undefined } }) as RuntimeCall),
)
const allowed = fc.boolean()
/** Settings of the chain and of subnets, by whom that is not all the same. */
const settings = fc
  .oneof(
    fc.record({
      type: fc.constant('sudo_set_toggle_transfer'),
      value: fc.record({ netuid, toggle: allowed }),
    }),
    fc.record({
      type: fc.constant('sudo_set_owner_cut_auto_lock_enabled'),
      value: fc.record({ netuid, enabled: allowed }),
    }),
    fc.record({
      type: fc.constant('sudo_set_network_rate_limit'),
      value: fc.record({ rate_limit: fc.constantFrom(0n, 2n) }),
    }),
    fc.record({
      type: fc.constant('sudo_set_network_min_lock_cost'),
      value: fc.record({ lock_cost: fc.bigInt(1_000_000n, 100_000_000_000n) }),
    }),
    fc.record({
      type: fc.constant('sudo_set_admin_freeze_window'),
      value: fc.record({ window: fc.constantFrom(0, 1) }),
    }),
  )
  .chain((value) => {
    const call = { type: 'AdminUtils', value }
    const bySudo = { type: 'Sudo', value: { type: 'sudo', value: { call } } }
    return fc.constantFrom(call, bySudo, bySudo)
  })
  .map((call) => call as RuntimeCall)
const traders = ['//Alice', '//Alice', '//Alice', '//Charlie'].map(pair)
/** An order by one of those who hold something, mostly for sale or purchase at any price. */
const signedOrder = (on: fc.Arbitrary<number>) =>
  fc
    .record({
      trader: fc.constantFrom(...traders),
      hotkey: fc.constantFrom(HOTKEY, HOTKEY, HOTKEY, SECOND_HOTKEY),
      netuid: on,
      order_type: fc.constantFrom('LimitBuy', 'TakeProfit', 'StopLoss').map((type) => ({ type })),
      amount: fc.oneof({ weight: 5, arbitrary: fc.bigInt(5_000_000n, 5_000_000_000n) }, amount),
      waits: fc.constantFrom(false, false, false, true),
      fee_rate: fc.constantFrom(0, 10_000_000, 333_333_333),
      fee_recipient: arbitraryColdkey,
      max_slippage: fc.constantFrom(undefined, undefined, undefined, 5_000_000),
      chain_id: fc.constantFrom(42n, 42n, 42n, 42n, 42n, 42n, 1n),
      partial: fc.constantFrom(undefined, undefined, undefined, 1_000_000_000n),
    })
    .map(({ trader, waits, partial, ...terms }) => {
      const order = {
        type: 'V1',
        value: {
          ...terms,
          signer: trader.address,
          limit_price: waits === (terms.order_type.type === 'TakeProfit') ? 10n ** 12n : 1n,
          expiry: 2n ** 63n,
          relayer: partial === undefined ? undefined : [alice],
          partial_fills_enabled: partial !== undefined,
        },
      } as VersionedOrder
      const signature = toHex(trader.sign(codecOf('VersionedOrder').enc(order)))
      return { order, signature: { type: 'Sr25519', value: signature }, partial_fill: partial }
    })
const traded = fc.constantFrom(1, 10, 20, 20, 30)
const signedOrders = fc.array(signedOrder(traded), { maxLength: 3 })
const batchedOrders = traded.chain((netuid) =>
  fc.record({
    netuid: fc.constant(netuid),
    orders: fc.array(signedOrder(fc.constant(netuid)), { maxLength: 4 }),
  }),
)
const limitOrders = fc
  .oneof(
    fc.record({
      type: fc.constant('execute_orders'),
      value: fc.record({ orders: signedOrders, should_fail: fc.boolean() }),
    }),
    fc.record({
      type: fc.constant('execute_batched_orders'),
      value: batchedOrders,
    }),
    signedOrder(traded).map(({ order }) => ({ type: 'cancel_order', value: { order } })),
  )
  .map((value) => ({ type: 'LimitOrders', value }) as RuntimeCall)
// Few exits, or nothing would be left to do.
const one = fc.oneof({ weight: 1, arbitrary: exit }, { weight: 11, arbitrary: other })
const batch = fc
  .tuple(fc.constantFrom('batch', 'batch_all', 'force_batch'), fc.array(one, { maxLength: 4 }))
  .map(([type, calls]): RuntimeCall => ({ type: 'Utility', value: { type, value: { calls } } }))
const account = (value: AccountId32) => ({ type: 'Id' as const, value })
const proxy_type = fc.constantFrom('Any', 'Staking', 'NonTransfer', 'Transfer').map((type) => ({ type }))
const proxies = fc
  .oneof(
    fc.record({
      type: fc.constantFrom('add_proxy', 'remove_proxy'),
      value: fc.record({
        delegate: arbitraryColdkey.map(account),
        proxy_type,
        delay: fc.constantFrom(0, 0, 1),
      }),
    }),
    fc.record({
      type: fc.constant('proxy'),
      value: fc.record({
        real: arbitraryColdkey.map(account),
        force_proxy_type: fc.constant(undefined),
        call: fc.oneof(one, batch),
      }),
    }),
    fc.constant({ type: 'remove_proxies', value: undefined }),
    fc.record({
      type: fc.constant('set_real_pays_fee'),
      value: fc.record({ delegate: arbitraryColdkey.map(account), pays_fee: fc.boolean() }),
    }),
    fc.record({
      type: fc.constant('create_pure'),
      value: fc.record({ proxy_type, delay: fc.constant(0), index: fc.nat({ max: 2 }) }),
    }),
  )
  .map((value) => ({ type: 'Proxy', value }) as RuntimeCall)
/** Any call about stake on the subnets of `movingGenesis` or about keys, a batch, one by a proxy, a new subnet, a setting, or orders. */
export const arbitraryCall: fc.Arbitrary<RuntimeCall> = fc.oneof(
  { weight: 9, arbitrary: one },
  { weight: 2, arbitrary: proxies },
  { weight: 1, arbitrary: networks },
  { weight: 1, arbitrary: settings },
  { weight: 3, arbitrary: limitOrders },
  { weight: 3, arbitrary: keys },
  { weight: 1, arbitrary: batch },
)
