import type { Price } from '@stake/math'
import { showPercent } from '../../amounts.ts'

/** How a price moved. */
export interface PriceChange {
  readonly direction: 'up' | 'down' | 'same'
  /** Arrow and sign. */
  readonly mark: string
  /** Arrow, sign and percentage. */
  readonly text: string
}

const SAME: PriceChange = { direction: 'same', mark: '', text: '' }

/** Never told by colour alone: an arrow, a sign, and how much. */
export function priceChange(now: Pick<Price, 'bits'>, before: Pick<Price, 'bits'> | undefined): PriceChange {
  if (!before || before.bits === 0n || now.bits === before.bits) return SAME
  const up = now.bits > before.bits
  const ppb = ((up ? now.bits - before.bits : before.bits - now.bits) * 1_000_000_000n) / before.bits
  const mark = up ? '▲+' : '▼-'
  return {
    direction: up ? 'up' : 'down',
    mark,
    text: ppb < 100_000n ? `${mark}<0.01%` : mark + showPercent(ppb),
  }
}
