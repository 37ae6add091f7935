import type { SignedExtrinsic } from '@stake/chain'
import { PolicyRefusal } from '../errors.ts'
import type { Judgement } from './judge.ts'
import { counts, rulesOf } from './policy.ts'
import type { Spend } from './spend.ts'
import { checkLimits } from './totals.ts'

/** What a signature takes of a day's allowance; plain JSON, written with the intent before it is made. */
export interface Reservation {
  /** `2026-11-21`: the day (UTC) of the block it was judged at. */
  readonly day: string
  readonly spends: readonly Spend[]
}

/** What is known of earlier signatures. */
export interface Spent {
  /** A journal that was `shortened` or `replaced` has forgotten something. */
  readonly condition: { readonly status: string }
  /** Of every signature that may have been made and was not refused, expired or replaced, of all accounts. */
  readonly reservations: readonly Reservation[]
  /** Signatures after the newest of these for which nothing was reserved: the time each was begun, Unix milliseconds. */
  readonly uncounted?: readonly number[]
}

/** Options of {@link reserve}. */
export interface ReserveOptions {
  /**
   * A journal without any reservation knows nothing of today: it is new, or kept in memory, or was deleted. One in which
   * something was signed today under a policy without rules does not know enough. The caller says that nothing was
   * spent that matters. @default false
   */
  readonly newJournal?: boolean | undefined
}

/** A last line that a crash cut off was never acted upon. */
const UNDAMAGED = ['new', 'memory', 'whole', 'torn']

/**
 * The rules that count: a judged call and what was spent on its day or later. To be called while nobody else can
 * write the journal, and what it returns to be written there before anything is signed.
 *
 * @returns undefined for the policy without rules
 * @throws PolicyRefusal
 */
export function reserve(
  { policy, day, spends }: Judgement,
  { condition, reservations, uncounted = [] }: Spent,
  { newJournal = false }: ReserveOptions = {},
): Reservation | undefined {
  if (day === undefined || spends === undefined) return undefined
  if (counts(policy)) {
    if (!UNDAMAGED.includes(condition.status)) throw unknownPast(condition.status)
    if (reservations.length === 0 && !newJournal) throw unknownPast('new')
    if (uncounted.some((at) => utcDay(at) >= day) && !newJournal) throw unknownPast('uncounted')
    const used = spentSince(day, reservations)
    checkLimits('perDay', policy.perDay, spends, { used })
    for (const netuid of new Set(spends.map((spend) => spend.netuid))) {
      if (netuid === undefined) continue
      checkLimits('perDay', rulesOf(policy, netuid)?.perDay, spends, { netuid, used })
    }
  }
  return { day, spends }
}

/** What was spent on a day or later: a node that lags or lies about the day gives no allowance back. */
function spentSince(day: string, reservations: readonly Reservation[]): Spend[] {
  return reservations.flatMap((reservation) => {
    const { day: then, spends } = reservation
    if (!/^\d{4}-\d\d-\d\d$/.test(then) || !Array.isArray(spends)) throw unknownPast('unreadable')
    return then >= day ? [...spends] : []
  })
}

/** `2026-11-21` of Unix milliseconds. */
export function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function unknownPast(status: string): PolicyRefusal {
  const reasons: Readonly<Record<string, string>> = {
    new: 'The journal holds no reservation: it is new, or was deleted, and nobody knows what was spent today',
    uncounted: 'Something was signed today under a policy without rules, so nobody knows what was spent',
    shortened: 'The journal was shortened, so nobody knows what was spent today',
    replaced: 'The journal was replaced, so nobody knows what was spent today',
  }
  const reason = reasons[status] ?? 'The journal cannot be read, so nobody knows what was spent today'
  return new PolicyRefusal('perDay', `${reason}. The policy counts it.`, { journal: status })
}

/**
 * What a signer gave back is what was judged: the same call, by the same account.
 *
 * @throws PolicyRefusal
 */
export function checkSigned(
  { bytes, address }: Judgement,
  signed: Pick<SignedExtrinsic, 'call' | 'address'>,
): void {
  if (signed.call === bytes && signed.address === address) return
  throw new PolicyRefusal('call', 'What was signed is not what the policy has judged.', {
    judged: bytes.slice(0, 40),
    signed: signed.call.slice(0, 40),
  })
}
