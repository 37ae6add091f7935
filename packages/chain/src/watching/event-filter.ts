import type { EventName, PalletName } from '@stake/schema'
import { parseAddress } from '../address.ts'
import { checkNetuid } from '../calls/arguments.ts'
import { MissingInRuntime } from '../errors/errors.ts'
import type { BlockEvent } from '../queries/events.ts'
import { apiOf, type Runtime } from '../runtime/runtime.ts'

/** One, or any of several. */
type OneOf<T> = T | readonly T[]

/** Text, with what is known of it offered by editors. */
type Hinted<Known extends string> = Known | (string & {})

/** Which events are wanted: those that have all that is named here. */
export interface EventFilter<Pallet extends string = string> {
  /** The pallet's name in the runtime. */
  readonly pallet?: Pallet | PalletName
  /** Needs the pallet. */
  readonly name?: OneOf<Hinted<Pallet extends PalletName ? EventName<Pallet> : never>>
  /** Accounts that appear anywhere in the event, in whatever part. */
  readonly account?: OneOf<string>
  /** Accounts in a field whose name is `coldkey` or ends so, such as `destination_coldkey`. */
  readonly coldkey?: OneOf<string>
  /** The same for `hotkey`. */
  readonly hotkey?: OneOf<string>
  /** Subnets in a field whose name is `netuid` or ends so. */
  readonly netuid?: OneOf<number>
  /** Values of other fields, by the runtime's own names; as bigint from 64 bits up. */
  readonly fields?: Readonly<Record<string, OneOf<string | number | bigint | boolean>>>
}

/**
 * A filter as a question to one event.
 *
 * @throws InvalidAddress, InvalidNetuid
 */
export function eventMatcher(filter: EventFilter): (event: BlockEvent) => boolean {
  const { pallet, name, account, coldkey, hotkey, netuid, fields = {} } = filter
  const tests: ((event: BlockEvent) => boolean)[] = []
  if (pallet !== undefined) tests.push((event) => event.pallet === pallet)
  if (name !== undefined) {
    const names = listOf<string>(name)
    tests.push((event) => names.includes(event.name))
  }
  if (account !== undefined) {
    const accounts = new Set<unknown>(listOf(account).map((text) => parseAddress(text)))
    tests.push((event) => holds(event.fields, accounts))
  }
  const byEnd = (end: string, wanted: readonly unknown[]) => {
    const values = new Set(wanted)
    tests.push(({ named }) =>
      Object.entries(named).some(([field, value]) => endsWith(field, end) && values.has(value)),
    )
  }
  const addresses = (texts: OneOf<string>) => listOf(texts).map((text) => parseAddress(text))
  if (coldkey !== undefined) byEnd('coldkey', addresses(coldkey))
  if (hotkey !== undefined) byEnd('hotkey', addresses(hotkey))
  if (netuid !== undefined) byEnd('netuid', listOf(netuid).map(checkNetuid))
  for (const [field, wanted] of Object.entries(fields)) {
    const values: readonly unknown[] = listOf(wanted)
    tests.push(({ named }) => values.includes(named[field]))
  }
  return (event) => tests.every((test) => test(event))
}

/**
 * Refuses a filter that names what neither runtime has: it would wait for ever.
 *
 * @throws MissingInRuntime
 */
export function checkEventNames(filter: EventFilter, runtimes: readonly Runtime[]): void {
  const { pallet, name } = filter
  if (pallet === undefined) return
  const known = runtimes.map((runtime) => eventsOf(runtime, pallet))
  const specVersion = runtimes[0]?.specVersion ?? 0
  if (known.every((events) => events === undefined))
    throw new MissingInRuntime(`pallet ${pallet}`, specVersion)
  for (const wanted of name === undefined ? [] : listOf<string>(name)) {
    if (!known.some((events) => events?.has(wanted)))
      throw new MissingInRuntime(`event ${pallet}.${wanted}`, specVersion)
  }
}

function eventsOf(runtime: Runtime, pallet: string): ReadonlySet<string> | undefined {
  const { registry, runtimeMetadata } = apiOf(runtime)
  const found = runtimeMetadata.asLatest.pallets.find(({ name }) => name.toString() === pallet)
  if (!found) return undefined
  if (found.events.isNone) return new Set()
  const { variants } = registry.lookup.getSiType(found.events.unwrap().type).def.asVariant
  return new Set(variants.map(({ name }) => name.toString()))
}

function endsWith(field: string, end: string): boolean {
  return field === end || field.endsWith(`_${end}`)
}

/** Whether one of the values is anywhere inside. */
function holds(inside: unknown, values: ReadonlySet<unknown>): boolean {
  if (values.has(inside)) return true
  return (
    typeof inside === 'object' && inside !== null && Object.values(inside).some((part) => holds(part, values))
  )
}

function listOf<T>(values: OneOf<T>): readonly T[] {
  return Array.isArray(values) ? values : [values as T]
}
