import { StakeError } from '@stake/math'
import { type Policy, parsePolicyText } from '@stake/ops'
import { FileUnusable, textIn } from './file-unusable.ts'
import { policyFile } from './folders.ts'

/** A policy, and the file that says so; without a file everything is allowed. */
export interface GivenPolicy {
  readonly policy: Policy
  readonly file: string | undefined
}

/**
 * The policy in the file that was named, or else in this person's own.
 *
 * @throws FileUnusable, also where a file was named and is not there
 */
export async function readPolicy(
  named: string | undefined,
  own: string = policyFile(),
): Promise<GivenPolicy> {
  const file = named ?? own
  const text = await textIn(file)
  if (text === undefined && named !== undefined) throw new FileUnusable(file, 'there is no such file')
  if (text === undefined) return { policy: {}, file: undefined }
  try {
    return { policy: parsePolicyText(text, []), file }
  } catch (error) {
    if (!(error instanceof StakeError)) throw error
    throw new FileUnusable(file, error.message.replace(/\.$/, ''))
  }
}
