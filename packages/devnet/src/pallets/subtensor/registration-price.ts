import type { Context } from '../../runtime/context.ts'
import type { Storage } from '../../runtime/storage.ts'
import { netuidsOf, ROOT } from './subnets.ts'

/**
 * What registering costs moves with demand: each registration raises it by a factor, and with every block it falls,
 * by half in `BurnHalfLife` blocks. Here a block's beginning: the fall, and the count of its registrations from zero.
 */
export function beginBlockOfRegistrations(storage: Storage, number: number): void {
  for (const netuid of netuidsOf(storage)) {
    const burn = storage.get('SubtensorModule', 'Burn', netuid)
    // It falls no further, which is how most subnets are most of the time.
    if (burn === storage.get('SubtensorModule', 'MinBurn', netuid)) continue
    const halfLife = storage.get('SubtensorModule', 'BurnHalfLife', netuid)
    setBurn(storage, netuid, burn, halfLife > 0 && number > 1 ? (burn * decayFactor(halfLife)) >> 32n : burn)
  }
  for (const [[netuid]] of [...storage.entries('SubtensorModule', 'RegistrationsThisBlock')])
    storage.remove('SubtensorModule', 'RegistrationsThisBlock', netuid)
  const tempo = storage.get('SubtensorModule', 'Tempo', ROOT)
  if (
    (tempo === 0 || number % tempo === 0) &&
    storage.has('SubtensorModule', 'RegistrationsThisInterval', ROOT)
  )
    storage.remove('SubtensorModule', 'RegistrationsThisInterval', ROOT)
}

/** Counts a registration and raises the price of the next. */
export function countRegistration({ storage }: Context, netuid: number): void {
  storage.update('SubtensorModule', 'RegistrationsThisBlock', [netuid], (count) => count + 1)
  const burn = storage.get('SubtensorModule', 'Burn', netuid)
  const { bits } = storage.get('SubtensorModule', 'BurnIncreaseMult', netuid)
  setBurn(storage, netuid, burn, (burn * (bits > ONE ? bits : ONE)) >> 64n)
}

const ONE = 1n << 64n

function setBurn(storage: Storage, netuid: number, before: bigint, wanted: bigint): void {
  const least = storage.get('SubtensorModule', 'MinBurn', netuid)
  const most = storage.get('SubtensorModule', 'MaxBurn', netuid)
  const burn = wanted < least ? least : wanted > most ? most : wanted
  if (burn !== before) storage.put('SubtensorModule', 'Burn', [netuid], burn)
}

const factors = new Map<number, bigint>()

/** The largest factor, in parts of 2^32, that makes no more than a half of one in so many blocks. */
function decayFactor(halfLife: number): bigint {
  let factor = factors.get(halfLife)
  if (factor === undefined) {
    let [low, high] = [0n, 1n << 32n]
    while (high - low > 1n) {
      const middle = (low + high) >> 1n
      if (power(middle, halfLife) <= 1n << 31n) low = middle
      else high = middle
    }
    factor = low
    factors.set(halfLife, factor)
  }
  return factor
}

/** `base^exponent` in parts of 2^32, each product rounded down. */
function power(base: bigint, exponent: number): bigint {
  let [result, square] = [1n << 32n, base]
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) >> 32n
    square = (square * square) >> 32n
  }
  return result
}
