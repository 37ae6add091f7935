import { metadata } from '@polkadot-api/substrate-bindings'
import { type Hex, runtimeVersion } from '@stake/schema'
import type { RuntimeIdentity } from '../chain/runtime-code.ts'
import { codecOf } from '../scale/codec.ts'
import { fromHex, toHex } from '../scale/hex.ts'
import { type MetadataVersion, metadataBytes } from '../scale/metadata.ts'
import type { CallSwap } from './conditions.ts'

/** The metadata of a runtime, of which only the version can differ, or with the indices of some calls swapped, which is a lie. */
export function alteredMetadata(
  version: MetadataVersion,
  runtime: RuntimeIdentity,
  swaps: readonly CallSwap[],
): Uint8Array {
  const { specVersion, transactionVersion } = runtimeVersion
  const isFirst = runtime.specVersion === specVersion && runtime.transactionVersion === transactionVersion
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
    for (const constant of constants)
      if (name === 'System' && constant.name === 'Version')
        Object.assign(constant, { value: versionConstant(constant.value as Hex, runtime) })
  return metadata.enc({ magicNumber, metadata: tagged })
}

function versionConstant(value: Hex, runtime: RuntimeIdentity): Hex {
  const codec = codecOf('RuntimeVersion')
  const version = codec.dec(fromHex(value))
  const { specVersion: spec_version, transactionVersion: transaction_version } = runtime
  return toHex(codec.enc({ ...version, spec_version, transaction_version }))
}
