import { metadata } from '@polkadot-api/substrate-bindings'
import type { Hex } from '@stake/schema'
import { FIRST_RUNTIME, type Runtime, type RuntimeIdentity } from '../chain/runtime-code.ts'
import { codecOf } from '../scale/codec.ts'
import { fromHex, toHex } from '../scale/hex.ts'
import { type MetadataVersion, metadataBytes } from '../scale/metadata.ts'
import type { CallSwap } from './conditions.ts'

/**
 * The metadata of a runtime, of which only the versions and the time of a block can differ, or with the indices of some
 * calls swapped, which is a lie.
 */
export function alteredMetadata(
  version: MetadataVersion,
  runtime: Runtime,
  swaps: readonly CallSwap[],
): Uint8Array {
  const key = JSON.stringify([version, runtime, swaps])
  const bytes = kept.get(key) ?? altered(version, runtime, swaps)
  kept.delete(key)
  kept.set(key, bytes)
  for (const oldest of kept.keys()) if (kept.size > KEPT) kept.delete(oldest)
  return bytes
}

/** Clients ask for the same again and again, each for a version of its own. */
const kept = new Map<string, Uint8Array>()
const KEPT = 3

function altered(version: MetadataVersion, runtime: Runtime, swaps: readonly CallSwap[]): Uint8Array {
  const isFirst = Object.entries(FIRST_RUNTIME).every(
    ([name, value]) => runtime[name as keyof Runtime] === value,
  )
  if (isFirst && swaps.length === 0) return metadataBytes(version)
  const { metadata: tagged, magicNumber } = metadata.dec(metadataBytes(version))
  if (tagged.tag !== 'v14' && tagged.tag !== 'v15' && tagged.tag !== 'v16')
    throw new TypeError('metadata is served in versions 14 to 16')
  const { pallets, lookup } = tagged.value
  for (const { pallet, calls } of swaps) {
    const owner = pallets.find(({ name }) => name === pallet)
    const id = typeof owner?.calls === 'object' ? owner.calls.type : owner?.calls
    const definition = lookup.find((type) => type.id === id)?.def
    if (definition?.tag !== 'variant') continue
    const [first, second] = calls.map((name) => definition.value.find((call) => call.name === name))
    if (first === undefined || second === undefined) continue
    const { index } = first
    Object.assign(first, { index: second.index })
    Object.assign(second, { index })
  }
  for (const { name, constants } of pallets)
    for (const constant of constants) {
      const change = CHANGES[`${name}.${constant.name}`]
      if (change !== undefined) Object.assign(constant, { value: change(runtime, constant.value as Hex) })
    }
  return metadata.enc({ magicNumber, metadata: tagged })
}

/** The constants that are not the same in every runtime. */
const CHANGES: Readonly<Record<string, (runtime: Runtime, value: Hex) => Hex>> = {
  'System.Version': (runtime, value) => versionConstant(value, runtime),
  'Aura.SlotDuration': ({ slotDuration }) => toHex(codecOf('u64').enc(BigInt(slotDuration))),
  'Timestamp.MinimumPeriod': ({ slotDuration }) => toHex(codecOf('u64').enc(BigInt(slotDuration) / 2n)),
}

function versionConstant(value: Hex, runtime: RuntimeIdentity): Hex {
  const codec = codecOf('RuntimeVersion')
  const version = codec.dec(fromHex(value))
  const { specVersion: spec_version, transactionVersion: transaction_version } = runtime
  return toHex(codec.enc({ ...version, spec_version, transaction_version }))
}
