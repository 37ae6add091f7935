import type { Era } from '@stake/schema'

/** The block whose hash a signature made for `current` refers to. */
export function eraBirth(era: Era, current: number): number {
  if (era.type === 'Immortal') return 0
  const { period, phase } = era.value
  return Math.floor((Math.max(current, phase) - phase) / period) * period + phase
}

/** The first block that is too late for a mortal signature made for `current`. */
export function eraDeath(era: Extract<Era, { type: 'Mortal' }>, current: number): number {
  return eraBirth(era, current) + era.value.period
}
