import { parseTypeName } from '../scripts/type-name.ts'
import { type PalletSchema, pallets, type TypeSchema, types } from '../src/index.ts'

/** The wire shape of a type name, from the tables: the other way to what `scripts/reference-facts.ts` writes. */
export function wireShape(text: string): string {
  const name = parseTypeName(text)
  switch (name.kind) {
    case 'tuple':
      return sequence(name.parts)
    case 'array':
      return `${name.length} × ${wireShape(name.item)}`
    case 'generic':
      return genericShape(name.name, name.args)
    case 'plain':
      return plainShape(name.name)
  }
}

function genericShape(name: string, args: readonly string[]): string {
  const [first = '', second = ''] = args
  switch (name) {
    case 'Vec':
    case 'BoundedVec':
    case 'WeakBoundedVec':
    case 'BTreeSet':
      return `vec ${wireShape(first)}`
    case 'BTreeMap':
      return `vec ${sequence([first, second])}`
    case 'Compact':
      return `compact ${wireShape(first)}`
    case 'Cow':
      return wireShape(first)
    case 'Option':
      return `{0: (), 1: ${wireShape(first)}}`
    case 'Result':
      return `{0: ${wireShape(first)}, 1: ${wireShape(second)}}`
    default:
      throw new Error(`the grammar has no ${name}<…>`)
  }
}

function plainShape(name: string): string {
  if (/^([ui](8|16|32|64|128)|bool|str)$/.test(name)) return name
  const outer = OUTER[name]
  if (outer !== undefined) return outer
  const type = types[name]
  if (type === undefined) throw new Error(`no definition of ${name}`)
  return definitionShape(type)
}

const OUTER: Readonly<Record<string, string>> = {
  RuntimeCall: 'call',
  RuntimeEvent: 'event',
  RuntimeError: 'error',
  Era: 'era',
}

function definitionShape(type: TypeSchema): string {
  if ('struct' in type) return sequence(type.struct.map(([, field]) => field))
  const variants = Object.values(type.variants)
    .toSorted((a, b) => a.index - b.index)
    .map(({ index, fields }) => `${index}: ${sequence(fields.map(([, field]) => field))}`)
  return `{${variants.join(', ')}}`
}

function sequence(parts: readonly string[]): string {
  const [only, ...more] = parts.map(wireShape)
  return only !== undefined && more.length === 0 ? only : `(${[only, ...more].join(', ')})`
}

/** All tables of pallets under their general type. */
export const allPallets: readonly PalletSchema[] = Object.values(pallets)
