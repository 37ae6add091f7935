import { demoGenesis, developmentAccounts, namedAccount, storageEntry } from '@stake/devnet'
import { Balance, StakeError } from '@stake/math'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  buildCall,
  type ChainAt,
  checkHotkeys,
  quoteTrade,
  readAutoStake,
  readAutoStakes,
  readAvailability,
  readBalances,
  readChildkeyTake,
  readDelegateInfo,
  readDelegateInfos,
  readDelegates,
  readDelegateTake,
  readDelegations,
  readEvents,
  readFamily,
  readFees,
  readHotkeyOwner,
  readHotkeys,
  readLocks,
  readMetagraph,
  readNetworkRegistrationCost,
  readNeuron,
  readNeurons,
  readNominators,
  readPool,
  readPosition,
  readPrices,
  readRegistrationCost,
  readRegistrations,
  readRootClaims,
  readRootRegistration,
  readSnapshot,
  readStakes,
  readSubnets,
  readUid,
  readValidators,
  simulateBuy,
} from '../src/index.ts'
import { type CountedChain, countedChain } from './counted-chain.ts'
import type { Request } from './tampering-node.ts'

const { alice } = developmentAccounts
const otter = namedAccount('hotkey of Otter')

let net: CountedChain
let at: ChainAt

beforeAll(async () => {
  const storage = Object.fromEntries([
    storageEntry('SubtensorModule', 'RootClaimable', [otter], [[1, { bits: 1n << 30n }]]),
    storageEntry('SubtensorModule', 'AutoStakeDestination', [alice, 277], otter),
    storageEntry('SubtensorModule', 'Lock', [alice, 1, otter], {
      locked_mass: 5_000_000n,
      conviction: { bits: 0n },
      last_update: 0n,
    }),
  ])
  net = await countedChain({ genesis: { ...demoGenesis(), storage } })
  await net.devnet.sealBlock()
  at = await net.chain.at(1)
})
afterAll(() => net?.close())

const questionOf = ({ method, params }: Request) =>
  method === 'state_call' ? `${method} ${params[0]}` : method

/** What is none of the answers that these questions have; a list or a set of values loses the end of its last part. */
const nonsense: readonly ((result: unknown) => unknown)[] = [
  () => 5,
  () => true,
  () => 'x',
  () => '0x0',
  () => ({}),
  () => [null],
  (result) => shorter(result),
  (result) => longer(result),
]

const shorter = (result: unknown): unknown =>
  typeof result === 'string' ? result.slice(0, -2) : changed(result, (hex) => hex.slice(0, -2))
const longer = (result: unknown): unknown =>
  typeof result === 'string' ? `${result}00` : changed(result, (hex) => `${hex}00`)

/** A page of keys, or a set of values, with another last one. */
function changed(result: unknown, change: (hex: string) => string): unknown {
  if (!Array.isArray(result)) return []
  const last: unknown = result.at(-1)
  if (last === undefined) return [5]
  if (typeof last === 'string') return [...result.slice(0, -1), change(last)]
  const { block, changes } = last as ChangeSet
  const at = changes.findLastIndex(([, value]) => value !== null)
  return [
    {
      block,
      changes: changes.map(([key, value], index) => [key, index === at && value ? change(value) : value]),
    },
  ]
}

describe('what a node answers that is none', () => {
  test.each<[string, (at: ChainAt) => Promise<unknown>]>([
    ['hotkeys', (at) => readHotkeys(at, alice)],
    ['the owner of a hotkey', (at) => readHotkeyOwner(at, otter)],
    ['registrations', (at) => readRegistrations(at, otter)],
    ['a uid', (at) => readUid(at, otter, 1)],
    ['delegates', readDelegates],
    ['all that is told of delegates', readDelegateInfos],
    ['one delegate', (at) => readDelegateInfo(at, otter)],
    ['delegations', (at) => readDelegations(at, alice)],
    ['nominators', (at) => readNominators(at, otter)],
    ['validators', (at) => readValidators(at, 277)],
    ['a metagraph', (at) => readMetagraph(at, 277, ['hotkeys', 'alphaStake'])],
    ['neurons', (at) => readNeurons(at, 277)],
    ['a neuron', (at) => readNeuron(at, 277, 0)],
    ['a delegate take', (at) => readDelegateTake(at, otter)],
    ['a childkey take', (at) => readChildkeyTake(at, otter, 1)],
    ['children', (at) => readFamily(at, otter, 1)],
    ['auto-staking on a subnet', (at) => readAutoStake(at, alice, 277)],
    ['auto-staking', (at) => readAutoStakes(at, alice)],
    ['root claims', (at) => readRootClaims(at, alice)],
    ['the cost of registering', (at) => readRegistrationCost(at, 1)],
    ['the cost of a subnet', readNetworkRegistrationCost],
    ['a seat on root', readRootRegistration],
    ['fees', (at) => readFees(at, sale(at), alice)],
    ['balances', (at) => readBalances(at, [alice])],
    ['subnets', (at) => readSubnets(at)],
    ['a subnet', (at) => readSubnets(at, [1])],
    ['a pool', (at) => readPool(at, 1)],
    ['prices', (at) => readPrices(at, [1, 2])],
    ['stakes', (at) => readStakes(at, alice)],
    ['a position', (at) => readPosition(at, { coldkey: alice, hotkey: otter, netuid: 0 })],
    ['availability', (at) => readAvailability(at, alice)],
    ['locks', (at) => readLocks(at, alice)],
    ['a snapshot', (at) => readSnapshot(at, { coldkeys: [alice], hotkeys: [otter] })],
    ['a quote', (at) => quoteTrade(at, 1, 'buy', Balance.parse('1'))],
    ['a simulation', (at) => simulateBuy(at, 1, Balance.parse('1'))],
    ['events', readEvents],
    ['known hotkeys', (at) => checkHotkeys(at, [otter])],
    ['a block of a number', ({ chain }) => chain.at(1)],
    ['a block of a hash', ({ chain, block }) => chain.at(block.hash)],
    ['the newest block', ({ chain }) => chain.at('best')],
    ['the newest final block', ({ chain }) => chain.at('finalized')],
  ])('is not taken for %s', async (_, query) => {
    const { requests } = net.node
    const from = requests.length
    const honest = await query(at)
    const questions = new Set(requests.slice(from).map(questionOf))
    expect(questions.size).toBeGreaterThan(0)
    for (const question of questions) {
      for (const [index, change] of nonsense.entries()) {
        net.node.change = (message, request) =>
          request && questionOf(request) === question
            ? { ...message, result: change(message.result) }
            : message
        const result = await query(at).catch((error: unknown) => error)
        net.node.change = (message) => message
        // What was asked for once is not asked for again, such as the runtime of a block.
        if (result instanceof Error) expect(result, `${question} ${index}`).toBeInstanceOf(StakeError)
        else expect(result, `${question} ${index}`).toEqual(honest)
      }
    }
  })
})

test.each<[string, (at: ChainAt) => Promise<unknown>]>([
  ['delegates', readDelegates],
  ['auto-staking', (at) => readAutoStakes(at, alice)],
])('a key of %s that the node names has a value', async (_, query) => {
  net.node.change = (message, request) =>
    request?.method === 'state_queryStorageAt'
      ? { ...message, result: emptied(message.result as ChangeSet[]) }
      : message
  await expect(query(at)).rejects.toMatchObject({ code: 'MalformedAnswer' })
  net.node.change = (message) => message
})

interface ChangeSet {
  readonly block: string
  readonly changes: readonly (readonly [key: string, value: string | null])[]
}

function emptied(sets: readonly ChangeSet[]): ChangeSet[] {
  return sets.map(({ block, changes }) => ({ block, changes: changes.map(([key]) => [key, null]) }))
}

function sale({ chain }: ChainAt) {
  return buildCall(chain, 'SubtensorModule', 'remove_stake', {
    hotkey: otter,
    netuid: 0,
    amount_unstaked: 5n,
  })
}
