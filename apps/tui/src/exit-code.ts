/** What the program ends with; the README has the same table. Signals end it with 128 and their number. */
export const EXIT = {
  /** It is done, or there was nothing to do. */
  done: 0,
  /** It was sent, or something broke, and not everything that was asked for happened. */
  failed: 1,
  /** The command line, a file or a key is wrong. */
  usage: 2,
  /** The plan, the policy or a person said no; nothing was sent. */
  refused: 3,
  /** No node of the chain that was asked for answers. */
  offline: 4,
  /** It was sent, and may still be executed. */
  open: 5,
  interrupted: 130,
} as const

/** What was typed is wrong in itself, whatever the chain says. */
const USAGE = [
  'Usage',
  'BalanceOutOfRange',
  'InvalidAddress',
  'InvalidArgument',
  'InvalidAmount',
  'InvalidDevnetOption',
  'InvalidKeyPhrase',
  'InvalidNetuid',
  'InvalidOperation',
  'InvalidTake',
  'InvalidTolerance',
  'KeyMissing',
  'SettingsUnreadable',
  'StateFileUnusable',
  'ToleranceNeedsUnit',
  'ToleranceNotAccepted',
  'UnknownNetwork',
]

const OFFLINE = [
  'ChainsDiffer',
  'Disconnected',
  'EndpointUnreachable',
  'MalformedAnswer',
  'NoSecondSource',
  'RequestTimedOut',
  'RpcError',
  'WrongChain',
]

/** What broke, as nobody says no with these words. */
const BROKEN = ['Unexpected', 'PortInUse', 'NotSent']

/** The exit code of an error before anything was sent. */
export function exitCodeOf({ code }: { readonly code: string }): number {
  if (code === 'Interrupted') return EXIT.interrupted
  if (code === 'StillOpen') return EXIT.open
  if (BROKEN.includes(code)) return EXIT.failed
  if (USAGE.includes(code)) return EXIT.usage
  return OFFLINE.includes(code) ? EXIT.offline : EXIT.refused
}
