import { connect, signerFromUri } from '@stake/chain'
import { StakeError } from '@stake/math'
import { parseOperation, parsePolicy, plan, run } from '../src/index.ts'
import { openFileJournal } from '../src/node/index.ts'

/** One Operation that another process runs under a policy; it does not wait for a block. */
export interface PolicyJob {
  readonly url: string
  readonly journal: string
  readonly policy: object
  readonly operation: object
}

/** `sent`, or why not: the rule of the policy, or the code of the error. */
export type PolicyOutcome = string

async function perform({ url, journal: path, policy, operation }: PolicyJob): Promise<PolicyOutcome> {
  const chain = await connect({ endpoints: url })
  const journal = await openFileJournal(path)
  try {
    const planned = await plan(chain, [parseOperation(operation as unknown)])
    await run(chain, planned, {
      signer: signerFromUri('//Alice'),
      journal,
      policy: parsePolicy(policy),
    })
    return 'sent'
  } catch (error) {
    return error instanceof StakeError ? (error.details.rule ?? error.code) : String(error)
  } finally {
    await journal.close()
    await chain.close()
  }
}

process.on('message', (job: PolicyJob) => {
  void perform(job).then((outcome) => {
    process.send?.(outcome)
    process.disconnect()
  })
})
