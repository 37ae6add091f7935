import { type Chain, calls, estimateFee } from '@stake/chain'
import { Balance } from '@stake/math'
import type { Alarm } from './alarm.ts'
import type { Draft } from './draft.ts'
import type { Beside } from './running.ts'
import { type Dispatched, type SigningOptions, signAndJournal } from './sign-and-journal.ts'

/**
 * Watches what was sent for nonces that nobody uses any more: what is in flight above them waits until they are filled.
 * An Operation that is signed meanwhile takes such a nonce by itself; where none does, an empty remark fills it, by the
 * same way as everything that is signed. It is never a copy of something in flight.
 *
 * @returns when nothing can leave a hole any more: what was filled, for which fee
 */
export async function fillHoles(
  chain: Chain,
  dispatched: readonly Dispatched[],
  options: SigningOptions,
): Promise<Beside> {
  const filled: Promise<Beside>[] = []
  let last: Promise<unknown> = Promise.resolve()
  const fill = (id: string) => {
    const turn = last.then(() => fillOnce(chain, id, options))
    last = turn.catch(() => undefined)
    filled.push(turn)
  }
  await Promise.all(
    dispatched.map(async (result) => {
      if ('error' in result) return
      const { reports, ids } = result.following
      const [first] = await reports.catch(() => [])
      if (first?.status === 'refused' || first?.status === 'expired') fill(ids[0] ?? '')
    }),
  )
  const all = await Promise.all(filled)
  return {
    alarms: all.flatMap(({ alarms }) => alarms),
    fees: all.reduce((sum, { fees }) => sum.add(fees), Balance.zero()),
  }
}

/** Fills the lowest hole of the account, where there is one. */
async function fillOnce(chain: Chain, id: string, options: SigningOptions): Promise<Beside> {
  const { address } = options.signer
  const nothing = { alarms: [], fees: Balance.zero() }
  const [hole] = await chain.nonces.holes(address)
  if (hole === undefined) return nothing
  const alarm = (code: Alarm['code'], message: string, details: Alarm['details']): Alarm => ({
    id,
    code,
    message,
    details: { nonce: hole, ...details },
  })
  const call = calls.remark(chain, { bytes: '0x' })
  try {
    const at = await chain.at('best')
    const planned = await estimateFee(at, call, address)
    const draft: Draft = {
      legs: [],
      form: 'single',
      call,
      address,
      plannedAt: at.block,
      specVersion: chain.specVersion,
      fills: hole,
    }
    const [sent] = await signAndJournal(chain, [draft], options)
    if (!sent) throw new RangeError('one draft has one result')
    if ('error' in sent) throw sent.error
    const outcome = await sent.following.submission?.outcome
    if (outcome?.kind !== 'included') throw new Error(`it was ${outcome?.kind}`)
    const { fee } = outcome.execution
    const message = `It was refused, and what came after it waited for its nonce ${hole}: an empty transaction filled it for ${fee.format()}.`
    return { alarms: [alarm('HoleFilled', message, { fee: fee.rao, planned: planned.rao })], fees: fee }
  } catch (error) {
    // Somebody else was quicker, which is as good.
    const open = await chain.nonces.holes(address).catch(() => [hole])
    if (!open.includes(hole)) return nothing
    const message = `Nothing fills the nonce ${hole}, so what came after it waits until its era ends: ${error instanceof Error ? error.message : error}`
    return { ...nothing, alarms: [alarm('HoleLeft', message, {})] }
  }
}
