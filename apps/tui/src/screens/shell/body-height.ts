import type { Size } from './state.ts'

/** Whether a line divides the tabs from what is below. */
export function isRuled({ rows }: Size): boolean {
  return rows >= 20
}

/** The rows between the tabs and the line of keys. */
export function bodyHeight(size: Size): number {
  return size.rows - 1 - 3 - (isRuled(size) ? 1 : 0)
}
