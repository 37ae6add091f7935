import type { Balance } from '@stake/math'
import type { Leg } from '@stake/ops'
import { safeText } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { networkColor, palette } from '../widgets/palette.ts'
import { type Part, wrapParts } from '../widgets/parts.tsx'
import type { Confirmation } from './confirmation.ts'
import type { Destination } from './destinations.ts'
import { amountsOf, headlineOf } from './leg-words.ts'
import { freedBy } from './plan-sums.ts'
import { leastWords, modeWords, networkFeeWords, priceLines, swapFees, worstWords } from './price-words.ts'
import type { RunForm } from './transaction.ts'

/** A plan that is many blocks old may promise what is not there any more. */
const OLD = 5

/** A named line; one without a name goes on with the line before. */
export interface ConfirmLine {
  readonly label: string
  readonly parts: readonly Part[]
}

/** Cells of an address. */
const ADDRESS = 48

/** Everything that will be signed, line by line, none of them wider than the dialog; the most important ones first. */
export function confirmLines(
  state: State,
  { plan, form, destinations }: Confirmation,
  { width, labelWidth, roomy }: { width: number; labelWidth: number; roomy: boolean },
): readonly ConfirmLine[] {
  const lines: ConfirmLine[] = []
  const add = (label: string, ...parts: Part[]) => {
    const whole = parts.length === 1 && parts[0]?.text.length === ADDRESS
    // An address is never cut, also where its line is wider than it should be.
    const wrapped = whole ? [parts] : wrapParts(parts, width - labelWidth)
    for (const [index, line] of wrapped.entries())
      lines.push({ label: index === 0 ? label : '', parts: line })
  }
  const warn = (text: string, color: string = palette.warning) => {
    for (const line of wrapParts([{ text: `! ${safeText(text, 400)}`, color }], width)) {
      lines.push({ label: WIDE, parts: line })
    }
  }
  const gap = () => {
    if (roomy) lines.push({ label: '', parts: [] })
  }
  const network = state.session?.network ?? ''
  const [only] = plan.legs
  title(lines, plan.legs, form, network, width)
  gap()
  add('Account', { text: plan.coldkey })
  const worst = labelWidth < 13 ? 'Worst' : 'Worst price'
  if (plan.legs.length === 1 && only) addLeg(only, destinations, worst, add, warn)
  else {
    for (const [index, leg] of plan.legs.entries()) {
      const { before, place, after } = headlineOf(leg, 9)
      add(
        `${index + 1}.`,
        { text: before, bold: true },
        { text: place, color: palette.accent },
        { text: after },
      )
      addLeg(leg, destinations, worst, add, warn)
      gap()
    }
    add('Together', { text: togetherWords(plan) })
  }
  lines.push(pricedAt(state, plan.block.number))
  return lines
}

/** What all legs take from the free balance and bring to it. */
function togetherWords({ legs, spent, networkFees }: Confirmation['plan']): string {
  const exact = amountsOf([])
  const { expected, least } = freedBy(legs)
  return [
    ...(spent.isZero() ? [] : [`takes ${exact(spent)}`]),
    ...(expected.isZero() ? [] : [`brings ${exact(expected)}${leastOf(expected, least)}`]),
    `network fees at most ${exact(networkFees)}`,
  ].join(', ')
}

function leastOf(expected: Balance, least: Balance | undefined): string {
  if (!least || least.isZero()) return ', or less'
  return least.compare(expected) < 0 ? ` (at least ${amountsOf([])(least)})` : ''
}

/** The label of a line that has the whole width. */
export const WIDE = '!'

function title(
  lines: ConfirmLine[],
  legs: readonly Leg[],
  form: RunForm,
  network: string,
  width: number,
): void {
  const [only] = legs
  const where: Part[] = [
    { text: 'on', bold: true },
    { text: networkWords(network), bold: true, color: networkColor(network) },
  ]
  const what = (): Part[] => {
    if (legs.length !== 1 || !only)
      return [{ text: `${legs.length} operations, ${formWords[form]},`, bold: true }]
    const { before, place, after } = headlineOf(only, 9)
    return [
      { text: before, bold: true },
      { text: place, bold: true, color: palette.accent },
      { text: after, bold: true },
    ]
  }
  const wrapped = wrapParts([...what(), ...where], width - 1)
  for (const [index, line] of wrapped.entries()) {
    const parts = index === wrapped.length - 1 ? [...line, { text: '?', bold: true }] : line
    lines.push({ label: WIDE, parts })
  }
}

const formWords: Readonly<Record<RunForm, string>> = {
  run: 'each for itself',
  gather: 'each for itself, at once',
  batch: 'all or none, in one transaction',
  sequence: 'one after the other',
}

type Add = (label: string, ...parts: Part[]) => void

function addLeg(
  leg: Leg,
  destinations: readonly Destination[],
  worstLabel: string,
  add: Add,
  warn: (text: string, color?: string) => void,
): void {
  const { operation, received, free, stays, subnets, warnings, swaps } = leg
  const exact = amountsOf(subnets)
  const { hotkey, toHotkey, toColdkey } = operation as {
    hotkey?: string
    toHotkey?: string
    toColdkey?: string
  }
  const marked = (address: string): Destination | undefined =>
    destinations.find((each) => each.address === address)
  if (toColdkey !== undefined) {
    add('Receiver', { text: toColdkey, bold: true })
    tellOdd(marked(toColdkey), warn)
  }
  if (hotkey !== undefined) {
    const moves = toHotkey !== undefined && toHotkey !== hotkey
    add(moves ? 'From' : 'Validator', { text: hotkey })
    if (!moves) tellOdd(marked(hotkey), warn)
  }
  if (toHotkey !== undefined && toHotkey !== hotkey) {
    add('To', { text: toHotkey, bold: true })
    tellOdd(marked(toHotkey), warn)
  }
  if (!received.isZero()) {
    const verb =
      operation.kind === 'stakeBurn' ? 'Burned' : operation.kind === 'transferStake' ? 'They get' : 'Receive'
    add(verb, { text: exact(received), bold: true }, { text: leastWords(leg, exact) })
  }
  if (!free.isZero()) add('Free', { text: `about ${exact(free)} become free TAO` })
  if ('mode' in operation) {
    const worst = worstWords(leg)
    add(worstLabel, {
      text: worst,
      ...(worst.startsWith('any') ? { color: palette.bad } : { bold: true }),
    })
  }
  const fees = swapFees(leg)
  add(
    'Fees',
    ...(swaps.length === 0
      ? []
      : [
          { text: 'swap', dim: true },
          { text: fees.length === 0 ? 'none' : fees.map((fee) => exact(fee)).join(' + ') },
        ]),
    { text: 'network', dim: true },
    { text: networkFeeWords(leg, exact) },
  )
  for (const { message } of warnings) warn(message)
  const mode = modeWords(leg)
  if (mode !== '') add('Mode', { text: mode })
  for (const line of priceLines(leg)) add('Price', { text: line, dim: true })
  if (stays && !stays.isZero()) add('Stays', { text: `${exact(stays)} in the position` })
}

function tellOdd(destination: Destination | undefined, warn: (text: string, color?: string) => void): void {
  if (!destination) return
  const { kind, isNew, resembles } = destination
  if (resembles !== undefined) {
    warn(
      `It looks like ${resembles}, which you know, but it is ANOTHER address. Thieves make such doubles.`,
      palette.bad,
    )
  } else if (isNew) {
    warn(
      kind === 'coldkey'
        ? 'You never sent stake to this account before: whoever has its key owns the stake then. Compare every letter.'
        : 'You have no stake with this validator yet.',
    )
  }
}

/** It takes one line however old it gets: what was read stays read. */
function pricedAt(state: State, block: number): ConfirmLine {
  const age = Math.max(0, (state.live?.snapshot?.block.number ?? block) - block)
  const old = age >= OLD
  const ago = age === 0 ? ', the newest' : `, ${age} ${age === 1 ? 'block' : 'blocks'} ago`
  const text = `block ${block}${ago}${old ? ': Esc, Enter price anew' : ''}`
  return { label: 'Priced at', parts: [{ text, ...(old ? { color: palette.warning } : { dim: true }) }] }
}

function networkWords(network: string): string {
  return network === 'finney' ? 'finney, with real TAO' : safeText(network, 24)
}

/** The verb on the button. */
export function yesWords({ plan: { legs } }: Confirmation): string {
  return legs.length === 1 ? 'Sign and send' : `Sign and send all ${legs.length}`
}
