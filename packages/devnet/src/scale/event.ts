import type { EventFields, EventName, RuntimeEvent } from '@stake/schema'
import type { ServedPallet } from './served-tables.ts'

/**
 * An event as `System.Events` holds it.
 */
export function runtimeEvent<P extends ServedPallet, E extends EventName<P>>(
  pallet: P,
  name: E,
  ...[fields]: EventFields<P, E> extends undefined ? [] : [fields: EventFields<P, E>]
): RuntimeEvent {
  return { type: pallet, value: { type: name, value: fields } } as RuntimeEvent
}
