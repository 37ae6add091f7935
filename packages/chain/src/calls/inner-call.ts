import type { RuntimeCall } from '@stake/schema'
import type { Call } from './call.ts'

/** A call as the argument of another one. */
export function innerCall({ pallet, name, args }: Call): RuntimeCall {
  const value = Object.keys(args).length === 0 ? { type: name } : { type: name, value: args }
  return { type: pallet, value } as unknown as RuntimeCall
}
