import { Metadata, PortableRegistry, TypeRegistry } from '@polkadot/types'
import { v14Lookup } from '@polkadot-api/substrate-bindings'
import { extensions } from '@stake/schema'
import { type MetadataVersion, metadataBytes } from '../src/scale/metadata.ts'
import { MetadataTypes } from '../src/scale/metadata-types.ts'

/** Extensions that polkadot-js has not heard of; all are empty on the wire. */
const CUSTOM = [
  'SudoTransactionExtension',
  'CheckShieldedTxValidity',
  'SubtensorTransactionExtension',
  'DrandPriority',
]

/** The other SCALE implementation, set up by our metadata as a client would be. */
export function polkadotRegistry(version: MetadataVersion): { registry: TypeRegistry; metadata: Metadata } {
  return registryOf(metadataBytes(version))
}

/** The same, set up by any metadata. */
export function registryOf(bytes: Uint8Array): { registry: TypeRegistry; metadata: Metadata } {
  const registry = new TypeRegistry()
  const metadata = new Metadata(registry, bytes)
  registry.setMetadata(
    metadata,
    extensions.map(({ name }) => name),
    Object.fromEntries(CUSTOM.map((name) => [name, { extrinsic: {}, payload: {} }])),
  )
  return { registry, metadata }
}

/** Decodes with the other implementation any type of the schema by name, also those that no client asks for. */
export function polkadotTypes(names: readonly string[]): (name: string, bytes: Uint8Array) => Uint8Array {
  const numbers = new MetadataTypes()
  const ids = new Map(names.map((name) => [name, numbers.id(name)]))
  const registry = new TypeRegistry()
  const lookup = new PortableRegistry(registry, v14Lookup.enc(numbers.lookup()))
  registry.setLookup(lookup)
  lookup.register()
  return (name, bytes) => registry.createType(registry.createLookupType(ids.get(name) ?? -1), bytes).toU8a()
}
