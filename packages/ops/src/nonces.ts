import type { Chain } from '@stake/chain'
import type { Entry } from './entries.ts'
import { follow } from './follow.ts'
import type { Journal } from './journal.ts'

/** The nonces that entries of a journal were seen to hold, by entry. */
const held = new WeakMap<Chain, Map<string, Map<number, number>>>()

/**
 * Runs `work` while nobody else, here or in another process, signs for `address`. Each `take` gives the next free
 * nonce: none that any entry of the journal may still use, whoever wrote it. Those that were taken and not signed are
 * free again afterwards.
 */
export function allocateNonces<T>(
  chain: Chain,
  journal: Journal,
  address: string,
  work: (take: () => Promise<number>) => Promise<T>,
): Promise<T> {
  return journal.alone(address, async () => {
    await holdNonces(chain, journal, address)
    const taken = new Set<number>()
    const take = async () => {
      const nonce = await chain.nonces.allocate(address, async (next) => next)
      taken.add(nonce)
      return nonce
    }
    try {
      return await work(take)
    } finally {
      // Where the journal cannot tell which of them were signed, all stay taken.
      const entries = await journal.read().catch(() => undefined)
      for (const entry of entries?.open() ?? []) taken.delete(nonceOf(entry, chain, address) ?? -1)
      if (entries) for (const nonce of taken) chain.nonces.release(address, nonce)
    }
  })
}

/**
 * Tells the chain's allocator which nonces the journal's open entries may use, and which of them are free by now. What
 * a program left that is gone is followed from here: what comes after it waits for it.
 */
async function holdNonces(chain: Chain, journal: Journal, address: string): Promise<void> {
  const entries = await journal.read()
  const accounts = held.get(chain) ?? new Map<string, Map<number, number>>()
  held.set(chain, accounts)
  const nonces = accounts.get(address) ?? new Map<number, number>()
  accounts.set(address, nonces)
  for (const [number, nonce] of nonces) {
    const entry = entries.get(number)
    if (!entry || entry.status === 'signed' || entry.status === 'handedOut') continue
    const used = entry.settled && ['included', 'failed', 'replaced'].includes(entry.settled.outcome)
    if (used) chain.nonces.settle(address, nonce)
    else chain.nonces.release(address, nonce)
    nonces.delete(number)
  }
  for (const entry of entries.open()) {
    const nonce = nonceOf(entry, chain, address)
    if (nonce === undefined) continue
    const era = entry.signed?.signed.era ?? entry.handedOut?.era
    chain.nonces.hold(address, nonce, era?.lastBlock)
    nonces.set(entry.entry, nonce)
    const { session } = entry.intent
    if (entry.status === 'signed' && !(await journal.isAlive(session))) follow(chain, journal, entry)
  }
}

/** The nonce that an entry may use on this chain for this account. */
function nonceOf({ intent, handedOut, signed }: Entry, chain: Chain, address: string): number | undefined {
  if (intent.address !== address || intent.genesisHash !== chain.genesisHash) return undefined
  return signed?.signed.nonce ?? handedOut?.nonce
}
