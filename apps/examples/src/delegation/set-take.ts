import { randomUUID } from 'node:crypto'
import { readDelegateTake } from '@stake/chain'
import { formatTake, StakeError } from '@stake/math'
import { parseOperation, plan } from '@stake/ops'
import { carryOutOne } from '../stage/carry-out.ts'
import { reasonOf } from '../stage/reason.ts'
import { newest, type Stage } from '../stage/stage.ts'

/** Sets the take of a hotkey; on the devnet also tries to raise it again, which has to wait. */
export async function setTake(stage: Stage, hotkey: string, take: string): Promise<void> {
  const { print, chain, coldkey } = stage
  const operation = (wanted: string) =>
    parseOperation({ id: randomUUID(), kind: 'setTake', coldkey, hotkey, take: wanted })
  const before = await readDelegateTake(await newest(stage), hotkey)
  print('', `--- set_delegate_take --take ${take} ---`)
  const report = await carryOutOne(stage, operation(take))
  const after = await readDelegateTake(await newest(stage), hotkey)
  print(
    `Take ${formatTake(before.take)} ➡ ${formatTake(after.take)} (${after.take} of 65535) in block ${report.block?.number}.`,
    `Today there are two calls, decrease_take and increase_take; a raise must wait ${after.rateLimit} blocks (30 days) after any change.`,
  )
  stage.golden('the take', after.take, 6553)
  if (!stage.devnet) return
  try {
    await plan(chain, [operation('0.12')])
    stage.golden('a raise at once', 'planned', 'refused')
  } catch (error) {
    print('Raising it again at once:', ...reasonOf(error))
    stage.golden('a raise at once', error instanceof StakeError && error.code, 'DelegateTxRateLimitExceeded')
  }
}
