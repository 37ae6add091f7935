import { type Genesis, namedAccount, type StakeGenesis } from '../src/index.ts'
import { codecOf } from '../src/scale/codec.ts'
import { toHex } from '../src/scale/hex.ts'
import { storageKey } from '../src/scale/storage-key.ts'

/**
 * A network at its limit: root and 128 subnets, 64 validators each, every one with a stake of its own, and in every
 * block the epoch of one subnet.
 */
export function fullNetwork(subnetCount = 128, validatorCount = 64): Genesis {
  const author = namedAccount('author')
  const validators = Array.from({ length: validatorCount }, (_, at) => ({
    hotkey: namedAccount(`hotkey ${at}`),
    owner: namedAccount(`coldkey ${at}`),
    take: 11_796,
  }))
  const netuids = Array.from({ length: subnetCount }, (_, at) => at + 1)
  return {
    author,
    balances: { [author]: '1' },
    hotkeys: validators,
    subnets: [
      { netuid: 0, name: 'root', symbol: 'Τ' },
      ...netuids.map((netuid) => ({
        netuid,
        name: `Subnet ${netuid}`,
        symbol: 'α',
        tao: '5000',
        alpha: `${10_000 + netuid}`,
        tempo: subnetCount,
        owner: namedAccount(`owner ${netuid}`),
        ownerHotkey: namedAccount(`owner hotkey ${netuid}`),
        emission: { alphaOut: '1', alphaIn: '0.1', taoIn: '0.004' },
        validators,
      })),
    ],
    stakes: [0, ...netuids].flatMap((netuid) =>
      validators.map(
        ({ hotkey, owner }, at): StakeGenesis => ({ hotkey, coldkey: owner, netuid, alpha: `${100 + at}` }),
      ),
    ),
    storage: Object.fromEntries(
      netuids.map((netuid) => [
        storageKey('SubtensorModule', 'PendingEpochAt', netuid),
        toHex(codecOf('u64').enc(BigInt(netuid))),
      ]),
    ),
  }
}
