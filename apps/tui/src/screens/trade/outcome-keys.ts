import { openBatch } from '../batch/batch-state.ts'
import { positionKey } from '../portfolio/selection.ts'
import type { Binding } from '../shell/bindings.ts'
import { endNotice } from '../shell/notice.ts'
import type { State, Step } from '../shell/state.ts'
import { LIST_KEYS, moved } from '../widgets/list.ts'
import { leftOver } from './left-over.ts'
import { openTrade } from './open-trade.ts'
import { startOf } from './trade-form.ts'
import { failedLegs, isOver, isPending, type Transaction } from './transaction.ts'

/** The keys of the screen that says what became of a trade. */
export function outcomeBindings(state: State, id: string, selected = 0): readonly Binding[] {
  const transaction = state.transactions.find((candidate) => candidate.id === id)
  if (!transaction) return [leaving(state, undefined)]
  const many = transaction.legs.length > 1
  const places = [...transaction.legs.keys()]
  return [
    leaving(state, transaction),
    ...(many ? retryingAll(state, transaction) : retrying(state, transaction)),
    ...(many
      ? [
          {
            keys: LIST_KEYS,
            show: '↑↓',
            does: 'move',
            explains: 'look at another one: arrows, j k, PgUp PgDn, g G',
            act: (key: string): Step => [
              { ...state, dialog: { kind: 'outcome', id, leg: moved(places, selected, key, 10) ?? 0 } },
            ],
          },
        ]
      : []),
    copyingHash(state, transaction.legs[selected]?.hash),
  ]
}

/** Back to where it was begun, or after one trade to the position that it was about. */
function leaving(state: State, transaction: Transaction | undefined): Binding {
  const pending = transaction !== undefined && isPending(transaction)
  // Who leaves at once, perhaps with a second Enter, still learns that it failed.
  const news = transaction && endNotice(transaction, state.now)
  const only = transaction?.legs.length === 1 ? transaction.legs[0]?.leg.operation : undefined
  const place = only && 'netuid' in only ? only : undefined
  const left: State = { ...state, notice: news?.tone === 'bad' ? news : undefined, dialog: undefined }
  return {
    keys: ['Escape', ...(pending ? [] : ['Enter'])],
    show: pending ? 'Esc' : 'Enter',
    does: only ? 'portfolio' : 'back',
    explains: pending ? 'leave it; it goes on' : 'back to where the position is',
    act: () =>
      only
        ? [
            {
              ...left,
              view: 'portfolio',
              ...(place && { portfolio: { ...state.portfolio, selected: positionKey(place) } }),
            },
          ]
        : [left],
  }
}

/** Asks again for what is left undone, under a new id: only where it is certain what the first came to. */
function retrying(state: State, transaction: Transaction): readonly Binding[] {
  const [leg] = transaction.legs
  if (!leg) return []
  const sure = transaction.unsigned || isOver(leg)
  const executed = leg.report?.status === 'executed'
  const draft = leftOver(leg, transaction)
  const start = draft && startOf(draft)
  if (sure && !start) return []
  return [
    {
      keys: ['r'],
      show: 'r',
      does: sure && executed ? 'the rest' : 'try again',
      explains: `opens the form with ${sure && executed ? 'what was not traded' : 'the same again'}; it is priced anew and asked for anew`,
      why: sure ? undefined : 'It is not certain yet that the first comes to nothing: it could happen twice.',
      quiet: !sure,
      act: () => (start ? openTrade({ ...state, dialog: undefined }, start) : [state]),
    },
  ]
}

/** Of many what is left undone, once more as a batch, each under a new id. */
function retryingAll(state: State, transaction: Transaction): readonly Binding[] {
  const legs = transaction.legs.flatMap((leg) => leftOver(leg, transaction) ?? [])
  if (legs.length === 0) return []
  const failed = transaction.unsigned ? legs.length : failedLegs(transaction).length
  const partly = legs.length - failed
  return [
    {
      keys: ['r'],
      show: 'r',
      does: partly === 0 ? 'retry failed' : failed === 0 ? 'the rests' : 'retry failed and rests',
      explains:
        'opens a batch of those that came to nothing, and of the rests of those traded in part; it is priced anew and asked for anew',
      why: isPending(transaction) ? 'Some of them are still on their way.' : undefined,
      act: () => [
        openBatch(state, {
          name: [
            ...(failed > 0 ? [`${failed} that came to nothing`] : []),
            ...(partly > 0 ? [`${partly === 1 ? 'the rest' : 'the rests'} of ${partly}`] : []),
          ].join(' and '),
          legs,
          registeredAt: [],
        }),
      ],
    },
  ]
}

function copyingHash(state: State, hash: string | undefined): Binding {
  return {
    keys: ['y'],
    show: 'y',
    does: 'copy hash',
    explains: 'copy the hash of the transaction, where the terminal allows it (OSC 52)',
    why: hash === undefined ? 'It has no hash as long as it is not signed.' : undefined,
    quiet: true,
    act: () => (hash === undefined ? [state] : [state, { type: 'copy', text: hash }]),
  }
}
