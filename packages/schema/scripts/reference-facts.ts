import type { V16 } from '@polkadot-api/substrate-bindings'
import { found } from './found.ts'
import { type Chosen, type PalletSelection, pallets, runtimeApis } from './selection.ts'

type Field = { readonly name?: string | undefined; readonly type: number }

/**
 * What the runtime's metadata says about everything selected, with each type spelled out down to its primitives.
 *
 * Read straight from the type numbers, without the names and definitions of the tables, so that a fixture of it
 * can tell whether the tables are right.
 */
export function referenceFacts(metadata: V16): unknown {
  const shape = (type: number) => wireShape(metadata, type)
  const fields = (list: readonly Field[]) => list.map(({ name, type }) => [name ?? null, shape(type)])
  const [, order] = found(metadata.extrinsic.signedExtensionsByVersion[0], 'extension version')
  return {
    pallets: Object.fromEntries(
      Object.entries(pallets).map(([name, selected]) => [
        name,
        palletFacts(metadata, name, selected, shape, fields),
      ]),
    ),
    runtimeApis: Object.fromEntries(
      Object.entries(runtimeApis).map(([name, methods]) => {
        const api = found(
          metadata.apis.find((candidate) => candidate.name === name),
          name,
        )
        const chosen = methods.map((wanted) =>
          found(
            api.methods.find((method) => method.name === wanted),
            wanted,
          ),
        )
        return [
          name,
          {
            version: api.version,
            methods: Object.fromEntries(
              chosen.map(({ name: method, inputs, output }) => [
                method,
                { inputs: fields(inputs), output: shape(output) },
              ]),
            ),
          },
        ]
      }),
    ),
    extensions: order.map((at) => {
      const { identifier, type, additionalSigned } = found(
        metadata.extrinsic.signedExtensions[at],
        'extension',
      )
      return [identifier, shape(type), shape(additionalSigned)]
    }),
    extrinsic: { address: shape(metadata.extrinsic.address), signature: shape(metadata.extrinsic.signature) },
  }
}

function palletFacts(
  metadata: V16,
  name: string,
  selected: PalletSelection,
  shape: (type: number) => string,
  fields: (list: readonly Field[]) => unknown,
): unknown {
  const pallet = found(
    metadata.pallets.find((candidate) => candidate.name === name),
    name,
  )
  const isChosen = (chosen: Chosen | undefined, item: string) => chosen === 'all' || chosen?.includes(item)
  const variants = (type: number | undefined, chosen: Chosen | undefined) => {
    const def = type === undefined ? undefined : metadata.lookup[type]?.def
    const all = def?.tag === 'variant' ? def.value : []
    return Object.fromEntries(
      all
        .filter((variant) => isChosen(chosen, variant.name))
        .map((variant) => [variant.name, { index: variant.index, fields: fields(variant.fields) }]),
    )
  }
  const storage = pallet.storage?.items.filter((item) => isChosen(selected.storage, item.name)) ?? []
  const constants = pallet.constants.filter((constant) => isChosen(selected.constants, constant.name))
  return {
    index: pallet.index,
    prefix: pallet.storage?.prefix ?? null,
    calls: variants(pallet.calls?.type, selected.calls),
    events: variants(pallet.events?.type, selected.events),
    errors: variants(pallet.errors?.type, 'all'),
    storage: Object.fromEntries(
      storage.map(({ name: item, type, modifier, fallback }) => [
        item,
        {
          hashers: type.tag === 'map' ? type.value.hashers.map((hasher) => hasher.tag) : [],
          key: type.tag === 'map' ? shape(type.value.key) : null,
          value: shape(type.tag === 'map' ? type.value.value : type.value),
          optional: modifier === 0,
          fallback,
        },
      ]),
    ),
    constants: Object.fromEntries(
      constants.map(({ name: constant, type, value }) => [constant, { type: shape(type), value }]),
    ),
  }
}

/** How a type lies on the wire: `(…)` things after each other, `{…}` one of several, wrappers left out. */
function wireShape(metadata: V16, id: number): string {
  const { call, event, error } = metadata.outerEnums
  if (id === call) return 'call'
  if (id === event) return 'event'
  if (id === error) return 'error'
  const type = found(metadata.lookup[id], `type ${id}`)
  const inner = (part: number) => wireShape(metadata, part)
  const sequence = (parts: readonly number[]) => {
    const [only, ...more] = parts.map(inner)
    return only !== undefined && more.length === 0 ? only : `(${[only, ...more].join(', ')})`
  }
  if (type.path.at(-1) === 'Era') return 'era'
  const { def } = type
  switch (def.tag) {
    case 'primitive':
      return def.value.tag
    case 'compact':
      return `compact ${inner(def.value)}`
    case 'sequence':
      return `vec ${inner(def.value)}`
    case 'array':
      return `${def.value.len} × ${inner(def.value.type)}`
    case 'tuple':
      return sequence(def.value)
    case 'composite':
      return sequence(def.value.map((field) => field.type))
    case 'variant':
      return `{${def.value
        .toSorted((a, b) => a.index - b.index)
        .map((variant) => `${variant.index}: ${sequence(variant.fields.map((field) => field.type))}`)
        .join(', ')}}`
    case 'bitSequence':
      return 'bits'
  }
}
