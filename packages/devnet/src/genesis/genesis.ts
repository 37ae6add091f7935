import { Binary, Blake2256 } from '@polkadot-api/substrate-bindings'
import { Balance } from '@stake/math'
import { type AccountId32, type Hex, runtimeVersion } from '@stake/schema'
import { type Block, extrinsicsRoot, type Header, hashHeader, stateRoot } from '../chain/block.ts'
import { CODE_KEY, encodeCode, FIRST_RUNTIME } from '../chain/runtime-code.ts'
import { emptyState, StateOverlay } from '../chain/state.ts'
import { EXISTENTIAL_DEPOSIT } from '../pallets/balances.ts'
import { palletHolder } from '../pallets/limit-orders/pallet-account.ts'
import { increaseStake } from '../pallets/subtensor/share-pool.ts'
import { ROOT, subnetAccount } from '../pallets/subtensor/subnets.ts'
import { alphaPrice } from '../pallets/swap.ts'
import { Context } from '../runtime/context.ts'
import { Storage } from '../runtime/storage.ts'
import { codecOf } from '../scale/codec.ts'
import { fromHex, toHex } from '../scale/hex.ts'

/**
 * What the chain starts with. Amounts are decimal text in whole tokens (`'1000.5'`), at most 9 decimals; accounts are
 * SS58 addresses.
 */
export interface Genesis {
  /** Who makes the blocks and is paid the fees. Needs a balance, or small fees are lost. */
  readonly author: AccountId32
  /** Who may call in the chain's name. Default nobody. */
  readonly sudo?: AccountId32
  /** Free TAO by account. */
  readonly balances: Readonly<Record<AccountId32, string>>
  /** Hotkeys that can be staked with. */
  readonly hotkeys: readonly HotkeyGenesis[]
  readonly subnets: readonly SubnetGenesis[]
  readonly stakes: readonly StakeGenesis[]
  /** Milliseconds a block is meant to take, as the runtime tells clients, whenever blocks come. Default 12,000. */
  readonly slotDuration?: number
  /** Raw storage that is written last, over everything above. */
  readonly storage?: Readonly<Record<Hex, Hex>>
}

export interface HotkeyGenesis {
  readonly hotkey: AccountId32
  /** The coldkey that owns it. */
  readonly owner: AccountId32
  /** Delegate take in parts of 65535. Without one the hotkey is no delegate until somebody makes it one. */
  readonly take?: number
  /** Name in the owner's on-chain identity. */
  readonly name?: string
}

export interface SubnetGenesis {
  /** 0 is root: it has no pool of its own, its TAO is what is staked on it. */
  readonly netuid: number
  readonly name: string
  readonly symbol: string
  /** TAO in the pool. Default 0. */
  readonly tao?: string
  /** Alpha in the pool. Default 0. */
  readonly alpha?: string
  /** 1 has a price, 0 exchanges one to one. Default 1; root is always 0. */
  readonly mechanism?: 0 | 1
  /** Weight of the pool's TAO side in parts of 1e18. Default one half. */
  readonly quoteWeight?: bigint
  /** Swap fee in parts of 65535. Default 33. */
  readonly feeRate?: number
  /** Whether staking has begun. Default true. */
  readonly subtokenEnabled?: boolean
  readonly owner?: AccountId32
  readonly ownerHotkey?: AccountId32
  /** Blocks between epochs. Default 360. */
  readonly tempo?: number
  /** Block of the first epoch. Default after a tempo. */
  readonly firstEpoch?: number
  /** What the owner says of the subnet, beside its name. */
  readonly identity?: SubnetIdentity
  /** Block of registration. Default 0. */
  readonly registeredAt?: number
  /** New in each block: alpha for those who take part, alpha and TAO for the pool. Default none. */
  readonly emission?: { readonly alphaOut: string; readonly alphaIn: string; readonly taoIn: string }
  /** Registered validators in the order of their uids. */
  readonly validators?: readonly {
    readonly hotkey: AccountId32
    /** Alpha the hotkey's stakers got in the last epoch. Default 0. */
    readonly dividends?: string
  }[]
  /** Hotkeys registered without a validator permit, in the order of their uids, which follow the validators'. */
  readonly miners?: readonly AccountId32[]
}

/** Texts of a subnet's on-chain identity. */
export interface SubnetIdentity {
  readonly description?: string
  readonly url?: string
  readonly github?: string
  readonly contact?: string
  readonly discord?: string
  readonly logo?: string
}

export interface StakeGenesis {
  readonly hotkey: AccountId32
  readonly coldkey: AccountId32
  readonly netuid: number
  /** Alpha; TAO on root. */
  readonly alpha: string
}

/**
 * An account that only has a name: nobody knows a key of it.
 *
 * @example
 * ```ts
 * import { namedAccount } from '@stake/devnet'
 *
 * namedAccount('Validator') // => 5Fdy6iCDaCU2h8wG5JkDXQ76RqQrzcnYgjz55iQBDF3ntzLD
 * ```
 */
export function namedAccount(name: string): AccountId32 {
  return codecOf('AccountId32').dec(Blake2256(Binary.fromText(`stake devnet: ${name}`)))
}

/** Block 0. The same genesis always gives the same hash. */
export function genesisBlock(genesis: Genesis): Block {
  const overlay = new StateOverlay(emptyState())
  const storage = new Storage(overlay)
  writeSystem(storage)
  const { slotDuration = FIRST_RUNTIME.slotDuration } = genesis
  overlay.put(CODE_KEY, encodeCode({ ...FIRST_RUNTIME, slotDuration }))
  if (genesis.sudo !== undefined) storage.put('Sudo', 'Key', [], genesis.sudo)
  for (const hotkey of genesis.hotkeys) writeHotkey(storage, hotkey)
  for (const subnet of genesis.subnets) writeSubnet(storage, subnet)
  const context = new Context(storage, genesis.author)
  for (const stake of genesis.stakes) writeStake(context, stake)
  writeBalances(storage, genesis)
  for (const [key, value] of Object.entries(genesis.storage ?? {})) overlay.put(key, fromHex(value))

  const changes = overlay.changes()
  const header: Header = {
    parentHash: NO_HASH,
    number: 0,
    stateRoot: stateRoot(NO_HASH, changes),
    extrinsicsRoot: extrinsicsRoot([]),
    digest: [],
  }
  return {
    hash: hashHeader(header),
    header,
    extrinsics: [],
    extrinsicHashes: [],
    state: overlay.applied(),
    changes,
  }
}

const NO_HASH: Hex = `0x${'00'.repeat(32)}`

function writeSystem(storage: Storage): void {
  const { specVersion: spec_version, specName: spec_name } = runtimeVersion
  storage.put('System', 'LastRuntimeUpgrade', [], { spec_version, spec_name })
  // As a migration left it, without which limit orders could not be allowed.
  const { coldkey, hotkey } = palletHolder
  storage.put('SubtensorModule', 'Owner', [hotkey], coldkey)
  storage.put('SubtensorModule', 'OwnedHotkeys', [coldkey], [hotkey])
}

function writeHotkey(storage: Storage, { hotkey, owner, take, name }: HotkeyGenesis): void {
  storage.put('SubtensorModule', 'Owner', [hotkey], owner)
  storage.update('SubtensorModule', 'OwnedHotkeys', [owner], (owned) => [...owned, hotkey])
  if (take !== undefined) storage.put('SubtensorModule', 'Delegates', [hotkey], take)
  if (name === undefined) return
  storage.put('SubtensorModule', 'IdentitiesV2', [owner], {
    name: text(name),
    url: '0x',
    github_repo: '0x',
    image: '0x',
    discord: '0x',
    description: '0x',
    additional: '0x',
  })
}

function writeSubnet(storage: Storage, subnet: SubnetGenesis): void {
  const { netuid, name, symbol, subtokenEnabled = true, identity = {} } = subnet
  storage.put('SubtensorModule', 'NetworksAdded', [netuid], true)
  storage.update('SubtensorModule', 'TotalNetworks', [], (total) => total + 1)
  storage.put('SubtensorModule', 'NetworkRegisteredAt', [netuid], BigInt(subnet.registeredAt ?? 0))
  storage.put('SubtensorModule', 'SubtokenEnabled', [netuid], subtokenEnabled)
  storage.put('SubtensorModule', 'Tempo', [netuid], subnet.tempo ?? 360)
  if (subnet.firstEpoch !== undefined)
    storage.put('SubtensorModule', 'PendingEpochAt', [netuid], BigInt(subnet.firstEpoch))
  storage.put('SubtensorModule', 'TokenSymbol', [netuid], text(symbol))
  // Nobody registered lately, so registering costs the least.
  storage.put('SubtensorModule', 'Burn', [netuid], storage.get('SubtensorModule', 'MinBurn', netuid))
  storage.put('SubtensorModule', 'SubnetIdentitiesV3', [netuid], {
    subnet_name: text(name),
    github_repo: text(identity.github ?? ''),
    subnet_contact: text(identity.contact ?? ''),
    subnet_url: text(identity.url ?? ''),
    discord: text(identity.discord ?? ''),
    description: text(identity.description ?? ''),
    logo_url: text(identity.logo ?? ''),
    additional: '0x',
  })
  if (subnet.owner !== undefined) storage.put('SubtensorModule', 'SubnetOwner', [netuid], subnet.owner)
  if (subnet.ownerHotkey !== undefined)
    storage.put('SubtensorModule', 'SubnetOwnerHotkey', [netuid], subnet.ownerHotkey)
  if (netuid !== ROOT) writePool(storage, subnet)
  if (subnet.emission !== undefined) {
    const { alphaOut, alphaIn, taoIn } = subnet.emission
    storage.put('SubtensorModule', 'SubnetAlphaOutEmission', [netuid], rao(alphaOut))
    storage.put('SubtensorModule', 'SubnetAlphaInEmission', [netuid], rao(alphaIn))
    storage.put('SubtensorModule', 'SubnetTaoInEmission', [netuid], rao(taoIn))
  }
  writeNeurons(storage, subnet)
}

function writePool(storage: Storage, subnet: SubnetGenesis): void {
  const { netuid, mechanism = 1, tao = '0', alpha = '0', quoteWeight, feeRate } = subnet
  storage.put('SubtensorModule', 'SubnetMechanism', [netuid], mechanism)
  storage.put('SubtensorModule', 'SubnetTAO', [netuid], rao(tao))
  storage.put('SubtensorModule', 'SubnetAlphaIn', [netuid], rao(alpha))
  storage.put('Swap', 'PalSwapInitialized', [netuid], true)
  if (quoteWeight !== undefined) storage.put('Swap', 'SwapBalancer', [netuid], { quote: quoteWeight })
  if (feeRate !== undefined) storage.put('Swap', 'FeeRate', [netuid], feeRate)
  // I96F32 holds half the fraction bits of a price.
  const bits = alphaPrice(storage, netuid).bits >> 32n
  storage.put('SubtensorModule', 'SubnetMovingPrice', [netuid], { bits })
}

function writeNeurons(storage: Storage, { netuid, validators = [], miners = [] }: SubnetGenesis): void {
  const neurons = [
    ...validators.map(({ hotkey, dividends = '0' }) => ({ hotkey, permit: true, dividends: rao(dividends) })),
    ...miners.map((hotkey) => ({ hotkey, permit: false, dividends: 0n })),
  ]
  const none = neurons.map(() => 0)
  storage.put('SubtensorModule', 'SubnetworkN', [netuid], neurons.length)
  storage.put(
    'SubtensorModule',
    'Active',
    [netuid],
    neurons.map(() => true),
  )
  storage.put(
    'SubtensorModule',
    'ValidatorPermit',
    [netuid],
    neurons.map(({ permit }) => permit),
  )
  storage.put(
    'SubtensorModule',
    'LastUpdate',
    [netuid],
    neurons.map(() => 0n),
  )
  storage.put(
    'SubtensorModule',
    'Emission',
    [netuid],
    neurons.map(({ dividends }) => dividends),
  )
  storage.put('SubtensorModule', 'Incentive', [netuid], none)
  storage.put('SubtensorModule', 'Dividends', [netuid], none)
  storage.put('SubtensorModule', 'Consensus', [netuid], none)
  for (const [uid, { hotkey, permit, dividends }] of neurons.entries()) {
    storage.put('SubtensorModule', 'Keys', [netuid, uid], hotkey)
    storage.put('SubtensorModule', 'Uids', [netuid, hotkey], uid)
    storage.put('SubtensorModule', 'IsNetworkMember', [hotkey, netuid], true)
    storage.put('SubtensorModule', 'BlockAtRegistration', [netuid, uid], 0n)
    if (permit) storage.put('SubtensorModule', 'AlphaDividendsPerSubnet', [netuid, hotkey], dividends)
  }
}

/** Staked alpha is outside the pool; TAO staked on root is root's. */
function writeStake(context: Context, { hotkey, coldkey, netuid, alpha }: StakeGenesis): void {
  const { storage } = context
  const amount = rao(alpha)
  increaseStake(context, hotkey, coldkey, netuid, amount)
  storage.update('SubtensorModule', 'SubnetAlphaOut', [netuid], (out) => out + amount)
  if (netuid === ROOT) storage.update('SubtensorModule', 'SubnetTAO', [ROOT], (tao) => tao + amount)
}

/** Accounts, the subnets' own accounts that hold the pools' TAO, and the totals. */
function writeBalances(storage: Storage, { balances, subnets }: Genesis): void {
  const free = new Map(Object.entries(balances).map(([account, amount]) => [account, rao(amount)]))
  let staked = 0n
  for (const { netuid } of subnets) {
    const tao = storage.get('SubtensorModule', 'SubnetTAO', netuid)
    free.set(subnetAccount(netuid), tao)
    staked += tao
  }
  let issuance = 0n
  for (const [account, amount] of free) {
    if (amount < EXISTENTIAL_DEPOSIT) continue
    const empty = storage.get('System', 'Account', account)
    storage.put('System', 'Account', [account], {
      ...empty,
      providers: 1,
      data: { ...empty.data, free: amount },
    })
    issuance += amount
  }
  storage.put('Balances', 'TotalIssuance', [], issuance)
  storage.put('SubtensorModule', 'TotalIssuance', [], issuance)
  storage.put('SubtensorModule', 'TotalStake', [], staked)
}

function rao(amount: string): bigint {
  return Balance.parse(amount).rao
}

function text(value: string): Hex {
  return toHex(Binary.fromText(value))
}
