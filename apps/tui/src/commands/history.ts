import { parseAddress } from '@stake/chain'
import { history as historyOf, type Journal, type PastOperation } from '@stake/ops'
import { openFileJournal } from '@stake/ops/node'
import { destinationOf } from '../destination.ts'
import { done, type Ending, tell } from '../envelope.ts'
import { type Invocation, numberFlag, sessionOptionsOf, textFlag } from '../flags.ts'
import { journalFile } from '../folders.ts'
import { reportSentence, titleOf } from '../report-sentence.ts'
import { safeText } from '../safe-text.ts'
import { readSettings } from '../settings.ts'
import { headless } from './headless.ts'

const MOST = 50

/** `stake history`: what the journal knows, newest first. Of a network that is known by name it needs no connection. */
export async function history(invocation: Invocation): Promise<number> {
  const { flags } = invocation
  const limit = numberFlag(flags, 'limit', 1, 1_000_000) ?? MOST
  const netuid = numberFlag(flags, 'netuid', 0, 65_535)
  const typed = textFlag(flags, 'coldkey')
  const filter = {
    limit,
    ...(netuid !== undefined && { netuid }),
    ...(typed !== undefined && { coldkey: parseAddress(typed) }),
  }
  const told = async (journal: Journal, network: string): Promise<Ending> => {
    const past = await historyOf(journal, filter)
    const text =
      past.length === 0
        ? 'Nothing was signed here yet.\n'
        : past.map((each) => lineOf(each, network)).join('')
    return done({ journal: journal.condition, operations: past.map(resultOf) }, text)
  }
  const destination = destinationOf(sessionOptionsOf(flags), await readSettings())
  const known = destination.kind === 'nodes' ? destination.network : undefined
  if (!known) {
    return headless(invocation, async ({ session }) => told(await session.journal(), session.network))
  }
  const { name, genesisHash } = known
  const journal = await openFileJournal(journalFile(genesisHash))
  try {
    const ending = await told(journal, name)
    tell(invocation, ending, { name, genesisHash, endpoint: '', embedded: false })
    return ending.code
  } finally {
    await journal.close()
  }
}

/** What became of it, when, under which id, and the transaction. */
function lineOf(past: PastOperation, network: string): string {
  const { operation, at, status, hash, report } = past
  const what = report ? reportSentence(report, network) : `${titleOf(operation)}: ${OPEN[status] ?? status}.`
  const why = report?.error && report.status !== 'executed' ? ` ${safeText(report.error.message, 300)}` : ''
  return `${new Date(at).toISOString()}  ${safeText(operation.id, 40)}  ${what}${why}${hash ? `\n  ${hash}` : ''}\n`
}

const OPEN: Readonly<Record<string, string>> = {
  intended: 'written down, not signed',
  handedOut: 'somebody else may have signed it',
  signed: 'sent, and still open; `stake resume` settles it',
}

function resultOf({ operation, at, status, hash, block, report }: PastOperation): unknown {
  return { operation, at: new Date(at).toISOString(), status, hash, block, report }
}
