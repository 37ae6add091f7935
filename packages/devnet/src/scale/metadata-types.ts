import type { V14Lookup } from '@polkadot-api/substrate-bindings'
import type { FieldSchema, TypeSchema, VariantSchema } from '@stake/schema'
import { typeDefinition } from './type-definition.ts'
import { parseTypeName } from './type-name.ts'

type Definition = V14Lookup[number]
type Def = Definition['def']
type Shape = Pick<Definition, 'path' | 'params' | 'def'>

/**
 * Numbers types for a metadata: densely from 0, in the order they are asked for, each with its definition and with
 * everything that mentions.
 */
export class MetadataTypes {
  readonly #ids = new Map<string, number>()
  readonly #lookup: Definition[] = []

  /** The number of a type name of `@stake/schema`. */
  id(name: string): number {
    const known = this.#ids.get(name)
    if (known !== undefined) return known
    const id = this.#lookup.length
    this.#ids.set(name, id)
    // The place is taken before the definition is read, because a type may mention itself.
    const entry: Definition = { id, path: [], params: [], def: composite([]), docs: [] }
    this.#lookup.push(entry)
    Object.assign(entry, this.#shape(name))
    return id
  }

  /** All types numbered so far. */
  lookup(): V14Lookup {
    return this.#lookup
  }

  #shape(text: string): Shape {
    const name = parseTypeName(text)
    switch (name.kind) {
      case 'plain':
        if (name.name === 'Era') return era(this.id('u8'))
        return PRIMITIVES.has(name.name) ? primitive(name.name) : this.#named(name.name)
      case 'tuple':
        return anonymous({ tag: 'tuple', value: name.parts.map((part) => this.id(part)) })
      case 'array':
        return anonymous({ tag: 'array', value: { len: name.length, type: this.id(name.item) } })
      case 'generic':
        return this.#generic(text, name.name, name.args)
    }
  }

  #generic(text: string, name: string, args: readonly string[]): Shape {
    const [first = '', second = ''] = args
    const path = [name]
    const field = (type: string): FieldSchema => [null, type]
    switch (name) {
      case 'Vec':
        return anonymous({ tag: 'sequence', value: this.id(first) })
      case 'Compact':
        return anonymous({ tag: 'compact', value: this.id(first) })
      case 'Cow':
        return this.#defined({ path, params: [['T', first]], struct: [field(first)] })
      case 'BTreeSet':
        return this.#defined({ path, params: [['T', first]], struct: [field(`Vec<${first}>`)] })
      case 'BTreeMap':
        return this.#defined({
          path,
          params: [
            ['K', first],
            ['V', second],
          ],
          struct: [field(`Vec<(${first}, ${second})>`)],
        })
      case 'BoundedVec':
      case 'WeakBoundedVec':
        return this.#defined({
          path: BOUNDED[name],
          params: [
            ['T', first],
            ['S', null],
          ],
          struct: [field(`Vec<${first}>`)],
        })
      case 'Option':
        return this.#defined({
          path,
          params: [['T', first]],
          variants: { None: { index: 0, fields: [] }, Some: { index: 1, fields: [field(first)] } },
        })
      case 'Result':
        return this.#defined({
          path,
          params: [
            ['T', first],
            ['E', second],
          ],
          variants: {
            Ok: { index: 0, fields: [field(first)] },
            Err: { index: 1, fields: [field(second)] },
          },
        })
      default:
        throw new TypeError(`@stake/schema has no type ${text}`)
    }
  }

  #named(name: string): Shape {
    const type = typeDefinition(name)
    if (type === undefined) throw new TypeError(`@stake/schema has no type ${name}`)
    return this.#defined(type)
  }

  #defined(type: TypeSchema): Shape {
    return {
      path: [...type.path],
      params: (type.params ?? []).map(([name, parameter]) => ({
        name,
        type: parameter === null ? undefined : this.id(parameter),
      })),
      def:
        'struct' in type
          ? composite(this.#fields(type.struct))
          : this.#variants(type.variants, type.path.at(-1) === 'Error'),
    }
  }

  /** Clients show what is written beside a pallet's errors, and some take one with nothing for unknown. */
  #variants(variants: Readonly<Record<string, VariantSchema>>, areErrors: boolean): Def {
    return {
      tag: 'variant',
      value: Object.entries(variants).map(([name, { index, fields }]) => ({
        name,
        index,
        fields: this.#fields(fields),
        docs: areErrors ? [sentence(name)] : [],
      })),
    }
  }

  #fields(fields: readonly FieldSchema[]): FieldDefinition[] {
    return fields.map(([name, type]) => fieldDefinition(this.id(type), name ?? undefined, type))
  }
}

const BOUNDED = {
  BoundedVec: ['bounded_collections', 'bounded_vec', 'BoundedVec'],
  WeakBoundedVec: ['bounded_collections', 'weak_bounded_vec', 'WeakBoundedVec'],
}

/** `NotEnoughStake` in words. */
function sentence(name: string): string {
  return `${name[0]}${name
    .slice(1)
    .replace(/[A-Z]+/g, (letters) => ` ${letters.length > 1 ? letters : letters.toLowerCase()}`)}.`
}

type FieldDefinition = Extract<Def, { tag: 'composite' }>['value'][number]

/** Only people read the type's name, but some clients show it of each argument of a call and cannot do without. */
function fieldDefinition(type: number, name?: string, typeName?: string): FieldDefinition {
  return { name, type, typeName, docs: [] }
}

function anonymous(def: Def): Shape {
  return { path: [], params: [], def }
}

function composite(fields: FieldDefinition[]): Def {
  return { tag: 'composite', value: fields }
}

type Primitive = Extract<Def, { tag: 'primitive' }>['value']

const PRIMITIVES: ReadonlySet<string> = new Set<Primitive['tag']>([
  'bool',
  'str',
  'u8',
  'u16',
  'u32',
  'u64',
  'u128',
  'i8',
  'i16',
  'i32',
  'i64',
  'i128',
])

function primitive(name: string): Shape {
  return anonymous({
    tag: 'primitive',
    value: { tag: name as Primitive['tag'], value: undefined } as Primitive,
  })
}

/** `Immortal`, and `Mortal1` to `Mortal255` with the byte that follows: how the runtime describes its two bytes. */
function era(byte: number): Shape {
  const variants = Array.from({ length: 256 }, (_, index) => ({
    name: index === 0 ? 'Immortal' : `Mortal${index}`,
    index,
    fields: index === 0 ? [] : [fieldDefinition(byte)],
    docs: [],
  }))
  return {
    path: ['sp_runtime', 'generic', 'era', 'Era'],
    params: [],
    def: { tag: 'variant', value: variants },
  }
}
