// The free TAO of a coldkey (seed 000). The documents unlock a wallet for it; a balance is public, so its address is
// enough here. Their network is `test`, ours the devnet unless `--network test` says otherwise.
import { readBalances } from '@stake/chain'
import { perform } from './stage/perform.ts'
import { newest } from './stage/stage.ts'
import { walletLine } from './stage/wallet.ts'

await perform({
  name: 'balance',
  shows: 'The TAO of a coldkey.',
  flags: {
    'wallet-name': { means: 'name of the wallet, to show', default: 'PracticeKey!' },
    hotkey: { means: 'name of its hotkey, to show', default: 'stakinkey1' },
  },
  settings: (flags) => ({ wallet: flags.value('wallet-name') ?? '', hotkey: flags.value('hotkey') ?? '' }),
  async play(stage, { wallet, hotkey }) {
    const at = await newest(stage)
    const account = (await readBalances(at, [stage.coldkey])).get(stage.coldkey)
    stage.print(
      `Network: ${stage.network}, block ${at.block.number}`,
      walletLine(wallet, stage),
      `   Hotkey name: ${hotkey} (not needed for a balance)`,
      '',
      account?.free.format() ?? 'unknown',
    )
    if (account && !account.free.equals(account.transferable)) {
      stage.print(`   of which ${account.transferable.format()} can be used`)
    }
    stage.golden('Alice has', account?.free.format(), 'τ1000000.000000000')
  },
})
