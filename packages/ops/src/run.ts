import type { Chain } from '@stake/chain'
import { draftOf } from './draft.ts'
import { dispatch } from './gather.ts'
import type { Plan } from './plan.ts'
import type { Running, RunOptions } from './running.ts'

/**
 * Signs and sends a plan: its one leg, or all of them as `gather` does.
 *
 * Before a leg is signed the policy judges its encoded bytes and its intent is in the journal; before it is
 * sent its signed bytes are in the journal. An Operation whose id the journal knows is not signed again: its leg is
 * what became of it, or the same submission.
 *
 * @throws WrongSigner, WrongChain, RuntimeChanged, OperationKnown, PolicyRefusal, JournalUnusable, and what `sign`
 * throws, as long as nothing was signed; after that they are in the reports of what was not sent.
 *
 * @example
 * ```ts
 * import { connect, readValidators, signerFromUri } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 * import { memoryJournal, parseOperation, plan, run } from '@stake/ops'
 *
 * const devnet = await startDevnet({ blockTime: 100 })
 * const chain = await connect({ endpoints: devnet.url })
 * const [validator] = await readValidators(await chain.at('best'), 2)
 * const signer = signerFromUri('//Alice')
 * const hotkey = validator?.hotkey ?? ''
 * const stake = parseOperation({ id: '1', kind: 'stake', coldkey: signer.address, hotkey, netuid: 2, amount: '5' })
 * const options = { signer, journal: memoryJournal(), policy: {} }
 * const { legs } = await run(chain, await plan(chain, [stake]), options)
 * const report = await legs[0]?.report
 * report?.status // => executed
 * report?.executed.format() // => τ5.000000000
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function run(chain: Chain, plan: Plan, options: RunOptions): Promise<Running> {
  const form = plan.legs.length === 1 ? 'single' : 'gather'
  return dispatch(chain, plan, { form, drafts: plan.legs.map((leg) => draftOf(plan, leg)) }, options)
}
