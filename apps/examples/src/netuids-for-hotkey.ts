// The subnets a hotkey is registered on (seed 000).
import { readRegistrations, readValidators } from '@stake/chain'
import { perform } from './stage/perform.ts'
import { newest, type Stage } from './stage/stage.ts'
import { Stop } from './stage/stop.ts'

await perform({
  name: 'netuids-for-hotkey',
  shows: 'The subnets a hotkey is registered on.',
  flags: { hotkey: { means: 'its address; on the devnet the first validator of subnet 1' } },
  settings: (flags) => ({ hotkey: flags.value('hotkey') }),
  async play(stage, settings) {
    const hotkey = settings.hotkey ?? (await firstValidator(stage))
    const registrations = await readRegistrations(await newest(stage), hotkey)
    const netuids = registrations.map(({ netuid }) => netuid).sort((a, b) => a - b)
    stage.print(`Hotkey ${hotkey} on ${stage.network} is registered on`, `[${netuids.join(', ')}]`)
    stage.golden('the list', netuids.join(), '0,1,2,3,5,51,277')
  },
})

async function firstValidator(stage: Stage): Promise<string> {
  if (!stage.devnet) throw new Stop('Which hotkey? Say --hotkey ADDRESS.')
  const [first] = await readValidators(await newest(stage), 1)
  if (!first) throw new Stop('There is no validator on subnet 1.')
  return first.hotkey
}
