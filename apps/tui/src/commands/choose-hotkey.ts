import { type Chain, type Position, readHotkeys, readSnapshot, readValidators } from '@stake/chain'
import { StakeError } from '@stake/math'
import { SubnetUnavailable } from '@stake/ops'

/**
 * The hotkey meant where none was named. Of what goes in (`stake`): the one this coldkey stakes with on the subnet
 * already, for a first stake the validator with the most stake. Of what comes out: the only one there is stake with. It
 * is shown before anything is signed.
 */
export async function chooseHotkey(
  chain: Chain,
  way: 'in' | 'out',
  coldkey: string,
  netuid: number,
): Promise<string> {
  const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey], netuids: [netuid] })
  if (!snapshot.subnets.has(netuid)) throw new SubnetUnavailable('SubnetNotExists', netuid)
  const positions = snapshot.positions.filter((position) => position.netuid === netuid)
  if (way === 'out' && positions.length !== 1) throw notOnePosition(positions, netuid)
  const [position] = positions.toSorted((a, b) => b.stake.compare(a.stake))
  if (position) return position.hotkey
  const validators = await readValidators(await chain.at(snapshot.block), netuid)
  const [largest] = validators.filter(({ permit }) => permit).sort((a, b) => b.stake.compare(a.stake))
  if (!largest) {
    throw new StakeError('NoValidator', `Subnet ${netuid} has no validator to stake with.`, {
      details: { netuid },
      remedy: 'Name a hotkey with --hotkey, or choose another subnet.',
    })
  }
  return largest.hotkey
}

/** The only hotkey that this coldkey has stake with, on all subnets. */
export async function onlyHotkey(chain: Chain, coldkey: string): Promise<string> {
  const { positions } = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey], netuids: [] })
  return theOnly([...new Set(positions.map(({ hotkey }) => hotkey))], 'stakes with')
}

/** The only hotkey that this coldkey owns. */
export async function ownHotkey(chain: Chain, coldkey: string): Promise<string> {
  return theOnly((await readHotkeys(await chain.at('best'), coldkey)).owned, 'owns')
}

function theOnly(hotkeys: readonly string[], does: string): string {
  const [only, ...others] = hotkeys
  if (only !== undefined && others.length === 0) return only
  const many = hotkeys.length === 0 ? 'no hotkey' : `${hotkeys.length} hotkeys`
  throw new StakeError('HotkeyNeeded', `This coldkey ${does} ${many}.`, {
    details: { hotkeys: hotkeys.join(', ') },
    remedy: 'Name the one that is meant with --hotkey.',
  })
}

function notOnePosition(positions: readonly Position[], netuid: number): StakeError {
  return positions.length === 0
    ? new StakeError('NoPosition', `This coldkey has no stake on subnet ${netuid}.`, {
        details: { netuid },
        remedy: 'Choose a subnet that `stake list` lists.',
      })
    : new StakeError(
        'HotkeyNeeded',
        `This coldkey stakes with ${positions.length} hotkeys on subnet ${netuid}.`,
        {
          details: { netuid, hotkeys: positions.map(({ hotkey }) => hotkey).join(', ') },
          remedy: 'Name one with --hotkey; `stake list` lists them.',
        },
      )
}
