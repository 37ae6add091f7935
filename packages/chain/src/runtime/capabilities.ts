import { apiOf, type Runtime } from './runtime.ts'

/**
 * How pools price alpha. `concentrated` is Uniswap V3, `constantProduct` the pools before it, `none` a runtime without
 * pools, `unknown` one with pools of a kind that this release has never met: quote there by the runtime's own
 * simulation. Where it is `superellipse`, a subnet without parameters of its own still has a `balancer` pool.
 */
export type Curve = 'superellipse' | 'balancer' | 'concentrated' | 'constantProduct' | 'none' | 'unknown'

/**
 * What a runtime can do, told by its metadata alone: versions say nothing, for calls come and go, and come back.
 * A runtime upgrade can change any of it between two blocks.
 */
export interface Capabilities {
  /** How pools price alpha. */
  readonly curve: Curve
  /** `add_stake_limit` and `remove_stake_limit`: trades that stop at a price. */
  readonly limitCalls: boolean
  /** `remove_stake_full_limit`: a whole position at a price or not at all. */
  readonly fullLimit: boolean
  /** `swap_stake_limit`: moves between subnets of one hotkey, whose amount a price ratio caps. */
  readonly swapLimit: boolean
  /** `move_stake_limit`: the same between hotkeys. */
  readonly moveLimit: boolean
  /** `transfer_stake_and_hotkey`: stake to another coldkey and another hotkey at once. */
  readonly transferToHotkey: boolean
  /** `add_stake_burn`: buy alpha and burn it. */
  readonly stakeBurn: boolean
  /** `burn_alpha` and `recycle_alpha`. */
  readonly burnAlpha: boolean
  /** `register_limit`: register at a price or not at all. */
  readonly registerLimit: boolean
  /** `lock_stake`, `move_lock`: stake bound for conviction. */
  readonly locks: boolean
  /** `set_reject_locked_alpha`: whether an account takes locked alpha is its own choice, and at first it does not. */
  readonly rejectsLockedAlpha: boolean
  /**
   * What dividends of root stake are claimed by: `subnets` (`claim_root` of up to five of them, paid as the claim type
   * says), `hotkey` (`claim_root_with_hotkey`, always paid as root stake), or not at all.
   */
  readonly rootClaims: 'subnets' | 'hotkey' | false
  /** `stake_into_basket`: root stake as shares of a validator's fund. */
  readonly baskets: boolean
  /** `add_collateral`: stake that miners must keep. */
  readonly collateral: boolean
  /** `set_coldkey_auto_stake_hotkey`: where a miner's incentive goes. */
  readonly autoStake: boolean
  /** `announce_coldkey_swap`: coldkeys are swapped in two steps, between which the account can do nothing else. */
  readonly announcedColdkeySwaps: boolean
  /** Fees of exits are taken in alpha where TAO is short. */
  readonly feesInAlpha: boolean
  /** `SwapRuntimeApi.sim_swap_*`: the runtime itself says what a trade would bring. */
  readonly simulation: boolean
  /** The figures that a simulation has: four, or six with the slippage in TAO and in alpha; 0 where there is none. */
  readonly simSwapFields: number
  /** `SwapRuntimeApi.current_alpha_price_all`: all prices in one answer. */
  readonly allPrices: boolean
  /** `get_stake_availability_for_coldkeys`: how much of a stake is not locked, the only sure source for that. */
  readonly availability: boolean
  /** Pallet `MevShield`: extrinsics that nobody can read before they are in a block. */
  readonly mevShield: boolean
  /** Pallet `LimitOrders`: orders signed off chain; whether they are switched on is in its storage. */
  readonly limitOrders: boolean
  /** Pallet `Proxy`: accounts that act for others. */
  readonly proxies: boolean
  /** `ProxyFilterRuntimeApi`: the runtime lists what each kind of proxy may do. */
  readonly proxyFilters: boolean
  /**
   * One stake operation a block for each coldkey, hotkey and subnet; a second one in the same block fails with
   * StakingOperationRateLimitExceeded.
   */
  readonly stakingRateLimiter: boolean
  /** Where shares of positions lie: `Alpha`, `AlphaV2`, `both` (whichever has the entry counts), or nowhere. */
  readonly shares: 'old' | 'v2' | 'both' | 'none'
}

const known = new WeakMap<Runtime, Capabilities>()

/**
 * What a runtime can do. `chain.capabilities` is that of the newest one; `at.runtime` has another where a block is
 * older than the last upgrade.
 *
 * @example
 * ```ts
 * import { capabilitiesOf, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('finalized')
 * capabilitiesOf(at.runtime).curve // => balancer
 * chain.capabilities.limitCalls // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function capabilitiesOf(runtime: Runtime): Capabilities {
  const found = known.get(runtime) ?? read(new Names(runtime))
  known.set(runtime, found)
  return found
}

function read(names: Names): Capabilities {
  const calls = (...wanted: string[]) => wanted.every((name) => names.hasCall('SubtensorModule', name))
  return Object.freeze({
    curve: curveOf(names),
    limitCalls: calls('add_stake_limit', 'remove_stake_limit'),
    fullLimit: calls('remove_stake_full_limit'),
    swapLimit: calls('swap_stake_limit'),
    moveLimit: calls('move_stake_limit'),
    transferToHotkey: calls('transfer_stake_and_hotkey'),
    stakeBurn: calls('add_stake_burn'),
    burnAlpha: calls('burn_alpha', 'recycle_alpha'),
    registerLimit: calls('register_limit'),
    locks: calls('lock_stake', 'move_lock'),
    rejectsLockedAlpha: calls('set_reject_locked_alpha'),
    rootClaims: rootClaimsOf(calls),
    baskets: calls('stake_into_basket'),
    collateral: calls('add_collateral'),
    autoStake: calls('set_coldkey_auto_stake_hotkey'),
    announcedColdkeySwaps: calls('announce_coldkey_swap', 'swap_coldkey_announced'),
    feesInAlpha: names.hasEvent('SubtensorModule', 'TransactionFeePaidWithAlpha'),
    simulation: names.hasMethods('SwapRuntimeApi', 'sim_swap_tao_for_alpha', 'sim_swap_alpha_for_tao'),
    simSwapFields: names.fieldsOfOutput('SwapRuntimeApi', 'sim_swap_tao_for_alpha'),
    allPrices: names.hasMethods('SwapRuntimeApi', 'current_alpha_price_all'),
    availability: names.hasMethods('StakeInfoRuntimeApi', 'get_stake_availability_for_coldkeys'),
    mevShield: names.hasCall('MevShield', 'submit_encrypted'),
    limitOrders: names.hasCall('LimitOrders', 'execute_orders'),
    proxies: names.hasCall('Proxy', 'proxy'),
    proxyFilters:
      names.hasMethods('ProxyFilterRuntimeApi', 'get_proxy_filter') ||
      names.hasMethods('ProxyFilterRuntimeApi', 'get_proxy_filters'),
    stakingRateLimiter: names.hasStorage('SubtensorModule', 'StakingOperationRateLimiter'),
    shares: sharesOf(names),
  })
}

function curveOf(names: Names): Curve {
  if (names.hasStorage('Swap', 'SwapSuperellipse')) return 'superellipse'
  if (names.hasStorage('Swap', 'SwapBalancer')) return 'balancer'
  if (names.hasStorage('Swap', 'AlphaSqrtPrice')) return 'concentrated'
  if (!names.hasStorage('SubtensorModule', 'SubnetAlphaIn')) return 'none'
  return names.hasPallet('Swap') ? 'unknown' : 'constantProduct'
}

function rootClaimsOf(calls: (...wanted: string[]) => boolean): Capabilities['rootClaims'] {
  // Where claims are by hotkey `claim_root` is still there, but takes no notice of its subnets.
  if (calls('claim_root_with_hotkey')) return 'hotkey'
  return calls('claim_root') ? 'subnets' : false
}

function sharesOf(names: Names): Capabilities['shares'] {
  const old = names.hasStorage('SubtensorModule', 'Alpha')
  const v2 = names.hasStorage('SubtensorModule', 'AlphaV2')
  if (old && v2) return 'both'
  if (old) return 'old'
  return v2 ? 'v2' : 'none'
}

/** What a runtime's metadata names. */
class Names {
  readonly #metadata: ReturnType<typeof apiOf>['runtimeMetadata']['asLatest']

  constructor(runtime: Runtime) {
    this.#metadata = apiOf(runtime).runtimeMetadata.asLatest
  }

  hasPallet(name: string): boolean {
    return this.#pallet(name) !== undefined
  }

  hasCall(pallet: string, name: string): boolean {
    return this.#hasVariant(this.#pallet(pallet)?.calls.unwrapOr(undefined)?.type.toNumber(), name)
  }

  hasEvent(pallet: string, name: string): boolean {
    return this.#hasVariant(this.#pallet(pallet)?.events.unwrapOr(undefined)?.type.toNumber(), name)
  }

  hasStorage(pallet: string, name: string): boolean {
    const items = this.#pallet(pallet)?.storage.unwrapOr(undefined)?.items ?? []
    return items.some((item) => item.name.eq(name))
  }

  hasMethods(api: string, ...names: readonly string[]): boolean {
    return names.every((name) => this.#method(api, name) !== undefined)
  }

  /** How many fields the struct has that a method answers with. */
  fieldsOfOutput(api: string, name: string): number {
    const method = this.#method(api, name)
    if (!method) return 0
    const { def } = this.#typeOf(method.output.toNumber())
    return def.isComposite ? def.asComposite.fields.length : 0
  }

  #pallet(name: string) {
    return this.#metadata.pallets.find((pallet) => pallet.name.eq(name))
  }

  #method(api: string, name: string) {
    const methods = this.#metadata.apis.find((candidate) => candidate.name.eq(api))?.methods ?? []
    return methods.find((method) => method.name.eq(name))
  }

  #hasVariant(type: number | undefined, name: string): boolean {
    if (type === undefined) return false
    return this.#typeOf(type).def.asVariant.variants.some((variant) => variant.name.eq(name))
  }

  #typeOf(id: number) {
    const type = this.#metadata.lookup.types[id]
    if (!type) throw new RangeError(`the metadata has no type ${id}`)
    return type.type
  }
}
