// Written by `pnpm schema` from the metadata of node-subtensor 424. What it takes is named in scripts/selection.ts.
// biome-ignore-all format: a table, an entry a line where it fits
import type { ExtensionSchema, ExtrinsicSchema } from './pallet-schema.ts'

export const extrinsic = { versions: [4, 5], address: 'MultiAddress', call: 'RuntimeCall', signature: 'MultiSignature' } as const

extrinsic satisfies ExtrinsicSchema

export const extensions = [
  { name: 'CheckNonZeroSender', type: 'CheckNonZeroSender', additional: '()' },
  { name: 'CheckSpecVersion', type: 'CheckSpecVersion', additional: 'u32' },
  { name: 'CheckTxVersion', type: 'CheckTxVersion', additional: 'u32' },
  { name: 'CheckGenesis', type: 'CheckGenesis', additional: 'H256' },
  { name: 'CheckMortality', type: 'CheckMortality', additional: 'H256' },
  { name: 'CheckNonce', type: 'CheckNonce', additional: '()' },
  { name: 'CheckWeight', type: 'CheckWeight', additional: '()' },
  { name: 'ChargeTransactionPayment', type: 'ChargeTransactionPayment', additional: '()' },
  { name: 'SudoTransactionExtension', type: 'SudoTransactionExtension', additional: '()' },
  { name: 'CheckShieldedTxValidity', type: 'CheckShieldedTxValidity', additional: '()' },
  { name: 'SubtensorTransactionExtension', type: 'SubtensorTransactionExtension', additional: '()' },
  { name: 'DrandPriority', type: 'DrandPriority', additional: '()' },
  { name: 'CheckMetadataHash', type: 'CheckMetadataHash', additional: 'Option<[u8; 32]>' },
] as const

extensions satisfies readonly ExtensionSchema[]
