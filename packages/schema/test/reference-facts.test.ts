import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  extensions,
  extrinsic,
  type FieldSchema,
  type RuntimeApiSchema,
  runtimeApis,
  type StorageSchema,
  type VariantSchema,
} from '../src/index.ts'
import { allPallets, wireShape } from './wire-shape.ts'

const facts = JSON.parse(readFileSync(new URL('./fixtures/reference-facts.json', import.meta.url), 'utf8'))

const fields = (list: readonly FieldSchema[]) => list.map(([name, type]) => [name, wireShape(type)])

const variants = (table: Readonly<Record<string, VariantSchema>>) =>
  mapValues(table, ({ index, fields: list }) => ({ index, fields: fields(list) }))

function mapValues<In, Out>(
  table: Readonly<Record<string, In>>,
  map: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [key, map(value)]))
}

/** Metadata writes the hashers without underscores. */
const storage = ({ keys, value, optional, fallback }: StorageSchema) => ({
  hashers: keys.map(([hasher]) => hasher.replace('_', '')),
  key:
    keys.length === 0
      ? null
      : wireShape(keys.length === 1 ? String(keys[0]?.[1]) : `(${keys.map(([, type]) => type).join(', ')})`),
  value: wireShape(value),
  optional,
  fallback,
})

describe('the tables say what the metadata of the reference runtime says', () => {
  test.each(allPallets.map((pallet) => [pallet.name, pallet] as const))('pallet %s', (name, pallet) => {
    expect({
      index: pallet.index,
      prefix: pallet.storagePrefix,
      calls: variants(pallet.calls),
      events: variants(pallet.events),
      errors: mapValues(pallet.errors, (index) => ({ index, fields: [] })),
      storage: mapValues(pallet.storage, storage),
      constants: mapValues(pallet.constants, ({ type, value }) => ({ type: wireShape(type), value })),
    }).toEqual(facts.pallets[name])
  })

  test('all pallets are there', () => {
    expect(allPallets.map((pallet) => pallet.name)).toEqual(Object.keys(facts.pallets))
  })

  test('runtime APIs', () => {
    const table = mapValues<RuntimeApiSchema, unknown>(runtimeApis, ({ version, methods }) => ({
      version,
      methods: mapValues(methods, ({ inputs, output }) => ({
        inputs: fields(inputs),
        output: wireShape(output),
      })),
    }))
    expect(table).toEqual(facts.runtimeApis)
  })

  test('the extrinsic and its extensions, in order', () => {
    expect(
      extensions.map(({ name, type, additional }) => [name, wireShape(type), wireShape(additional)]),
    ).toEqual(facts.extensions)
    expect({ address: wireShape(extrinsic.address), signature: wireShape(extrinsic.signature) }).toEqual(
      facts.extrinsic,
    )
  })
})
