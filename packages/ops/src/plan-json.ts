import type { Chain, Hex } from '@stake/chain'
import type { Balance } from '@stake/math'
import { InvalidOperation, WrongChain } from './errors.ts'
import { type Operation, parseOperation } from './operation.ts'
import { type Plan, type PlanOptions, plan } from './plan.ts'
import type { Warning } from './preview.ts'

/** An amount in JSON: rao as decimal text, and the netuid of its token (0 is TAO). */
export interface AmountJson {
  readonly rao: string
  readonly netuid: number
}

/** A plan as JSON, for files, other programs and people. What it says is looked at, never trusted. */
export interface PlanJson {
  readonly version: 1
  readonly genesisHash: Hex
  readonly specVersion: number
  readonly coldkey: string
  readonly block: { readonly number: number; readonly hash: Hex }
  readonly free: AmountJson
  readonly spent: AmountJson
  readonly networkFees: AmountJson
  readonly existentialDeposit: AmountJson
  /** How many nodes these numbers come from. */
  readonly sources: 1 | 2
  readonly legs: readonly LegJson[]
}

/** One leg of a {@link PlanJson}. */
export interface LegJson {
  readonly operation: Operation
  /** The subnets it touches, and the block at which each took its netuid. */
  readonly subnets: readonly { readonly netuid: number; readonly registeredAt: number }[]
  /** The encoded call. */
  readonly call: Hex
  readonly amount: AmountJson
  readonly networkFee: AmountJson
  /** The alpha that pays it, where there is too little TAO. */
  readonly feeInAlpha: AmountJson | undefined
  /** The price limit that is sent with it, rao per alpha. */
  readonly limitPrice: string | undefined
  readonly result: 'full' | 'partial' | 'refused'
  readonly received: AmountJson
  /** TAO that becomes free balance beside that. */
  readonly free: AmountJson
  readonly leastReceived: AmountJson | undefined
  readonly warnings: readonly Warning[]
}

/**
 * A plan as plain JSON.
 *
 * @example
 * ```ts
 * import { connect, developmentAccounts, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { parseOperation, plan, planFromJson, planToJson } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const coldkey = developmentAccounts['//Alice'] ?? ''
 * const hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
 * const stake = parseOperation({ id: '1', kind: 'stake', coldkey, hotkey, netuid: 2, amount: '5' })
 * const text = JSON.stringify(planToJson(await plan(chain, [stake])))
 * const again = await planFromJson(chain, JSON.parse(text))
 * again.legs[0]?.operation.id // => 1
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function planToJson(plan: Plan): PlanJson {
  const { genesisHash, specVersion, coldkey, block } = plan
  return {
    version: 1,
    genesisHash,
    specVersion,
    coldkey,
    block: { number: block.number, hash: block.hash },
    free: amount(plan.free),
    spent: amount(plan.spent),
    networkFees: amount(plan.networkFees),
    existentialDeposit: amount(plan.existentialDeposit),
    sources: plan.sources,
    legs: plan.legs.map((leg) => ({
      operation: leg.operation,
      subnets: leg.subnets.map(({ netuid, registeredAt }) => ({ netuid, registeredAt })),
      call: leg.call.bytes,
      amount: amount(leg.amount),
      networkFee: amount(leg.networkFee),
      feeInAlpha: leg.feeInAlpha && amount(leg.feeInAlpha),
      limitPrice: leg.chosen.limitPrice?.toString(),
      result: leg.chosen.result,
      received: amount(leg.received),
      free: amount(leg.free),
      leastReceived: leg.leastReceived && amount(leg.leastReceived),
      warnings: leg.warnings,
    })),
  }
}

/**
 * Plans the Operations of a {@link PlanJson} anew: of what the file says only they are believed, and the identity of
 * the chain and of the subnets is compared.
 *
 * @throws WrongChain, SubnetReplaced, InvalidOperation, and what {@link plan} throws.
 *
 * @example
 * ```ts
 * import { connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { planFromJson } from '@stake/ops'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * await planFromJson(chain, { version: 1, genesisHash: '0x01', legs: [] }) // throws WrongChain
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function planFromJson(chain: Chain, json: unknown, options: PlanOptions = {}): Promise<Plan> {
  if (typeof json !== 'object' || json === null) throw new InvalidOperation('plan', 'is not an object')
  const { version, genesisHash, legs } = json as Partial<PlanJson>
  if (version !== 1) throw new InvalidOperation('plan', 'is of a version that this release does not know')
  if (genesisHash !== chain.genesisHash) throw new WrongChain(String(genesisHash), chain.genesisHash)
  if (!Array.isArray(legs)) throw new InvalidOperation('plan', 'has no legs')
  const registeredAt = new Map(options.registeredAt)
  const operations = legs.map((leg: Partial<LegJson> | null) => {
    for (const [netuid, block] of identities(leg?.subnets)) registeredAt.set(netuid, block)
    return parseOperation(leg?.operation as unknown)
  })
  return plan(chain, operations, { ...options, registeredAt })
}

/** The subnets of a leg, as a file tells them. @throws InvalidOperation */
function identities(subnets: unknown): (readonly [netuid: number, registeredAt: number])[] {
  if (subnets === undefined) return []
  if (!Array.isArray(subnets)) throw new InvalidOperation('subnets', 'are no list')
  return subnets.map((subnet: Partial<LegJson['subnets'][number]> | null) => {
    const { netuid, registeredAt } = subnet ?? {}
    if (typeof netuid !== 'number' || typeof registeredAt !== 'number') {
      throw new InvalidOperation('subnets', 'do not say which they are')
    }
    return [netuid, registeredAt]
  })
}

function amount({ rao, netuid }: Balance): AmountJson {
  return { rao: rao.toString(), netuid }
}
