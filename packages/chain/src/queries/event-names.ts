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

/** The names of an event's fields, in wire order; undefined for a field without one. */
export interface FieldNames {
  /** As the metadata has them. */
  readonly declared: readonly (string | undefined)[]
  /** With those that the metadata leaves out and we know. */
  readonly known: readonly (string | undefined)[]
}

const found = new WeakMap<Runtime, Map<string, FieldNames>>()

/** The names of the fields of an event that the runtime has. */
export function fieldNames(runtime: Runtime, pallet: string, name: string): FieldNames {
  const ofRuntime = found.get(runtime) ?? new Map<string, FieldNames>()
  found.set(runtime, ofRuntime)
  const key = `${pallet}.${name}`
  const names = ofRuntime.get(key) ?? readNames(runtime, pallet, name)
  ofRuntime.set(key, names)
  return names
}

function readNames(runtime: Runtime, pallet: string, name: string): FieldNames {
  const { registry, runtimeMetadata } = apiOf(runtime)
  const { lookup } = registry
  const events = runtimeMetadata.asLatest.pallets.find((one) => one.name.toString() === pallet)?.events
  const variants = events?.isSome ? lookup.getSiType(events.unwrap().type).def.asVariant.variants : undefined
  const fields = variants?.find((variant) => variant.name.toString() === name)?.fields ?? []
  const declared = [...fields].map((field) =>
    field.name.isSome ? field.name.unwrap().toString() : undefined,
  )
  const ours = pallet === 'SubtensorModule' ? unnamed[name] : undefined
  const shapes = () => [...fields].map(({ type }) => shapeOfId(lookup, type.toNumber()))
  const nameless = declared.every((field) => field === undefined)
  return { declared, known: ours && nameless && isReference(name, shapes()) ? ours : declared }
}

function isReference(name: string, shapes: readonly string[]): boolean {
  const events: Readonly<Record<string, { readonly fields: readonly (readonly [unknown, string])[] }>> =
    pallets.SubtensorModule.events
  const expected = events[name]?.fields.map(([, type]) => shapeOfName(type))
  return expected?.join(', ') === shapes.join(', ')
}
