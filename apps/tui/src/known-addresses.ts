import { readHotkeys } from '@stake/chain'
import { StakeError } from '@stake/math'
import { history } from '@stake/ops'
import type { Session } from './session.ts'

/** So far back the journal is looked through. */
const MOST = 1_000

/**
 * Addresses that this person has to do with: the own account, its hotkeys and those it stakes with, and everybody whom
 * the journal knows. A destination that looks like one of these and is none is worth a warning. What cannot be read is a
 * warning the less; whether anything may be sent then is not decided here.
 */
export async function knownAddresses(session: Session): Promise<readonly string[]> {
  const { coldkey } = session
  const [hotkeys, named] = await Promise.all([
    asFarAsPossible(() => (coldkey === undefined ? [] : hotkeysOf(session, coldkey))),
    asFarAsPossible(() => namedBefore(session)),
  ])
  return [...new Set([...(coldkey === undefined ? [] : [coldkey]), ...hotkeys, ...named])]
}

async function hotkeysOf({ chain }: Session, coldkey: string): Promise<readonly string[]> {
  const { owned, staked } = await readHotkeys(await chain.at('best'), coldkey)
  return [...owned, ...staked]
}

async function namedBefore(session: Session): Promise<readonly string[]> {
  const past = await history(await session.journal(), { limit: MOST })
  return past.flatMap(({ operation }) => [
    operation.coldkey,
    ...('hotkey' in operation ? [operation.hotkey] : []),
    ...('toHotkey' in operation ? [operation.toHotkey] : []),
    ...('toColdkey' in operation ? [operation.toColdkey] : []),
  ])
}

async function asFarAsPossible(
  read: () => readonly string[] | Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof StakeError) return []
    throw error
  }
}
