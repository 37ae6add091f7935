import {
  type FinalReport,
  type Operation,
  type Plan,
  type PlanOptions,
  plan,
  printPlan,
  type Running,
  run,
} from '@stake/ops'
import { confirm } from './confirm.ts'
import type { Stage } from './stage.ts'
import { Stop } from './stop.ts'

/**
 * Plans Operations of one coldkey, signs and sends them together, and waits for the final word about each.
 *
 * @throws StakeError where the plan refuses, Stop where the person does
 */
export async function carryOut(
  stage: Stage,
  operations: readonly Operation[],
  options: PlanOptions = {},
): Promise<readonly FinalReport[]> {
  const running = await send(stage, await plan(stage.chain, operations, options))
  return (await running.report).legs
}

/** Signs and sends a plan. On another network than the devnet it is shown, and a person says yes first. */
export async function send(stage: Stage, planned: Plan): Promise<Running> {
  if (!stage.devnet) {
    stage.print('', printPlan(planned))
    if (!(await confirm(stage, 'Sign and send?'))) throw new Stop('Nothing was signed.')
  }
  return run(stage.chain, planned, {
    signer: stage.signer(),
    journal: stage.journal,
    policy: {},
    newJournal: true,
  })
}

/** One Operation. @throws StakeError where it was not executed */
export async function carryOutOne(stage: Stage, operation: Operation): Promise<FinalReport> {
  const [report] = await carryOut(stage, [operation])
  if (!report) throw new Stop('Nothing was sent.')
  if (report.error) throw report.error
  return report
}
