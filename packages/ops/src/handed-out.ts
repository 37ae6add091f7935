import { type BlockRef, type Chain, callRuntime, type Outcome, watchFinalizedHeads } from '@stake/chain'
import type { Entry } from './entries.ts'
import type { Journal } from './journal.ts'

/** What is known of a payload that was handed out to be signed, once its era has ended. */
type Verdict = Outcome | 'open'

/**
 * What became of a payload that was handed to somebody to sign and did not come back: there are no bytes to look for,
 * so it is decided by its nonce, when the era has ended in final blocks. A nonce that was not used by then settles it;
 * one that another entry of the journal used is that one's; of any other nothing is said, and the entry stays open.
 *
 * @param woken - resolves when the journal may know more: the signature came back after all
 * @returns undefined where it is not handed out any more
 */
export function outcomeOfHandedOut(
  chain: Chain,
  journal: Journal,
  entry: Entry,
  woken: Promise<void>,
): Promise<Outcome | undefined> {
  return new Promise((resolve) => {
    let looking = false
    const look = async (head?: BlockRef) => {
      if (looking) return
      looking = true
      try {
        const now = (await journal.read()).get(entry.entry)
        const verdict = now?.status === 'handedOut' && head ? await judge(chain, journal, now, head) : 'open'
        if (now?.status === 'handedOut' && verdict === 'open') return
        stop()
        resolve(verdict === 'open' ? undefined : verdict)
      } finally {
        looking = false
      }
    }
    // A look that fails (the socket went) is repeated with the next head.
    const stop = watchFinalizedHeads(chain, (head) => void look(head).catch(() => undefined))
    void woken.then(() => look()).catch(() => undefined)
  })
}

async function judge(chain: Chain, journal: Journal, entry: Entry, head: BlockRef): Promise<Verdict> {
  const { intent, handedOut } = entry
  if (!handedOut) return 'open'
  const { nonce, era } = handedOut
  if (head.number < era.birth.number) return 'open'
  const { block } = await chain.at(era.birth.number)
  if (block.hash !== era.birth.hash) return { kind: 'expired', final: true, reason: 'chainReset' }
  if (head.number < era.lastBlock) return 'open'
  const at = await chain.at(head)
  const used = await callRuntime<number>(at, 'AccountNonceApi.account_nonce', [intent.address])
  if (used <= nonce) return { kind: 'expired', final: true, reason: 'eraEnded' }
  const other = (await journal.read()).all.find(
    ({ intent: { address }, signed, settled }) =>
      address === intent.address &&
      signed?.signed.nonce === nonce &&
      (settled?.outcome === 'included' || settled?.outcome === 'failed'),
  )
  const by = other?.signed?.signed.hash
  const where = other?.settled?.block
  return by && where ? { kind: 'replaced', final: true, by, block: where } : 'open'
}
