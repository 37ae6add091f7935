import { type ChainAt, readDelegations, readSubnets } from '@stake/chain'
import { Balance } from '@stake/math'
import { table } from '../stage/table.ts'
import { taoValueOf } from '../stage/tao-value.ts'
import type { DelegateRow } from './delegates.ts'

const COLUMNS = [
  'Wallet',
  'OWNER',
  'SS58',
  'Delegation',
  'τ/24h',
  'NOMS',
  'OWNER STAKE(τ)',
  'TOTAL STAKE(τ)',
  'SUBNETS',
  'VPERMIT',
  '24h/kτ',
  'Desc',
]

/** What these wallets have staked with delegates, a line for each wallet and delegate, and the sum. */
export async function myDelegations(
  at: ChainAt,
  wallets: readonly (readonly [name: string, coldkey: string])[],
  delegates: readonly DelegateRow[],
): Promise<{ readonly text: string; readonly total: Balance }> {
  const subnets = await readSubnets(at)
  const rows: string[][] = []
  let total = Balance.zero()
  for (const [wallet, coldkey] of wallets) {
    const byHotkey = new Map<string, Balance>()
    for (const { hotkey, stake } of await readDelegations(at, coldkey)) {
      byHotkey.set(hotkey, (byHotkey.get(hotkey) ?? Balance.zero()).add(taoValueOf(stake, subnets)))
    }
    for (const [hotkey, value] of byHotkey) {
      const row = delegates.find((delegate) => delegate.hotkey === hotkey)
      total = total.add(value)
      const gain = row?.nominatorGain ?? Balance.zero()
      rows.push([
        wallet,
        row?.name || `${row?.owner.slice(0, 8) ?? ''}...`,
        `${hotkey.slice(0, 8)}...`,
        value.format({ decimals: 4, grouping: true }),
        Balance.fromRao((gain.rao * value.rao) / 1_000_000_000_000n).format({ decimals: 3 }),
        String(row?.nominators ?? ''),
        row?.own.format({ grouping: true }) ?? '',
        row?.total.format({ decimals: 4, grouping: true }) ?? '',
        `[${row?.registrations.join(', ') ?? ''}]`,
        `[${row?.registrations.map((netuid) => (row.permits.includes(netuid) ? "'*'" : "''")).join(', ') ?? ''}]`,
        gain.format({ decimals: 3 }),
        row?.description ?? '',
      ])
    }
  }
  return { text: table(COLUMNS, rows), total }
}
