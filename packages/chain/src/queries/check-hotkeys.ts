import { parseAddress } from '../address.ts'
import type { ChainAt } from '../at.ts'
import { closest } from '../closest.ts'
import { HotkeyUnknown } from '../errors/input-errors.ts'
import { readStored, type StorageEntry } from '../runtime/storage.ts'

/**
 * Refuses addresses that are no hotkeys, before anything is built on them. The error names the hotkey that was
 * probably meant: a known one that is a letter or two away, or the hotkey of a coldkey that was given by mistake.
 * One request, and another one only where an address is wrong.
 *
 * @param known - hotkeys that may have been meant, such as the validators of the subnet
 * @returns the addresses in their canonical form
 * @throws InvalidAddress, HotkeyUnknown
 *
 * @example
 * ```ts
 * import { checkHotkeys, connect, readValidators } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const validators = (await readValidators(at, 1)).map(({ hotkey }) => hotkey)
 * const checked = await checkHotkeys(at, validators)
 * checked.length === validators.length // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function checkHotkeys(
  at: ChainAt,
  hotkeys: readonly string[],
  known: readonly string[] = [],
): Promise<string[]> {
  const addresses = hotkeys.map((hotkey) => parseAddress(hotkey, known))
  const owners = await readStored(
    at,
    addresses.map((hotkey): StorageEntry => ['SubtensorModule', 'Owner', hotkey]),
  )
  const unknown = addresses[owners.indexOf(undefined)]
  if (unknown === undefined) return addresses
  const [owned] = (await readStored(at, [['SubtensorModule', 'OwnedHotkeys', unknown]])) as [
    string[] | undefined,
  ]
  throw new HotkeyUnknown(unknown, closest(unknown, known) ?? owned?.[0])
}
