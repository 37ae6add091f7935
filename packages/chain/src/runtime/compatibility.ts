import { extensions, extrinsic, type PalletSchema, pallets } from '@stake/schema'
import { apiOf, type Runtime } from './runtime.ts'
import { shapeOfId, shapeOfName } from './wire-shape.ts'

/** In what a runtime is not the reference. */
export interface Differences {
  /** What is there and would be signed as something else. */
  readonly differing: readonly string[]
  /** Pallets and calls that are not there. */
  readonly missing: readonly string[]
}

/**
 * Compares what we sign on the connected runtime with the reference tables: pallet and call indices, the
 * wire shape of every argument, and the signed extensions in their order.
 *
 * A node that swapped the indices of two calls would otherwise make its users sign one and run the other.
 */
export function compareWithReference(runtime: Runtime): Differences {
  const api = apiOf(runtime)
  const differing: string[] = []
  const missing: string[] = []
  const live = api.runtimeMetadata.asLatest
  const { lookup } = api.registry
  for (const pallet of Object.values<PalletSchema>(pallets)) {
    if (Object.keys(pallet.calls).length === 0) continue
    const found = live.pallets.find(({ name }) => name.toString() === pallet.name)
    if (!found) {
      missing.push(`pallet ${pallet.name}`)
      continue
    }
    if (found.index.toNumber() !== pallet.index) {
      differing.push(`pallet ${pallet.name} has index ${found.index.toNumber()}, not ${pallet.index}`)
    }
    const calls = found.calls.isSome
      ? lookup.getSiType(found.calls.unwrap().type).def.asVariant.variants
      : undefined
    for (const [name, call] of Object.entries(pallet.calls)) {
      const variant = calls?.find((candidate) => candidate.name.toString() === name)
      if (!variant) {
        missing.push(`call ${pallet.name}.${name}`)
        continue
      }
      if (variant.index.toNumber() !== call.index) {
        differing.push(`call ${pallet.name}.${name} has index ${variant.index.toNumber()}, not ${call.index}`)
      }
      const fields = variant.fields.map(
        (field) => `${field.name.unwrapOr('').toString()}: ${shapeOfId(lookup, field.type.toNumber())}`,
      )
      const expected = call.fields.map(([field, type]) => `${field ?? ''}: ${shapeOfName(type)}`)
      if (fields.join(', ') !== expected.join(', ')) {
        differing.push(
          `call ${pallet.name}.${name} takes (${fields.join(', ')}), not (${expected.join(', ')})`,
        )
      }
    }
  }
  const liveExtensions = api.registry.signedExtensions.join(', ')
  const expectedExtensions = extensions.map(({ name }) => name).join(', ')
  if (liveExtensions !== expectedExtensions) {
    differing.push(`the signed extensions are ${liveExtensions}, not ${expectedExtensions}`)
  }
  for (const name of unfillableExtensions(runtime))
    differing.push(`the signed extension ${name} is another one`)
  for (const part of otherParts(runtime)) differing.push(`${part} of transactions is another one`)
  return { differing, missing }
}

/** The format that is written here. Those after it have no signature in its place. */
export const FORMAT = 4

/** What is around the call and the extensions of a signed transaction, where it is not as in the reference. */
export function otherParts(runtime: Runtime): string[] {
  const { registry, runtimeMetadata } = apiOf(runtime)
  const { versions, addressType, signatureType } = runtimeMetadata.asLatest.extrinsic
  const isOther = (id: { toNumber(): number }, name: string) =>
    shapeOfId(registry.lookup, id.toNumber()) !== shapeOfName(name)
  return [
    ...([...versions].includes(FORMAT) ? [] : ['the format']),
    ...(isOther(addressType, extrinsic.address) ? ['the address'] : []),
    ...(isOther(signatureType, extrinsic.signature) ? ['the signature'] : []),
  ]
}

/**
 * The signed extensions that carry something that we do not know how to fill in: unknown ones, unless they are empty,
 * and known ones of another shape.
 */
export function unfillableExtensions(runtime: Runtime): string[] {
  const { registry, runtimeMetadata } = apiOf(runtime)
  const live = runtimeMetadata.asLatest.extrinsic.transactionExtensions
  return live
    .filter(({ identifier, type, implicit }) => {
      const shapes = [type, implicit].map((id) => shapeOfId(registry.lookup, id.toNumber()))
      const known = extensions.find(({ name }) => identifier.eq(name))
      const expected = known ? [known.type, known.additional].map((name) => shapeOfName(name)) : ['()', '()']
      return shapes.join() !== expected.join()
    })
    .map(({ identifier }) => identifier.toString())
}
