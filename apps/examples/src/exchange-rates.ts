// What alpha of a subnet is worth, with slippage and without (seed 000): the six lines of the documents.
// Two faults of theirs are corrected. They quote with tao·alpha = constant and no swap fee, but the chain's pools have
// weights and a fee: the quote here is what the chain would do, to the rao; the line below it says what theirs
// would be. And their amounts come without a token: here TAO has τ before it and alpha the subnet's sign behind it.
import { quoteTrade, readSubnets } from '@stake/chain'
import { Balance, quoteBuy, quoteSell } from '@stake/math'
import { alicePool } from './genesis/alice-pool.ts'
import { amountFrom, countFrom } from './stage/environment.ts'
import { percentOf } from './stage/percent.ts'
import { perform } from './stage/perform.ts'
import { newest, shown } from './stage/stage.ts'
import { Stop } from './stage/stop.ts'

await perform({
  name: 'exchange-rates',
  shows: 'What 100 TAO and 100 alpha are worth on subnet 1, with slippage and without.',
  flags: {
    netuid: { means: 'the subnet', default: '1' },
    amount: { means: 'TAO to buy with, and alpha to sell', default: '100' },
  },
  devnet: () => ({ genesis: alicePool() }),
  settings: (flags) => ({
    netuid: countFrom(flags.value('netuid') ?? '', 'Invalid netuid.'),
    amount: amountFrom(flags.value('amount') ?? '', 'Invalid amount.'),
  }),
  async play(stage, { netuid, amount: tao }) {
    const at = await newest(stage)
    const subnet = (await readSubnets(at, [netuid])).get(netuid)
    if (!subnet) throw new Stop(`There is no subnet ${netuid}.`)
    const alpha = Balance.fromRao(tao.rao, netuid)
    const [buy, sell] = await Promise.all([
      quoteTrade(at, netuid, 'buy', tao),
      quoteTrade(at, netuid, 'sell', alpha),
    ])
    const { bits } = subnet.price
    const idealTao = Balance.fromRao((alpha.rao * bits) >> 64n)
    const idealAlpha = Balance.fromRao((tao.rao << 64n) / bits, netuid)
    const lostTao = idealTao.subtract(Balance.min(idealTao, sell.received))
    const lostAlpha = idealAlpha.subtract(Balance.min(idealAlpha, buy.received))
    const show = (amount: Balance) => shown(amount, subnet)

    stage.print(`Subnet ${netuid} at block ${at.block.number}: ${subnet.price.format()} τ/α`, '')
    stage.print(
      `alpha_to_tao_with_slippage (${show(sell.received)}, slippage ${show(lostTao)})`,
      `alpha_to_tao_with_slippage percentage ${percentOf(lostTao, idealTao, 4)}`,
      `tao_to_alpha_with_slippage (${show(buy.received)}, slippage ${show(lostAlpha)})`,
      `tao_to_alpha_with_slippage percentage ${percentOf(lostAlpha, idealAlpha, 4)}`,
      `tao_to_alpha ${show(idealAlpha)}`,
      `alpha_to_tao ${show(idealTao)}`,
    )
    if (subnet.pool) {
      const bought = quoteBuy(subnet.pool, tao, { fees: false }).received
      const sold = quoteSell(subnet.pool, alpha, { fees: false }).received
      stage.print('', `Without the swap fee it would be ${show(bought)} and ${show(sold)}.`)
      stage.golden('Alice would get without a fee', bought.toString(), '136.363636363')
      stage.golden('100 alpha would bring without a fee', sold.toString(), '62.5')
    }
    // 136.301210234877: the chain rounds down, the documents' 136.301210235 does not.
    stage.golden('Alice gets', buy.received.toString(), '136.301210234')
    stage.golden('the ideal', idealAlpha.toString(), '150')
    stage.golden('her slippage', percentOf(lostAlpha, idealAlpha, 4), '9.1325%')
  },
})
