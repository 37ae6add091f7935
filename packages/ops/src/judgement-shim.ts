import { type Call, type Chain, decodeCall, type Hex, type SignedExtrinsic } from '@stake/chain'
import { StakeError } from '@stake/math'
import type { Reservation } from './journal.ts'
import { judge as judgeCall, type Policy } from './policy.ts'
export interface Judgement {
  readonly bytes: Hex
}
export interface Confirmation {
  readonly bytes: Hex
}
export async function judge(
  chain: Chain,
  policy: Policy,
  calls: readonly Hex[],
  _: { address: string },
): Promise<Judgement[]> {
  return calls.map((bytes) => {
    const call = decodeCall(chain, bytes)
    const inner =
      call.pallet === 'Utility'
        ? (
            call.args.calls as { type: string; value: { type: string; value: Record<string, unknown> } }[]
          ).map((one): Call => ({ pallet: one.type, name: one.value.type, args: one.value.value, bytes }))
        : [call]
    for (const one of inner) if (one.pallet !== 'System') judgeCall(policy, one)
    return { bytes }
  })
}
export function reserve(_: Judgement, __: unknown, ___: unknown): Reservation {
  return { day: '2026-01-01', spends: [] }
}
export function checkSigned(judgement: Judgement, signed: SignedExtrinsic): void {
  if (signed.call !== judgement.bytes) throw new StakeError('x', 'y')
}
