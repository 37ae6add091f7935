import {
  decAnyMetadata,
  Hex as HexBytes,
  Struct,
  str,
  Tuple,
  u8,
  u32,
  type V16,
  Vector,
} from '@polkadot-api/substrate-bindings'
import type {
  ConstantSchema,
  ExtensionSchema,
  ExtrinsicSchema,
  Hasher,
  Hex,
  PalletSchema,
  RuntimeApiSchema,
  RuntimeVersionSchema,
  StorageSchema,
  TypeSchema,
  VariantSchema,
} from '../src/pallet-schema.ts'
import { found } from './found.ts'
import { type Chosen, furtherTypes, type PalletSelection, pallets, runtimeApis } from './selection.ts'
import { TypeNames } from './type-names.ts'

/** Everything the tables hold, as data. */
export interface RuntimeTables {
  readonly runtimeVersion: RuntimeVersionSchema
  readonly pallets: Readonly<Record<string, PalletSchema>>
  readonly runtimeApis: Readonly<Record<string, RuntimeApiSchema>>
  readonly extrinsic: ExtrinsicSchema
  readonly extensions: readonly ExtensionSchema[]
  readonly types: Readonly<Record<string, TypeSchema>>
}

const HASHERS: Readonly<Record<string, Hasher>> = {
  Identity: 'Identity',
  Blake2128: 'Blake2_128',
  Blake2256: 'Blake2_256',
  Blake2128Concat: 'Blake2_128Concat',
  Twox128: 'Twox128',
  Twox256: 'Twox256',
  Twox64Concat: 'Twox64Concat',
}

/** `sp_version::RuntimeVersion`. */
const runtimeVersion = Struct({
  specName: str,
  implName: str,
  authoringVersion: u32,
  specVersion: u32,
  implVersion: u32,
  apis: Vector(Tuple(HexBytes(8), u32)),
  transactionVersion: u32,
  stateVersion: u8,
})

/** Older versions lack the versions of the runtime APIs. */
export function decodeMetadata(bytes: Uint8Array): V16 {
  const { metadata } = decAnyMetadata(bytes)
  if (metadata.tag !== 'v16') throw new Error(`this is metadata ${metadata.tag}: give V16`)
  return metadata.value
}

/** Reads the selected part of a runtime's metadata. Throws when the runtime lacks something selected. */
export function readRuntime(metadata: V16): RuntimeTables {
  const names = new TypeNames(metadata, pallets)
  const palletTables = Object.fromEntries(
    Object.entries(pallets).map(([name, selected]) => [name, readPallet(metadata, names, name, selected)]),
  )
  const apis = Object.fromEntries(
    Object.entries(runtimeApis).map(([name, methods]) => [
      name,
      readRuntimeApi(metadata, names, name, methods),
    ]),
  )
  const { extrinsic } = metadata
  const [, order] = found(
    extrinsic.signedExtensionsByVersion.find(([version]) => version === 0),
    'extension version 0',
  )
  const tables = {
    runtimeVersion: readRuntimeVersion(metadata),
    pallets: palletTables,
    runtimeApis: apis,
    extrinsic: {
      versions: extrinsic.version,
      address: names.of(extrinsic.address),
      call: names.of(extrinsic.call),
      signature: names.of(extrinsic.signature),
    },
    extensions: order.map((at) => {
      const extension = found(extrinsic.signedExtensions[at], `extension ${at}`)
      return {
        name: extension.identifier,
        type: names.of(extension.type),
        additional: names.of(extension.additionalSigned),
      }
    }),
  }
  for (const path of furtherTypes)
    names.of(
      found(
        metadata.lookup.find((type) => type.path.join('::') === path),
        `type ${path}`,
      ).id,
    )
  return { ...tables, types: names.definitions() }
}

function readPallet(metadata: V16, names: TypeNames, name: string, selected: PalletSelection): PalletSchema {
  const pallet = found(
    metadata.pallets.find((candidate) => candidate.name === name),
    `pallet ${name}`,
  )
  const variants = (type: number | undefined) => (type === undefined ? [] : variantsOf(metadata, type))
  const pick = (type: number | undefined, chosen: Chosen | undefined): Record<string, VariantSchema> =>
    Object.fromEntries(
      namesOf(chosen, variants(type)).map((wanted) => {
        const variant = found(
          variants(type).find((candidate) => candidate.name === wanted),
          `${name}.${wanted}`,
        )
        return [wanted, { index: variant.index, fields: names.fields(variant.fields) }]
      }),
    )
  const errors = pick(pallet.errors?.type, 'all')
  for (const [error, { fields }] of Object.entries(errors))
    if (fields.length > 0)
      throw new Error(`${name}.${error} carries fields, which the tables have no place for`)
  const enumOf = (entry: { readonly type: number } | undefined) =>
    entry === undefined ? undefined : found(metadata.lookup[entry.type], `type ${entry.type}`)
  const enums = {
    Call: enumOf(pallet.calls),
    Event: enumOf(pallet.events),
    Error: enumOf(pallet.errors),
  }
  const paths = Object.values(enums).flatMap((type) => (type === undefined ? [] : [type.path.slice(0, -1)]))
  const [path = []] = paths
  if (new Set(paths.map(String)).size > 1) throw new Error(`${name}: its enums have different origins`)
  const paramsOf = (type: typeof enums.Call) => type?.params.map((parameter) => parameter.name) ?? []
  return {
    name,
    index: pallet.index,
    storagePrefix: pallet.storage?.prefix ?? null,
    path,
    params: { Call: paramsOf(enums.Call), Event: paramsOf(enums.Event), Error: paramsOf(enums.Error) },
    calls: pick(pallet.calls?.type, selected.calls),
    events: pick(pallet.events?.type, selected.events),
    errors: Object.fromEntries(Object.entries(errors).map(([error, { index }]) => [error, index])),
    storage: Object.fromEntries(
      namesOf(selected.storage, pallet.storage?.items ?? []).map((item) => [
        item,
        readStorage(metadata, names, pallet, item),
      ]),
    ),
    constants: Object.fromEntries(
      namesOf(selected.constants, pallet.constants).map((constant): [string, ConstantSchema] => {
        const { type, value } = found(
          pallet.constants.find((candidate) => candidate.name === constant),
          `${name}.${constant}`,
        )
        return [constant, { type: names.of(type), value: value as Hex }]
      }),
    ),
  }
}

function namesOf(chosen: Chosen | undefined, all: readonly { readonly name: string }[]): readonly string[] {
  return chosen === 'all' ? all.map(({ name }) => name) : (chosen ?? [])
}

function readStorage(
  metadata: V16,
  names: TypeNames,
  pallet: V16['pallets'][number],
  name: string,
): StorageSchema {
  const item = found(
    pallet.storage?.items.find((candidate) => candidate.name === name),
    `${pallet.name}.${name}`,
  )
  const rest = { optional: item.modifier === 0, fallback: item.fallback as Hex }
  if (item.type.tag === 'plain') return { keys: [], value: names.of(item.type.value), ...rest }
  const { hashers, key, value } = item.type.value
  const keyTypes = hashers.length === 1 ? [key] : tupleOf(metadata, key)
  return {
    keys: hashers.map(({ tag }, at) => [
      found(HASHERS[tag], `hasher ${tag}`),
      names.of(found(keyTypes[at], `key ${at} of ${pallet.name}.${name}`)),
    ]),
    value: names.of(value),
    ...rest,
  }
}

function readRuntimeApi(
  metadata: V16,
  names: TypeNames,
  name: string,
  methods: readonly string[],
): RuntimeApiSchema {
  const api = found(
    metadata.apis.find((candidate) => candidate.name === name),
    `runtime API ${name}`,
  )
  return {
    name,
    version: api.version,
    methods: Object.fromEntries(
      methods.map((wanted) => {
        const method = found(
          api.methods.find((candidate) => candidate.name === wanted),
          `${name}_${wanted}`,
        )
        return [
          wanted,
          {
            inputs: method.inputs.map((input): [string, string] => [input.name, names.of(input.type)]),
            output: names.of(method.output),
            ...(method.deprecationInfo.tag === 'Deprecated'
              ? { deprecated: method.deprecationInfo.value.note }
              : {}),
          },
        ]
      }),
    ),
  }
}

function readRuntimeVersion(metadata: V16): RuntimeVersionSchema {
  const system = metadata.pallets.find((pallet) => pallet.name === 'System')
  const constant = system?.constants.find(({ name }) => name === 'Version')
  const { apis, ...version } = runtimeVersion.dec(found(constant, 'System.Version').value)
  // The list has the runtime APIs in the order of the metadata; we keep those that the tables have.
  if (apis.length !== metadata.apis.length)
    throw new Error('System.Version and the metadata list different APIs')
  return {
    ...version,
    apis: apis.flatMap(([id, apiVersion], at): [Hex, number][] =>
      found(metadata.apis[at], `API ${at}`).name in runtimeApis ? [[id as Hex, apiVersion]] : [],
    ),
  }
}

function variantsOf(metadata: V16, type: number) {
  const { def } = found(metadata.lookup[type], `type ${type}`)
  if (def.tag !== 'variant') throw new Error(`type ${type} is no enum`)
  return def.value
}

function tupleOf(metadata: V16, type: number): number[] {
  const { def } = found(metadata.lookup[type], `type ${type}`)
  if (def.tag !== 'tuple') throw new Error(`type ${type} is no tuple`)
  return def.value
}
