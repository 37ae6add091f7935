import {
  type Call,
  type Chain,
  type ChainAt,
  callRuntime,
  constantsOf,
  type NetworkFee,
  readNetworkFee,
} from '@stake/chain'
import { Balance, splitEvenly } from '@stake/math'
import { batchCall } from './batch-call.ts'
import { type Draft, draftLegOf, draftOf, originOf } from './draft.ts'
import { BatchTooLarge, InsufficientBalance, InvalidOperation, NotInBestEffort } from './errors.ts'
import { dispatch } from './gather.ts'
import type { Leg, Plan } from './plan.ts'
import { basisOf } from './report-basis.ts'
import type { Running, RunOptions } from './running.ts'

/** Options of {@link batch}. */
export interface BatchOptions extends RunOptions {
  /**
   * `true`: all legs happen or none (`batch_all`). `false`: each for itself, in order (`force_batch`).
   * @default true
   */
  readonly atomic?: boolean
}

/**
 * Signs and sends the legs of a plan as calls of one extrinsic, for one fee and in one block for certain.
 *
 * Atomic: where one fails nothing of them happens, all are `rolledBack`, and the one that failed is found by playing the
 * batch again on the state before its block, else it is said that nobody knows. Best effort: one outcome a leg, from the
 * events of its calls.
 *
 * A batch takes at most half of what one extrinsic may weigh and of a block's length, by the constants of the runtime.
 * An atomic one beyond that is refused, never split; a best-effort one becomes several extrinsics, which go like those
 * of `gather`. Only TAO pays the fee of a batch: plan with `batched: true`.
 *
 * @throws BatchTooLarge; NotInBestEffort for Operations that must happen whole (moves by the protected route);
 * InsufficientBalance where the plan would pay a fee in alpha; and what `gather` throws.
 *
 * @example
 * ```ts
 * import { connect, readValidators, signerFromUri } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { batch, memoryJournal, parseOperation, plan } from '@stake/ops'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const signer = signerFromUri('//Alice')
 * const hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
 * const stakes = ['a', 'b'].map((id) =>
 *   parseOperation({ id, kind: 'stake', coldkey: signer.address, hotkey, netuid: 2, amount: '2', tolerance: '1%' }),
 * )
 * const planned = await plan(chain, stakes, { batched: true })
 * const options = { signer, policy: {}, journal: memoryJournal(), atomic: true }
 * const report = await (await batch(chain, planned, options)).report
 * report.legs.map(({ status }) => status) // => [ 'executed', 'executed' ]
 * report.legs[0]?.hash === report.legs[1]?.hash // => true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function batch(chain: Chain, plan: Plan, options: BatchOptions): Promise<Running> {
  const { atomic = true } = options
  if (plan.legs.length === 0) throw new InvalidOperation('list', 'is empty')
  const whole = plan.legs.find(({ parts }) => parts.together === 'atomic')
  if (whole && !atomic) throw new NotInBestEffort(whole.operation.id, whole.operation.kind)
  const drafts = atomic ? [await wholeBatch(chain, plan)] : await batchesOf(chain, plan, options)
  checkFees(plan, drafts)
  return dispatch(chain, plan, { form: 'batch', drafts }, options)
}

/** A plan that was not made for a batch may have spent what the batch costs more than its calls. */
function checkFees(
  { free, spent, networkFees, existentialDeposit: keep }: Plan,
  drafts: readonly Draft[],
): void {
  const fees = drafts.flatMap(({ legs }) => legs.map(({ basis }) => basis.networkFee))
  const fee = fees.reduce((sum, each) => sum.add(each), Balance.zero())
  if (fee.compare(networkFees) > 0 && free.rao < spent.rao + fee.rao + keep.rao) {
    throw new InsufficientBalance({ free, amount: spent, fee, keep })
  }
}

async function wholeBatch(chain: Chain, plan: Plan): Promise<Draft> {
  const size = await measure(await Size.of(chain), plan, plan.legs, 'atomic')
  if (size.share > 1) throw new BatchTooLarge(size.calls, size.share)
  return draftOfBatch(plan, plan.legs, 'atomic', size)
}

/** What is known already is attached to leg by leg; the rest, in order, in as few batches as it fits into. */
async function batchesOf(chain: Chain, plan: Plan, { journal }: RunOptions): Promise<Draft[]> {
  const entries = await journal.read()
  const limits = await Size.of(chain)
  const drafts: Draft[] = []
  let together: Leg[] = []
  const close = async () => {
    if (together.length > 0) drafts.push(...(await fitting(limits, plan, together)))
    together = []
  }
  for (const leg of plan.legs) {
    const known = entries.byId(leg.operation.id)
    if (!known || known.status === 'notSent' || known.status === 'intended') together.push(leg)
    else {
      await close()
      drafts.push(draftOf(plan, leg))
    }
  }
  await close()
  return drafts
}

/** Cuts legs into batches that fit, of about the same size. */
async function fitting(limits: Size, plan: Plan, legs: readonly Leg[]): Promise<Draft[]> {
  const size = await measure(limits, plan, legs, 'each')
  if (size.share <= 1) return [draftOfBatch(plan, legs, 'each', size)]
  if (legs.length === 1) throw new BatchTooLarge(size.calls, size.share)
  const length = Math.ceil(legs.length / Math.ceil(size.share))
  const drafts: Draft[] = []
  for (let from = 0; from < legs.length; from += length) {
    drafts.push(...(await fitting(limits, plan, legs.slice(from, from + length))))
  }
  return drafts
}

function draftOfBatch(
  plan: Plan,
  legs: readonly Leg[],
  form: 'atomic' | 'each',
  { call, fee }: Measured,
): Draft {
  const shares = splitEvenly(fee.total, legs.length)
  return {
    ...originOf(plan),
    form,
    call,
    legs: legs.map((leg, index) =>
      draftLegOf(leg, { ...basisOf(leg), networkFee: shares[index] ?? leg.networkFee }),
    ),
  }
}

interface Measured {
  readonly call: Call
  readonly fee: NetworkFee
  readonly calls: number
  /** Of what a batch may take of a block. */
  readonly share: number
}

/** What one batch may take. */
class Size {
  readonly at: ChainAt
  readonly calls: number
  readonly bytes: number
  /** Weight, as the fee that the runtime takes for it. */
  readonly weightFee: bigint

  private constructor(at: ChainAt, weightFee: bigint) {
    const { maxBatchCalls, maxBlockLength } = constantsOf(at.runtime)
    this.at = at
    this.calls = maxBatchCalls
    this.bytes = Math.floor(maxBlockLength / 2)
    this.weightFee = weightFee
  }

  static async of(chain: Chain): Promise<Size> {
    const at = await chain.at('best')
    const half = { ref_time: constantsOf(at.runtime).maxExtrinsicWeight / 2n, proof_size: 0n }
    const method = 'TransactionPaymentApi.query_weight_to_fee'
    return new Size(at, await callRuntime<bigint>(at, method, [half]))
  }
}

/** What signature, era, nonce and the rest of an extrinsic take beside its call, at the most. */
const BYTES_AROUND = 256

async function measure(
  limits: Size,
  plan: Plan,
  legs: readonly Leg[],
  together: 'atomic' | 'each',
): Promise<Measured> {
  const { at } = limits
  const calls = legs.flatMap(({ parts }) => parts.calls)
  const call = batchCall(at.chain, { calls, together })
  const fee = await readNetworkFee(at, call, plan.coldkey)
  if (legs.some(({ feeInAlpha }) => feeInAlpha)) {
    throw new InsufficientBalance({
      free: plan.free,
      amount: plan.spent,
      fee: fee.total,
      keep: plan.existentialDeposit,
    })
  }
  const bytes = call.bytes.length / 2 - 1 + BYTES_AROUND
  const weight = limits.weightFee === 0n ? 0 : Number((fee.weight.rao * 10_000n) / limits.weightFee) / 10_000
  const share = Math.max(weight, bytes / limits.bytes, calls.length / limits.calls)
  return { call, fee, calls: calls.length, share }
}
