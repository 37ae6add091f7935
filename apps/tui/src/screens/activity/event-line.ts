import type { ChainEvent } from '@stake/chain'
import { safeText } from '../../safe-text.ts'
import type { EventLine } from './activity-state.ts'

/** Nothing of an event is longer on the screen. */
const LONGEST = 600

/** An event with its fields by name; what comes from the chain is made safe to show. */
export function eventLine({ pallet, name, named, fields }: ChainEvent): EventLine {
  const entries = Object.entries(named)
  const parts =
    entries.length > 0 ? entries.map(([field, value]) => `${field} ${textOf(value)}`) : fields.map(textOf)
  return { name: safeText(`${pallet}.${name}`, 80), fields: safeText(parts.join(', '), LONGEST) }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const text = JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'bigint' ? each.toString() : each,
  )
  return (text ?? String(value)).replaceAll('"', '')
}
