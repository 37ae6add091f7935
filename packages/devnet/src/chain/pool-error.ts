/** A transaction the pool turned away, with the code and texts a Substrate node answers. */
export class PoolError extends Error {
  override readonly name: string = 'PoolError'
  readonly code: number
  readonly data: string | undefined

  constructor(code: number, message: string, data?: string) {
    super(message)
    this.code = code
    this.data = data
  }
}

/** Why a transaction cannot be valid on some state. */
export type InvalidReason =
  | 'call'
  | 'payment'
  | 'future'
  | 'stale'
  | 'badProof'
  | 'ancientBirthBlock'
  | 'exhaustsResources'
  | 'badSigner'
  | 'cannotLookup'
  | 'noUnsignedValidator'
  | 'mandatoryValidation'
  | 'unknownOrigin'
  | { readonly custom: number }

const TEXTS: Readonly<Record<Exclude<InvalidReason, object>, string>> = {
  call: 'Transaction call is not expected',
  payment: 'Inability to pay some fees (e.g. account balance too low)',
  future: 'Transaction will be valid in the future',
  stale: 'Transaction is outdated',
  badProof: 'Transaction has a bad signature',
  ancientBirthBlock: 'Transaction has an ancient birth block',
  exhaustsResources: 'Transaction would exhaust the block limits',
  badSigner: 'Invalid signing address',
  mandatoryValidation: 'Transaction dispatch is mandatory; transactions must not be validated.',
  unknownOrigin: 'The transaction extension did not authorize any origin',
  // These two a node prints by their name.
  cannotLookup: 'CannotLookup',
  noUnsignedValidator: 'NoUnsignedValidator',
}
const UNKNOWN: readonly InvalidReason[] = ['cannotLookup', 'noUnsignedValidator']

/** 1001: the bytes are not an extrinsic at all. */
export function badFormat(reason: string): PoolError {
  return new PoolError(1001, `Extrinsic has invalid format: ${reason}`)
}

/** 1002: the bytes are framed as an extrinsic, but this runtime cannot decode them. */
export function undecodable(reason: string): PoolError {
  return new PoolError(1002, 'Verification Error: Runtime error: Execution failed', reason)
}

/** 1010: the runtime says no; 1011: it cannot tell. */
export function invalidTransaction(reason: InvalidReason): PoolError {
  const text = typeof reason === 'object' ? `Custom error: ${reason.custom}` : TEXTS[reason]
  if (UNKNOWN.includes(reason)) return new PoolError(1011, 'Unknown Transaction Validity', text)
  return new PoolError(1010, 'Invalid Transaction', text)
}

/** 1012: it was invalid, or included, a short while ago. */
export function temporarilyBanned(): PoolError {
  return new PoolError(1012, 'Transaction is temporarily banned')
}

/** 1013: these very bytes are in the pool already. */
export function alreadyImported(hash: string): PoolError {
  return new PoolError(1013, 'Transaction Already Imported', hash)
}

/** 1014: another pending transaction holds the nonce and this one offers no higher priority. */
export function tooLowPriority(old: bigint, fresh: bigint): PoolError {
  return new PoolError(
    1014,
    `Priority is too low: (${old} vs ${fresh})`,
    'The transaction has too low priority to replace another transaction already in the pool.',
  )
}

/** 1016: the pool is full. */
export function immediatelyDropped(): PoolError {
  return new PoolError(
    1016,
    'Immediately Dropped',
    "The transaction couldn't enter the pool because of the limit",
  )
}
