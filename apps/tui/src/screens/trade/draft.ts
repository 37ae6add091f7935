import type { Operation, OperationKind, OperationOf } from '@stake/ops'

/** What is wanted so far, as typed: an Operation without its id, perhaps not yet a valid one. */
export type Draft = { readonly [K in OperationKind]: Omit<OperationOf<K>, 'id'> }[OperationKind]

export function sameDraft(a: Draft | undefined, b: Draft | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** What an Operation wanted; wanted again it gets an id of its own. */
export function draftOfOperation({ id, ...draft }: Operation): Draft {
  return draft
}
