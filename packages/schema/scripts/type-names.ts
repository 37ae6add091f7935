import type { V16 } from '@polkadot-api/substrate-bindings'
import type { FieldSchema, TypeSchema } from '../src/pallet-schema.ts'
import { found } from './found.ts'
import { type PalletSelection, typeNames } from './selection.ts'

type TypeDefinition = V16['lookup'][number]
type FieldDefinition = Extract<TypeDefinition['def'], { tag: 'composite' }>['value'][number]

/** Paths that the grammar of type names has a form for. Bounds of vectors are no part of a type's name. */
const GENERIC: ReadonlyMap<string, string> = new Map([
  ...['Option', 'Result', 'BTreeMap', 'BTreeSet', 'Cow'].map((name) => [name, name] as const),
  ['bounded_collections::bounded_vec::BoundedVec', 'BoundedVec'],
  ['bounded_collections::weak_bounded_vec::WeakBoundedVec', 'WeakBoundedVec'],
])

/** 256 variants of one and the same rule; the type names have `Era` for it. */
const ERA = 'sp_runtime::generic::era::Era'

const PALLET_ENUMS = { calls: 'Call', events: 'Event', errors: 'Error' } as const

/**
 * Gives each type of a metadata its name, and keeps the definitions of all types named so far: the closure of
 * what the tables mention.
 */
export class TypeNames {
  readonly #metadata: V16
  /** The pallets' own enums are called after their pallet; the tables hold their variants. */
  readonly #palletEnums = new Map<number, string>()
  /** The pallets that each outer enum of the runtime keeps. */
  readonly #outerEnums: ReadonlyMap<number, ReadonlySet<string>>
  readonly #definitions = new Map<string, { readonly id: number; readonly schema?: TypeSchema }>()

  constructor(metadata: V16, pallets: Readonly<Record<string, PalletSelection>>) {
    this.#metadata = metadata
    for (const pallet of metadata.pallets)
      for (const [kind, suffix] of Object.entries(PALLET_ENUMS)) {
        const type = pallet[kind as keyof typeof PALLET_ENUMS]?.type
        if (type !== undefined) this.#palletEnums.set(type, pallet.name + suffix)
      }
    const having = (kind: 'calls' | 'events') =>
      new Set(Object.keys(pallets).filter((name) => (pallets[name]?.[kind]?.length ?? 0) > 0))
    const { call, event, error } = metadata.outerEnums
    this.#outerEnums = new Map([
      [call, having('calls')],
      [event, having('events')],
      [error, new Set(Object.keys(pallets))],
    ])
  }

  of(id: number): string {
    const type = found(this.#metadata.lookup[id], `type ${id}`)
    const palletEnum = this.#palletEnums.get(id)
    if (palletEnum !== undefined) return palletEnum
    const { def } = type
    const path = type.path.join('::')
    if (path === ERA) return 'Era'
    const generic = GENERIC.get(path)
    if (generic !== undefined) return `${generic}<${this.#parameters(type).join(', ')}>`
    if (path !== '') return this.#define(type)
    switch (def.tag) {
      case 'primitive':
        return def.value.tag
      case 'sequence':
        return `Vec<${this.of(def.value)}>`
      case 'compact':
        return `Compact<${this.of(def.value)}>`
      case 'array':
        return `[${this.of(def.value.type)}; ${def.value.len}]`
      case 'tuple':
        return `(${def.value.map((part) => this.of(part)).join(', ')})`
      case 'bitSequence':
        throw new Error(`type ${id} is a bit sequence, which the type names have no form for`)
      default:
        throw new Error(`type ${id} is a ${def.tag} without a path`)
    }
  }

  fields(fields: readonly FieldDefinition[]): FieldSchema[] {
    return fields.map(({ name, type }): FieldSchema => [name ?? null, this.of(type)])
  }

  /** The definitions of all named types, by name. */
  definitions(): Record<string, TypeSchema> {
    return Object.fromEntries(
      [...this.#definitions]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { schema }]) => [name, found(schema, `definition of ${name}`)]),
    )
  }

  #define(type: TypeDefinition): string {
    const name = this.#nameOf(type)
    const known = this.#definitions.get(name)
    if (known?.id === type.id) return name
    if (known !== undefined)
      throw new Error(
        `types ${known.id} and ${type.id} are both called ${name}: name '${this.#signature(type)}' in selection.ts`,
      )
    // The place is taken before the definition is read: types may contain themselves.
    this.#definitions.set(name, { id: type.id })
    this.#definitions.set(name, { id: type.id, schema: this.#schema(type) })
    return name
  }

  #nameOf(type: TypeDefinition): string {
    const [crate] = type.path
    // Type-level numbers: the width of the fraction in fixed point types.
    if (crate === 'substrate_typenum')
      return `typenum::${type.path.at(-1) === 'UInt' ? `U${this.#typenum(type)}` : type.path.at(-1)}`
    return (
      typeNames[this.#signature(type)] ??
      typeNames[type.path.join('::')] ??
      found(type.path.at(-1), `path of type ${type.id}`)
    )
  }

  #typenum(type: TypeDefinition): number {
    const last = type.path.at(-1)
    if (last === 'UTerm' || last === 'B0') return 0
    if (last === 'B1') return 1
    const [high, low] = type.params.map((parameter) =>
      this.#typenum(
        found(this.#metadata.lookup[found(parameter.type, 'type-level number')], 'type-level number'),
      ),
    )
    return found(high, 'high bits') * 2 + found(low, 'low bit')
  }

  #parameters(type: TypeDefinition): string[] {
    return type.params.flatMap(({ type: parameter }) => (parameter === undefined ? [] : [this.of(parameter)]))
  }

  /** A type's path with its arguments: what tells instances of a generic type apart. */
  #signature(type: TypeDefinition): string {
    const parameters = this.#parameters(type)
    return type.path.join('::') + (parameters.length > 0 ? `<${parameters.join(', ')}>` : '')
  }

  #schema(type: TypeDefinition): TypeSchema {
    const params = type.params.map(({ name, type: parameter }): [string, string | null] => [
      name,
      parameter === undefined ? null : this.of(parameter),
    ])
    const origin = { path: type.path, ...(params.length > 0 ? { params } : {}) }
    const { def } = type
    if (def.tag === 'composite') return { ...origin, struct: this.fields(def.value) }
    if (def.tag !== 'variant')
      throw new Error(`type ${type.id} has a path but is neither a struct nor an enum`)
    const kept = this.#outerEnums.get(type.id)
    const variants = def.value.filter((variant) => kept?.has(variant.name) ?? true)
    return {
      ...origin,
      variants: Object.fromEntries(
        variants.map(({ name, index, fields }) => [name, { index, fields: this.fields(fields) }]),
      ),
    }
  }
}
