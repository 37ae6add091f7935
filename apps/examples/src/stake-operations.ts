// The operations on stake and the documents' example (seed 001): Alice stakes 100 TAO into a pool of 1000 TAO and 1500
// alpha. Corrected: the text says ~130 alpha, its own formula 136.36; its 8 % are 130 of 1630, which adds what the pool
// holds to what people hold. Both are shown. `add_stake_multiple` is no call of today's chain: several calls go in one
// batch. 5 % and more of tolerance are far from enough for 100 TAO in so small a pool; the example stakes unprotected,
// as its formula does, and shows what each tolerance would have let through.
import { randomUUID } from 'node:crypto'
import {
  readAutoStake,
  readBalances,
  readEvents,
  readPool,
  readPosition,
  readStorageValue,
  readSubnets,
} from '@stake/chain'
import {
  Balance,
  largestBuyWithin,
  type Pool,
  Price,
  protect,
  quoteBuy,
  roundTrip,
  StakeError,
  Tolerance,
} from '@stake/math'
import { batch, type FinalReport, type Operation, parseOperation, plan } from '@stake/ops'
import { alicePool, VALIDATOR_H, VALIDATOR_K } from './genesis/alice-pool.ts'
import { carryOutOne } from './stage/carry-out.ts'
import { percentOf } from './stage/percent.ts'
import { perform } from './stage/perform.ts'
import { reasonOf } from './stage/reason.ts'
import { newest, type Stage, shown } from './stage/stage.ts'
import { Stop } from './stage/stop.ts'
import { table } from './stage/table.ts'

/** The subnet of the documents; 2 has the same pool without a swap fee. */
const EXAMPLE = 1
const WITHOUT_FEE = 2

const HUNDRED = Balance.parse('100')

/** Each with the price of two thirds and so much more, in rao. */
const TOLERANCES = [
  ['0.5%', 670_000_000n],
  ['2%', 680_000_000n],
  ['5%', 700_000_000n],
] as const

await perform({
  name: 'stake-operations',
  shows: 'add_stake, remove_stake, move_stake and a batch, with the numbers of the documents. Devnet only.',
  devnet: () => ({ genesis: alicePool() }),
  settings: (flags) => {
    if (flags.value('network') !== undefined)
      throw new Stop('This example needs its own pool: it only runs on its devnet.')
  },
  async play(stage) {
    await referenceTables(stage)
    await aliceStakes(stage)
    await tolerances(stage)
    await theOthers(stage)
    await existentialDeposit(stage)
    await questions(stage)
    await storage(stage)
  },
})

function operation(stage: Stage, fields: Readonly<Record<string, unknown>>): Operation {
  const parsed: Operation = parseOperation({ id: randomUUID(), coldkey: stage.coldkey, ...fields } as unknown)
  return parsed
}

async function referenceTables({ print }: Stage): Promise<void> {
  print('=== Stake operations ===', '')
  print('Inputs (5)')
  print(
    table(
      ['Item', 'Type', 'Role'],
      [
        ['add_stake SubtensorModule', 'call', 'TAO of the coldkey becomes stake with a hotkey'],
        ['remove_stake SubtensorModule', 'call', 'stake with a hotkey becomes TAO of the coldkey'],
        ['move_stake SubtensorModule', 'call', 'stake goes to another hotkey, or subnet'],
        ['Account System', 'storage', 'free balance of the coldkey'],
        ['AutoStakeDestination SubtensorModule', 'storage', 'where (coldkey, netuid) stakes what it mines'],
      ],
    ),
  )
  print('', 'Outputs (6)')
  print(
    table(
      ['Item', 'Type', 'Role'],
      [
        ['StakeAdded SubtensorModule', 'event', 'stake was added'],
        ['StakeRemoved SubtensorModule', 'event', 'stake was removed'],
        ['StakeMoved SubtensorModule', 'event', 'stake was moved between hotkeys or subnets'],
        ['Alpha SubtensorModule', 'storage', 'share of a coldkey in the alpha of a hotkey'],
        ['TotalStake SubtensorModule', 'storage', 'all TAO staked on the network'],
        ['TotalHotkeyAlpha SubtensorModule', 'storage', 'all alpha with a hotkey on a subnet'],
      ],
    ),
  )
  print(
    '',
    'stake:    free -= tao;           alpha = swap(tao);  stake += alpha',
    'unstake:  tao = swap(alpha);     stake -= alpha;     free += tao',
  )
}

async function poolOf(stage: Stage, netuid: number): Promise<Pool> {
  const pool = await readPool(await newest(stage), netuid)
  if (!pool) throw new Stop(`There is no subnet ${netuid}.`)
  return pool
}

async function aliceStakes(stage: Stage): Promise<void> {
  const { print, golden } = stage
  print('', '--- Alice stakes 100 TAO ---')
  for (const netuid of [WITHOUT_FEE, EXAMPLE]) {
    const at = await newest(stage)
    const subnet = (await readSubnets(at, [netuid])).get(netuid)
    const before = await poolOf(stage, netuid)
    const quote = quoteBuy(before, HUNDRED)
    const report = await carryOutOne(
      stage,
      operation(stage, { kind: 'stake', hotkey: VALIDATOR_H, netuid, amount: '100', mode: 'unsafe' }),
    )
    const after = await poolOf(stage, netuid)
    const ideal = Balance.fromRao((100_000_000_000n << 64n) / quote.spotPrice.bits, netuid)
    const lost = ideal.subtract(report.received)
    const rise = percentOf(quote.endPrice.bits - quote.spotPrice.bits, quote.spotPrice.bits, 1)
    print(
      '',
      netuid === WITHOUT_FEE
        ? 'Without a swap fee, 100 × 1500 / 1100:'
        : 'With the chain’s swap fee of 33/65535:',
      `  Swap fee ${report.swapFee.format()}`,
      `  Alice gets ${shown(report.received, subnet)}; at the price before it would be ${shown(ideal, subnet)}`,
      `  Slippage ${percentOf(lost, ideal, 4)}`,
      `  Pool ${after.tao.format()} and ${shown(after.alpha, subnet)}`,
      `  Price ${quote.spotPrice.format()} -> ${quote.endPrice.format()} (+${rise})`,
    )
    stage.expect('the report is what was quoted', report.received.toString(), quote.received.toString())
    if (netuid === WITHOUT_FEE) {
      golden('alpha without a fee', report.received.toString(), '136.363636363')
      golden('the pool after it', `${after.tao} ${after.alpha}`, '1100 1363.636363637')
      golden('the price after it', quote.endPrice.format(), '0.806666666')
      golden('the rise', rise, '21.0%')
      golden('slippage without a fee', percentOf(lost, ideal, 4), '9.0909%')
      shares(stage, report)
    } else {
      golden('the fee', report.swapFee.format(), 'τ0.050354772')
      // 136.301210234877: the chain rounds down, the documents' numbers do not.
      golden('alpha with the fee', report.received.toString(), '136.301210234')
    }
  }
}

function shares({ print, golden }: Stage, { received }: FinalReport): void {
  const text = percentOf(130n, 1630n)
  const whole = Balance.parse('1500', received.netuid).add(received)
  const formula = percentOf(received, whole)
  print(
    '',
    `The documents: ~130 of ~1630 alpha, ${text} of the stake weight. With their formula's number ${formula}.`,
    'But 1500 of these are in the pool and nobody’s stake: Alice has all the stake that anybody has here, 100 %.',
  )
  golden('the documents’ share', text, '7.98%')
  golden('its share by the formula', formula, '8.33%')
}

async function tolerances(stage: Stage): Promise<void> {
  const { print, golden } = stage
  print('', '--- The largest stake within a tolerance, into 1000 TAO and 1500 alpha ---')
  const reserves = (netuid: number) => ({ tao: Balance.parse('1000'), alpha: Balance.parse('1500', netuid) })
  const withoutFee = { ...(await poolOf(stage, WITHOUT_FEE)), ...reserves(WITHOUT_FEE) }
  const withFee = { ...(await poolOf(stage, EXAMPLE)), ...reserves(EXAMPLE) }
  const rows = TOLERANCES.map(([tolerance, exact]) => {
    const { limitPrice = 0n, largest } = protect(
      withFee,
      'buy',
      HUNDRED,
      'partial',
      Tolerance.parse(tolerance),
    )
    const limits = [largestBuyWithin(withoutFee, exact), largestBuyWithin(withFee, exact)]
    return [
      tolerance,
      rao(exact),
      ...limits.map((amount) => amount.format()),
      rao(limitPrice),
      largest?.format() ?? '',
    ]
  })
  print(
    table(
      ['Tolerance', 'Limit', 'Without a fee', 'With the fee', 'Our limit', 'Within it, with the fee'],
      rows,
    ),
    'Two thirds are no whole number of rao: our limit is the one below, never beyond the tolerance.',
    'At none of them can Alice stake 100 TAO at once: strict refuses, partial fills that much.',
  )
  // The chain rounds down; the documents' 9.955506909, 24.695076596 and 24.707518010 are the nearest.
  golden(
    'the largest stakes',
    rows.map(([, , without, fee]) => `${without} ${fee}`).join('; '),
    'τ2.496882788 τ2.498140721; τ9.950493836 τ9.955506908; τ24.695076595 τ24.707518009',
  )
}

function rao(price: bigint): string {
  return Price.fromBits((price << 64n) / 1_000_000_000n + 1n).format()
}

async function theOthers(stage: Stage): Promise<void> {
  const { print } = stage
  const place = { hotkey: VALIDATOR_H, netuid: EXAMPLE }
  print('', '--- move_stake, a batch, remove_stake ---')
  const moved = await carryOutOne(
    stage,
    operation(stage, { kind: 'move', ...place, toHotkey: VALIDATOR_K, amount: '20' }),
  )
  print(
    `Moved ${moved.executed.toString()} alpha to another hotkey on the subnet: no swap, no price, no fee but the network’s.`,
  )
  stage.expect('what arrives is what left', moved.received.toString(), '20')

  const stakes = [VALIDATOR_H, VALIDATOR_K].map((hotkey) =>
    operation(stage, { kind: 'stake', hotkey, netuid: EXAMPLE, amount: '1' }),
  )
  const planned = await plan(stage.chain, stakes, { batched: true })
  const running = await batch(stage.chain, planned, {
    signer: stage.signer(),
    journal: stage.journal,
    policy: {},
    newJournal: true,
    atomic: true,
  })
  const { legs } = await running.report
  print('add_stake_multiple is today a batch, all or nothing:')
  for (const { executed, received, block } of legs) {
    print(`  ${executed.format()} for ${received.toString()} alpha in block ${block?.number}`)
  }
  stage.expect('the batch', legs.map(({ status }) => status).join(), 'executed,executed')
  stage.expect('one block', new Set(legs.map(({ hash }) => hash)).size, 1)

  const removed = await carryOutOne(
    stage,
    operation(stage, { kind: 'unstake', ...place, amount: '50', tolerance: '10%' }),
  )
  print(`Removed ${removed.executed.toString()} alpha for ${removed.received.format()}.`)
  stage.expect('unstaked', removed.executed.toString(), '50')
  await showEvents(stage, [moved, ...legs, removed])

  await carryOutOne(stage, operation(stage, { kind: 'setAutoStake', hotkey: VALIDATOR_K, netuid: EXAMPLE }))
  const destination = await readAutoStake(await newest(stage), stage.coldkey, EXAMPLE)
  print(`AutoStakeDestination: what this coldkey mines on subnet ${EXAMPLE} is staked with ${destination}.`)
  stage.expect('the destination', destination, VALIDATOR_K)
}

async function showEvents(stage: Stage, reports: readonly FinalReport[]): Promise<void> {
  const numbers = [...new Set(reports.map(({ block }) => block?.number ?? 0))].sort((a, b) => a - b)
  const names: string[] = []
  for (const number of numbers) {
    const events = await readEvents(await stage.chain.at(number))
    const some = events
      .filter(({ name }) => /^Stake(Added|Removed|Moved)$/.test(name))
      .map(({ name }) => name)
    names.push(...some)
    stage.print(`  Block ${number}: ${some.join(', ')}`)
  }
  stage.expect('events', [...new Set(names)].sort().join(), 'StakeAdded,StakeMoved,StakeRemoved')
}

async function existentialDeposit(stage: Stage): Promise<void> {
  const { print, chain } = stage
  print('', '--- The existential deposit ---')
  const account = (await readBalances(await newest(stage), [stage.coldkey])).get(stage.coldkey)
  const free = account?.free ?? Balance.zero()
  print(`${chain.existentialDeposit.rao} rao must stay, or the account would be gone.`)
  const tooMuch = operation(stage, {
    kind: 'stake',
    hotkey: VALIDATOR_H,
    netuid: 0,
    amount: free.subtract(Balance.fromRao(499n)).toString(),
  })
  try {
    await plan(chain, [tooMuch])
    stage.expect('all but 499 rao', 'planned', 'refused')
  } catch (error) {
    print(...reasonOf(error))
    stage.expect('all but 499 rao', error instanceof StakeError && error.code, 'InsufficientBalance')
  }
  const all = operation(stage, { kind: 'stake', hotkey: VALIDATOR_H, netuid: 0, amount: 'all' })
  const { legs, networkFees } = await plan(chain, [all])
  print(
    `"all" means ${legs[0]?.amount.format()} of ${free.format()}: less ${networkFees.format()} of fees and the deposit.`,
  )
  stage.expect('the deposit', chain.existentialDeposit.rao, 500n)
}

async function questions(stage: Stage): Promise<void> {
  const { there, back, cost } = roundTrip(await poolOf(stage, EXAMPLE), Balance.parse('100'))
  stage.print(
    '',
    '--- Questions ---',
    'Is staking the same as buying alpha? Yes: the TAO goes into the pool, alpha comes out and is your stake.',
    'Can I lose TAO when unstaking? Yes, when the price fell since. Without anybody else trading only fees are lost:',
    `  τ100 -> ${there.received.toString()} alpha -> ${back.received.format()}, so ${cost.format()} are lost.`,
  )
}

async function storage(stage: Stage): Promise<void> {
  const at = await newest(stage)
  const position = { coldkey: stage.coldkey, hotkey: VALIDATOR_H, netuid: EXAMPLE }
  const [account, { stake }, totalStake, hotkeyAlpha] = await Promise.all([
    readBalances(at, [stage.coldkey]),
    readPosition(at, position),
    readStorageValue(at, 'SubtensorModule', 'TotalStake'),
    readStorageValue(at, 'SubtensorModule', 'TotalHotkeyAlpha', VALIDATOR_H, EXAMPLE),
  ])
  stage.print('', '--- Storage after it ---')
  stage.print(
    table(
      ['Item', 'Value'],
      [
        ['System.Account', account.get(stage.coldkey)?.free.format() ?? ''],
        ['SubtensorModule.Alpha (as alpha)', `${stake.toString()} alpha`],
        ['SubtensorModule.TotalStake', Balance.fromRao(totalStake).format()],
        ['SubtensorModule.TotalHotkeyAlpha', `${Balance.fromRao(hotkeyAlpha, EXAMPLE).toString()} alpha`],
      ],
    ),
  )
}
