import { calls } from '@stake/chain'
import { Balance, formatTake, takeFromFraction } from '@stake/math'
import { WouldBeRefused } from '../errors.ts'
import type { SetTakeOperation } from '../operation.ts'
import type { Preview, Warning } from '../preview.ts'
import { factsOf, type World } from '../world.ts'
import { DONE, type Kind, single } from './kind.ts'

/** A change of take. */
export interface TakePreview extends Preview<SetTakeOperation> {
  /** Parts of 65535. */
  readonly current: number
  readonly wanted: number
}

/** Raises or lowers what a hotkey keeps of its nominators' dividends. */
export const setTake: Kind<SetTakeOperation, TakePreview> = {
  fields: ['hotkey', 'take'],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'setTake',
    hotkey: fields.address('hotkey'),
    take: fields.fraction('take'),
  }),
  needs: ({ coldkey, hotkey }) => ({ coldkeys: [coldkey], hotkeys: [hotkey], netuids: [], takes: [hotkey] }),
  preview(operation, world) {
    const take = factsOf(world, 'setTake').takes.get(operation.hotkey)
    const current = take?.take ?? 0
    const wanted = takeFromFraction(operation.take)
    const refusal = refusalOf(operation, current, wanted, world)
    const warnings: Warning[] = []
    if (take && take.rateLimit > 0) {
      warnings.push({
        code: 'RateLimited',
        message: `After this change the take cannot be raised for ${take.rateLimit} blocks; lowering it always works.`,
      })
    }
    return {
      operation,
      subnets: [],
      amount: Balance.zero(),
      spends: Balance.zero(),
      received: Balance.zero(),
      free: Balance.zero(),
      stays: undefined,
      swaps: [],
      tolerance: undefined,
      modes: undefined,
      chosen: { mode: 'strict', result: refusal ? 'refused' : 'full', ...(refusal && { refusal }) },
      leastReceived: undefined,
      warnings,
      current,
      wanted,
    }
  },
  calls(chain, { operation: { hotkey }, current, wanted }) {
    const change = { hotkey, take: wanted }
    return single(wanted > current ? calls.increaseTake(chain, change) : calls.decreaseTake(chain, change))
  },
  after: (_, world) => world,
  trade: ({ operation: { coldkey, hotkey, take } }, events) =>
    events.some(
      ({ pallet, name, fields }) =>
        pallet === 'SubtensorModule' &&
        (name === 'TakeIncreased' || name === 'TakeDecreased') &&
        fields[0] === coldkey &&
        fields[1] === hotkey &&
        fields[2] === takeFromFraction(take),
    )
      ? DONE
      : undefined,
}

function refusalOf(
  { coldkey, hotkey }: SetTakeOperation,
  current: number,
  wanted: number,
  world: World,
): WouldBeRefused | undefined {
  const owner = world.snapshot.hotkeys.get(hotkey)?.owner
  if (owner !== undefined && owner !== coldkey) return notOwned(hotkey, owner)
  const take = factsOf(world, 'setTake').takes.get(hotkey)
  if (!take) return undefined
  const shown = { current, wanted, least: take.least, most: take.most }
  if (wanted === current) {
    return new WouldBeRefused(
      'DelegateTakeTooLow',
      `The take is ${formatTake(current)} already.`,
      'Nothing needs to be done.',
      shown,
    )
  }
  if (wanted > take.most) {
    return new WouldBeRefused(
      'DelegateTakeTooHigh',
      `A take of ${formatTake(wanted)} is above the highest, ${formatTake(take.most)}.`,
      `Choose at most ${formatTake(take.most)}.`,
      shown,
    )
  }
  if (wanted < take.least) {
    return new WouldBeRefused(
      'DelegateTakeTooLow',
      `A take of ${formatTake(wanted)} is below the lowest, ${formatTake(take.least)}.`,
      `Choose at least ${formatTake(take.least)}.`,
      shown,
    )
  }
  const next = world.snapshot.block.number + 1
  if (wanted > current && take.raisableFrom > next) {
    return new WouldBeRefused(
      'DelegateTxRateLimitExceeded',
      `The take was changed in block ${take.lastChange ?? 0} and cannot be raised before block ${take.raisableFrom}.`,
      `Raise it from block ${take.raisableFrom}, in ${take.raisableFrom - next} blocks.`,
      { ...shown, raisableFrom: take.raisableFrom, block: world.snapshot.block.number },
    )
  }
  return undefined
}

/** Only the owner of a hotkey decides about it. */
export function notOwned(hotkey: string, owner: string): WouldBeRefused {
  return new WouldBeRefused(
    'NonAssociatedColdKey',
    `${hotkey} belongs to the coldkey ${owner}.`,
    'Sign with that coldkey.',
    { hotkey, owner },
  )
}
