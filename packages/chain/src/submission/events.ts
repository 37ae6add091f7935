import { Balance } from '@stake/math'
import type { BlockRef, Chain } from '../chain.ts'
import { type DispatchFailure, MalformedAnswer, MissingInRuntime, UnknownBlock } from '../errors/errors.ts'
import { dispatchFailure } from '../errors/failures.ts'
import { decodeAnswer } from '../runtime/decode.ts'
import { toPlain } from '../runtime/plain.ts'
import { apiOf, type Runtime } from '../runtime/runtime.ts'
import { readHeader } from '../watching/heads.ts'

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

/** Every extrinsic in a block ends with one of these. */
const ENDS = ['ExtrinsicSuccess', 'ExtrinsicFailed']

interface RawRecord {
  phase: { isApplyExtrinsic: boolean; asApplyExtrinsic: { toNumber(): number } }
  event: { section: string; method: string; data: unknown[] & { section: string } }
}

/**
 * Reads what the extrinsic at `index` of a block did, from that block's events.
 *
 * @throws MalformedAnswer where the events do not say how it ended, RuntimeChanged where the runtime that made the
 * block is not known; RpcError where the node has thrown the block's state away.
 */
export async function readExecution(chain: Chain, block: BlockRef, index: number): Promise<Execution> {
  const api = apiOf(await runtimeThatMade(chain, block))
  const query = api.query.system?.events
  if (!query) throw new MissingInRuntime('storage System.Events', chain.specVersion)
  const method = 'state_getStorage'
  const bytes = await chain.connection.send(method, [query.key(), block.hash])
  const records = decodeAnswer(api.registry, 'Vec<FrameSystemEventRecord>', bytes, method)
  const ours = [...(records as unknown as RawRecord[])].filter(
    ({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.toNumber() === index,
  )
  const events = ours.map(({ event }) => ({
    pallet: capital(event.section),
    name: event.method,
    fields: [...event.data].map(toPlain),
  }))
  const end = ours.find(({ event }) => event.section === 'system' && ENDS.includes(event.method))
  if (!end) throw new MalformedAnswer(method, 'the events of the whole block')
  const paid = events.find(
    ({ pallet, name }) => pallet === 'TransactionPayment' && name === 'TransactionFeePaid',
  )
  return {
    events,
    fee: Balance.fromRao((paid?.fields[1] as bigint | undefined) ?? 0n),
    failure: end.event.method === 'ExtrinsicFailed' ? dispatchFailure(api, end.event.data[0]) : undefined,
  }
}

/** The runtime that executed a block is the one its parent had. */
async function runtimeThatMade(chain: Chain, block: BlockRef): Promise<Runtime> {
  const header = await readHeader(chain, block.hash)
  if (!header) throw new UnknownBlock(block.hash)
  return chain.runtimeAt(header.parentHash)
}

function capital(section: string): string {
  return section.charAt(0).toUpperCase() + section.slice(1)
}
