import { randomUUID } from 'node:crypto'
import { readBalances, readPosition } from '@stake/chain'
import { Balance } from '@stake/math'
import { parseOperation, plan } from '@stake/ops'
import { send } from '../stage/carry-out.ts'
import { confirm } from '../stage/confirm.ts'
import { newest, type Stage } from '../stage/stage.ts'
import { Stop } from '../stage/stop.ts'
import type { DelegateRow } from './delegates.ts'

/** Where the documents' delegates were: on the root. */
const ROOT = 0

/** What to delegate, and to whom. */
export interface Delegating {
  readonly wallet: string
  readonly index: number
  /** TAO, or `all`. */
  readonly amount: string
}

/** Stakes with the delegate of an index, on the root. */
export async function delegate(
  stage: Stage,
  delegates: readonly DelegateRow[],
  { wallet, index, amount }: Delegating,
): Promise<void> {
  const { print, chain, coldkey } = stage
  print(`Enter delegate index: ${index}`, `Enter wallet name (default): ${wallet}`)
  const row = delegates[index]
  if (!row) throw new Stop(`There is no delegate ${index}.`)
  if (amount === 'all' && !(await confirm(stage, `Stake all Tao from account: '${wallet}'?`))) {
    throw new Stop('Nothing was signed.', 'Say --amount.')
  }
  const holdings = async () => {
    const at = await newest(stage)
    const [accounts, { stake }] = await Promise.all([
      readBalances(at, [coldkey]),
      readPosition(at, { coldkey, hotkey: row.hotkey, netuid: ROOT }),
    ])
    return { free: accounts.get(coldkey)?.free ?? Balance.zero(), stake }
  }
  const before = await holdings()
  const planned = await plan(chain, [
    parseOperation({ id: randomUUID(), kind: 'stake', coldkey, hotkey: row.hotkey, netuid: ROOT, amount }),
  ])
  const [leg] = planned.legs
  if (!leg) throw new Stop('There is nothing to do.')
  print(
    'Do you want to delegate:',
    `  amount: ${grouped(leg.amount)}`,
    `  to: ${short(row.hotkey)}`,
    `  from ${wallet}: ${short(coldkey)}`,
    `  network fee: at most ${leg.networkFee.format()}`,
  )
  if (stage.devnet && !(await confirm(stage, 'Delegate?'))) throw new Stop('Nothing was signed.')
  const [report] = (await (await send(stage, planned)).report).legs
  if (!report || report.error) throw report?.error ?? new Stop('Nothing was sent.')
  const after = await holdings()
  print(
    `✅ Finalized in block ${report.block?.number}`,
    `Balance: ${grouped(before.free)} ➡ ${grouped(after.free)}`,
    `Stake: ${grouped(before.stake)} ➡ ${grouped(after.stake)}`,
  )
  if (amount === 'all') {
    print(
      'The documents stake τ120,999.999999000 of it and keep 1000 rao: their chain took no fee. Today the network fee',
      `goes off first and ${chain.existentialDeposit.rao} rao must stay; what the fee was less than planned stays too.`,
    )
  }
  stage.expect(
    'the stake rose by what was executed',
    after.stake.toString(),
    before.stake.add(report.executed).toString(),
  )
  stage.expect(
    'the balance fell by that and the fee',
    after.free.toString(),
    before.free.subtract(report.executed).subtract(report.networkFee).toString(),
  )
  stage.golden('Alice had', grouped(before.free), 'τ121,000.000000000')
}

function grouped(amount: Balance): string {
  return amount.format({ grouping: true })
}

function short(address: string): string {
  return `${address.slice(0, 7)} *** ${address.slice(-4)}`
}
