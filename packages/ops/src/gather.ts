import type { Chain } from '@stake/chain'
import { type Draft, draftOf } from './draft.ts'
import { WrongChain } from './errors.ts'
import { fillHoles } from './holes.ts'
import type { Plan } from './plan.ts'
import type { Form } from './run-report.ts'
import { type Running, type RunOptions, runningOf } from './running.ts'
import { signAndJournal } from './sign-and-journal.ts'

/**
 * Signs and sends the legs of a plan as extrinsics of their own, with nonces in a row and in their order, on one
 * connection, without waiting for inclusion nor for any answer of the node. Each has its own outcome; one that fails
 * keeps no other back. Where one is refused its nonce is a hole that the others would wait at: the next Operation that
 * was never signed takes it, else an empty remark, whose fee is in the report.
 *
 * An Operation whose id the journal knows is not signed again: its leg is what became of it, or the same submission.
 *
 * The limits of the plan count from the prices before the first leg; for each leg its own tolerance, plan with
 * `limitsFrom: 'leg'`.
 *
 * @throws WrongSigner, WrongChain, RuntimeChanged, OperationKnown, PolicyRefusal, JournalUnusable, and what `sign`
 * throws, as long as nothing was signed; after that they are in the reports of what was not sent.
 *
 * @example
 * ```ts
 * import { connect, readValidators, signerFromUri } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { gather, memoryJournal, parseOperation, plan } from '@stake/ops'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const signer = signerFromUri('//Alice')
 * const hotkey = (await readValidators(await chain.at('best'), 2))[0]?.hotkey ?? ''
 * const stakes = ['a', 'b', 'c'].map((id) =>
 *   parseOperation({ id, kind: 'stake', coldkey: signer.address, hotkey, netuid: 2, amount: '2', tolerance: '1%' }),
 * )
 * const running = await gather(chain, await plan(chain, stakes), { signer, policy: {}, journal: memoryJournal() })
 * for await (const { done, total } of running.progress) if (done === total) break
 * const { totals } = await running.report
 * totals.counts.executed // => 3
 * totals.executed.join() // => 6
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function gather(chain: Chain, plan: Plan, options: RunOptions): Promise<Running> {
  return dispatch(
    chain,
    plan,
    { form: 'gather', drafts: plan.legs.map((leg) => draftOf(plan, leg)) },
    options,
  )
}

/** Sends extrinsics of one account without waiting, and looks after the nonces between them. */
export async function dispatch(
  chain: Chain,
  plan: Pick<Plan, 'genesisHash'>,
  { form, drafts }: { readonly form: Form; readonly drafts: readonly Draft[] },
  options: RunOptions,
): Promise<Running> {
  if (chain.genesisHash !== plan.genesisHash) throw new WrongChain(plan.genesisHash, chain.genesisHash)
  const dispatched = await signAndJournal(chain, drafts, options)
  return runningOf(form, drafts, dispatched, options, fillHoles(chain, dispatched, options))
}
