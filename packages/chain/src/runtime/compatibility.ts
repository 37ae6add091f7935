import { extensions, type PalletSchema, pallets } from '@stake/schema'
import { apiOf, type Runtime } from './runtime.ts'
import { shapeOfId, shapeOfName } from './wire-shape.ts'

/**
 * Compares what we sign on the connected runtime with the reference tables: pallet and call indices, the
 * wire shape of every argument, and the signed extensions in their order. Empty where all is equal.
 *
 * A node that swapped the indices of two calls would otherwise make its users sign one and run the other.
 */
export function compareWithReference(runtime: Runtime): string[] {
  const api = apiOf(runtime)
  const differences: string[] = []
  const live = api.runtimeMetadata.asLatest
  const { lookup } = api.registry
  for (const pallet of Object.values<PalletSchema>(pallets)) {
    if (Object.keys(pallet.calls).length === 0) continue
    const found = live.pallets.find(({ name }) => name.toString() === pallet.name)
    if (!found) {
      differences.push(`pallet ${pallet.name} is missing`)
      continue
    }
    if (found.index.toNumber() !== pallet.index) {
      differences.push(`pallet ${pallet.name} has index ${found.index.toNumber()}, not ${pallet.index}`)
    }
    const calls = found.calls.isSome
      ? lookup.getSiType(found.calls.unwrap().type).def.asVariant.variants
      : undefined
    for (const [name, call] of Object.entries(pallet.calls)) {
      const variant = calls?.find((candidate) => candidate.name.toString() === name)
      if (!variant) {
        differences.push(`call ${pallet.name}.${name} is missing`)
        continue
      }
      if (variant.index.toNumber() !== call.index) {
        differences.push(
          `call ${pallet.name}.${name} has index ${variant.index.toNumber()}, not ${call.index}`,
        )
      }
      const fields = variant.fields.map(
        (field) => `${field.name.unwrapOr('').toString()}: ${shapeOfId(lookup, field.type.toNumber())}`,
      )
      const expected = call.fields.map(([field, type]) => `${field ?? ''}: ${shapeOfName(type)}`)
      if (fields.join(', ') !== expected.join(', ')) {
        differences.push(
          `call ${pallet.name}.${name} takes (${fields.join(', ')}), not (${expected.join(', ')})`,
        )
      }
    }
  }
  const liveExtensions = api.registry.signedExtensions.join(', ')
  const expectedExtensions = extensions.map(({ name }) => name).join(', ')
  if (liveExtensions !== expectedExtensions) {
    differences.push(`the signed extensions are ${liveExtensions}, not ${expectedExtensions}`)
  }
  return differences
}
