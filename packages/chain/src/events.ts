import { Balance } from '@stake/math'
import { bytesOf } from './bytes.ts'
import type { Chain, Hex } from './chain.ts'
import { type DispatchFailure, MissingInRuntime } from './errors.ts'
import { dispatchFailure } from './failures.ts'
import { toPlain } from './plain.ts'

/** An event, by the runtime's names, with plain values in wire order. */
export interface ChainEvent {
  readonly pallet: string
  readonly name: string
  readonly fields: readonly unknown[]
}

/** What one extrinsic of a block did. */
export interface Execution {
  readonly events: readonly ChainEvent[]
  /** The network fee it paid. */
  readonly fee: Balance
  /** Why the call failed; undefined where it succeeded. The fee is paid either way. */
  readonly failure: DispatchFailure | undefined
}

interface RawRecord {
  phase: { isApplyExtrinsic: boolean; asApplyExtrinsic: { toNumber(): number } }
  event: { section: string; method: string; data: unknown[] & { section: string } }
}

/** Reads what the extrinsic at `index` of a block did, from that block's events. */
export async function readExecution(chain: Chain, blockHash: Hex, index: number): Promise<Execution> {
  const query = chain.api.query.system?.events
  if (!query) throw new MissingInRuntime('storage System.Events', chain.specVersion)
  const bytes = await chain.connection.send<Hex | null>('state_getStorage', [query.key(), blockHash])
  const records = chain.api.registry.createTypeUnsafe('Vec<FrameSystemEventRecord>', [
    bytesOf(bytes ?? '0x00'),
  ]) as unknown as RawRecord[]
  const ours = records.filter(
    ({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.toNumber() === index,
  )
  const events = ours.map(({ event }) => ({
    pallet: capital(event.section),
    name: event.method,
    fields: [...event.data].map(toPlain),
  }))
  const failed = ours.find(({ event }) => event.section === 'system' && event.method === 'ExtrinsicFailed')
  const paid = events.find(
    ({ pallet, name }) => pallet === 'TransactionPayment' && name === 'TransactionFeePaid',
  )
  return {
    events,
    fee: Balance.fromRao((paid?.fields[1] as bigint | undefined) ?? 0n),
    failure: failed && dispatchFailure(chain, failed.event.data[0]),
  }
}

function capital(section: string): string {
  return section.charAt(0).toUpperCase() + section.slice(1)
}
