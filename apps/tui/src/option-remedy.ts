import type { StakeError } from '@stake/math'

/** What a person may know of a journal of which the program knows too little. */
const JOURNALS: Readonly<Record<string, string>> = {
  new: 'If nothing else was spent today, add --new-journal.',
  uncounted: 'If what was spent today does not matter, add --new-journal.',
  shortened: 'If what is missing does not matter, add --accept-loss.',
  replaced: 'If what is missing does not matter, add --accept-loss.',
}

/** What helps may be an option of this program, of which the libraries that throw know nothing. */
export function optionRemedy({ code, details }: Pick<StakeError, 'code' | 'details'>): string | undefined {
  switch (code) {
    case 'UnknownRuntime':
      return `Update, name a second node with --endpoint, or accept this runtime with --accept-runtime ${details.specVersion}.`
    case 'ChainsDiffer':
      return 'Name nodes of one chain only, or say with --network which chain is meant.'
    case 'NoSecondSource':
      return 'Name more nodes of the chain with --endpoint.'
    case 'StateDiscarded':
      return 'Connect to an archive node, for example with --network archive.'
    case 'PolicyRefusal': {
      const known = JOURNALS[String(details.journal)]
      return known && `Nothing was signed. ${known}`
    }
    default:
      return undefined
  }
}
