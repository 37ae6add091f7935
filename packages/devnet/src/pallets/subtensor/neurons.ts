import type { AccountId32, StorageKeys } from '@stake/schema'
import type { Context } from '../../runtime/context.ts'
import type { Storage } from '../../runtime/storage.ts'

/** Gives the hotkey a uid: the next one, or that of the neuron it takes the place of. */
export function writeNeuron(context: Context, netuid: number, uid: number, hotkey: AccountId32): void {
  const { storage } = context
  const now = BigInt(context.blockNumber)
  const count = storage.get('SubtensorModule', 'SubnetworkN', netuid)
  if (uid < count) removeNeuron(storage, netuid, uid)
  else storage.put('SubtensorModule', 'SubnetworkN', [netuid], uid + 1)

  const begins = columnsOf(storage, netuid)
  begins('Active', uid, true)
  begins('Consensus', uid, 0)
  begins('Incentive', uid, 0)
  begins('Dividends', uid, 0)
  begins('Emission', uid, 0n)
  begins('ValidatorTrust', uid, 0)
  begins('ValidatorPermit', uid, false)
  begins('LastUpdate', uid, now)
  storage.put('SubtensorModule', 'Keys', [netuid, uid], hotkey)
  storage.put('SubtensorModule', 'Uids', [netuid, hotkey], uid)
  storage.put('SubtensorModule', 'BlockAtRegistration', [netuid, uid], now)
  storage.put('SubtensorModule', 'IsNetworkMember', [hotkey, netuid], true)
}

/**
 * The uid that makes room on a full subnet: the least emission, then the longest registered. The owner's hotkey
 * stays, and who registered lately only goes when there would be too few others left. Undefined when all stay.
 */
export function neuronToPrune({ storage, blockNumber }: Context, netuid: number): number | undefined {
  const count = storage.get('SubtensorModule', 'SubnetworkN', netuid)
  const ownerHotkey = storage.get('SubtensorModule', 'SubnetOwnerHotkey', netuid)
  const emission = storage.get('SubtensorModule', 'Emission', netuid)
  const immunity = storage.get('SubtensorModule', 'ImmunityPeriod', netuid)
  const candidates = Array.from({ length: count }, (_, uid) => {
    const registered = storage.get('SubtensorModule', 'BlockAtRegistration', netuid, uid)
    return {
      uid,
      emission: emission[uid] ?? 0n,
      registered,
      immune: BigInt(blockNumber) - registered < BigInt(immunity),
      owned: storage.get('SubtensorModule', 'Keys', netuid, uid) === ownerHotkey,
    }
  })
    .filter(({ owned }) => !owned)
    .sort(
      (a, b) =>
        Number(a.emission > b.emission) - Number(a.emission < b.emission) ||
        Number(a.registered - b.registered) ||
        a.uid - b.uid,
    )
  const exposed = candidates.filter(({ immune }) => !immune)
  const enough = exposed.length > storage.get('SubtensorModule', 'MinNonImmuneUids', netuid)
  const [chosen] = enough ? exposed : candidates.filter(({ immune }) => immune)
  return chosen?.uid
}

function removeNeuron(storage: Storage, netuid: number, uid: number): void {
  const hotkey = storage.get('SubtensorModule', 'Keys', netuid, uid)
  storage.remove('SubtensorModule', 'Uids', netuid, hotkey)
  storage.remove('SubtensorModule', 'IsNetworkMember', hotkey, netuid)
  storage.remove('SubtensorModule', 'Axons', netuid, hotkey)
  storage.remove('SubtensorModule', 'Prometheus', netuid, hotkey)
  storage.remove('SubtensorModule', 'Weights', netuid, uid)
  storage.remove('SubtensorModule', 'Bonds', netuid, uid)
}

/** Lists with one entry a uid. */
interface Columns {
  Active: boolean
  Consensus: number
  Incentive: number
  Dividends: number
  Emission: bigint
  ValidatorTrust: number
  ValidatorPermit: boolean
  LastUpdate: bigint
}

/** Writes entries of a subnet's lists; one that is too short is filled up with the value. */
function columnsOf(storage: Storage, netuid: number) {
  return <C extends keyof Columns>(item: C, uid: number, value: Columns[C]): void => {
    const keys = [netuid] as unknown as StorageKeys<'SubtensorModule', C>
    const list = [...(storage.get('SubtensorModule', item, ...keys) as readonly Columns[C][])]
    while (list.length <= uid) list.push(value)
    list[uid] = value
    storage.put('SubtensorModule', item, keys, list as never)
  }
}
