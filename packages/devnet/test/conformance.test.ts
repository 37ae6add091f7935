import { existsSync, readFileSync } from 'node:fs'
import { decAnyMetadata, type UnifiedMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codecOf } from '../src/scale/codec.ts'
import { metadataBytes } from '../src/scale/metadata.ts'
import { arbitraryValue } from './arbitrary-value.ts'
import { registryOf } from './polkadot.ts'
import { propertyRuns } from './property-runs.ts'

const reference = new URL('../../../../shared/metadata/node-subtensor-424.scale', import.meta.url)
const here = existsSync(reference)
// biome-ignore lint/suspicious/noConsole: a check that did not run must be heard
if (!here) console.warn(`SKIPPED: the metadata is not compared, because ${reference.pathname} is absent`)

describe.skipIf(!here)('what this chain serves is what the live runtime serves', () => {
  const live = here ? new Facts(unified(readFileSync(reference))) : undefined
  const ours = new Facts(unified(metadataBytes(16)))

  test('every pallet, call, event, error, storage item, constant, extension and runtime API that it serves', () => {
    const known = live?.all() ?? new Map()
    const differences = [...ours.all()].flatMap(([what, fact]) => {
      const expected = known.get(what)
      return expected === fact ? [] : [`${what}: ${fact}, but live ${expected}`]
    })
    expect(differences).toEqual([])
    // Were the facts empty, nothing would be compared.
    expect(ours.all().size).toBeGreaterThan(300)
  })

  test('what it leaves out is listed', async () => {
    const known = ours.all()
    const missing = [...(live?.all().keys() ?? [])].filter((what) => !known.has(what)).sort()
    expect(missing.length).toBeGreaterThan(0)
    await expect(`${missing.join('\n')}\n`).toMatchFileSnapshot('./fixtures/not-served.txt')
  })

  test('all errors, in the same order', () => {
    const errors = (facts: Facts | undefined) =>
      [...(facts?.all().keys() ?? [])].filter((key) => key.includes(' error '))
    const served = new Set(ours.pallets())
    expect(errors(ours)).toEqual(errors(live).filter((key) => served.has(key.split(' ')[0] ?? '')))
  })

  test.each([
    ['RuntimeCall', 'Call'],
    ['Vec<EventRecord>', 'Vec<FrameSystemEventRecord>'],
    ['DispatchError', 'SpRuntimeDispatchError'],
    ['DynamicInfo', 'PalletSubtensorRpcInfoDynamicInfo'],
    ['StakeInfo', 'PalletSubtensorRpcInfoStakeInfo'],
  ])('our bytes of a %s are bytes of the live runtime', (name, theirs) => {
    const { registry } = registryOf(readFileSync(reference))
    fc.assert(
      fc.property(arbitraryValue(name), (value) => {
        const bytes = codecOf<string>(name).enc(value)
        expect(registry.createType(theirs, bytes).toU8a()).toEqual(bytes)
      }),
      { ...propertyRuns, numRuns: Math.ceil(propertyRuns.numRuns / 3) },
    )
  })
})

test.each([14, 15] as const)('version %i of the metadata says the same as version 16', (version) => {
  const facts = (bytes: Uint8Array) => {
    const all = new Facts(unified(bytes)).all()
    // Deprecations are told from version 16 on, and versions of runtime APIs by `Core_version` before it.
    const entries = [...all].map(
      ([what, fact]) => [what, fact.replace(/ (\w*[dD]eprecated\w*|undefined)$/, '')] as const,
    )
    return new Map(entries.filter(([what]) => !/^(API \w+|outer enums|extrinsic \w+)$/.test(what)))
  }
  const newest = facts(metadataBytes(16))
  const older = facts(metadataBytes(version))
  const served = [...newest].filter(([what]) => version > 14 || !what.startsWith('API '))
  expect(older).toEqual(new Map(served))
  expect(older.size).toBeGreaterThan(300)
})

function unified(bytes: Uint8Array): UnifiedMetadata {
  return unifyMetadata(decAnyMetadata(bytes))
}

/** ` NotDeprecated` and the like, which versions before 16 do not tell. */
function deprecation(item: object): string {
  return 'deprecationInfo' in item ? ` ${(item.deprecationInfo as { tag?: string }).tag}` : ''
}

/** Everything a client could read from a metadata, each under a name of its own, with types spelled out in full. */
class Facts {
  readonly #metadata: UnifiedMetadata
  readonly #spelled = new Map<number, string>()
  readonly #facts = new Map<string, string>()

  constructor(metadata: UnifiedMetadata) {
    this.#metadata = metadata
    for (const pallet of metadata.pallets) this.#pallet(pallet)
    for (const api of metadata.apis) this.#api(api)
    const { extrinsic } = metadata
    this.#facts.set('extrinsic versions', extrinsic.version.join())
    if ('address' in extrinsic) {
      this.#facts.set('extrinsic address', this.#type(extrinsic.address))
      this.#facts.set('extrinsic signature', this.#type(extrinsic.signature))
      this.#facts.set('extrinsic call', this.#origin(extrinsic.call))
    }
    if ('outerEnums' in metadata)
      this.#facts.set(
        'outer enums',
        Object.values(metadata.outerEnums)
          .map((id) => this.#origin(id))
          .join(),
      )
    for (const [version, order] of Object.entries(extrinsic.extensionsByVersion))
      this.#facts.set(
        `extensions of version ${version}`,
        order
          .map(
            ({ identifier, type, additionalSigned }) =>
              `${identifier} ${this.#type(type)} ${this.#type(additionalSigned)}`,
          )
          .join(),
      )
  }

  all(): ReadonlyMap<string, string> {
    return this.#facts
  }

  pallets(): string[] {
    return this.#metadata.pallets.map(({ name }) => name)
  }

  #pallet(pallet: UnifiedMetadata['pallets'][number]): void {
    const of = (fact: string) => `${pallet.name} ${fact}`
    this.#facts.set(of('index'), String(pallet.index))
    this.#facts.set(of('prefix'), pallet.storage?.prefix ?? 'none')
    for (const kind of ['calls', 'events', 'errors'] as const) {
      const type = pallet[kind]?.type
      if (type === undefined) continue
      this.#facts.set(of(`origin of ${kind}`), this.#origin(type))
      for (const variant of this.#variants(type)) {
        const enumeration = pallet[kind]
        const deprecated =
          enumeration !== undefined &&
          'deprecationInfo' in enumeration &&
          enumeration.deprecationInfo.some(({ index }) => index === variant.index)
        this.#facts.set(
          of(`${kind.slice(0, -1)} ${variant.name}`),
          `${variant.index}(${this.#fields(variant.fields)})${deprecated ? ' deprecated' : ''}`,
        )
      }
    }
    for (const item of pallet.storage?.items ?? []) {
      const { type } = item
      const shape =
        type.tag === 'plain'
          ? this.#type(type.value)
          : `${type.value.hashers.map(({ tag }) => tag)} ${this.#type(type.value.key)} => ${this.#type(type.value.value)}`
      this.#facts.set(
        of(`storage ${item.name}`),
        `${item.modifier} ${shape} = ${item.fallback}${deprecation(item)}`,
      )
    }
    for (const constant of pallet.constants)
      this.#facts.set(
        of(`constant ${constant.name}`),
        `${this.#type(constant.type)} = ${constant.value}${deprecation(constant)}`,
      )
  }

  #api(api: UnifiedMetadata['apis'][number]): void {
    if ('version' in api) this.#facts.set(`API ${api.name}`, String(api.version))
    for (const method of api.methods)
      this.#facts.set(
        `API ${api.name}_${method.name}`,
        `(${method.inputs.map(({ name, type }) => `${name}: ${this.#type(type)}`)}) => ${this.#type(method.output)}${deprecation(method)}`,
      )
  }

  #variants(id: number) {
    const def = this.#metadata.lookup[id]?.def
    return def?.tag === 'variant' ? def.value : []
  }

  /** A type's path and parameters, without what it holds: the runtime's own enums hold less here. */
  #origin(id: number): string {
    const type = this.#metadata.lookup[id]
    const parameters = type?.params.map(({ name, type: parameter }) =>
      parameter === undefined ? name : `${name} = ${this.#type(parameter)}`,
    )
    return `${type?.path.join('::')}<${parameters}>`
  }

  #fields(fields: readonly { readonly name?: string | undefined; readonly type: number }[]): string {
    return fields.map(({ name, type }) => `${name ?? ''}: ${this.#type(type)}`).join()
  }

  #type(id: number): string {
    const known = this.#spelled.get(id)
    if (known !== undefined) return known
    // A type inside itself is spelled by its path.
    this.#spelled.set(id, this.#metadata.lookup[id]?.path.join('::') ?? '')
    const spelled = this.#spell(id)
    this.#spelled.set(id, spelled)
    return spelled
  }

  #spell(id: number): string {
    const { def, path = [] } = this.#metadata.lookup[id] ?? {}
    // The runtime's own enums hold less here.
    if (/^Runtime(Call|Event|Error)$/.test(path.at(-1) ?? '')) return this.#origin(id)
    switch (def?.tag) {
      case 'primitive':
        return def.value.tag
      case 'compact':
        return `compact ${this.#type(def.value)}`
      case 'sequence':
        return `vec ${this.#type(def.value)}`
      case 'array':
        return `${def.value.len} × ${this.#type(def.value.type)}`
      case 'tuple':
        return `(${def.value.map((part) => this.#type(part))})`
      case 'composite':
        return `${this.#origin(id)} (${this.#fields(def.value)})`
      case 'variant':
        return `${this.#origin(id)} {${def.value.map(({ name, index, fields }) => `${index} ${name}(${this.#fields(fields)})`)}}`
      default:
        throw new Error(`type ${id} is ${def?.tag ?? 'missing'}`)
    }
  }
}
