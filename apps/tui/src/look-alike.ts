import { closest } from '@stake/chain'

/** How many characters people look at, at either end of an address. */
const LOOKED_AT = 4

/**
 * The known address that another one could be taken for: it begins and ends alike, or differs in a letter or two.
 * Undefined where it is itself known, or like none.
 */
export function lookAlikeOf(address: string, known: Iterable<string>): string | undefined {
  const others = [...new Set(known)]
  if (others.includes(address)) return undefined
  const ends = (text: string) => `${text.slice(0, LOOKED_AT)}…${text.slice(-LOOKED_AT)}`
  return others.find((other) => ends(other) === ends(address)) ?? closest(address, others)
}
