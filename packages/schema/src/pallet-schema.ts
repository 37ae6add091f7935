/** Bytes as lower-case hexadecimal text. */
export type Hex = `0x${string}`

/** How a storage map turns a key into the end of its storage key. */
export type Hasher =
  | 'Identity'
  | 'Blake2_128Concat'
  | 'Twox64Concat'
  | 'Blake2_128'
  | 'Blake2_256'
  | 'Twox128'
  | 'Twox256'

/** A field's name (null where the runtime gives none) and the name of its type. */
export type FieldSchema = readonly [name: string | null, type: string]

/** A call, an event or a variant of an enum: its index on the wire and its fields in wire order. */
export interface VariantSchema {
  readonly index: number
  readonly fields: readonly FieldSchema[]
}

/** A storage item. Without keys it is a single value; `optional` items have no default. */
export interface StorageSchema {
  readonly keys: readonly (readonly [hasher: Hasher, type: string])[]
  readonly value: string
  readonly optional: boolean
  /** The SCALE bytes that stand for an absent entry. */
  readonly fallback: Hex
}

export interface ConstantSchema {
  readonly type: string
  /** SCALE bytes. */
  readonly value: Hex
}

/** What we use of one pallet. Indices are those of the reference runtime. */
export interface PalletSchema {
  readonly name: string
  readonly index: number
  /** null where the pallet stores nothing. */
  readonly storagePrefix: string | null
  /** Where the pallet's own `Call`, `Event` and `Error` enums live, if it has any, and the type parameters of each. */
  readonly path: readonly string[]
  readonly params: Readonly<Record<'Call' | 'Event' | 'Error', readonly string[]>>
  readonly calls: Readonly<Record<string, VariantSchema>>
  readonly events: Readonly<Record<string, VariantSchema>>
  /** All errors of the pallet by index: any of them can end one of our calls. */
  readonly errors: Readonly<Record<string, number>>
  readonly storage: Readonly<Record<string, StorageSchema>>
  readonly constants: Readonly<Record<string, ConstantSchema>>
}

export interface RuntimeApiSchema {
  readonly name: string
  readonly version: number
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly inputs: readonly (readonly [name: string, type: string])[]
        readonly output: string
        /** What to use instead, as the runtime says. */
        readonly deprecated?: string
      }
    >
  >
}

/** The parts of an extrinsic around its extensions, and the format versions the runtime takes. */
export interface ExtrinsicSchema {
  readonly versions: readonly number[]
  readonly address: string
  readonly call: string
  readonly signature: string
}

/** A transaction extension: what it puts into the extrinsic, and what it adds to the signed payload. */
export interface ExtensionSchema {
  readonly name: string
  readonly type: string
  readonly additional: string
}

interface TypeOrigin {
  readonly path: readonly string[]
  readonly params?: readonly (readonly [name: string, type: string | null])[]
}

/** A named type. A struct whose fields have no names is a tuple struct. */
export type TypeSchema = TypeOrigin &
  (
    | { readonly struct: readonly FieldSchema[] }
    | { readonly variants: Readonly<Record<string, VariantSchema>> }
  )

/** What a node answers to `state_getRuntimeVersion`. */
export interface RuntimeVersionSchema {
  readonly specName: string
  readonly implName: string
  readonly authoringVersion: number
  readonly specVersion: number
  readonly implVersion: number
  readonly transactionVersion: number
  readonly stateVersion: number
  /** Each runtime API's identifier (BLAKE2b-64 of its name) and version, in the runtime's order. */
  readonly apis: readonly (readonly [id: Hex, version: number])[]
}
