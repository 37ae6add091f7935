import { readHotkeys } from '@stake/chain'
import { history } from '@stake/ops'
import type { Session } from './session.ts'

/**
 * Addresses that this person has to do with: the own account, its hotkeys and those it stakes with, and everybody whom
 * the journal knows. A destination that looks like one of these and is none is worth a warning.
 */
export async function knownAddresses(session: Session): Promise<readonly string[]> {
  const { chain, coldkey } = session
  const hotkeys = coldkey === undefined ? undefined : await readHotkeys(await chain.at('best'), coldkey)
  // A warning the less where there is no journal; whether anything may be sent then is not decided here.
  const past = await session.journal().then(
    (journal) => history(journal, { limit: 1_000 }),
    () => [],
  )
  const named = past.flatMap(({ operation }) => [
    operation.coldkey,
    ...('hotkey' in operation ? [operation.hotkey] : []),
    ...('toHotkey' in operation ? [operation.toHotkey] : []),
    ...('toColdkey' in operation ? [operation.toColdkey] : []),
  ])
  return [
    ...new Set([
      ...(coldkey === undefined ? [] : [coldkey]),
      ...(hotkeys?.owned ?? []),
      ...(hotkeys?.staked ?? []),
      ...named,
    ]),
  ]
}
