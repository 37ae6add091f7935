import { metadata, type V14, type V15, type V16 } from '@polkadot-api/substrate-bindings'
import {
  extensions,
  extrinsic,
  type Hasher,
  type PalletSchema,
  type RuntimeApiSchema,
  type StorageSchema,
} from '@stake/schema'
import { MetadataTypes } from './metadata-types.ts'
import { pallets, runtimeApis, types } from './served-tables.ts'

/** The metadata versions a client may ask for, newest last. */
export const METADATA_VERSIONS = [14, 15, 16] as const

export type MetadataVersion = (typeof METADATA_VERSIONS)[number]

/**
 * The SCALE bytes of the runtime's metadata, magic number first, built from the tables of `@stake/schema` that are served.
 */
export function metadataBytes(version: MetadataVersion): Uint8Array {
  let bytes = encoded.get(version)
  if (bytes === undefined) {
    bytes = metadata.enc({ magicNumber: MAGIC_NUMBER, metadata: tagged(version) })
    encoded.set(version, bytes)
  }
  return bytes
}

const encoded = new Map<MetadataVersion, Uint8Array>()

/** `meta` in little-endian ASCII. */
const MAGIC_NUMBER = 0x6174656d

function tagged(version: MetadataVersion): Parameters<typeof metadata.enc>[0]['metadata'] {
  switch (version) {
    case 14:
      return { tag: 'v14', value: v14() }
    case 15:
      return { tag: 'v15', value: v15() }
    case 16:
      return { tag: 'v16', value: v16() }
  }
}

function v14(): V14 {
  const numbers = new MetadataTypes()
  return {
    pallets: Object.values<PalletSchema>(pallets).map((pallet) => palletV15(numbers, pallet)),
    extrinsic: {
      type: numbers.id('UncheckedExtrinsic'),
      version: extrinsic.versions[0],
      signedExtensions: signedExtensions(numbers),
    },
    type: numbers.id('Runtime'),
    apis: [],
    lookup: numbers.lookup(),
  }
}

function v15(): V15 {
  const numbers = new MetadataTypes()
  return {
    pallets: Object.values<PalletSchema>(pallets).map((pallet) => palletV15(numbers, pallet)),
    extrinsic: {
      version: extrinsic.versions[0],
      ...extrinsicTypes(numbers),
      extra: numbers.id(extensionsType()),
      signedExtensions: signedExtensions(numbers),
    },
    type: numbers.id('Runtime'),
    apis: Object.values<RuntimeApiSchema>(runtimeApis).map((api) => ({
      name: api.name,
      methods: methods(numbers, api),
      docs: [],
    })),
    outerEnums: outerEnums(numbers),
    custom: [],
    lookup: numbers.lookup(),
  }
}

function v16(): V16 {
  const numbers = new MetadataTypes()
  return {
    pallets: Object.values<PalletSchema>(pallets).map((pallet) => palletV16(numbers, pallet)),
    extrinsic: {
      version: [...extrinsic.versions],
      ...extrinsicTypes(numbers),
      signedExtensionsByVersion: [[0, extensions.map((_, at) => at)]],
      signedExtensions: signedExtensions(numbers),
    },
    apis: Object.values<RuntimeApiSchema>(runtimeApis).map((api) => ({
      name: api.name,
      methods: methods(numbers, api).map((method) => ({
        ...method,
        deprecationInfo: deprecation(api.methods[method.name]?.deprecated),
      })),
      docs: [],
      version: api.version,
      deprecationInfo: NOT_DEPRECATED,
    })),
    outerEnums: outerEnums(numbers),
    custom: [],
    lookup: numbers.lookup(),
  }
}

const NOT_DEPRECATED: V16['pallets'][number]['deprecationInfo'] = { tag: 'NotDeprecated', value: undefined }

function deprecation(note: string | undefined): V16['pallets'][number]['deprecationInfo'] {
  return note === undefined ? NOT_DEPRECATED : { tag: 'Deprecated', value: { note, since: undefined } }
}

function palletV15(numbers: MetadataTypes, pallet: PalletSchema): V15['pallets'][number] {
  return {
    name: pallet.name,
    storage:
      pallet.storagePrefix === null
        ? undefined
        : {
            prefix: pallet.storagePrefix,
            items: Object.entries(pallet.storage).map(([name, item]) => storageItem(numbers, name, item)),
          },
    calls: palletEnum(numbers, pallet, 'Call', pallet.calls),
    events: palletEnum(numbers, pallet, 'Event', pallet.events),
    constants: Object.entries(pallet.constants).map(([name, { type, value }]) => ({
      name,
      type: numbers.id(type),
      value,
      docs: [],
    })),
    errors: palletEnum(numbers, pallet, 'Error', pallet.errors),
    index: pallet.index,
    docs: [],
  }
}

function palletV16(numbers: MetadataTypes, schema: PalletSchema): V16['pallets'][number] {
  const pallet = palletV15(numbers, schema)
  const reference = (type: number | undefined) =>
    type === undefined ? undefined : { type, deprecationInfo: [] }
  const current = <Item>(items: readonly Item[]) =>
    items.map((item) => ({ ...item, deprecationInfo: NOT_DEPRECATED }))
  return {
    ...pallet,
    storage: pallet.storage && { ...pallet.storage, items: current(pallet.storage.items) },
    calls: reference(pallet.calls),
    events: reference(pallet.events),
    constants: current(pallet.constants),
    errors: reference(pallet.errors),
    associatedTypes: [],
    viewFns: [],
    deprecationInfo: NOT_DEPRECATED,
  }
}

/** A pallet without calls, events or errors has no such enum. */
function palletEnum(
  numbers: MetadataTypes,
  pallet: PalletSchema,
  kind: 'Call' | 'Event' | 'Error',
  variants: Readonly<Record<string, unknown>>,
): number | undefined {
  return Object.keys(variants).length === 0 ? undefined : numbers.id(pallet.name + kind)
}

type StorageItem = NonNullable<V15['pallets'][number]['storage']>['items'][number]
type HasherTag = Extract<StorageItem['type'], { tag: 'map' }>['value']['hashers'][number]

const HASHERS: Readonly<Record<Hasher, HasherTag['tag']>> = {
  Identity: 'Identity',
  Blake2_128: 'Blake2128',
  Blake2_256: 'Blake2256',
  Blake2_128Concat: 'Blake2128Concat',
  Twox128: 'Twox128',
  Twox256: 'Twox256',
  Twox64Concat: 'Twox64Concat',
}

function storageItem(numbers: MetadataTypes, name: string, schema: StorageSchema): StorageItem {
  const keyTypes = schema.keys.map(([, type]) => type)
  const [onlyKey, ...furtherKeys] = keyTypes
  const value = numbers.id(schema.value)
  return {
    name,
    modifier: schema.optional ? 0 : 1,
    type:
      onlyKey === undefined
        ? { tag: 'plain', value }
        : {
            tag: 'map',
            value: {
              hashers: schema.keys.map(([hasher]) => ({ tag: HASHERS[hasher], value: undefined })),
              key: numbers.id(furtherKeys.length === 0 ? onlyKey : `(${keyTypes.join(', ')})`),
              value,
            },
          },
    fallback: schema.fallback,
    docs: [],
  }
}

function signedExtensions(numbers: MetadataTypes): V16['extrinsic']['signedExtensions'] {
  return extensions.map(({ name, type, additional }) => ({
    identifier: name,
    type: numbers.id(type),
    additionalSigned: numbers.id(additional),
  }))
}

function extrinsicTypes(numbers: MetadataTypes): { address: number; call: number; signature: number } {
  return {
    address: numbers.id(extrinsic.address),
    call: numbers.id(extrinsic.call),
    signature: numbers.id(extrinsic.signature),
  }
}

/** The last type argument of the extrinsic: the extensions as the runtime nests them. */
function extensionsType(): string {
  const argument = types.UncheckedExtrinsic?.params?.at(-1)?.[1]
  if (argument == null) throw new TypeError('@stake/schema lacks the type of the extensions')
  return argument
}

function outerEnums(numbers: MetadataTypes): V15['outerEnums'] {
  return {
    call: numbers.id('RuntimeCall'),
    event: numbers.id('RuntimeEvent'),
    error: numbers.id('RuntimeError'),
  }
}

function methods(numbers: MetadataTypes, api: RuntimeApiSchema): V15['apis'][number]['methods'] {
  return Object.entries(api.methods).map(([name, { inputs, output }]) => ({
    name,
    inputs: inputs.map(([input, type]) => ({ name: input, type: numbers.id(type) })),
    output: numbers.id(output),
    docs: [],
  }))
}
