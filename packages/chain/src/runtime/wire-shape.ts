import type { ApiPromise } from '@polkadot/api'
import { type TypeSchema, types } from '@stake/schema'

/**
 * How the values of a type lie on the wire, as text: wrappers around one field vanish, names do not matter,
 * what would be encoded differently reads differently. Written for the reference tables and for live
 * metadata alike, so that the two can be compared.
 */
type Fields = readonly string[]

const struct = (fields: Fields) => (fields.length === 1 ? (fields[0] as string) : `(${fields.join(',')})`)

const variants = (entries: readonly (readonly [index: number, fields: Fields])[]) =>
  `{${[...entries]
    .sort(([a], [b]) => a - b)
    .map(([index, fields]) => `${index}:${struct(fields)}`)
    .join(' ')}}`

const table = types as unknown as Readonly<Record<string, TypeSchema>>
/** A call inside a call. The reference does not hold all calls, and each that it holds is compared by itself. */
const ANY_CALL = 'call'
/** How long an extrinsic is valid: two bytes that metadata describes as an enum of 256. */
const ERA = 'era'

const primitive = /^([ui](8|16|32|64|128|256)|bool|str|char)$/

/** The wire shape of a type of `@stake/schema`, named by its grammar. */
export function shapeOfName(name: string, above: readonly string[] = []): string {
  if (above.includes(name)) return '↑'
  const inside = [...above, name]
  const shape = (inner: string) => shapeOfName(inner, inside)
  if (primitive.test(name)) return name
  if (name === 'RuntimeCall') return ANY_CALL
  if (name === 'Era') return ERA
  const array = /^\[(.*); (\d+)\]$/.exec(name)
  if (array) return `[${shape(array[1] as string)};${array[2]}]`
  if (name.startsWith('(')) {
    const inner = name.slice(1, -1)
    return struct(inner === '' ? [] : splitArguments(inner).map(shape))
  }
  const generic = /^(Vec|BoundedVec|WeakBoundedVec|Compact|Option|BTreeMap|BTreeSet)<(.*)>$/.exec(name)
  if (generic) {
    const parts = splitArguments(generic[2] as string).map(shape)
    const inner = struct(parts)
    if (generic[1] === 'Compact') return `compact<${inner}>`
    if (generic[1] === 'Option')
      return variants([
        [0, []],
        [1, parts],
      ])
    return `vec<${inner}>`
  }
  const type = table[name]
  if (!type) return `?${name}`
  if ('struct' in type) return struct(type.struct.map(([, inner]) => shape(inner)))
  return variants(
    Object.values(type.variants).map(({ index, fields }) => [index, fields.map(([, inner]) => shape(inner))]),
  )
}

/** The wire shape of a type of the connected runtime, by its id in the metadata. */
export function shapeOfId(
  lookup: ApiPromise['registry']['lookup'],
  id: number,
  above: readonly number[] = [],
): string {
  if (above.includes(id)) return '↑'
  const inside = [...above, id]
  const { def, path } = lookup.getSiType(id)
  const last = path.at(-1)?.toString()
  if (last === 'RuntimeCall') return ANY_CALL
  if (last === 'Era') return ERA
  const shape = (inner: { toNumber(): number }) => shapeOfId(lookup, inner.toNumber(), inside)
  if (def.isPrimitive) return def.asPrimitive.type.toLowerCase()
  if (def.isComposite) return struct(def.asComposite.fields.map(({ type }) => shape(type)))
  if (def.isTuple) return struct(def.asTuple.map(shape))
  if (def.isArray) return `[${shape(def.asArray.type)};${def.asArray.len.toNumber()}]`
  if (def.isSequence) return `vec<${shape(def.asSequence.type)}>`
  if (def.isCompact) return `compact<${shape(def.asCompact.type)}>`
  if (def.isVariant) {
    return variants(
      def.asVariant.variants.map(({ index, fields }) => [
        index.toNumber(),
        fields.map(({ type }) => shape(type)),
      ]),
    )
  }
  return `?${def.type}`
}

/** Splits `A, (B, C), D<E, F>` at its outer commas. */
function splitArguments(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '<' || letter === '(' || letter === '[') depth++
    if (letter === '>' || letter === ')' || letter === ']') depth--
    if (letter === ',' && depth === 0) {
      parts.push(text.slice(start, at).trim())
      start = at + 1
    }
  }
  parts.push(text.slice(start).trim())
  return parts.filter((part) => part !== '')
}
