import { checkNetuid } from '@stake/chain'
import { Balance, type Price } from '@stake/math'
import { InvalidOperation } from './errors.ts'

/** Prices of a subnet at which a piece may begin, ends included. At least one of them is there. */
export interface PriceBand {
  readonly netuid: number
  /** TAO per alpha, decimal text. */
  readonly lowest?: string
  readonly highest?: string
}

/** Whether a price is within a band, by the exact bits. */
export function isWithin({ bits }: Price, { lowest, highest }: PriceBand): boolean {
  const scaled = bits * 1_000_000_000n
  if (lowest !== undefined && scaled < Balance.parse(lowest).rao << 64n) return false
  return highest === undefined || scaled <= Balance.parse(highest).rao << 64n
}

/** @throws InvalidOperation, InvalidAmount, InvalidNetuid */
export function parseBand(json: object): PriceBand {
  const { netuid, lowest, highest, ...strangers } = json as Partial<Record<keyof PriceBand, unknown>>
  const [stranger] = Object.keys(strangers)
  if (stranger !== undefined) throw new InvalidOperation(`band ${stranger}`, 'is no field of it')
  if (typeof netuid !== 'number') throw new InvalidOperation('band netuid', 'is missing')
  if (lowest === undefined && highest === undefined) {
    throw new InvalidOperation('band', 'has neither a lowest nor a highest price')
  }
  const low = lowest === undefined ? undefined : price('lowest', lowest)
  const high = highest === undefined ? undefined : price('highest', highest)
  if (low && high && low.compare(high) > 0) {
    throw new InvalidOperation('band', 'has a lowest price above its highest')
  }
  return {
    netuid: checkNetuid(netuid),
    ...(low && { lowest: low.toString() }),
    ...(high && { highest: high.toString() }),
  }
}

function price(name: string, value: unknown): Balance {
  if (typeof value !== 'string') throw new InvalidOperation(`band ${name}`, 'is not decimal text')
  return Balance.parse(value)
}
