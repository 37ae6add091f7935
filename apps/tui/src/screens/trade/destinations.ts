import type { Operation, PastOperation } from '@stake/ops'

/** Somewhere that stake, or its use, goes to. */
export interface Destination {
  readonly kind: 'coldkey' | 'hotkey'
  readonly address: string
  /** Nothing of this account ever went there, as far as the journal of this chain knows. */
  readonly isNew: boolean
  /** A known address that it could be taken for: so do thieves choose theirs. */
  readonly resembles: string | undefined
}

/** Addresses that stake of an account went to before. */
export interface Used {
  readonly coldkey: string
  readonly coldkeys: readonly string[]
  readonly hotkeys: readonly string[]
}

/** Where an Operation brings stake to, the coldkey first; not where it is already. */
export function goesTo(operation: Operation): readonly Pick<Destination, 'kind' | 'address'>[] {
  switch (operation.kind) {
    case 'stake':
    case 'stakeBurn':
    case 'setAutoStake':
    case 'register':
      return [{ kind: 'hotkey', address: operation.hotkey }]
    case 'move':
      return operation.toHotkey === operation.hotkey ? [] : [{ kind: 'hotkey', address: operation.toHotkey }]
    case 'transferStake':
      return [{ kind: 'coldkey', address: operation.toColdkey }]
    default:
      return []
  }
}

/** What past Operations went to; those that came to nothing do not count. */
export function usedBy(coldkey: string, past: readonly PastOperation[]): Used {
  const destinations = past
    .filter(({ status, report }) => status === 'signed' || report?.status === 'executed')
    .flatMap(({ operation }) => goesTo(operation))
  const of = (kind: Destination['kind']) => [
    ...new Set(destinations.filter((each) => each.kind === kind).map(({ address }) => address)),
  ]
  return { coldkey, coldkeys: of('coldkey'), hotkeys: of('hotkey') }
}
