import type { FieldSchema, TypeSchema, VariantSchema } from '../src/pallet-schema.ts'
import type { RuntimeTables } from './read-runtime.ts'
import { parseTypeName } from './type-name.ts'

const PRIMITIVES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  str: 'string',
  u8: 'number',
  u16: 'number',
  u32: 'number',
  u64: 'bigint',
  u128: 'bigint',
  i8: 'number',
  i16: 'number',
  i32: 'number',
  i64: 'bigint',
  i128: 'bigint',
}

/** Types whose values are not what their definition would give. */
const SPECIAL: Readonly<Record<string, string>> = {
  AccountId32: '/** An SS58 address with prefix 42. */\nexport type AccountId32 = string',
  Era: `/** How long an extrinsic is valid: \`period\` blocks, a power of two from 4 to 65536, and its \`phase\` therein. */
export type Era =
  | { readonly type: 'Immortal'; readonly value?: undefined }
  | { readonly type: 'Mortal'; readonly value: { readonly period: number; readonly phase: number } }`,
}

/**
 * The TypeScript type of each named type, as an interface or alias of the same name, and of each tuple, map and
 * result that the tables mention. Vectors, options, compacts and arrays are left to template literals.
 */
export function printTypeMap(tables: RuntimeTables): string {
  return new TypeMapPrinter({ ...tables.types, ...palletEnums(tables) }).print(mentioned(tables))
}

class TypeMapPrinter {
  readonly #types: Readonly<Record<string, TypeSchema>>
  readonly #declarations = new Map<string, string>()
  readonly #compounds = new Map<string, string>()

  constructor(types: Readonly<Record<string, TypeSchema>>) {
    this.#types = types
  }

  print(names: readonly string[]): string {
    for (const name of names) this.#typeScript(name)
    const sorted = (map: ReadonlyMap<string, string>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
    const map = [
      ...sorted(this.#declarations).map(([name]) => `  readonly ${name}: ${name}\n`),
      ...sorted(this.#compounds).map(([name, type]) => `  readonly '${name}': ${type}\n`),
    ]
    const declarations = sorted(this.#declarations).map(([, text]) => `${text}\n`)
    return `${declarations.join('\n')}\n/** The TypeScript type of each type name. */\nexport interface TypeMap {\n${map.join('')}}\n`
  }

  #typeScript(text: string): string {
    const name = parseTypeName(text)
    if (name.kind === 'array') return name.item === 'u8' ? 'Hex' : this.#list(this.#typeScript(name.item))
    if (name.kind === 'tuple') return this.#compound(text, this.#tuple(name.parts))
    if (name.kind === 'plain') return PRIMITIVES[name.name] ?? this.#named(name.name)
    const [first = '', second = ''] = name.args
    switch (name.name) {
      case 'Vec':
      case 'BoundedVec':
      case 'WeakBoundedVec':
        return first === 'u8' ? 'Hex' : this.#list(this.#typeScript(first))
      case 'Option':
        return `${this.#typeScript(first)} | undefined`
      case 'Compact':
      case 'Cow':
        return this.#typeScript(first)
      case 'BTreeSet':
        return this.#compound(text, this.#list(this.#typeScript(first)))
      case 'BTreeMap':
        return this.#compound(text, this.#list(this.#tuple([first, second])))
      case 'Result':
        return this.#compound(
          text,
          `{ readonly type: 'Ok'; readonly value: ${this.#typeScript(first)} } | { readonly type: 'Err'; readonly value: ${this.#typeScript(second)} }`,
        )
      default:
        throw new Error(`no TypeScript type for ${text}`)
    }
  }

  #compound(name: string, type: string): string {
    this.#compounds.set(name, type)
    return type
  }

  #tuple(parts: readonly string[]): string {
    return parts.length === 0
      ? 'undefined'
      : `readonly [${parts.map((part) => this.#typeScript(part)).join(', ')}]`
  }

  #list(item: string): string {
    return `readonly ${item.includes(' ') ? `(${item})` : item}[]`
  }

  #named(name: string): string {
    const special = SPECIAL[name]
    if (special !== undefined) this.#declarations.set(name, special)
    if (!this.#declarations.has(name)) {
      const type = this.#types[name]
      if (type === undefined) throw new Error(`no definition of ${name}`)
      this.#declarations.set(name, '')
      this.#declarations.set(name, this.#declaration(name, type))
    }
    return name
  }

  #declaration(name: string, type: TypeSchema): string {
    if ('variants' in type) {
      const variants = Object.entries(type.variants).map(
        ([variant, schema]) => `\n  | ${this.#variant(variant, schema)}`,
      )
      return `export type ${name} =${variants.join('') || ' never'}`
    }
    if (type.struct.length > 0 && type.struct.every(([field]) => field !== null))
      return `export interface ${name} {\n${type.struct.map((field) => `  ${this.#property(field)}\n`).join('')}}`
    return `export type ${name} = ${this.#payload(type.struct)}`
  }

  #variant(name: string, { fields }: VariantSchema): string {
    if (fields.length === 0) return `{ readonly type: '${name}'; readonly value?: undefined }`
    return `{ readonly type: '${name}'; readonly value: ${this.#payload(fields)} }`
  }

  /** One nameless field stands for its content, several are a tuple, named ones an object. */
  #payload(fields: readonly FieldSchema[]): string {
    const [first] = fields
    if (first === undefined) return 'undefined'
    if (first[0] !== null) return `{ ${fields.map((field) => this.#property(field)).join('; ')} }`
    return fields.length === 1 ? this.#typeScript(first[1]) : this.#tuple(fields.map(([, type]) => type))
  }

  #property([name, type]: FieldSchema): string {
    return `readonly ${name}: ${this.#typeScript(type)}`
  }
}

/** The enums `SystemCall`, `SystemEvent` …, whose variants the tables of the pallets hold. */
function palletEnums(tables: RuntimeTables): Record<string, TypeSchema> {
  return Object.fromEntries(
    Object.values(tables.pallets).flatMap(({ name, path, calls, events }) => [
      [`${name}Call`, { path: [...path, 'Call'], variants: calls }],
      [`${name}Event`, { path: [...path, 'Event'], variants: events }],
    ]),
  )
}

/** All type names that calls, events, storage, constants, runtime APIs and extensions mention. */
function mentioned(tables: RuntimeTables): string[] {
  const fields = (variants: Readonly<Record<string, VariantSchema>>) =>
    Object.values(variants).flatMap((variant) => variant.fields.map(([, type]) => type))
  const names = [
    ...Object.values(tables.pallets).flatMap((pallet) => [
      ...fields(pallet.calls),
      ...fields(pallet.events),
      ...Object.values(pallet.storage).flatMap((item) => [...item.keys.map(([, type]) => type), item.value]),
      ...Object.values(pallet.constants).map((constant) => constant.type),
    ]),
    ...Object.values(tables.runtimeApis).flatMap((api) =>
      Object.values(api.methods).flatMap((method) => [
        ...method.inputs.map(([, type]) => type),
        method.output,
      ]),
    ),
    ...tables.extensions.flatMap((extension) => [extension.type, extension.additional]),
    tables.extrinsic.address,
    tables.extrinsic.call,
    tables.extrinsic.signature,
    'Header',
  ]
  return [...new Set(names)]
}
