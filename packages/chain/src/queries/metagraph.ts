import { Balance, Price } from '@stake/math'
import type { AxonInfo, ChainIdentityV2, I96F32, SubnetIdentityV3 } from '@stake/schema'
import type { ChainAt } from '../at.ts'
import { hexOf } from '../bytes.ts'
import { checkInteger, checkNetuid } from '../calls/arguments.ts'
import type { Hex } from '../chain.ts'
import { MalformedAnswer, MissingInRuntime } from '../errors/errors.ts'
import { apiOf, type Runtime } from '../runtime/runtime.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { snakeCase } from '../snake-case.ts'
import { textOf } from '../text.ts'
import { type Axon, axonOf } from './axon.ts'
import { type Identity, identityOf, type SubnetIdentity, subnetIdentityOf } from './identity.ts'

/** All that the runtime tells of a subnet and its neurons, by the chain's own names. */
export interface Metagraph {
  readonly netuid: number
  readonly name: string
  readonly symbol: string
  /** What its owner says of it; undefined where nothing. */
  readonly identity: SubnetIdentity | undefined
  readonly networkRegisteredAt: number
  readonly ownerHotkey: string
  readonly ownerColdkey: string
  readonly block: number
  readonly tempo: number
  readonly lastStep: number
  readonly blocksSinceLastStep: number
  /** Nothing since emissions follow the pools. */
  readonly subnetEmission: Balance
  readonly alphaIn: Balance
  readonly alphaOut: Balance
  readonly taoIn: Balance
  readonly alphaOutEmission: Balance
  readonly alphaInEmission: Balance
  readonly taoInEmission: Balance
  readonly pendingAlphaEmission: Balance
  /** Nothing since root is paid by the subnets. */
  readonly pendingRootEmission: Balance
  /** TAO traded since the subnet began, in rao (u128). */
  readonly subnetVolume: bigint
  /** A slow average of the price; the chain keeps 32 bits of fraction. */
  readonly movingPrice: Price
  readonly rho: number
  /** Parts of 65535, like all weights and scores here. */
  readonly kappa: number
  readonly minAllowedWeights: number
  readonly maxWeightsLimit: number
  readonly weightsVersion: bigint
  readonly weightsRateLimit: bigint
  readonly activityCutoff: number
  readonly maxValidators: number
  readonly numUids: number
  readonly maxUids: number
  /** What registering costs now. */
  readonly burn: Balance
  readonly difficulty: bigint
  readonly registrationAllowed: boolean
  readonly powRegistrationAllowed: boolean
  readonly immunityPeriod: number
  readonly minDifficulty: bigint
  readonly maxDifficulty: bigint
  readonly minBurn: Balance
  readonly maxBurn: Balance
  /** Numbers up to 2^64 - 1 stay bigint. */
  readonly adjustmentAlpha: bigint
  readonly adjustmentInterval: number
  readonly targetRegsPerInterval: number
  readonly maxRegsPerBlock: number
  readonly servingRateLimit: bigint
  readonly commitRevealWeightsEnabled: boolean
  readonly commitRevealPeriod: bigint
  readonly liquidAlphaEnabled: boolean
  readonly alphaHigh: number
  readonly alphaLow: number
  readonly bondsMovingAvg: bigint
  /** By uid, like every list below. */
  readonly hotkeys: readonly string[]
  readonly coldkeys: readonly string[]
  readonly identities: readonly (Identity | undefined)[]
  readonly axons: readonly Axon[]
  readonly active: readonly boolean[]
  /** Whether each may validate. */
  readonly validatorPermit: readonly boolean[]
  readonly pruningScore: readonly number[]
  readonly lastUpdate: readonly number[]
  /** What each was given in the last epoch. */
  readonly emission: readonly Balance[]
  readonly dividends: readonly number[]
  readonly incentives: readonly number[]
  readonly consensus: readonly number[]
  readonly trust: readonly number[]
  readonly rank: readonly number[]
  readonly blockAtRegistration: readonly number[]
  /** Alpha behind each, with what parents lend it and without what its children have. */
  readonly alphaStake: readonly Balance[]
  /** The same of TAO on root. */
  readonly taoStake: readonly Balance[]
  /** What counts as its weight: alpha, and TAO by the weight that root has; in rao, no amount of a token. */
  readonly totalStake: readonly bigint[]
  /** Dividends of the last epoch. */
  readonly taoDividendsPerHotkey: ReadonlyMap<string, Balance>
  readonly alphaDividendsPerHotkey: ReadonlyMap<string, Balance>
  /** The uids that may validate. */
  readonly validators: readonly number[]
  /** By hotkey; bytes from outside. */
  readonly commitments: ReadonlyMap<string, Hex>
}

/** A field of {@link Metagraph}. */
export type MetagraphField = keyof Metagraph

/** How a field is read from what the runtime sends. */
type Reader<Value> = (sent: never, netuid: number) => Value

const plain = <Value>(sent: Value): Value => sent
const text = (sent: number[]) => textOf(sent)
const count = (sent: bigint) => Number(sent)
const counts = (sent: bigint[]) => sent.map(Number)
const tao = (sent: bigint) => Balance.fromRao(sent)
const taos = (sent: bigint[]) => sent.map(tao)
const alpha = (sent: bigint, netuid: number) => Balance.fromRao(sent, netuid)
const alphas = (sent: bigint[], netuid: number) => sent.map((rao) => alpha(rao, netuid))
const taosOf = (sent: [string, bigint][]) => new Map(sent.map(([hotkey, rao]) => [hotkey, tao(rao)]))
const alphasOf = (sent: [string, bigint][], netuid: number) =>
  new Map(sent.map(([hotkey, rao]) => [hotkey, alpha(rao, netuid)]))
const price = ({ bits }: I96F32) => Price.fromBits(bits << 32n)
const subnetIdentity = (sent: SubnetIdentityV3 | undefined) => sent && subnetIdentityOf(sent)
const identities = (sent: (ChainIdentityV2 | undefined)[]) => sent.map((each) => each && identityOf(each))
const axons = (sent: AxonInfo[]) => sent.map(axonOf)
const commitments = (sent: [string, number[]][]) =>
  new Map(sent.map(([hotkey, bytes]) => [hotkey, hexOf(Uint8Array.from(bytes))]))

const READERS: { readonly [Field in MetagraphField]: Reader<Metagraph[Field]> } = {
  netuid: plain,
  name: text,
  symbol: text,
  identity: subnetIdentity,
  networkRegisteredAt: count,
  ownerHotkey: plain,
  ownerColdkey: plain,
  block: count,
  tempo: plain,
  lastStep: count,
  blocksSinceLastStep: count,
  subnetEmission: tao,
  alphaIn: alpha,
  alphaOut: alpha,
  taoIn: tao,
  alphaOutEmission: alpha,
  alphaInEmission: alpha,
  taoInEmission: tao,
  pendingAlphaEmission: alpha,
  pendingRootEmission: tao,
  subnetVolume: plain,
  movingPrice: price,
  rho: plain,
  kappa: plain,
  minAllowedWeights: plain,
  maxWeightsLimit: plain,
  weightsVersion: plain,
  weightsRateLimit: plain,
  activityCutoff: count,
  maxValidators: plain,
  numUids: plain,
  maxUids: plain,
  burn: tao,
  difficulty: plain,
  registrationAllowed: plain,
  powRegistrationAllowed: plain,
  immunityPeriod: plain,
  minDifficulty: plain,
  maxDifficulty: plain,
  minBurn: tao,
  maxBurn: tao,
  adjustmentAlpha: plain,
  adjustmentInterval: plain,
  targetRegsPerInterval: plain,
  maxRegsPerBlock: plain,
  servingRateLimit: plain,
  commitRevealWeightsEnabled: plain,
  commitRevealPeriod: plain,
  liquidAlphaEnabled: plain,
  alphaHigh: plain,
  alphaLow: plain,
  bondsMovingAvg: plain,
  hotkeys: plain,
  coldkeys: plain,
  identities: identities,
  axons: axons,
  active: plain,
  validatorPermit: plain,
  pruningScore: plain,
  lastUpdate: counts,
  emission: alphas,
  dividends: plain,
  incentives: plain,
  consensus: plain,
  trust: plain,
  rank: plain,
  blockAtRegistration: counts,
  alphaStake: alphas,
  taoStake: taos,
  totalStake: plain,
  taoDividendsPerHotkey: taosOf,
  alphaDividendsPerHotkey: alphasOf,
  validators: plain,
  commitments: commitments,
}

/** Fields that can be absent although they were asked for. */
const OPTIONAL: ReadonlySet<MetagraphField> = new Set(['identity'])

const ALL = Object.keys(READERS) as MetagraphField[]

/** Which of a subnet's mechanisms; most have one. */
export interface MetagraphOptions {
  /** @default 0, and the runtime's function for subnets is asked, not that for mechanisms */
  readonly mechanism?: number
}

/**
 * The fields of a subnet's metagraph that are asked for, and no others, or all: one request
 * (`get_selective_metagraph`), which costs the node only what was asked for. Undefined where there is no such subnet or
 * mechanism.
 *
 * @throws InvalidNetuid, InvalidArgument, MissingInRuntime for what this runtime does not tell, MalformedAnswer.
 *
 * @example
 * ```ts
 * import { connect, readMetagraph } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ emission: false })
 * const chain = await connect({ endpoints: devnet.url })
 * const graph = await readMetagraph(await chain.at('best'), 277, ['name', 'alphaIn', 'validators'])
 * Object.keys(graph ?? {}).join() // => name,alphaIn,validators
 * graph?.name // => Monsoon
 * graph?.alphaIn.toString() // => 12000
 * graph?.validators.length // => 4
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readMetagraph<Field extends MetagraphField = MetagraphField>(
  at: ChainAt,
  netuid: number,
  fields: readonly Field[] = ALL as Field[],
  { mechanism }: MetagraphOptions = {},
): Promise<Pick<Metagraph, Field> | undefined> {
  checkNetuid(netuid)
  if (mechanism !== undefined) checkInteger('mechanism', mechanism, 0xff)
  const wanted = [...new Set(fields)]
  const places = placesOf(at.runtime)
  const indices = wanted.map((field) => {
    const place = places.get(field)
    if (place === undefined) throw new MissingInRuntime(`metagraph field ${field}`, at.runtime.specVersion)
    return place
  })
  const [name, args] =
    mechanism === undefined
      ? ['get_selective_metagraph', [netuid, indices]]
      : ['get_selective_mechagraph', [netuid, mechanism, indices]]
  const api = `SubnetInfoRuntimeApi.${name}`
  const sent = await callRuntime<Record<string, unknown> | undefined>(at, api, args as unknown[])
  if (!sent) return undefined
  const read = wanted.map((field) => {
    const value = sent[snakeCase(field)]
    if (value === undefined && !OPTIONAL.has(field))
      throw new MalformedAnswer(api, `a metagraph with ${field}`)
    return [field, READERS[field](value as never, netuid)] as const
  })
  return Object.fromEntries(read) as unknown as Pick<Metagraph, Field>
}

const knownPlaces = new WeakMap<Runtime, ReadonlyMap<string, number>>()

/** The number of each field: its place in the runtime's own struct. */
function placesOf(runtime: Runtime): ReadonlyMap<string, number> {
  const known = knownPlaces.get(runtime)
  if (known) return known
  const { lookup } = apiOf(runtime).registry
  const layout = lookup.types.find(({ type }) => type.path.at(-1)?.toString() === 'SelectiveMetagraph')?.type
    .def
  const names = layout?.asComposite.fields.map(({ name }) => name.unwrapOr('').toString()) ?? []
  const places = new Map(
    ALL.flatMap((field) => {
      const place = names.indexOf(snakeCase(field))
      return place === -1 ? [] : [[field, place] as const]
    }),
  )
  knownPlaces.set(runtime, places)
  return places
}
