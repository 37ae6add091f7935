import {
  type ConstantName,
  type ConstantValue,
  type PalletName,
  type PalletSchema,
  pallets,
} from '@stake/schema'
import { codecOf } from '../scale/codec.ts'
import { fromHex } from '../scale/hex.ts'

function constant<P extends PalletName, C extends ConstantName<P>>(pallet: P, name: C): ConstantValue<P, C> {
  const schema = (pallets[pallet] as PalletSchema).constants[name]
  if (schema === undefined) throw new TypeError(`@stake/schema has no constant ${pallet}.${name}`)
  return codecOf(schema.type).dec(fromHex(schema.value)) as ConstantValue<P, C>
}

// The chain keeps to the constants that its metadata publishes.
export const blockWeights: ConstantValue<'System', 'BlockWeights'> = constant('System', 'BlockWeights')
export const blockLength: ConstantValue<'System', 'BlockLength'> = constant('System', 'BlockLength')
export const databaseWeight: ConstantValue<'System', 'DbWeight'> = constant('System', 'DbWeight')
/** How many block hashes the chain remembers: the farthest a birth block can be. */
export const blockHashCount: number = constant('System', 'BlockHashCount')
export const ss58Prefix: number = constant('System', 'SS58Prefix')
/** Below this many rao an account does not exist. */
export const existentialDeposit: bigint = constant('Balances', 'ExistentialDeposit')
