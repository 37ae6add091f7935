import type { ChainAt } from '../at.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import { MissingInRuntime, UnknownBlock } from '../errors/errors.ts'
import { decodeAnswer } from '../runtime/decode.ts'
import { toPlain } from '../runtime/plain.ts'
import { apiOf, type Runtime } from '../runtime/runtime.ts'
import { readHeader } from '../watching/heads.ts'
import { eventNames } from './event-names.ts'

/** An event, by the runtime's names, with plain values (see the types of `@stake/schema`). */
export interface ChainEvent {
  readonly pallet: string
  readonly name: string
  /** In wire order. */
  readonly fields: readonly unknown[]
  /**
   * The fields by name, as far as they have one: the metadata's, in snake_case; for the older events of the
   * SubtensorModule pallet, whose fields are nameless, the names of {@link StakingEvent} in snake_case.
   */
  readonly named: Readonly<Record<string, unknown>>
}

/** An event of a block. */
export interface BlockEvent extends ChainEvent {
  /** The index of the extrinsic in its block that made it; undefined for what the block itself did. */
  readonly extrinsic: number | undefined
}

/** The events of a block, and the runtime that made it and decodes them. */
export interface EventsOfBlock {
  readonly runtime: Runtime
  readonly events: readonly BlockEvent[]
}

interface RawRecord {
  phase: { isApplyExtrinsic: boolean; asApplyExtrinsic: { toNumber(): number } }
  event: { index: Uint8Array; data: Iterable<unknown> }
}

/**
 * Reads all events of a block, in their order, decoded with the runtime that made the block: the one its parent had.
 *
 * @throws UnknownBlock, StateDiscarded where the node has thrown the block's state away and there is no archive,
 * MalformedAnswer for what are no events; Disconnected, RequestTimedOut and RpcError from the connection.
 *
 * @example
 * ```ts
 * import { connect, readEvents } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * await devnet.sealBlock()
 * const chain = await connect({ endpoints: devnet.url })
 * const events = await readEvents(await chain.at(1))
 * events[0]?.pallet // => System
 * events[0]?.name // => ExtrinsicSuccess
 * events[0]?.extrinsic // => 0
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readEvents(at: Pick<ChainAt, 'chain' | 'block'>): Promise<readonly BlockEvent[]> {
  return (await readEventsOfBlock(at.chain, at.block)).events
}

/** As {@link readEvents}, with the runtime; a caller that knows the block's parent saves a question. */
export async function readEventsOfBlock(
  chain: Chain,
  block: BlockRef,
  parentHash?: Hex,
): Promise<EventsOfBlock> {
  const runtime = await chain.runtimeAt(parentHash ?? (await parentOf(chain, block)))
  const api = apiOf(runtime)
  const query = api.query.system?.events
  if (!query) throw new MissingInRuntime('storage System.Events', runtime.specVersion)
  const method = 'state_getStorage'
  const bytes = await chain.connection.send(method, [query.key(), block.hash])
  const records = decodeAnswer(api.registry, 'Vec<FrameSystemEventRecord>', bytes ?? '0x00', method)
  const events = [...(records as unknown as RawRecord[])].map((record) => plainEvent(runtime, record))
  return { runtime, events }
}

function plainEvent(runtime: Runtime, { phase, event }: RawRecord): BlockEvent {
  const [palletIndex = 0, eventIndex = 0] = event.index
  const names = eventNames(runtime, palletIndex, eventIndex)
  const fields = [...event.data].map(toPlain)
  return {
    pallet: names.pallet,
    name: names.name,
    fields,
    named: Object.fromEntries(
      fields.flatMap((field, index) => {
        const name = names.fields[index]
        return name === undefined ? [] : [[name, field]]
      }),
    ),
    extrinsic: phase.isApplyExtrinsic ? phase.asApplyExtrinsic.toNumber() : undefined,
  }
}

async function parentOf(chain: Chain, block: BlockRef): Promise<Hex> {
  const header = await readHeader(chain, block.hash)
  if (!header) throw new UnknownBlock(block.hash)
  return header.parentHash
}
