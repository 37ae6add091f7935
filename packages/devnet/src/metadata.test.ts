import { Metadata, TypeRegistry } from '@polkadot/types'
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings'
import { describe, expect, test } from 'vitest'
import { METADATA_VERSIONS, metadataBytes } from './metadata.ts'

describe.each(METADATA_VERSIONS)('metadata V%i', (version) => {
  test('@polkadot/types reads it', () => {
    const metadata = new Metadata(new TypeRegistry(), metadataBytes(version))
    expect(metadata.version).toBe(version)
    expect(
      metadata.asLatest.pallets.map((pallet) => [pallet.name.toString(), pallet.index.toNumber()]),
    ).toEqual([
      ['System', 0],
      ['Timestamp', 2],
      ['Balances', 5],
      ['TransactionPayment', 6],
      ['SubtensorModule', 7],
      ['Swap', 28],
    ])
  })

  test('@polkadot-api/substrate-bindings reads it', () => {
    const metadata = unifyMetadata(decAnyMetadata(metadataBytes(version)))
    expect(metadata.version).toBe(version)
    expect(metadata.lookup.map((type) => type.id)).toEqual(metadata.lookup.map((_, at) => at))
  })
})
