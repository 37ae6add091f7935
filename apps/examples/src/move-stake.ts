// Moves stake from one hotkey and subnet to another (seed 000, `Move stake`). The documents write the amount as TAO
// (`Balance.from_tao(1.0)`); it is 1.0 alpha of the origin. They move without a limit, because the chain's call has
// none: a move between subnets is a sale and a purchase, so here it goes the protected way, both within
// the tolerance or neither. Like theirs it says so when the move is in a block; then it waits until that is final.
import { randomUUID } from 'node:crypto'
import { readPosition } from '@stake/chain'
import { parseOperation, plan, printPlan } from '@stake/ops'
import { DESTINATION, moveGenesis, ORIGIN } from './genesis/move.ts'
import { send } from './stage/carry-out.ts'
import { countFrom } from './stage/environment.ts'
import { perform } from './stage/perform.ts'
import { reasonOf } from './stage/reason.ts'
import { newest } from './stage/stage.ts'
import { walletLine } from './stage/wallet.ts'

await perform({
  name: 'move-stake',
  shows: 'Moves 1.0 alpha from a hotkey on subnet 5 to another hotkey on subnet 18.',
  flags: {
    'wallet-name': { means: 'name of the wallet, to show', default: 'PracticeKey!' },
    'origin-hotkey': { means: 'where it is', default: ORIGIN.hotkey },
    'origin-netuid': { means: 'its subnet', default: String(ORIGIN.netuid) },
    'destination-hotkey': { means: 'where it goes', default: DESTINATION.hotkey },
    'destination-netuid': { means: 'and on which subnet', default: String(DESTINATION.netuid) },
    amount: { means: 'alpha of the origin', default: '1.0' },
    tolerance: { means: 'how far each price may move', default: '0.5%' },
  },
  devnet: () => ({ genesis: moveGenesis() }),
  settings: (flags) => ({
    wallet: flags.value('wallet-name') ?? '',
    hotkey: flags.value('origin-hotkey') ?? '',
    netuid: countFrom(flags.value('origin-netuid') ?? '', 'Invalid origin netuid.'),
    toHotkey: flags.value('destination-hotkey') ?? '',
    toNetuid: countFrom(flags.value('destination-netuid') ?? '', 'Invalid destination netuid.'),
    amount: flags.value('amount') ?? '',
    tolerance: flags.value('tolerance'),
  }),
  async play(stage, { wallet, ...place }) {
    const { coldkey, print } = stage
    print(walletLine(wallet, stage))
    const move = { id: randomUUID(), kind: 'move', coldkey, ...place, mode: 'strict' } as const
    try {
      await plan(stage.chain, [parseOperation(move)])
    } catch (error) {
      print('', 'In one call, as in the documents, it would not be protected:', ...reasonOf(error))
    }
    const planned = await plan(stage.chain, [parseOperation({ ...move, route: 'protected' })])
    if (stage.devnet) print('', printPlan(planned), '')
    const running = await send(stage, planned)
    const [first] = (await running.provisional).legs
    if (first?.status === 'executed') print(`Stake was successfully moved! (in block ${first.block?.number})`)
    else print('Failed to move stake.', ...reasonOf(first?.error))
    const [report] = (await running.report).legs
    if (report?.status === 'executed') print(`Block ${report.block?.number} is final.`)
    const at = await newest(stage)
    const [from, to] = await Promise.all([
      readPosition(at, { coldkey, hotkey: place.hotkey, netuid: place.netuid }),
      readPosition(at, { coldkey, hotkey: place.toHotkey, netuid: place.toNetuid }),
    ])
    print(
      `On subnet ${place.netuid}: ${from.stake.toString()} alpha`,
      `On subnet ${place.toNetuid}: ${to.stake.toString()} alpha`,
    )
    stage.expect('the move', report?.status, 'executed')
    stage.golden('1.0 alpha of 12.5 has gone', from.stake.toString(), '11.5')
    stage.golden('what is there is what arrived', to.stake.toString(), report?.received.toString())
  },
})
