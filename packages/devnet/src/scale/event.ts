import type { EventFields, EventName, PalletName, RuntimeEvent } from '@stake/schema'

/**
 * An event as `System.Events` holds it.
 */
export function runtimeEvent<P extends PalletName, E extends EventName<P>>(
  pallet: P,
  name: E,
  ...[fields]: EventFields<P, E> extends undefined ? [] : [fields: EventFields<P, E>]
): RuntimeEvent {
  return { type: pallet, value: { type: name, value: fields } } as RuntimeEvent
}
