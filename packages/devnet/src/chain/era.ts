import type { Era } from '@stake/schema'

/** The block whose hash a signature made for `current` refers to. */
export function eraBirth(era: Era, current: number): number {
  if (era.type === 'Immortal') return 0
  const { period, phase } = era.value
  return Math.floor((Math.max(current, phase) - phase) / period) * period + phase
}
