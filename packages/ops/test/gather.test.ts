import { Balance } from '@stake/math'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gather, type Progress, plan, run } from '../src/index.ts'
import { alice, bob, Stage } from './stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

const planned = (...amounts: string[]) =>
  plan(
    stage.chain,
    amounts.map((amount) => stage.wanted({ amount, tolerance: '2%' })),
  )

describe('a gather', () => {
  test('has nonces in a row, is sent in their order without waiting for an answer, and is in one block', async () => {
    const made = await planned('1', '2', '3', '4', '5')
    const silent: number[] = []
    let open = 0
    // The node hears all of them before it has answered one.
    stage.node.onAsked = ({ method }) => {
      if (method === 'author_submitAndWatchExtrinsic') silent.push(open++)
    }
    const running = await gather(stage.chain, made, stage.options())
    const nonces = running.legs.map(({ submission }) => submission?.signed.nonce)
    expect(nonces).toEqual([0, 1, 2, 3, 4])
    const report = await stage.report(running)
    expect(stage.node.submitted).toEqual(running.legs.map(({ submission }) => submission?.signed.bytes))
    expect(new Set(report.legs.map(({ block }) => block?.number))).toEqual(new Set([1]))
    expect(report).toMatchObject({ form: 'gather', final: true, alarms: [] })
    expect(report.totals.counts).toEqual({ executed: 5 })
  })

  test('totals are what the chain took and gave', async () => {
    const before = await stage.free()
    const made = await planned('1', '2', '3')
    const { totals, legs } = await stage.report(await gather(stage.chain, made, stage.options()))
    expect(totals.executed).toEqual([Balance.parse('6')])
    expect(before - (await stage.free())).toBe(Balance.parse('6').rao + totals.networkFees.rao)
    const received = legs.reduce((sum, leg) => sum + leg.received.rao, 0n)
    expect(totals.received).toEqual([Balance.fromRao(received, 2)])
    const wanted = made.legs[0]?.operation
    expect(wanted && (await stage.stake(wanted)).rao).toBeGreaterThanOrEqual(received)
  })

  test('each report has average and end price against the quote', async () => {
    const made = await planned('1', '2')
    const { legs } = await stage.report(await gather(stage.chain, made, stage.options()))
    for (const [index, leg] of legs.entries()) {
      expect(leg.averagePrice).toEqual(leg.plannedAveragePrice)
      expect(leg.endPrices).toEqual([
        {
          netuid: 2,
          planned: made.legs[index]?.quote.endPrice,
          // Both were in one block, so what its state says is the price after the last.
          afterBlock: made.legs[1]?.quote.endPrice,
        },
      ])
    }
  })

  test('one leg that fails on the chain leaves the others alone, and its fee is in the totals', async () => {
    const operations = [
      stage.wanted({ amount: '1', tolerance: '0.1%' }),
      stage.wanted({ amount: '1', netuid: 1 }),
    ]
    const made = await plan(stage.chain, operations)
    await pushPrice()
    const before = await stage.free()
    const report = await stage.report(await gather(stage.chain, made, stage.options()))
    expect(report.legs.map(({ status }) => status)).toEqual(['failed', 'executed'])
    expect(report.legs[0]?.error).toMatchObject({ code: 'PriceLimitExceeded' })
    expect(report.legs[0]?.error?.message).toMatch(/limit .* τ\/α/)
    expect(report.totals.counts).toEqual({ failed: 1, executed: 1 })
    expect(report.totals.rest).toEqual([Balance.parse('1')])
    expect(before - (await stage.free())).toBe(Balance.parse('1').rao + report.totals.networkFees.rao)
  })

  test('the drift of a price that moved is named, by amount and by price', async () => {
    const made = await plan(stage.chain, [stage.wanted({ amount: '1', tolerance: '40%' })])
    await pushPrice()
    const { legs, alarms } = await stage.report(await run(stage.chain, made, stage.options()))
    const [leg] = legs
    expect(leg).toMatchObject({ status: 'executed', fill: 'filled' })
    expect(alarms.map(({ code }) => code)).toEqual(['Drift'])
    const [drift] = alarms
    expect(drift?.details).toMatchObject({
      plannedReceived: made.legs[0]?.received.rao,
      received: leg?.received.rao,
      plannedAveragePrice: made.legs[0]?.quote.averagePrice.rao,
      averagePrice: leg?.averagePrice?.rao,
    })
    expect(Number(drift?.details.worsePpb)).toBeGreaterThan(0)
    expect(drift?.message).toContain(leg?.averagePrice?.format())
  })

  test('a partial fill of nothing is no success', async () => {
    const made = await plan(stage.chain, [
      stage.wanted({ amount: '5', mode: 'partial', tolerance: '0.5%' }),
      stage.wanted({ amount: '1', netuid: 1 }),
    ])
    await pushPrice()
    const report = await stage.report(await gather(stage.chain, made, stage.options()))
    expect(report.legs[0]).toMatchObject({ status: 'failed', fill: 'nothing' })
    expect(report.legs[0]?.executed.isZero()).toBe(true)
    expect(report.legs[1]?.status).toBe('executed')
  })

  test('a partial fill of less than was planned says so', async () => {
    const made = await plan(stage.chain, [stage.wanted({ amount: '500', mode: 'partial', tolerance: '4%' })])
    await stage.report(
      await run(
        stage.chain,
        await plan(stage.chain, [stage.wanted({ amount: '20', mode: 'unsafe', coldkey: bob.address })]),
        stage.options({ signer: bob }),
      ),
    )
    const { legs, alarms } = await stage.report(await run(stage.chain, made, stage.options()))
    expect(legs[0]).toMatchObject({ status: 'executed', fill: 'partly' })
    expect(legs[0]?.executed.compare(made.legs[0]?.quote.spent ?? Balance.zero())).toBe(-1)
    expect(alarms.map(({ code }) => code)).toEqual(['Drift', 'PartlyFilled'])
  })

  test('their own tolerances let legs through that the group would not', async () => {
    const operations = () => ['9', '9', '9'].map((amount) => stage.wanted({ amount, tolerance: '0.5%' }))
    await expect(plan(stage.chain, operations())).rejects.toMatchObject({ code: 'SlippageTooHigh' })
    const made = await plan(stage.chain, operations(), { limitsFrom: 'leg' })
    const { totals } = await stage.report(await gather(stage.chain, made, stage.options()))
    expect(totals.counts).toEqual({ executed: 3 })
  })
})

describe('by the weights of the chain', () => {
  test('a hundred stakes are all in the first block', async () => {
    const stakes = Array.from({ length: 100 }, () => stage.wanted({ amount: '0.01', tolerance: '2%' }))
    const running = await gather(stage.chain, await plan(stage.chain, stakes), stage.options())
    const { legs, totals } = await stage.report(running)
    expect(totals.counts).toEqual({ executed: 100 })
    expect(new Set(legs.map(({ block }) => block?.number))).toEqual(new Set([1]))
    // And in the order of their nonces.
    expect(stage.node.submitted).toEqual(running.legs.map(({ submission }) => submission?.signed.bytes))
  })

  test('ten unstakes take one block, not ten', async () => {
    const into = stage.wanted({ amount: '10', mode: 'unsafe' })
    await stage.report(await run(stage.chain, await plan(stage.chain, [into]), stage.options()))
    const out = Array.from({ length: 10 }, () =>
      stage.wanted({ kind: 'unstake', amount: '1', tolerance: '1%' }),
    )
    const { legs } = await stage.report(
      await gather(stage.chain, await plan(stage.chain, out), stage.options()),
    )
    expect(legs.map(({ status, fill }) => `${status} ${fill}`)).toEqual(Array(10).fill('executed filled'))
    expect(new Set(legs.map(({ block }) => block?.number)).size).toBe(1)
  })
})

describe('a hole in the nonces', () => {
  test('is filled by an empty transaction whose fee is in the report', async () => {
    stage.node.refuses = (submission) => submission === 1
    const before = await stage.free()
    const running = await gather(stage.chain, await planned('1', '2', '3', '4'), stage.options())
    const report = await stage.report(running)
    expect(report.legs.map(({ status }) => status)).toEqual(['executed', 'refused', 'executed', 'executed'])
    // What came after it found a lower price than was planned.
    expect(report.alarms.map(({ code }) => code)).toEqual(['Drift', 'Drift', 'HoleFilled'])
    const filled = report.alarms.at(-1)
    expect(filled).toMatchObject({ code: 'HoleFilled', id: running.legs[1]?.operation.id })
    const filler = (await stage.journal.read()).all.find(({ intent }) => intent.legs.length === 0)
    expect(filler?.settled?.outcome).toBe('included')
    expect(filler?.signed?.signed.nonce).toBe(1)
    // Never the bytes of one that is in flight.
    expect(new Set(stage.node.submitted).size).toBe(stage.node.submitted.length)
    expect(before - (await stage.free())).toBe(Balance.parse('8').rao + report.totals.networkFees.rao)
    expect(BigInt(filled?.details.fee ?? 0)).toBeGreaterThan(0n)
  })

  test('is taken by an operation that was never signed, where there is one', async () => {
    stage.node.refuses = (submission) => submission === 1
    const first = await planned('1', '2', '3')
    const second = await planned('4')
    const [one, other] = await Promise.all([
      gather(stage.chain, first, stage.options()),
      gather(stage.chain, second, stage.options()),
    ])
    const [report, rest] = await stage.sealed(Promise.all([one.report, other.report]))
    expect(report.totals.counts).toEqual({ executed: 2, refused: 1 })
    expect(rest.totals.counts).toEqual({ executed: 1 })
  })

  test('that is the last nonce is none', async () => {
    stage.node.refuses = (submission) => submission === 2
    const report = await stage.report(
      await gather(stage.chain, await planned('1', '2', '3'), stage.options()),
    )
    expect(report.legs.map(({ status }) => status)).toEqual(['executed', 'executed', 'refused'])
    expect(report.alarms).toEqual([])
    expect((await stage.journal.read()).all.every(({ intent }) => intent.legs.length > 0)).toBe(true)
  })

  test('several are filled', async () => {
    stage.node.refuses = (submission) => submission === 0 || submission === 2
    const report = await stage.report(
      await gather(stage.chain, await planned('1', '2', '3', '4'), stage.options()),
    )
    expect(report.legs.map(({ status }) => status)).toEqual(['refused', 'executed', 'refused', 'executed'])
    expect(report.alarms.filter(({ code }) => code === 'HoleFilled')).toHaveLength(2)
  })

  test('that nobody fills is said, and what waits behind it ends with its era', async () => {
    // Only the first bytes get through: the filler is refused too.
    stage.node.refuses = (submission) => submission !== 1
    const running = await gather(stage.chain, await planned('1', '2'), stage.options({ period: 8 }))
    const report = await stage.report(running)
    expect(report.legs.map(({ status }) => status)).toEqual(['refused', 'expired'])
    expect(report.alarms.map(({ code }) => code)).toContain('HoleLeft')
  })
})

describe('single runs at once', () => {
  test('of one coldkey have nonces of their own and are all executed', async () => {
    const plans = await Promise.all(['1', '2', '3', '4', '5', '6'].map((amount) => planned(amount)))
    const running = await Promise.all(plans.map((made) => run(stage.chain, made, stage.options())))
    const nonces = running.map(({ legs }) => legs[0]?.submission?.signed.nonce).sort()
    expect(nonces).toEqual([0, 1, 2, 3, 4, 5])
    const reports = await stage.sealed(Promise.all(running.map(({ report }) => report)))
    expect(reports.map(({ totals }) => totals.counts)).toEqual(Array(6).fill({ executed: 1 }))
    expect((await stage.journal.read()).open()).toEqual([])
  })

  test('of one plan are one operation: all are told the same', async () => {
    const made = await planned('1', '2')
    const clicks = await Promise.all([1, 2, 3].map(() => run(stage.chain, made, stage.options())))
    const reports = await stage.sealed(Promise.all(clicks.map(({ report }) => report)))
    expect(reports[1]).toEqual(reports[0])
    expect(reports[2]).toEqual(reports[0])
    expect(stage.node.submitted).toHaveLength(2)
    // And once it is over too.
    const after = await run(stage.chain, made, stage.options())
    expect((await after.report).legs).toEqual(reports[0]?.legs)
    expect(stage.node.submitted).toHaveLength(2)
  })

  test('of equal operations under two ids are two trades', async () => {
    const before = await stage.free()
    const plans = [await planned('1'), await planned('1')]
    const running = await Promise.all(plans.map((made) => run(stage.chain, made, stage.options())))
    const reports = await stage.sealed(Promise.all(running.map(({ report }) => report)))
    const fees = reports.reduce((sum, { totals }) => sum + totals.networkFees.rao, 0n)
    expect(before - (await stage.free())).toBe(Balance.parse('2').rao + fees)
  })
})

describe('progress', () => {
  test('tells every leg from where it stands to its report, and then ends', async () => {
    const running = await gather(stage.chain, await planned('1', '2'), stage.options())
    const seen: Progress[] = []
    const reading = (async () => {
      for await (const progress of running.progress) seen.push(progress)
    })()
    const report = await stage.report(running)
    await reading
    const ofLeg = (leg: number) => seen.filter((each) => each.leg === leg).map(({ state }) => state.status)
    expect(ofLeg(0).at(-1)).toBe('reported')
    expect(ofLeg(0)).toContain('settled')
    expect(ofLeg(1).at(-1)).toBe('reported')
    expect(seen.at(-1)).toMatchObject({ done: 2, total: 2 })
    const last = seen.at(-1)?.state
    expect(last?.status === 'reported' && last.report).toEqual(report.legs[seen.at(-1)?.leg ?? -1])
  })

  test('who reads it too late, or twice, is told the end of each leg; who reads slowly keeps one state a leg', async () => {
    const running = await gather(stage.chain, await planned('1', '2', '3'), stage.options())
    await stage.report(running)
    for (let again = 0; again < 2; again++) {
      const seen: string[] = []
      for await (const { leg, state } of running.progress) seen.push(`${leg} ${state.status}`)
      expect(seen).toEqual(['0 reported', '1 reported', '2 reported'])
    }
  })

  test('told to somebody who makes a mistake keeps nothing back; the mistake is seen', async () => {
    const mistakes: unknown[] = []
    const others = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', (mistake) => mistakes.push(mistake))
    try {
      const onProgress = () => {
        throw new Error('a mistake of the caller')
      }
      const running = await gather(stage.chain, await planned('1', '2'), stage.options({ onProgress }))
      expect((await stage.report(running)).totals.counts).toEqual({ executed: 2 })
      const seen: Progress[] = []
      for await (const progress of running.progress) seen.push(progress)
      expect(seen.at(-1)).toMatchObject({ done: 2, total: 2 })
      expect(mistakes.length).toBeGreaterThan(2)
    } finally {
      process.removeAllListeners('uncaughtException')
      for (const other of others) process.on('uncaughtException', other)
    }
  })

  test('can be left', async () => {
    const running = await gather(stage.chain, await planned('1', '2'), stage.options())
    for await (const { total } of running.progress) {
      expect(total).toBe(2)
      break
    }
    expect((await stage.report(running)).totals.counts).toEqual({ executed: 2 })
  })
})

describe('while the network fails', () => {
  test('a connection that is lost after sending, and again, loses nothing and doubles nothing', async () => {
    const before = await stage.free()
    const running = await gather(stage.chain, await planned('1', '2', '3'), stage.options())
    stage.node.dropClients()
    const report = await stage.report(running)
    expect(report.totals.counts).toEqual({ executed: 3 })
    expect(before - (await stage.free())).toBe(Balance.parse('6').rao + report.totals.networkFees.rao)
  })

  test('what was seen in a block that is undone is not final, and is told again', async () => {
    await stage.close()
    stage = await Stage.open({ finalityDepth: 4 })
    const running = await gather(stage.chain, await planned('1', '2'), stage.options())
    const first = await stage.sealed(running.provisional, { most: 3 })
    expect(first).toMatchObject({ final: false })
    expect(first.legs.every(({ final }) => !final)).toBe(true)
    expect((await stage.journal.read()).open()).toHaveLength(2)
    stage.devnet.faults.reorg({ depth: 1, transactions: 'pool' })
    const report = await stage.report(running)
    expect(report.totals.counts).toEqual({ executed: 2 })
    expect(report.legs[0]?.block).not.toEqual(first.legs[0]?.block)
    expect((await stage.journal.read()).open()).toEqual([])
  })
})

/** Bob is quicker, and pushes the price of subnet 2. */
async function pushPrice(): Promise<void> {
  const made = await plan(stage.chain, [
    stage.wanted({ amount: '100', mode: 'unsafe', coldkey: bob.address }),
  ])
  await stage.report(await run(stage.chain, made, stage.options({ signer: bob })))
  expect(alice.address).not.toBe(bob.address)
}
