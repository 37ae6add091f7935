import { type Chain, type Position, readSnapshot, readValidators } from '@stake/chain'
import { StakeError } from '@stake/math'
import { SubnetUnavailable } from '@stake/ops'

/**
 * The hotkey meant where none was named: the one this coldkey stakes with on the subnet already; for a first
 * stake the validator with the most stake. It is shown before anything is signed.
 */
export async function chooseHotkey(
  chain: Chain,
  kind: 'stake' | 'unstake',
  coldkey: string,
  netuid: number,
): Promise<string> {
  const snapshot = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey], netuids: [netuid] })
  if (!snapshot.subnets.has(netuid)) throw new SubnetUnavailable('SubnetNotExists', netuid)
  const positions = snapshot.positions.filter((position) => position.netuid === netuid)
  if (kind === 'unstake' && positions.length !== 1) throw notOnePosition(positions, netuid)
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

function notOnePosition(positions: readonly Position[], netuid: number): StakeError {
  return positions.length === 0
    ? new StakeError('NoPosition', `This coldkey has no stake on subnet ${netuid}.`, {
        details: { netuid },
        remedy: 'Choose a subnet that `stake portfolio` lists.',
      })
    : new StakeError(
        'HotkeyNeeded',
        `This coldkey stakes with ${positions.length} hotkeys on subnet ${netuid}.`,
        {
          details: { netuid, hotkeys: positions.map(({ hotkey }) => hotkey).join(', ') },
          remedy: 'Name one with --hotkey; `stake portfolio` lists them.',
        },
      )
}
