import type { Validator } from '@stake/chain'
import type { Leg, Plan } from '@stake/ops'
import type { Failure } from '../../failure.ts'
import type { Room } from '../shell/room.ts'
import type { State, Step } from '../shell/state.ts'
import type { Typing } from '../shell/typing.ts'
import { amountTyped } from '../widgets/amount-field.ts'
import type { Assessment } from './assess.ts'
import { openConfirmation } from './confirmation.ts'
import type { Destination, Used } from './destinations.ts'
import type { Draft } from './draft.ts'
import { formBindings } from './form-keys.ts'
import { choiceTyped } from './options.ts'
import { isChoice, withChoice } from './trade-form.ts'
import { TradeScreen } from './trade-screen.tsx'
import { follow, withForm, withValidators } from './trade-state.ts'

/** What the room is told of what it wished for. */
export type TradeNews =
  | { readonly type: 'validators'; readonly netuid: number; readonly validators: readonly Validator[] }
  | { readonly type: 'validatorsUnread'; readonly netuid: number; readonly failure: Failure }
  | { readonly type: 'used'; readonly used: Used }
  | {
      readonly type: 'assessed'
      readonly draft: Draft
      readonly block: string
      readonly assessment: Assessment
    }
  | {
      readonly type: 'estimated'
      readonly draft: Draft
      readonly block: string
      readonly leg: Leg | undefined
      readonly failure: Failure | undefined
    }
  | {
      readonly type: 'planned'
      readonly draft: Draft
      readonly plan: Plan
      readonly destinations: readonly Destination[]
    }
  | { readonly type: 'notPlanned'; readonly draft: Draft; readonly failure: Failure }

export const tradeRoom: Room<'trade'> = {
  view: 'trade',
  title: 'Trade',
  Body: TradeScreen,
  bindings: formBindings,
  typing,
  // A new block is another chance to read what could not be read.
  reads: ({ trade: { validators } }) =>
    validators?.failure
      ? [{ type: 'wish', room: 'trade', wish: { type: 'readValidators', netuid: validators.netuid } }]
      : [],
  follow,
  update: updateTrade,
  selectedText: (state) => {
    const { form } = state.trade
    return (
      form.toColdkey.value ?? form.toHotkey.value ?? form.hotkey.value ?? form.position.value?.split(':')[1]
    )
  },
}

/** Keys that no field has in it. */
const PASSES = ['?', ':']

function typing(state: State): Typing | undefined {
  const { form } = state.trade
  const { focus } = form
  if (isChoice(focus)) {
    return {
      field: form[focus].typed,
      passes: PASSES,
      change: (field) =>
        withForm(state, withChoice(state.trade.form, focus, choiceTyped(state, focus, field))),
    }
  }
  if (focus === 'amount') {
    // Half, all and what fits have a key each; no amount has these letters in it.
    return {
      field: form.amount,
      passes: [...PASSES, 'h', 'm', 'x'],
      change: (field) => withForm(state, { amount: amountTyped(form.amount, field) }),
    }
  }
  if (focus === 'tolerance') {
    return {
      field: form.tolerance,
      passes: [...PASSES, '+', '-'],
      change: (field) => withForm(state, { tolerance: amountTyped(form.tolerance, field) }),
    }
  }
  return undefined
}

function updateTrade(state: State, news: TradeNews): Step {
  const { trade } = state
  switch (news.type) {
    case 'validators':
      return [withValidators(state, news.netuid, news.validators)]
    case 'validatorsUnread': {
      if (trade.validators?.netuid !== news.netuid) return [state]
      return [{ ...state, trade: { ...trade, validators: { ...trade.validators, failure: news.failure } } }]
    }
    case 'used':
      return [
        trade.used?.coldkey === news.used.coldkey
          ? { ...state, trade: { ...trade, used: news.used } }
          : state,
      ]
    case 'assessed': {
      const { draft, block, assessment } = news
      return [{ ...state, trade: { ...trade, assessed: { draft, block, assessment } } }]
    }
    case 'estimated': {
      const { draft, block, leg, failure } = news
      return [
        { ...state, trade: { ...trade, estimating: undefined, estimate: { draft, block, leg, failure } } },
      ]
    }
    case 'planned': {
      // An answer to an older question is for nobody.
      if (trade.planning !== news.draft || state.view !== 'trade' || state.dialog) return [state]
      const { plan, destinations } = news
      const confirmation = openConfirmation({ plan, form: 'run', destinations })
      return [
        {
          ...state,
          help: undefined,
          trade: { ...trade, planning: undefined },
          dialog: { kind: 'confirm', confirmation },
        },
      ]
    }
    case 'notPlanned':
      if (trade.planning !== news.draft) return [state]
      return [{ ...state, trade: { ...trade, planning: undefined, refusal: news.failure } }]
  }
}
