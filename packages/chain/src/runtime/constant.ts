import type { ConstantName, ConstantValue, PalletName } from '@stake/schema'
import { hexOf } from '../bytes.ts'
import { MissingInRuntime } from '../errors/errors.ts'
import { decodePlainAnswer } from './decode.ts'
import { apiOf, type Runtime } from './runtime.ts'

/** A constant of the live metadata, by the runtime's own names and plain. @throws MissingInRuntime, MalformedAnswer */
export function constantOf<P extends PalletName, N extends ConstantName<P>>(
  runtime: Runtime,
  pallet: P,
  name: N,
): ConstantValue<P, N> {
  const value = constantIn(runtime, pallet, name)
  if (value === undefined) throw new MissingInRuntime(`constant ${pallet}.${name}`, runtime.specVersion)
  return value
}

/** The same, undefined where the runtime has none of this name. @throws MalformedAnswer */
export function constantIn<P extends PalletName, N extends ConstantName<P>>(
  runtime: Runtime,
  pallet: P,
  name: N,
): ConstantValue<P, N> | undefined {
  const { registry, runtimeMetadata } = apiOf(runtime)
  const constant = runtimeMetadata.asLatest.pallets
    .find((candidate) => candidate.name.toString() === pallet)
    ?.constants.find((candidate) => candidate.name.toString() === name)
  if (!constant) return undefined
  const bytes = hexOf(constant.value.toU8a(true))
  const value = decodePlainAnswer(registry, constant.type.toNumber(), bytes, `constant ${pallet}.${name}`)
  return value as ConstantValue<P, N>
}
