import { ApiPromise, HttpProvider, WsProvider } from '@polkadot/api'
import type { QueryableStorageEntry, SubmittableExtrinsic } from '@polkadot/api/types'
import { Keyring } from '@polkadot/keyring'
import type { KeyringPair } from '@polkadot/keyring/types'
import type { Codec, IExtrinsicEra, SignatureOptions } from '@polkadot/types/types'
import type { Devnet } from '../src/index.ts'

export type Call = SubmittableExtrinsic<'promise'>

/** An unmodified client of another library, as a stranger would make it. */
export function connect(devnet: Devnet): Promise<ApiPromise> {
  return ApiPromise.create({ provider: new WsProvider(devnet.url), noInitWarn: true, throwOnConnect: true })
}

/** A client that only asks, over HTTP. */
export function httpProvider(devnet: Devnet): HttpProvider {
  return new HttpProvider(devnet.url.replace('ws:', 'http:'))
}

export function pair(uri: string): KeyringPair {
  return new Keyring({ type: 'sr25519' }).addFromUri(uri)
}

/** The account that holds a subnet's TAO: `modl`, the pallet's id `subtensr` and the netuid, then zeros. */
export function subnetPot(netuid: number): string {
  const bytes = new Uint8Array(32)
  bytes.set(new TextEncoder().encode('modlsubtensr'))
  bytes.set([netuid % 256, Math.floor(netuid / 256)], 12)
  return new Keyring({ ss58Format: 42 }).encodeAddress(bytes)
}

/** A storage entry of the chain by name; the client's own types do not know this chain. */
export function entry(
  api: Pick<ApiPromise, 'query'>,
  pallet: string,
  item: string,
): QueryableStorageEntry<'promise'> {
  return present(api.query[pallet]?.[item], `${pallet}.${item}`)
}

export function runtime(
  api: ApiPromise,
  name: string,
  method: string,
): (...args: unknown[]) => Promise<Codec> {
  return present(api.call[name]?.[method], `${name}.${method}`) as (...args: unknown[]) => Promise<Codec>
}

export function call(api: ApiPromise, pallet: string, name: string, ...args: unknown[]): Call {
  return present(api.tx[pallet]?.[name], `${pallet}.${name}`)(...args)
}

function present<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the chain has no ${name}`)
  return value
}

/** What a signature is made over, where it is not what it should be. */
export interface Signing {
  readonly nonce: number
  readonly tip?: bigint
  /** Immortal unless given. */
  readonly era?: IExtrinsicEra
  readonly blockHash?: string
  readonly genesisHash?: string
  readonly runtimeVersion?: { readonly specVersion: number; readonly transactionVersion: number }
}

/** Signs with exactly these values, right or wrong, and gives the bytes. */
export function signed(api: ApiPromise, what: Call, signer: KeyringPair, signing: Signing): string {
  const { genesisHash, runtimeVersion } = api
  const options = { era: 0, genesisHash, blockHash: genesisHash, runtimeVersion, ...signing }
  return what.sign(signer, options as unknown as SignatureOptions).toHex()
}

export interface Included {
  readonly blockHash: string
  /** `section.Method` with its fields as text. */
  readonly events: readonly (readonly [name: string, ...fields: string[]])[]
  /** `section.Name` of the module error, or the error's own text. */
  readonly error: string | undefined
  readonly length: number
}

/** Signs, submits, seals one block, and reads what it did from the chain. */
export async function include(
  devnet: Devnet,
  api: ApiPromise,
  what: Call,
  signer: KeyringPair,
): Promise<Included> {
  const nonce = await api.rpc.system.accountNextIndex(signer.address)
  const signed = await what.signAsync(signer, { nonce })
  await api.rpc.author.submitExtrinsic(signed)
  const { hash } = await devnet.sealBlock()
  const { block } = await api.rpc.chain.getBlock(hash)
  const index = block.extrinsics.findIndex((extrinsic) => extrinsic.hash.eq(signed.hash))
  if (index < 0) throw new Error('the extrinsic is not in the block')
  const records = (await entry(await api.at(hash), 'system', 'events')()) as unknown as readonly EventRecord[]
  const own = records.filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eqn(index))
  const failed = own.find(({ event }) => event.method === 'ExtrinsicFailed')
  return {
    blockHash: hash,
    events: own.map(({ event }) => [`${event.section}.${event.method}`, ...event.data.map(String)] as const),
    error: failed === undefined ? undefined : errorName(api, failed.event.data[0] as DispatchError),
    length: signed.encodedLength,
  }
}

/** A storage value as text without separators. */
export async function read(
  api: ApiPromise,
  pallet: string,
  item: string,
  ...keys: unknown[]
): Promise<string> {
  return String(await entry(api, pallet, item)(...keys))
}

/** The first keys of all entries of a map, as text. */
export async function keysOf(api: ApiPromise, pallet: string, item: string): Promise<string[]> {
  return (await entry(api, pallet, item).entries()).map(([key]) => String(key.args[0]))
}

export async function freeBalance(api: ApiPromise, address: string): Promise<bigint> {
  const account = await entry(api, 'system', 'account')(address)
  return (account as unknown as { data: { free: { toBigInt(): bigint } } }).data.free.toBigInt()
}

/** A position in alpha rao, as the runtime reports it. */
export async function stake(
  api: ApiPromise,
  hotkey: string,
  coldkey: string,
  netuid: number,
): Promise<bigint> {
  const info = await runtime(api, 'stakeInfoRuntimeApi', 'getStakeInfoForHotkeyColdkeyNetuid')(
    hotkey,
    coldkey,
    netuid,
  )
  return (info as unknown as { unwrap(): { stake: { toBigInt(): bigint } } }).unwrap().stake.toBigInt()
}

interface EventRecord {
  readonly phase: {
    readonly isApplyExtrinsic: boolean
    readonly asApplyExtrinsic: { eqn(index: number): boolean }
  }
  readonly event: { readonly section: string; readonly method: string; readonly data: readonly Codec[] }
}

interface DispatchError extends Codec {
  readonly isModule: boolean
  readonly asModule: Parameters<ApiPromise['registry']['findMetaError']>[0]
}

function errorName(api: ApiPromise, error: DispatchError): string {
  if (!error.isModule) return error.toString()
  const { section, name } = api.registry.findMetaError(error.asModule)
  return `${section}.${name}`
}
