import { type Devnet, startDevnet } from '@stake/devnet'
import {
  Balance,
  largestBuyWithin,
  largestSellWithin,
  minimumStake,
  moveRatio,
  quoteBuy,
  quoteSell,
} from '@stake/math'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Call,
  type Chain,
  type ChainAt,
  calls,
  connect,
  type DispatchFailure,
  explain,
  explainFailure,
  readBalances,
  readPool,
  readPosition,
  readValidators,
  type Signer,
  sign,
  signerFromUri,
  submit,
} from '../src/index.ts'

let devnet: Devnet
let chain: Chain
let hotkey: string

const alice = signerFromUri('//Alice')
const NETUID = 2

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual' })
  chain = await connect({ endpoints: devnet.url })
  const [validator] = await readValidators(await chain.at('best'), NETUID)
  hotkey = validator?.hotkey ?? ''
})
afterAll(async () => {
  await chain.close()
  await devnet.close()
})

/** Puts a call into the next block; the state before that block, and how it failed. */
async function failing(
  call: Call,
  signer: Signer = alice,
): Promise<{ before: ChainAt; failure: DispatchFailure }> {
  const before = await chain.at('best')
  const signed = await chain.nonces.allocate(signer.address, (nonce) => sign(chain, call, signer, { nonce }))
  const submission = submit(chain, signed)
  await new Promise<void>((resolve) => {
    submission.onState(({ status }) => status === 'broadcast' && resolve())
  })
  await devnet.sealBlock()
  const outcome = await submission.outcome
  if (outcome.kind !== 'failed') throw new Error(`it was ${outcome.kind}`)
  return { before, failure: outcome.failure }
}

/** Puts a call into the next block, where it works; that block's number. */
async function included(call: Call): Promise<number> {
  const signed = await chain.nonces.allocate(alice.address, (nonce) => sign(chain, call, alice, { nonce }))
  const submission = submit(chain, signed)
  await new Promise<void>((resolve) => {
    submission.onState(({ status }) => status === 'broadcast' && resolve())
  })
  const { number } = await devnet.sealBlock()
  const { kind } = await submission.outcome
  if (kind !== 'included') throw new Error(`it was ${kind}`)
  return number
}

async function explained(call: Call, signer: Signer = alice) {
  const { before, failure } = await failing(call, signer)
  return { before, failure, told: await explainFailure(before, call, signer.address, failure) }
}

async function poolAt(at: ChainAt) {
  const pool = await readPool(at, NETUID)
  if (!pool) throw new Error('no pool')
  return pool
}

test('SlippageTooHigh of a purchase: limit, end price, and what fits', async () => {
  const amount = Balance.parse('200')
  const spot = quoteBuy(await poolAt(await chain.at('best')), amount).spotPrice.rao
  const limitPrice = (spot * 1005n) / 1000n
  const call = calls.addStakeLimit(chain, { hotkey, netuid: NETUID, amount, limitPrice, allowPartial: false })
  const { before, failure, told } = await explained(call)
  expect(failure).toMatchObject({ code: 'SlippageTooHigh', section: 'SubtensorModule' })
  const pool = await poolAt(before)
  const endPrice = quoteBuy(pool, amount).endPrice.rao
  const largest = largestBuyWithin(pool, limitPrice)
  expect(endPrice).toBeGreaterThan(limitPrice)
  expect(told.details).toMatchObject({
    limit: String(limitPrice),
    endPrice: String(endPrice),
    largest: String(largest.rao),
    amount: '200000000000',
  })
  const at = (rao: bigint) => Balance.fromRao(rao).format({ symbol: '', trim: true })
  expect(told.message).toBe(
    `The trade would have pushed the price beyond your limit, so nothing was traded: limit ${at(limitPrice)} τ/α, end price would be ${at(endPrice)} τ/α (SubtensorModule.SlippageTooHigh).`,
  )
  expect(told.remedy).toContain(`At most ${largest.format({ trim: true })} fits`)
})

test('what is said to fit does fit', async () => {
  const at = await chain.at('best')
  const pool = await poolAt(at)
  const limitPrice = (quoteBuy(pool, Balance.parse('1')).spotPrice.rao * 1005n) / 1000n
  const fit = largestBuyWithin(pool, limitPrice)
  const more = calls.addStakeLimit(chain, {
    hotkey,
    netuid: NETUID,
    amount: Balance.parse('200'),
    limitPrice,
    allowPartial: false,
  })
  const exact = calls.addStakeLimit(chain, {
    hotkey,
    netuid: NETUID,
    amount: fit,
    limitPrice,
    allowPartial: false,
  })
  const submitted = await Promise.all(
    [more, exact].map(async (call) =>
      submit(
        chain,
        await chain.nonces.allocate(alice.address, (nonce) => sign(chain, call, alice, { nonce })),
      ),
    ),
  )
  await Promise.all(
    submitted.map(
      (submission) =>
        new Promise<void>((resolve) =>
          submission.onState(({ status }) => status === 'broadcast' && resolve()),
        ),
    ),
  )
  await devnet.sealBlock()
  const [first, second] = await Promise.all(submitted.map(({ outcome }) => outcome))
  expect([first?.kind, second?.kind]).toEqual(['failed', 'included'])
  if (first?.kind !== 'failed') return
  const told = await explainFailure(at, more, alice.address, first.failure)
  expect(told.details.largest).toBe(String(fit.rao))
})

test('SlippageTooHigh of a sale', async () => {
  const { stake } = await readPosition(await chain.at('best'), {
    coldkey: alice.address,
    hotkey,
    netuid: NETUID,
  })
  const spot = quoteSell(await poolAt(await chain.at('best')), stake).spotPrice.rao
  const limitPrice = (spot * 9999n) / 10_000n
  const call = calls.removeStakeLimit(chain, {
    hotkey,
    netuid: NETUID,
    amount: stake,
    limitPrice,
    allowPartial: false,
  })
  const { before, told } = await explained(call)
  const pool = await poolAt(before)
  expect(told.details).toMatchObject({
    limit: String(limitPrice),
    endPrice: String(quoteSell(pool, stake).endPrice.rao),
    largest: String(largestSellWithin(pool, limitPrice).rao),
  })
})

test('SlippageTooHigh of a move: the ratio of the prices, and what fits by the formula of the chain', async () => {
  const move = { hotkey, originNetuid: NETUID, destinationNetuid: 1 }
  const { stake } = await readPosition(await chain.at('best'), {
    coldkey: alice.address,
    hotkey,
    netuid: NETUID,
  })
  const call = calls.swapStakeLimit(chain, {
    ...move,
    amount: stake,
    limitRatio: 10n ** 15n,
    allowPartial: false,
  })
  const { before, told } = await explained(call)
  const destination = await readPool(before, 1)
  if (!destination) throw new Error('no pool')
  expect(told.code).toBe('SlippageTooHigh')
  expect(told.details).toMatchObject({
    limit: String(10n ** 15n),
    ratio: String(moveRatio(await poolAt(before), destination).rao),
    largest: '0',
  })
})

test('PriceLimitExceeded: limit and price', async () => {
  const call = calls.addStakeLimit(chain, {
    hotkey,
    netuid: NETUID,
    amount: Balance.parse('1'),
    limitPrice: 1n,
    allowPartial: false,
  })
  const { before, failure, told } = await explained(call)
  expect(failure.section).toBe('Swap')
  expect(told.details).toMatchObject({
    limit: '1',
    spotPrice: String(quoteBuy(await poolAt(before), Balance.parse('1')).spotPrice.rao),
  })
  expect(told.message).toMatch(/: limit 0\.000000001 τ\/α, the price a block earlier was 0\.\d+ τ\/α \(/)
})

test('what others did in the same block is not contradicted: the numbers are those of a block earlier', async () => {
  const { spotPrice } = quoteBuy(await poolAt(await chain.at('best')), Balance.parse('1'))
  const terms = { limitPrice: (spotPrice.rao * 1002n) / 1000n, allowPartial: false }
  const small = calls.addStakeLimit(chain, { hotkey, netuid: NETUID, amount: Balance.parse('0.1'), ...terms })
  const bob = signerFromUri('//Bob')
  // Bob's purchase comes first, and takes the price beyond the limit.
  const large = calls.addStake(chain, { hotkey, netuid: NETUID, amount: Balance.parse('100') })
  const first = await chain.nonces.allocate(bob.address, (nonce) => sign(chain, large, bob, { nonce }))
  submit(chain, first)
  const { told } = await explained(small)
  expect(told).toMatchObject({ code: 'PriceLimitExceeded', details: { spotPrice: String(spotPrice.rao) } })
  expect(told.message).toContain('τ/α, the price a block earlier was')
})

test('AmountTooLow: the least', async () => {
  const call = calls.addStake(chain, { hotkey, netuid: NETUID, amount: Balance.parse('0.001') })
  const { before, told } = await explained(call)
  const minimum = minimumStake(await poolAt(before))
  expect(told.details).toMatchObject({ amount: '1000000', minimum: String(minimum.rao) })
  expect(told.remedy).toBe(`Use at least ${minimum.format({ trim: true })}.`)
})

test('AmountTooLow of a sale: what it brings', async () => {
  const amount = Balance.fromRao(1_000n, NETUID)
  const { before, told } = await explained(calls.removeStake(chain, { hotkey, netuid: NETUID, amount }))
  const value = quoteSell(await poolAt(before), amount).received
  expect(told.details).toMatchObject({ value: String(value.rao), minimum: '2000000' })
})

test('NotEnoughBalanceToStake: free and needed', async () => {
  const amount = Balance.parse('9000000')
  const call = calls.addStakeLimit(chain, {
    hotkey,
    netuid: 0,
    amount,
    limitPrice: 10n ** 9n,
    allowPartial: false,
  })
  const { before, told } = await explained(call)
  const free = (await readBalances(before, [alice.address])).get(alice.address)?.free
  expect(told.code).toBe('NotEnoughBalanceToStake')
  expect(told.details).toMatchObject({ free: String(free?.rao), needed: String(amount.rao) })
})

test('NotEnoughStakeToWithdraw: what the position holds', async () => {
  const { stake } = await readPosition(await chain.at('best'), {
    coldkey: alice.address,
    hotkey,
    netuid: NETUID,
  })
  const amount = stake.add(Balance.parse('50', NETUID))
  const call = calls.removeStakeLimit(chain, {
    hotkey,
    netuid: NETUID,
    amount,
    limitPrice: 1n,
    allowPartial: false,
  })
  const { before, told } = await explained(call)
  const held = await readPosition(before, { coldkey: alice.address, hotkey, netuid: NETUID })
  expect(told.code).toBe('NotEnoughStakeToWithdraw')
  expect(told.details).toMatchObject({ stake: String(held.stake.rao), amount: String(amount.rao) })
})

test('RegistrationPriceLimitExceeded: cost and limit', async () => {
  const own = signerFromUri('//Alice//miner').address
  const call = calls.registerLimit(chain, { hotkey: own, netuid: NETUID, mostPaid: Balance.fromRao(1n) })
  const { told } = await explained(call)
  expect(told.details.limit).toBe('1')
  expect(BigInt(told.details.cost ?? 0)).toBeGreaterThan(1n)
})

test('DelegateTxRateLimitExceeded: the block from which it may be raised', async () => {
  const own = signerFromUri('//Alice//delegate').address
  await included(calls.burnedRegister(chain, { hotkey: own, netuid: NETUID }))
  const changed = await included(calls.decreaseTake(chain, { hotkey: own, take: 1_000 }))
  const { told } = await explained(calls.increaseTake(chain, { hotkey: own, take: 2_000 }))
  expect(told.code).toBe('DelegateTxRateLimitExceeded')
  expect(told.details).toMatchObject({
    lastChange: String(changed),
    rateLimit: '216000',
    nextBlock: String(changed + 216_001),
  })
})

test('InvalidChildkeyTake: the bounds', async () => {
  const own = signerFromUri('//Alice//parent').address
  await included(calls.burnedRegister(chain, { hotkey: own, netuid: NETUID }))
  const { told } = await explained(
    calls.setChildkeyTake(chain, { hotkey: own, netuid: NETUID, take: 20_000 }),
  )
  expect(told.details).toMatchObject({ asked: '20000', current: '0', least: '0', most: '11796' })
})

test('a take that is too high is refused by the pool, by the number of its runtime', async () => {
  const own = signerFromUri('//Alice//delegate').address
  const call = calls.increaseTake(chain, { hotkey: own, take: 20_000 })
  const signed = await chain.nonces.allocate(alice.address, (nonce) => sign(chain, call, alice, { nonce }))
  const outcome = await submit(chain, signed).outcome
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { code: 'DelegateTakeTooHigh', rpcCode: 1010 } })
})

test('a failure without numbers stays as it was', async () => {
  const call = calls.addStake(chain, { hotkey: alice.address, netuid: NETUID, amount: Balance.parse('1') })
  const { failure, told } = await explained(call)
  expect(told).toBe(failure)
  expect(failure.remedy).toBe(explain('HotKeyAccountNotExists')?.remedy)
})

test('errors outside pallets are named by their kind', async () => {
  const call = calls.transferKeepAlive(chain, { destination: hotkey, amount: Balance.parse('9000000') })
  const { failure } = await failing(call)
  expect(failure).toMatchObject({ section: 'Token', code: 'FundsUnavailable' })
  expect(failure.message).toBe('The account has too little free TAO (Token.FundsUnavailable).')
})
