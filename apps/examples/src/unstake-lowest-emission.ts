// Unstakes a total in even shares from the positions that earned least in the last epoch (seed 000, `Unstake`), all
// in one go. Faults of the documents that are corrected: the wallet, the minimum, the number and the total are never
// defined there; and they print what is unstaked with τ, or with the sign of another subnet, though it is alpha of each
// position's own subnet (ten tenths of an alpha, worth different amounts of TAO, and not 1 TAO).
import { randomUUID } from 'node:crypto'
import { readSnapshot, type Subnet } from '@stake/chain'
import { Balance } from '@stake/math'
import { plan, readEmissions, unstakeLowestEmission } from '@stake/ops'
import { topSubnets } from './genesis/top-subnets.ts'
import { send } from './stage/carry-out.ts'
import { amountFrom, countFrom, fromEnvironment } from './stage/environment.ts'
import { perform } from './stage/perform.ts'
import { reasonOf } from './stage/reason.ts'
import { newest, shown } from './stage/stage.ts'
import { Stop } from './stage/stop.ts'
import { walletLine, walletName } from './stage/wallet.ts'

const USAGE =
  'WALLET=my-wallet TOTAL_TO_UNSTAKE=1 MAX_STAKES_TO_UNSTAKE=10 UNSTAKE_MINIMUM=0.0005 node apps/examples/src/unstake-lowest-emission.ts'

await perform({
  name: 'unstake-lowest-emission',
  shows: 'Unstakes from the positions that earned least in the last epoch, all at once.',
  environment: {
    WALLET: 'name of the wallet, to show; required',
    TOTAL_TO_UNSTAKE: 'shared out evenly, in alpha of each position (1)',
    MAX_STAKES_TO_UNSTAKE: 'at most so many positions (10)',
    UNSTAKE_MINIMUM: 'only positions with more alpha than this (0.0005)',
  },
  devnet: () => ({ genesis: topSubnets({ positions: true }) }),
  settings: () => ({
    wallet: walletName(USAGE),
    given: fromEnvironment('TOTAL_TO_UNSTAKE'),
    most: countFrom(fromEnvironment('MAX_STAKES_TO_UNSTAKE') ?? '10', 'Invalid MAX_STAKES_TO_UNSTAKE.'),
    minimum: amountFrom(fromEnvironment('UNSTAKE_MINIMUM') ?? '0.0005', 'Invalid UNSTAKE_MINIMUM.'),
    total: amountFrom(fromEnvironment('TOTAL_TO_UNSTAKE') ?? '1', 'Invalid TOTAL_TO_UNSTAKE amount.'),
  }),
  async play(stage, { wallet, given, total, most, minimum }) {
    const { coldkey, print } = stage
    if (given === undefined) print('Unstaking total not specified, defaulting to 1.')
    print(walletLine(wallet, stage))
    print(
      `🧮 Unstaking a total of ${total.toString()} alpha across up to ${most} lowest-emission validators`,
      '   (each share is alpha of its own subnet, not TAO)',
    )
    const at = await newest(stage)
    const numbers = await readEmissions(at, coldkey)
    const { subnets } = numbers.snapshot
    const { operations, explanation } = unstakeLowestEmission(numbers, {
      id: randomUUID(),
      coldkey,
      total: total.toString(),
      positions: most,
      minimum: minimum.toString(),
    })
    const { parts, leftOut } = explanation.data
    if (parts.length === 0) throw new Stop('❌ No eligible stakes found to unstake.')
    print('', `📊 Preparing to unstake from ${parts.length} validators:`, '')
    for (const { position, emission } of parts) {
      const subnet = subnets.get(position.netuid)
      print(`Validator: ${position.hotkey}`, `  NetUID: ${position.netuid}`)
      print(
        `  Stake: ${shown(position.stake, subnet)}`,
        `  Emission: ${shown(emission, subnet)}`,
        '-----------',
      )
    }
    for (const { hotkey, netuid, message } of leftOut) {
      print(`⚠️ Left out: ${hotkey ?? ''} on subnet ${netuid}: ${message}`)
    }
    if (operations.length === 0) throw new Stop('❌ No eligible stakes found to unstake.')

    const place = (hotkey: string, netuid: number) => `${hotkey} on subnet ${netuid}`
    const show = (amount: Balance, of: ReadonlyMap<number, Subnet> = subnets) =>
      shown(amount, of.get(amount.netuid))
    const planned = await plan(stage.chain, operations)
    for (const { amount, operation } of planned.legs) {
      print(`⏳ Attempting to unstake ${show(amount)} from ${place(operation.hotkey, operation.netuid)}`)
    }
    const start = performance.now()
    const running = await send(stage, planned)
    for (const leg of running.legs) {
      leg.report
        .then(({ operation, executed, received, error }) => {
          if (operation.kind !== 'unstake') return
          const where = place(operation.hotkey, operation.netuid)
          const seconds = ((performance.now() - start) / 1000).toFixed(2)
          if (error) print(`❌ Failed to unstake from ${where}: ${reasonOf(error).join(' ')}`)
          else {
            print(
              `✅ Successfully unstaked ${show(executed)} from ${where} in ${seconds}s, for ${received.format()}`,
            )
          }
        })
        .catch((error: unknown) => print(`❌ Error during unstake: ${reasonOf(error).join(' ')}`))
    }
    const { legs: reports } = await running.report
    const done = reports.filter(({ status }) => status === 'executed')
    const blocks = new Set(done.map(({ block }) => block?.number))
    print('', `🎯 Unstake complete. Success: ${done.length}/${reports.length}`)
    print(`   In block${blocks.size === 1 ? '' : 's'} ${[...blocks].join(', ')}.`)

    const after = await readSnapshot(await newest(stage), { coldkeys: [coldkey] })
    const gone = parts.every(({ position, amount }) => {
      const now = after.positions.find(
        ({ hotkey, netuid }) => hotkey === position.hotkey && netuid === position.netuid,
      )
      return (now?.stake ?? Balance.zero(position.netuid)).equals(position.stake.subtract(amount))
    })
    stage.expect('success', done.length, reports.length)
    if (stage.devnet) stage.expect('each position holds its share less', gone, true)
    stage.golden(
      'order',
      parts.map(({ position }) => `${position.hotkey.slice(0, 6)}:${position.netuid}`).join(' '),
      '5GEXJd:119 5FCPTn:119 5FRxKz:119 5Gwz1A:3 5EscZN:3 5GNyf1:277 5FCPTn:3 5EFtEv:277 5CFZ9x:119 5FupG3:3',
    )
  },
})
