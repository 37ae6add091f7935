import {
  type Call,
  type Chain,
  calls,
  connect,
  developmentAccounts,
  estimateFee,
  type Hex,
  rawCall,
  readSnapshot,
  readValidators,
} from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { Balance } from '@stake/math'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { actsOf } from '../src/policy/acts.ts'
import { judge } from '../src/policy/judge.ts'
import { parsePolicy } from '../src/policy/parse-policy.ts'
import type { Policy } from '../src/policy/policy.ts'

const [alice = '', bob = '', charlie = ''] = Object.values(developmentAccounts)

let devnet: Devnet
let chain: Chain
let hotkey: string
let other: string

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', emission: false })
  chain = await connect({ endpoints: devnet.url })
  const validators = await readValidators(await chain.at('best'), 2)
  hotkey = validators[0]?.hotkey ?? ''
  other = validators[1]?.hotkey ?? ''
})
afterAll(async () => {
  await chain.close()
  await devnet.close()
})

const policy = (rules: object): Policy => parsePolicy({ version: 1, ...rules })
const tao = (text: string) => Balance.parse(text)
const alpha = (text: string, netuid = 2) => Balance.parse(text, netuid)

const addStake = (amount: string, netuid = 2) =>
  calls.addStake(chain, { hotkey, netuid, amount: tao(amount) })
const removeStake = (amount: string, netuid = 2) =>
  calls.removeStake(chain, { hotkey, netuid, amount: alpha(amount, netuid) })
const batch = (...inner: Call[]) => calls.batchAll(chain, { calls: inner })

const judged = (rules: object, ...list: readonly (Call | Hex)[]) =>
  judge(
    chain,
    policy(rules),
    list.map((each) => (typeof each === 'string' ? each : each.bytes)),
    { address: alice },
  )

/** Why a policy refuses, by the name of the rule; `allowed` where it does not. */
async function verdict(rules: object, ...list: readonly (Call | Hex)[]): Promise<string> {
  try {
    await judged(rules, ...list)
    return 'allowed'
  } catch (error) {
    expect(error).toMatchObject({
      code: 'PolicyRefusal',
      remedy: expect.stringMatching(/Nothing was signed/),
    })
    return (error as { details: { rule: string } }).details.rule
  }
}

/** Amounts to be staked, and batches of them. */
type Tree = bigint | readonly Tree[]

const sumOf = (tree: Tree): bigint =>
  typeof tree === 'bigint' ? tree : tree.reduce<bigint>((sum, each) => sum + sumOf(each), 0n)

/** The chain refuses batches within batches and no builder makes them, but bytes can say them. */
function encoded(tree: Tree): string {
  if (typeof tree === 'bigint') {
    return calls.addStake(chain, { hotkey, netuid: 2, amount: Balance.fromRao(tree) }).bytes.slice(2)
  }
  const length = (tree.length * 4).toString(16).padStart(2, '0')
  return `0b02${length}${tree.map(encoded).join('')}`
}

async function spot(netuid: number): Promise<bigint> {
  const { subnets } = await readSnapshot(await chain.at('best'), { netuids: [netuid] })
  return subnets.get(netuid)?.price.bits ?? 0n
}

/** A limit of so many parts per billion of the spot price. */
const limitAt = async (netuid: number, ppb: bigint) => ((await spot(netuid)) * ppb) >> 64n

describe('amounts at once', () => {
  test('may be reached and not passed', async () => {
    expect(await verdict({ perOperation: '5 TAO' }, addStake('5'))).toBe('allowed')
    expect(await verdict({ perOperation: '5 TAO' }, addStake('5.000000001'))).toBe('perOperation')
  })

  test('what leaves stake is worth its spot price, rounded up', async () => {
    const bits = await spot(2)
    const worth = Balance.fromRao((1_000_000_000n * bits + (1n << 64n) - 1n) >> 64n).toString()
    const less = Balance.fromRao(Balance.parse(worth).rao - 1n).toString()
    expect(await verdict({ perOperation: `${worth} TAO` }, removeStake('1'))).toBe('allowed')
    expect(await verdict({ perOperation: `${less} TAO` }, removeStake('1'))).toBe('perOperation')
  })

  test('the two places are limited for themselves', async () => {
    expect(await verdict({ perOperation: { stake: '0 TAO' } }, addStake('5'))).toBe('allowed')
    expect(await verdict({ perOperation: { free: '0 TAO' } }, removeStake('5'))).toBe('allowed')
    expect(await verdict({ perOperation: { free: '0 TAO' } }, addStake('5'))).toBe('perOperation')
    expect(await verdict({ perOperation: { stake: '0 TAO' } }, removeStake('5'))).toBe('perOperation')
  })

  test('all calls of one signature count together, however they are wrapped', async () => {
    const rules = { perOperation: '5 TAO' }
    expect(await verdict(rules, batch(addStake('3'), addStake('2', 1)))).toBe('allowed')
    expect(await verdict(rules, batch(addStake('3'), addStake('3', 1)))).toBe('perOperation')
    const forced = calls.forceBatch(chain, { calls: [addStake('3'), addStake('3', 1)] })
    expect(await verdict(rules, forced)).toBe('perOperation')
    // The chain refuses batches within batches, but another one may not.
    expect(
      await verdict(rules, `0x0b0208${batch(addStake('3')).bytes.slice(2)}${addStake('3').bytes.slice(2)}`),
    ).toBe('perOperation')
    expect(await verdict(rules, addStake('3'), addStake('3'))).toBe('allowed')
  })

  test('whatever tree of batches they are in', async () => {
    const trees = fc.letrec<{ tree: Tree; leaf: Tree; node: Tree }>((tie) => ({
      tree: fc.oneof({ maxDepth: 5, depthSize: 'medium' }, tie('leaf'), tie('node')),
      leaf: fc.bigInt({ min: 1n, max: 10n ** 12n }),
      node: fc.array(tie('tree'), { maxLength: 4 }),
    }))
    await fc.assert(
      fc.asyncProperty(trees.node, async (tree) => {
        const sum = sumOf(tree)
        const bytes: Hex = `0x${encoded(tree)}`
        expect(await verdict({ perOperation: `${Balance.fromRao(sum)} TAO` }, bytes)).toBe('allowed')
        if (sum === 0n) return
        const less = Balance.fromRao(sum - 1n)
        expect(await verdict({ perOperation: `${less} TAO` }, bytes)).toBe('perOperation')
      }),
      {
        numRuns: process.env.STAKE_NIGHTLY ? 500 : 25,
        seed: Number(process.env.STAKE_SEED ?? Date.now() % 2 ** 31),
      },
    )
  })

  test('for one subnet, in TAO or in its alpha', async () => {
    const bits = await spot(2)
    const alphaFor3 = Balance.fromRao((3_000_000_000n << 64n) / bits + 1n).toString()
    const rules = { subnets: { '2': { perOperation: '3 TAO' }, '*': { perOperation: '1 TAO' } } }
    expect(await verdict(rules, addStake('3'))).toBe('allowed')
    expect(await verdict(rules, addStake('3.000000001'))).toBe('subnets.2.perOperation')
    expect(await verdict(rules, addStake('1', 3))).toBe('allowed')
    expect(await verdict(rules, addStake('1.1', 3))).toBe('subnets.3.perOperation')
    expect(await verdict(rules, batch(addStake('1', 3), addStake('1', 1), addStake('3')))).toBe('allowed')
    const inAlpha = { subnets: { '2': { perOperation: `${alphaFor3} alpha` } } }
    expect(await verdict(inAlpha, addStake('3'))).toBe('allowed')
    expect(await verdict(inAlpha, addStake('3.1'))).toBe('subnets.2.perOperation')
    expect(await verdict(inAlpha, removeStake(alphaFor3))).toBe('allowed')
    expect(await verdict(inAlpha, removeStake('1000'))).toBe('subnets.2.perOperation')
  })

  test('stake that is moved leaves one subnet and enters the other', async () => {
    const swap = calls.swapStake(chain, {
      hotkey,
      originNetuid: 2,
      destinationNetuid: 1,
      amount: alpha('100'),
    })
    expect(await verdict({ subnets: { '1': { perOperation: { free: '1 TAO' } } } }, swap)).toBe(
      'subnets.1.perOperation',
    )
    expect(await verdict({ subnets: { '1': { perOperation: { stake: '0 TAO' } } } }, swap)).toBe('allowed')
    expect(await verdict({ subnets: { '2': { perOperation: '99 alpha' } } }, swap)).toBe(
      'subnets.2.perOperation',
    )
    expect(await verdict({ perOperation: { free: '0 TAO' } }, swap)).toBe('allowed')
    expect(await verdict({ perOperation: { stake: '1 TAO' } }, swap)).toBe('perOperation')
  })

  test('u64::MAX is an amount like others', async () => {
    const all = rawCall(chain, {
      pallet: 'SubtensorModule',
      name: 'remove_stake',
      args: { hotkey, netuid: 2, amount_unstaked: 2n ** 64n - 1n },
    })
    expect(await verdict({ perOperation: '1000000 TAO' }, all)).toBe('perOperation')
    expect(await verdict({ subnets: { '2': { perOperation: '1000000 alpha' } } }, all)).toBe(
      'subnets.2.perOperation',
    )
    expect(await verdict({ netuids: [2] }, all)).toBe('allowed')
  })
})

describe('calls that name no amount', () => {
  test('a full exit is the position in the block', async () => {
    const { positions } = await readSnapshot(await chain.at('best'), { coldkeys: [alice] })
    const position = positions.find(({ netuid }) => netuid !== 0)
    if (!position) throw new Error('Alice has no stake')
    const { stake, netuid } = position
    const exit = calls.removeStakeFull(chain, { hotkey: position.hotkey, netuid, limitPrice: undefined })
    const less = Balance.fromRao(stake.rao - 1n).toString()
    const at = (amount: string) => ({ subnets: { [netuid]: { perOperation: `${amount} alpha` } } })
    expect(await verdict(at(stake.toString()), exit)).toBe('allowed')
    expect(await verdict(at(less), exit)).toBe(`subnets.${netuid}.perOperation`)
  })

  test('unstake_all is every position with the hotkey, on subnets that must all be allowed', async () => {
    const { positions } = await readSnapshot(await chain.at('best'), { coldkeys: [alice] })
    const most = positions
      .map((each) => positions.filter(({ hotkey: with_ }) => with_ === each.hotkey))
      .sort((a, b) => b.length - a.length)[0]
    const from = most?.[0]?.hotkey ?? ''
    const all = calls.unstakeAll(chain, { hotkey: from })
    const netuids = most?.map(({ netuid }) => netuid) ?? []
    expect(netuids.length).toBeGreaterThan(0)
    expect(await verdict({ netuids }, all)).toBe('allowed')
    expect(await verdict({ netuids: netuids.slice(1) }, all)).toBe('netuids')
    expect(await verdict({ perOperation: '0 TAO' }, all)).toBe('perOperation')
    const [judgement] = await judged({ perOperation: '1000000 TAO' }, all)
    expect(
      judgement?.spends?.filter(({ from: place }) => place === 'stake').map(({ netuid }) => netuid),
    ).toEqual(netuids)
    const toRoot = calls.unstakeAllAlpha(chain, { hotkey: from })
    expect(await verdict({ netuids: netuids.filter((netuid) => netuid !== 0) }, toRoot)).toBe('netuids')
  })

  test('everything of what a call before it fills cannot be judged', async () => {
    const exit = calls.removeStakeFull(chain, { hotkey, netuid: 2, limitPrice: undefined })
    expect(await verdict({ perOperation: '1000000 TAO' }, batch(addStake('5'), exit))).toBe('call')
    expect(await verdict({ perOperation: '1000000 TAO' }, addStake('5'), exit)).toBe('call')
    expect(await verdict({ perOperation: '1000000 TAO' }, batch(exit, addStake('5')))).toBe('allowed')
    expect(
      await verdict(
        { perOperation: '1000000 TAO' },
        batch(addStake('5'), calls.unstakeAll(chain, { hotkey })),
      ),
    ).toBe('call')
  })

  test('a registration is what it costs now, or the most that it may', async () => {
    const now = calls.burnedRegister(chain, { hotkey: bob, netuid: 1 })
    const limited = calls.registerLimit(chain, { hotkey: bob, netuid: 1, mostPaid: tao('0.2') })
    expect(await verdict({ perOperation: '0 TAO' }, now)).toBe('perOperation')
    expect(await verdict({ perOperation: '100 TAO' }, now)).toBe('allowed')
    expect(await verdict({ perOperation: '0.2 TAO' }, limited)).toBe('allowed')
    expect(await verdict({ perOperation: '0.199999999 TAO' }, limited)).toBe('perOperation')
    expect(await verdict({ protection: 'required' }, now)).toBe('protection')
    expect(await verdict({ protection: 'required' }, limited)).toBe('allowed')
    expect(await verdict({ perOperation: '0 TAO' }, calls.rootRegister(chain, { hotkey: bob }))).toBe(
      'allowed',
    )
  })

  test('a transfer of all is all of the balance', async () => {
    const all = calls.transferAll(chain, { destination: bob, keepAlive: true })
    const { accounts } = await readSnapshot(await chain.at('best'), { coldkeys: [alice], netuids: [] })
    const free = accounts.get(alice)?.free ?? Balance.zero()
    const kinds = ['transfer', 'unstake']
    expect(await verdict({ kinds, perOperation: `${free} TAO` }, all)).toBe('allowed')
    const less = Balance.fromRao(free.rao - 1n)
    expect(await verdict({ kinds, perOperation: `${less} TAO` }, all)).toBe('perOperation')
    expect(await verdict({ kinds, perOperation: '1000000000 TAO' }, batch(removeStake('5'), all))).toBe(
      'call',
    )
  })
})

describe('places', () => {
  const move = (destination: string) =>
    calls.moveStake(chain, {
      originHotkey: hotkey,
      destinationHotkey: destination,
      originNetuid: 2,
      destinationNetuid: 2,
      amount: alpha('1'),
    })
  const give = (destinationColdkey: string) =>
    calls.transferStake(chain, {
      destinationColdkey,
      hotkey,
      originNetuid: 2,
      destinationNetuid: 1,
      amount: alpha('1'),
    })

  test('subnets, of moves both; an empty list allows none', async () => {
    expect(await verdict({ netuids: [1, 2] }, addStake('1'))).toBe('allowed')
    expect(await verdict({ netuids: [1] }, addStake('1'))).toBe('netuids')
    expect(await verdict({ netuids: [] }, addStake('1'))).toBe('netuids')
    expect(await verdict({ netuids: [2] }, give(bob))).toBe('netuids')
    expect(await verdict({ netuids: [1] }, give(bob))).toBe('netuids')
    expect(await verdict({ netuids: [1, 2] }, give(bob))).toBe('allowed')
    expect(await verdict({ netuids: [2] }, calls.claimRoot(chain, { netuids: [1, 2] }))).toBe('netuids')
    expect(await verdict({ netuids: [2] }, calls.setAutoStakeHotkey(chain, { hotkey, netuid: 1 }))).toBe(
      'netuids',
    )
  })

  test('hotkeys, of moves both', async () => {
    expect(await verdict({ hotkeys: [hotkey] }, addStake('1'))).toBe('allowed')
    expect(await verdict({ hotkeys: [other] }, addStake('1'))).toBe('hotkeys')
    expect(await verdict({ hotkeys: [hotkey] }, move(other))).toBe('hotkeys')
    expect(await verdict({ hotkeys: [other] }, move(other))).toBe('hotkeys')
    expect(await verdict({ hotkeys: [hotkey, other] }, move(other))).toBe('allowed')
    expect(await verdict({ hotkeys: [other] }, calls.decreaseTake(chain, { hotkey, take: 1 }))).toBe(
      'hotkeys',
    )
    expect(await verdict({ hotkeys: [other] }, calls.unstakeAll(chain, { hotkey }))).toBe('hotkeys')
  })

  test('destinations of stake and of TAO', async () => {
    expect(await verdict({ destinations: [bob] }, give(bob))).toBe('allowed')
    expect(await verdict({ destinations: [bob] }, give(charlie))).toBe('destinations')
    expect(await verdict({ destinations: [] }, give(bob))).toBe('destinations')
    expect(await verdict({ destinations: [] }, addStake('1'))).toBe('allowed')
    const pay = calls.transferKeepAlive(chain, { destination: charlie, amount: tao('1') })
    expect(await verdict({ kinds: ['transfer'], destinations: [bob] }, pay)).toBe('destinations')
    expect(await verdict({ kinds: ['transfer'], destinations: [bob] }, batch(pay))).toBe('destinations')
    expect(await verdict({ kinds: ['transfer'], destinations: [charlie] }, pay)).toBe('allowed')
  })
})

describe('kinds', () => {
  const pay = () => calls.transferKeepAlive(chain, { destination: charlie, amount: tao('1') })

  test('what no Operation does must be allowed by name', async () => {
    expect(await verdict({}, pay())).toBe('kinds')
    expect(await verdict({}, batch(addStake('1'), pay()))).toBe('kinds')
    expect(await verdict({ kinds: ['transfer'] }, pay())).toBe('allowed')
    await expect(judge(chain, {}, [pay().bytes], { address: alice })).rejects.toMatchObject({
      code: 'PolicyRefusal',
    })
  })

  test('what is named is allowed and nothing else', async () => {
    expect(await verdict({ kinds: ['stake'] }, addStake('1'))).toBe('allowed')
    expect(await verdict({ kinds: ['unstake'] }, addStake('1'))).toBe('kinds')
    expect(await verdict({ kinds: ['stake'] }, batch(addStake('1'), removeStake('1')))).toBe('kinds')
    expect(await verdict({ kinds: [] }, addStake('1'))).toBe('kinds')
    const exit = calls.removeStakeFull(chain, { hotkey, netuid: 2, limitPrice: undefined })
    expect(await verdict({ kinds: ['unstakeAll'] }, exit)).toBe('allowed')
    expect(await verdict({ kinds: ['unstake'] }, calls.unstakeAll(chain, { hotkey }))).toBe('kinds')
  })

  test('what closes a gap in the nonces is always allowed, for its fee', async () => {
    const remark = calls.remark(chain, { bytes: '0x' })
    expect(await verdict({ kinds: [] }, remark)).toBe('allowed')
    expect(await verdict({ fee: '1 TAO' }, remark)).toBe('allowed')
    expect(await verdict({ fee: '0 TAO' }, remark)).toBe('fee')
  })
})

describe('prices', () => {
  const limited = (limitPrice: bigint, amount = '1') =>
    calls.addStakeLimit(chain, { hotkey, netuid: 2, amount: tao(amount), limitPrice, allowPartial: false })
  const sale = (limitPrice: bigint) =>
    calls.removeStakeLimit(chain, { hotkey, netuid: 2, amount: alpha('1'), limitPrice, allowPartial: true })

  test('a limit is compared with the price that the policy reads, whatever the plan said', async () => {
    expect(await verdict({ priceImpact: '1%' }, limited(await limitAt(2, 1_010_000_000n)))).toBe('allowed')
    expect(await verdict({ priceImpact: '1%' }, limited((await limitAt(2, 1_010_000_000n)) + 1n))).toBe(
      'priceImpact',
    )
    expect(await verdict({ priceImpact: '1%' }, sale((await limitAt(2, 990_000_000n)) + 1n))).toBe('allowed')
    expect(await verdict({ priceImpact: '1%' }, sale((await limitAt(2, 990_000_000n)) - 1n))).toBe(
      'priceImpact',
    )
    await expect(judged({ priceImpact: '1%' }, limited(await limitAt(2, 1_500_000_000n)))).rejects.toThrow(
      /The limit of this call lets the price of subnet 2 go by (50|49\.9+\d*)%; the policy allows 1%\./,
    )
  })

  test('without a limit a trade is quoted now', async () => {
    expect(await verdict({ priceImpact: '1%' }, addStake('1'))).toBe('allowed')
    expect(await verdict({ priceImpact: '1%' }, addStake('100000'))).toBe('priceImpact')
    expect(await verdict({ priceImpact: '1%' }, removeStake('1'))).toBe('allowed')
    expect(await verdict({ priceImpact: '1%' }, removeStake('1000000'))).toBe('priceImpact')
  })

  test('trades on one pool add up, in a batch and one after another', async () => {
    const { subnets } = await readSnapshot(await chain.at('best'), { netuids: [2] })
    // About 0.6 % of the price each.
    const part = Balance.fromRao((subnets.get(2)?.reserves.tao.rao ?? 0n) / 333n).toString()
    expect(await verdict({ priceImpact: '1%' }, addStake(part))).toBe('allowed')
    expect(await verdict({ priceImpact: '1%' }, batch(addStake(part), addStake(part)))).toBe('priceImpact')
    expect(await verdict({ priceImpact: '1%' }, addStake(part), addStake(part))).toBe('priceImpact')
    expect(await verdict({ priceImpact: '1%' }, addStake(part), addStake('1', 1))).toBe('allowed')
  })

  test('moves lose value instead', async () => {
    const swap = (amount: string, limitRatio?: bigint) => {
      const way = { hotkey, originNetuid: 2, destinationNetuid: 1, amount: alpha(amount) }
      return limitRatio === undefined
        ? calls.swapStake(chain, way)
        : calls.swapStakeLimit(chain, { ...way, limitRatio, allowPartial: false })
    }
    expect(await verdict({ priceImpact: '1%' }, swap('1'))).toBe('allowed')
    expect(await verdict({ priceImpact: '1%' }, swap('1000000'))).toBe('priceImpact')
    expect(await verdict({ protection: 'required' }, swap('1'))).toBe('protection')
    const ratio = ((await spot(2)) * 1_000_000_000n) / (await spot(1))
    expect(await verdict({ protection: 'required' }, swap('1', (ratio * 995n) / 1000n))).toBe('allowed')
    expect(await verdict({ protection: 'required' }, swap('1', 1n))).toBe('protection')
    expect(await verdict({ priceImpact: '1%' }, swap('1', 1n))).toBe('priceImpact')
  })

  test('protection asks for a limit that is one', async () => {
    const rules = { protection: 'required' }
    expect(await verdict(rules, addStake('1'))).toBe('protection')
    expect(await verdict(rules, removeStake('1'))).toBe('protection')
    expect(await verdict(rules, limited(await limitAt(2, 1_010_000_000n)))).toBe('allowed')
    expect(await verdict(rules, limited(2n ** 64n - 1n))).toBe('protection')
    expect(await verdict(rules, sale(await limitAt(2, 990_000_000n)))).toBe('allowed')
    expect(await verdict(rules, sale(1n))).toBe('protection')
    const zero = rawCall(chain, {
      pallet: 'SubtensorModule',
      name: 'remove_stake_limit',
      args: { hotkey, netuid: 2, amount_unstaked: 1n, limit_price: 0n, allow_partial: false },
    })
    expect(await verdict(rules, zero)).toBe('protection')
    const exit = (limitPrice: bigint | undefined) =>
      calls.removeStakeFull(chain, { hotkey, netuid: 2, limitPrice })
    expect(await verdict(rules, exit(undefined))).toBe('protection')
    expect(await verdict(rules, exit(await limitAt(2, 990_000_000n)))).toBe('allowed')
    const burn = (limitPrice: bigint | undefined) =>
      calls.addStakeBurn(chain, { hotkey, netuid: 2, amount: tao('1'), limitPrice })
    expect(await verdict(rules, burn(undefined))).toBe('protection')
    expect(await verdict(rules, burn(await limitAt(2, 1_010_000_000n)))).toBe('allowed')
    expect(await verdict(rules, batch(limited(await limitAt(2, 1_010_000_000n)), addStake('1')))).toBe(
      'protection',
    )
  })

  test('on root there is one price and nothing to protect', async () => {
    expect(await verdict({ protection: 'required', priceImpact: '1%' }, addStake('1', 0))).toBe('allowed')
    expect(await verdict({ protection: 'required' }, removeStake('1', 0))).toBe('allowed')
  })

  test('what has no price needs none', async () => {
    const rules = { protection: 'required', priceImpact: '1%' }
    expect(await verdict(rules, calls.burnAlpha(chain, { hotkey, netuid: 2, amount: alpha('1') }))).toBe(
      'allowed',
    )
    expect(await verdict(rules, calls.decreaseTake(chain, { hotkey, take: 1 }))).toBe('allowed')
    const within = calls.moveStake(chain, {
      originHotkey: hotkey,
      destinationHotkey: other,
      originNetuid: 2,
      destinationNetuid: 2,
      amount: alpha('1'),
    })
    expect(await verdict(rules, within)).toBe('allowed')
  })
})

describe('fees', () => {
  test('are those of the network and of the pools together', async () => {
    const network = await estimateFee(await chain.at('best'), addStake('100'), alice)
    // 33 parts of 65535 of 100 TAO.
    const pool = 50_354_772n + 1n
    const exact = Balance.fromRao(network.rao + pool)
    expect(await verdict({ fee: `${exact} TAO` }, addStake('100'))).toBe('allowed')
    expect(await verdict({ fee: `${Balance.fromRao(exact.rao - 1n)} TAO` }, addStake('100'))).toBe('fee')
    expect(await verdict({ fee: `${network} TAO` }, addStake('100', 0))).toBe('allowed')
  })
})

describe('confirmation', () => {
  const rules = { confirmAbove: '5 TAO' }
  const ask = (list: readonly Call[], confirm?: (asked: object) => boolean | Promise<boolean>) =>
    judge(
      chain,
      policy(rules),
      list.map(({ bytes }) => bytes),
      { address: alice, confirm },
    )

  test('is asked above the amount, and told what the bytes say', async () => {
    const asked: object[] = []
    const yes = (what: object) => {
      asked.push(what)
      return true
    }
    await ask([addStake('5')], yes)
    expect(asked).toEqual([])
    const large = batch(addStake('5'), addStake('1'))
    await ask([addStake('1'), large], yes)
    expect(asked).toEqual([
      {
        bytes: large.bytes,
        address: alice,
        calls: ['SubtensorModule.add_stake', 'SubtensorModule.add_stake'],
        free: tao('6'),
        stake: tao('0'),
        above: tao('5'),
      },
    ])
  })

  test('a no is a no, and so is everything that is no yes', async () => {
    const refusal = expect.objectContaining({
      code: 'PolicyRefusal',
      details: expect.objectContaining({ rule: 'confirmAbove' }),
    })
    await expect(ask([addStake('6')])).rejects.toThrow(refusal)
    await expect(ask([addStake('6')], () => false)).rejects.toThrow(refusal)
    await expect(ask([addStake('6')], async () => false)).rejects.toThrow(refusal)
    await expect(ask([addStake('6')], () => 'yes' as never)).rejects.toThrow(refusal)
    await expect(ask([addStake('6')], async () => true)).resolves.toHaveLength(1)
  })
})

describe('what cannot be read is refused', () => {
  const inner = {
    type: 'SubtensorModule',
    value: { type: 'add_stake', value: { hotkey: bob, netuid: 1, amount_staked: 5_000_000_000n } },
  }
  const id = (value: string) => ({ type: 'Id', value })
  const acts = (rules: object, pallet: string, name: string, args: Record<string, unknown>) =>
    actsOf(chain, policy(rules), { pallet, name, args, bytes: '0x' }, alice)

  // A devnet has few of these calls, so they are given as they are decoded.
  const makers: [pallet: string, name: string, args: Record<string, unknown>][] = [
    ['Utility', 'as_derivative', { index: 1, call: inner }],
    ['Utility', 'dispatch_as', { as_origin: { type: 'system', value: { type: 'Root' } }, call: inner }],
    [
      'Utility',
      'dispatch_as_fallible',
      { as_origin: { type: 'system', value: { type: 'Root' } }, call: inner },
    ],
    ['Utility', 'with_weight', { call: inner, weight: {} }],
    ['Sudo', 'sudo', { call: inner }],
    ['Sudo', 'sudo_unchecked_weight', { call: inner, weight: {} }],
    ['Sudo', 'sudo_as', { who: id(bob), call: inner }],
    ['Multisig', 'as_multi_threshold_1', { other_signatories: [bob], call: inner }],
    [
      'Multisig',
      'as_multi',
      { threshold: 2, other_signatories: [bob], maybe_timepoint: undefined, call: inner, max_weight: {} },
    ],
    ['Scheduler', 'schedule', { when: 9, maybe_periodic: undefined, priority: 0, call: inner }],
    ['Scheduler', 'schedule_after', { after: 9, maybe_periodic: [1, 100], priority: 0, call: inner }],
    [
      'Proxy',
      'proxy_announced',
      { delegate: id(bob), real: id(alice), force_proxy_type: undefined, call: inner },
    ],
    ['Whatever', 'comes_next', { call: inner }],
  ]
  test.each(makers)('%s.%s, whatever it makes, also within a batch and a proxy', (pallet, name, args) => {
    const refusal = expect.objectContaining({
      code: 'PolicyRefusal',
      message: expect.stringContaining(`${pallet}.${name}`),
    })
    const kinds = ['stake', 'proxy', 'transfer']
    expect(() => acts({}, pallet, name, args)).toThrow(refusal)
    expect(() => acts({ kinds }, pallet, name, args)).toThrow(refusal)
  })

  test.each<[string, string, Record<string, unknown>]>([
    ['MevShield', 'submit_encrypted', { ciphertext: '0x01' }],
    ['Proxy', 'announce', { real: id(bob), call_hash: '0x00' }],
    ['Multisig', 'approve_as_multi', {}],
    ['Preimage', 'note_preimage', { bytes: '0x01' }],
    ['System', 'set_code', { code: '0x01' }],
    ['EVM', 'call', {}],
    ['Proxy', 'add_proxy', { delegate: id(bob), proxy_type: { type: 'Any' }, delay: 0 }],
    ['SubtensorModule', 'swap_coldkey_announced', { new_coldkey: bob }],
    ['SubtensorModule', 'announce_coldkey_swap', { new_coldkey_hash: '0x00' }],
    ['SubtensorModule', 'swap_hotkey', { hotkey: bob, new_hotkey: alice, netuid: undefined }],
    ['SubtensorModule', 'move_stake_limit', { alpha_amount: 2n ** 64n - 1n }],
    ['SubtensorModule', 'Add_Stake', { hotkey: bob, netuid: 1, amount_staked: 1n }],
    ['subtensormodule', 'add_stake', { hotkey: bob, netuid: 1, amount_staked: 1n }],
    ['Balances', 'burn', { value: 1n, keep_alive: true }],
    ['Balances', 'force_transfer', { source: id(alice), dest: id(bob), value: 1n }],
    ['LimitOrders', 'execute_orders', { orders: [], should_fail: false }],
  ])('%s.%s', (pallet, name, args) => {
    expect(() => acts({}, pallet, name, args)).toThrow(expect.objectContaining({ code: 'PolicyRefusal' }))
    expect(() => acts({ kinds: ['stake', 'proxy', 'transfer'] }, pallet, name, args)).toThrow(
      expect.objectContaining({ code: 'PolicyRefusal' }),
    )
  })

  test.each<[string, Record<string, unknown>]>([
    ['without its amount', { hotkey: bob, netuid: 1 }],
    ['with one argument more', { hotkey: bob, netuid: 1, amount_staked: 1n, also: 1 }],
    ['with a text for a netuid', { hotkey: bob, netuid: '1', amount_staked: 1n }],
    ['with a number for an amount', { hotkey: bob, netuid: 1, amount_staked: 1 }],
    ['with an amount below zero', { hotkey: bob, netuid: 1, amount_staked: -1n }],
  ])('a known call %s', (_, args) => {
    expect(() => acts({}, 'SubtensorModule', 'add_stake', args)).toThrow('does not know these arguments')
  })

  test('a proxy where it is allowed acts for another account', () => {
    const args = { real: id(bob), force_proxy_type: undefined, call: inner }
    expect(() => acts({}, 'Proxy', 'proxy', args)).toThrow(expect.objectContaining({ code: 'PolicyRefusal' }))
    expect(() => acts({ kinds: ['proxy'] }, 'Proxy', 'proxy', args)).toThrow(
      'does not allow SubtensorModule.add_stake',
    )
    expect(acts({ kinds: ['proxy', 'stake'] }, 'Proxy', 'proxy', args)).toMatchObject([
      { call: 'SubtensorModule.add_stake', account: bob, effect: { does: 'buy', tao: 5_000_000_000n } },
    ])
  })

  test('both ways of an if_else count', () => {
    expect(acts({}, 'Utility', 'if_else', { main: inner, fallback: inner })).toHaveLength(2)
  })

  test('bytes that are no call, or more than one', async () => {
    await expect(judged({}, '0xffff')).rejects.toMatchObject({ code: 'MissingInRuntime' })
    await expect(judged({}, `${addStake('1').bytes}00`)).rejects.toMatchObject({ code: 'MissingInRuntime' })
  })

  test('a subnet that there is not', async () => {
    expect(await verdict({ perOperation: '5 TAO' }, addStake('1', 999))).toBe('call')
  })

  test('a policy that the parser has not read', async () => {
    const bytes = addStake('1000').bytes
    for (const unread of [{ perDay: tao('1') }, { perday: '1 TAO' }, { ...policy({ netuids: [1] }) }]) {
      await expect(judge(chain, unread as Policy, [bytes], { address: alice })).rejects.toMatchObject({
        code: 'PolicyUnreadable',
      })
    }
  })
})
