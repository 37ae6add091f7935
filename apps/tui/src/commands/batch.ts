import { developmentAccounts } from '@stake/chain'
import { type Operation, planFromJson } from '@stake/ops'
import { batchLegs, batchOperation, parseBatch, readBatchText } from '../batch-file.ts'
import { UsageError } from '../failure.ts'
import { choiceFlag, type Invocation } from '../flags.ts'
import { carryOut } from './carry-out.ts'
import { checkTolerances, termsOf } from './terms.ts'

/** `stake batch FILE`: many Operations from a file, or from standard input (`-`). */
export async function batch(invocation: Invocation): Promise<number> {
  const { flags, args } = invocation
  const terms = termsOf(flags)
  const together = choiceFlag(flags, 'together', ['gather', 'atomic', 'best-effort', 'sequence'])
  const onFailure = choiceFlag(flags, 'on-failure', ['stop', 'continue'])
  const [file = '-'] = args
  if (file === '-' && !terms.yes && !terms.dryRun) {
    throw new UsageError('Nobody can say yes while standard input is the file.', 'Add --yes or --dry-run.')
  }
  const asked = parseBatch(await readBatchText(file))
  // Checked before anything is connected; whose they are is known then.
  const anybody = developmentAccounts['//Alice'] ?? ''
  const operationsOf = (coldkey: string) => asked.operations.map((each) => batchOperation(each, coldkey))
  const checked = operationsOf(asked.coldkey ?? anybody)
  checkTolerances(checked, terms)
  return carryOut(invocation, terms, {
    ...(asked.coldkey !== undefined && { coldkey: asked.coldkey }),
    ids: checked.map(({ id }) => id),
    together,
    onFailure,
    operations: async (_session, coldkey) => operationsOf(coldkey),
    ...(asked.plan && {
      plan: ({ chain }, fresh: readonly Operation[], options) =>
        planFromJson(chain, { ...asked.plan, legs: batchLegs(asked.plan, fresh) }, options),
    }),
  })
}
