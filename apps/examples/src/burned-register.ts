// Registers a hotkey on a subnet for the price of the moment (seed 000, `burned_register`). The price is burned. The
// documents pay whatever it costs when the block comes; here a limit of 0.5 % above the price that was read goes with
// the call. A hotkey need not be registered to be staked with, as they say: registering is for mining and validating.
import { randomUUID } from 'node:crypto'
import { readRegistrationCost, readUid } from '@stake/chain'
import { namedAccount } from '@stake/devnet'
import { parseOperation } from '@stake/ops'
import { carryOutOne } from './stage/carry-out.ts'
import { countFrom } from './stage/environment.ts'
import { perform } from './stage/perform.ts'
import { newest } from './stage/stage.ts'
import { Stop } from './stage/stop.ts'
import { walletLine } from './stage/wallet.ts'

await perform({
  name: 'burned-register',
  shows: 'Registers a hotkey on subnet 3 for the price of the moment.',
  flags: {
    netuid: { means: 'the subnet', default: '3' },
    'wallet-name': { means: 'name of the wallet, to show', default: 'ExampleWalletName' },
    hotkey: { means: 'address of the hotkey; on the devnet one called ExampleHotkey' },
    tolerance: { means: 'how much more than now it may cost', default: '0.5%' },
  },
  settings: (flags) => ({
    netuid: countFrom(flags.value('netuid') ?? '', 'Invalid netuid.'),
    wallet: flags.value('wallet-name') ?? '',
    hotkey: flags.value('hotkey'),
    tolerance: flags.value('tolerance'),
  }),
  async play(stage, { netuid, wallet, tolerance, ...settings }) {
    const hotkey = settings.hotkey ?? (stage.devnet && namedAccount('ExampleHotkey'))
    if (hotkey === undefined) throw new Stop('Which hotkey? Say --hotkey ADDRESS.')
    const cost = await readRegistrationCost(await newest(stage), netuid)
    stage.print(
      walletLine(wallet, stage),
      `Hotkey: ${hotkey}`,
      `Registering on subnet ${netuid} costs ${cost.burn.format()} now, ${cost.count} of ${cost.seats} places are taken.`,
    )
    const report = await carryOutOne(
      stage,
      parseOperation({
        id: randomUUID(),
        kind: 'register',
        coldkey: stage.coldkey,
        hotkey,
        netuid,
        mode: 'strict',
        tolerance,
      }),
    )
    const uid = await readUid(await newest(stage), hotkey, netuid)
    stage.print(
      `✅ Registered as uid ${uid} in block ${report.block?.number}; fee ${report.networkFee.format()}.`,
    )
    const after = await readRegistrationCost(await newest(stage), netuid)
    stage.print(`The next one would cost ${after.burn.format()}.`)
    stage.expect('registered', uid !== undefined, true)
    stage.golden('uid, after the four that were there', uid, 4)
  },
})
