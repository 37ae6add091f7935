import {
  type Chain,
  type RegistrationCost,
  type RootClaims,
  readRegistrationCost,
  readRootClaims,
  readSnapshot,
  type Snapshot,
  type Subnet,
} from '@stake/chain'
import { PolicyRefusal } from '../errors.ts'
import type { Act } from './acts.ts'

/** What a policy reads for itself, at one block: what a plan says of prices and positions it does not believe. */
export interface Readings {
  readonly snapshot: Snapshot
  readonly claims: ReadonlyMap<string, RootClaims>
  readonly costs: ReadonlyMap<number, RegistrationCost>
}

const ROOT = 0

/** Everything that is needed to judge these acts, at the newest block. */
export async function readFor(chain: Chain, acts: readonly Act[]): Promise<Readings> {
  const at = await chain.at('best')
  const effects = acts.map(({ effect }) => effect)
  const everywhere = effects.some(({ does }) => does === 'sellAll')
  const owners = acts.filter(({ effect }) => takesAll(effect)).map(({ account }) => account)
  const claimers = acts.filter(({ effect }) => effect.does === 'claim').map(({ account }) => account)
  if (claimers.length > 0 && chain.capabilities.rootClaims !== 'subnets') {
    throw new PolicyRefusal('call', 'The policy cannot judge what a claim does on this runtime.', {})
  }
  const priced = effects.flatMap((effect) =>
    effect.does === 'register' && effect.mostPaid === undefined ? [effect.netuid] : [],
  )
  const [snapshot, claims, costs] = await Promise.all([
    readSnapshot(at, {
      coldkeys: unique(owners),
      netuids: everywhere ? 'all' : unique(effects.flatMap(netuidsOf)),
    }),
    Promise.all(unique(claimers).map(async (who) => [who, await readRootClaims(at, who)] as const)),
    Promise.all(unique(priced).map(async (on) => [on, await readRegistrationCost(at, on)] as const)),
  ])
  return { snapshot, claims: new Map(claims), costs: new Map(costs) }
}

/** A subnet that was read. @throws PolicyRefusal where there is none */
export function subnetOf({ snapshot }: Readings, netuid: number): Subnet {
  const subnet = snapshot.subnets.get(netuid)
  if (!subnet) throw new PolicyRefusal('call', `There is no subnet ${netuid}.`, { netuid })
  return subnet
}

function takesAll(effect: Act['effect']): boolean {
  return (
    effect.does === 'sellAll' ||
    (effect.does === 'sell' && effect.alpha === 'all') ||
    (effect.does === 'pay' && effect.tao === 'all')
  )
}

function netuidsOf(effect: Act['effect']): readonly number[] {
  switch (effect.does) {
    case 'buy':
    case 'sell':
    case 'giveUp':
    case 'register':
      return [effect.netuid]
    case 'move':
      return [effect.from.netuid, effect.to.netuid]
    case 'claim':
      // What is sold of it is staked there.
      return [ROOT, ...effect.netuids]
    case 'set':
      return effect.netuid === undefined ? [] : [effect.netuid]
    case 'sellAll':
    case 'pay':
    case 'nothing':
      return []
  }
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
