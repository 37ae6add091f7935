import { pallets } from '@stake/schema'
import { apiOf, type Runtime } from '../runtime/runtime.ts'
import { shapeOfId, shapeOfName } from '../runtime/wire-shape.ts'

/**
 * What the fields of the events mean that name none of them, in wire order (rules of the SubtensorModule pallet). They
 * hold where the runtime's types are those of the reference; where they are not, such an event has no names.
 */
const unnamed: Readonly<Record<string, readonly string[]>> = {
  StakeAdded: ['coldkey', 'hotkey', 'tao', 'alpha', 'netuid', 'fee'],
  StakeRemoved: ['coldkey', 'hotkey', 'tao', 'alpha', 'netuid', 'fee'],
  StakeMoved: [
    'coldkey',
    'origin_hotkey',
    'origin_netuid',
    'destination_hotkey',
    'destination_netuid',
    'tao',
  ],
  StakeTransferred: [
    'origin_coldkey',
    'destination_coldkey',
    'hotkey',
    'origin_netuid',
    'destination_netuid',
    'tao',
  ],
  StakeSwapped: ['coldkey', 'hotkey', 'origin_netuid', 'destination_netuid', 'tao'],
  AlphaRecycled: ['coldkey', 'hotkey', 'alpha', 'netuid'],
  AlphaBurned: ['coldkey', 'hotkey', 'alpha', 'netuid'],
  DelegateAdded: ['coldkey', 'hotkey', 'take'],
  TakeIncreased: ['coldkey', 'hotkey', 'take'],
  TakeDecreased: ['coldkey', 'hotkey', 'take'],
  ChildKeyTakeSet: ['hotkey', 'take'],
  SetChildrenScheduled: ['hotkey', 'netuid', 'block', 'children'],
  SetChildren: ['hotkey', 'netuid', 'children'],
  NeuronRegistered: ['netuid', 'uid', 'hotkey'],
}

/** How a runtime names one of its events, and its fields where they have a name. */
export interface EventNames {
  readonly pallet: string
  readonly name: string
  readonly fields: readonly (string | undefined)[]
}

const known = new WeakMap<Runtime, Map<string, EventNames>>()

/** The names of the event with these indices, which the metadata of the runtime has. */
export function eventNames(runtime: Runtime, palletIndex: number, eventIndex: number): EventNames {
  const names = known.get(runtime) ?? new Map<string, EventNames>()
  known.set(runtime, names)
  const key = `${palletIndex}.${eventIndex}`
  const found = names.get(key) ?? readNames(runtime, palletIndex, eventIndex)
  names.set(key, found)
  return found
}

function readNames(runtime: Runtime, palletIndex: number, eventIndex: number): EventNames {
  const { registry, runtimeMetadata } = apiOf(runtime)
  const { lookup } = registry
  const pallet = runtimeMetadata.asLatest.pallets.find(({ index }) => index.toNumber() === palletIndex)
  const variants = pallet?.events.isSome
    ? lookup.getSiType(pallet.events.unwrap().type).def.asVariant.variants
    : undefined
  const variant = variants?.find(({ index }) => index.toNumber() === eventIndex)
  // polkadot-js has decoded the event with this very metadata.
  if (!pallet || !variant) throw new TypeError(`no event ${palletIndex}.${eventIndex}`)
  const fields = variant.fields.map(({ name }) => (name.isSome ? name.unwrap().toString() : undefined))
  const name = variant.name.toString()
  const ours = pallet.name.toString() === 'SubtensorModule' ? unnamed[name] : undefined
  const shapes = () => variant.fields.map(({ type }) => shapeOfId(lookup, type.toNumber()))
  const named = ours && fields.every((field) => field === undefined) && isReference(name, shapes())
  return { pallet: pallet.name.toString(), name, fields: named ? ours : fields }
}

function isReference(name: string, shapes: readonly string[]): boolean {
  const events: Readonly<Record<string, { readonly fields: readonly (readonly [unknown, string])[] }>> =
    pallets.SubtensorModule.events
  const expected = events[name]?.fields.map(([, type]) => shapeOfName(type))
  return expected?.join(', ') === shapes.join(', ')
}
