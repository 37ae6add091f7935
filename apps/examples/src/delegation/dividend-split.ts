import { Balance, DEFAULT_TAKE, formatTake, splitTakeSimple } from '@stake/math'
import { percentOf } from '../stage/percent.ts'
import type { Stage } from '../stage/stage.ts'

/** Who gets what of one TAO of dividends: a delegate with 800 of its own and three nominators, at the default take. */
export function dividendSplit({ print, expect }: Stage): void {
  const own = Balance.parse('800')
  const nominators = ['100', '70', '30'].map((amount) => Balance.parse(amount))
  const delegated = nominators.reduce((sum, stake) => sum.add(stake), Balance.zero())
  const total = own.add(delegated)
  const { delegate, nominators: gains } = splitTakeSimple(Balance.parse('1'), '0.18', own, nominators)
  print(
    '--- Who gets what of the dividends ---',
    `The delegate’s own ${own.toString()}, nominators ${nominators.join(', ')}: together ${total.toString()}, that is ${percentOf(own, total, 0)} and ${percentOf(delegated, total, 0)}.`,
    `Of what is delegated the nominators have ${nominators.map((stake) => percentOf(stake, delegated, 0)).join(', ')}.`,
    `The default take, and the largest, is ${formatTake(DEFAULT_TAKE)} (${DEFAULT_TAKE} of 65535).`,
    `  delegate     0.8 + 0.2 × 0.18 = ${delegate.toString()}`,
    ...gains.map(
      (gain, index) =>
        `  nominator ${index + 1}  (1 - 0.8) × (1 - 0.18) × ${percentOf(nominators[index] ?? own, delegated, 0)} = ${gain.toString()}`,
    ),
  )
  expect('the split', [delegate, ...gains].join(' '), '0.836 0.082 0.0574 0.0246')
  expect('its sum', gains.reduce((sum, gain) => sum.add(gain), delegate).toString(), '1')
}
