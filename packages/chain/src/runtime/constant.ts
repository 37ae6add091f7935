import type { ConstantName, ConstantValue, PalletName } from '@stake/schema'
import { MissingInRuntime } from '../errors/errors.ts'
import { decodePlain } from './plain-decoder.ts'
import { apiOf, type Runtime } from './runtime.ts'

/** A constant of the live metadata, by the runtime's own names and plain. @throws MissingInRuntime */
export function constantOf<P extends PalletName, N extends ConstantName<P>>(
  runtime: Runtime,
  pallet: P,
  name: N,
): ConstantValue<P, N> {
  const { registry, runtimeMetadata } = apiOf(runtime)
  const constant = runtimeMetadata.asLatest.pallets
    .find((candidate) => candidate.name.toString() === pallet)
    ?.constants.find((candidate) => candidate.name.toString() === name)
  if (!constant) throw new MissingInRuntime(`constant ${pallet}.${name}`, runtime.specVersion)
  const value = decodePlain(registry, constant.type.toNumber(), constant.value.toU8a(true))
  return value as ConstantValue<P, N>
}
