/** What goes wrong between the server and its clients; read each time it matters. */
export interface WireConditions {
  /** Milliseconds that everything sent waits. */
  readonly delay: number
  /** Whether the connection that a submission came on is to be cut before or after it is served. Asks once each. */
  takeDrop(): 'beforeTaking' | 'afterTaking' | undefined
}

const SUBMISSIONS: readonly string[] = [
  'author_submitExtrinsic',
  'author_submitAndWatchExtrinsic',
  'transaction_v1_broadcast',
]

/** Whether a method hands in a transaction. */
export function isSubmission(method: string): boolean {
  return SUBMISSIONS.includes(method)
}
