import { existsSync, readFileSync } from 'node:fs'
import { Metadata, TypeRegistry } from '@polkadot/types'
import type { Message, Request, TamperingNode } from './tampering-node.ts'

const file = new URL('../../../../shared/metadata/node-subtensor-424.scale', import.meta.url)

/** The metadata of the live network at spec 424; undefined where it is not at hand, which is said aloud. */
export const liveMetadata: Uint8Array | undefined = existsSync(file) ? readFileSync(file) : undefined

if (!liveMetadata) {
  // biome-ignore lint/suspicious/noConsole: a check that is left out says so
  console.warn(`SKIPPED: nothing is checked with the live metadata, because ${file.pathname} is absent`)
}

/** Metadata V16, whose parts can be set. */
export type EditableMetadata = Metadata['asV16']
type Pallet = EditableMetadata['pallets'][number]
type Variants = EditableMetadata['lookup']['types'][number]['type']['def']['asVariant']['variants']
type Variant = Variants[number]
type StorageItem = ReturnType<Pallet['storage']['unwrap']>['items'][number]

type Nameable =
  | Variant
  | Pallet
  | Pallet['constants'][number]
  | StorageItem
  | EditableMetadata['apis'][number]

/** Metadata with something changed in it. */
export function altered(bytes: Uint8Array, change: (metadata: EditableMetadata) => void): Uint8Array {
  const metadata = new Metadata(new TypeRegistry(), `0x${Buffer.from(bytes).toString('hex')}`)
  change(metadata.asV16)
  return metadata.toU8a()
}

export function palletOf(metadata: EditableMetadata, name: string): Pallet {
  return found(
    metadata.pallets.find((pallet) => pallet.name.eq(name)),
    `pallet ${name}`,
  )
}

/** A call of a pallet. */
export function callOf(metadata: EditableMetadata, pallet: string, name: string): Variant {
  const calls = callsOf(metadata, pallet)
  return found(
    calls.find((call) => call.name.eq(name)),
    `call ${pallet}.${name}`,
  )
}

/** All calls of a pallet. */
export function callsOf(metadata: EditableMetadata, pallet: string): readonly Variant[] {
  const { calls } = palletOf(metadata, pallet)
  return calls.isSome ? variantsOf(metadata, calls.unwrap().type.toNumber()) : []
}

function variantsOf(metadata: EditableMetadata, type: number): Variants {
  return found(metadata.lookup.types[type], `type ${type}`).type.def.asVariant.variants
}

/** A storage item of a pallet. */
export function storageOf(metadata: EditableMetadata, pallet: string, name: string): StorageItem {
  const { items } = palletOf(metadata, pallet).storage.unwrap()
  return found(
    items.find((item) => item.name.eq(name)),
    `storage ${pallet}.${name}`,
  )
}

/** Gives something in metadata another name. */
export function rename(part: Nameable, name: string): void {
  part.set('name', part.registry.createType('Text', name))
}

/** Gives the numbers of calls to each other: the first gets the second's, the last the first's. */
export function rotateIndices(calls: readonly Variant[]): void {
  const indices = calls.map(({ index }) => index)
  for (const [at, call] of calls.entries())
    call.set('index', found(indices[(at + 1) % calls.length], 'index'))
}

/** Lets the node behind serve other metadata than its own. */
export function servingMetadata(node: TamperingNode, change: (bytes: Uint8Array) => Uint8Array): void {
  const before = node.change
  node.change = (message, request) => {
    if (!asksForMetadata(request) || typeof message.result !== 'string') return before(message, request)
    const own = new TypeRegistry().createType('Bytes', Buffer.from(message.result.slice(4), 'hex'))
    return { ...message, result: someBytes(change(own)) } satisfies Message
  }
}

function asksForMetadata(request: Request | undefined): boolean {
  return request?.method === 'state_call' && request.params[0] === 'Metadata_metadata_at_version'
}

/** `Some` of bytes, as SCALE has it. */
function someBytes(bytes: Uint8Array): string {
  const length = new TypeRegistry().createType('Compact<u32>', bytes.length).toU8a()
  return `0x${Buffer.concat([Uint8Array.of(1), length, bytes]).toString('hex')}`
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the metadata has no ${what}`)
  return value
}
