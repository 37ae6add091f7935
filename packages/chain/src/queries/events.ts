import type { ChainAt } from '../at.ts'
import type { BlockRef, Chain, Hex } from '../chain.ts'
import { MissingInRuntime, UnknownBlock } from '../errors/errors.ts'
import { decodePlainAnswer } from '../runtime/decode.ts'
import { apiOf, type Runtime } from '../runtime/runtime.ts'
import { askState } from '../runtime/state.ts'
import { readHeader } from '../watching/heads.ts'
import { fieldNames } from './event-names.ts'

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

/** An event as the chain keeps it. */
interface EventRecord {
  readonly phase: { readonly type: string; readonly value?: number }
  readonly event: {
    readonly type: string
    readonly value: { readonly type: string; readonly value?: unknown }
  }
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
 * const [inherent] = events.filter(({ extrinsic }) => extrinsic === 0)
 * inherent?.pallet // => System
 * inherent?.name // => ExtrinsicSuccess
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
  // Nobody made the first block, so nothing happened in it.
  if (block.number === 0) return { runtime: await chain.runtimeAt(block.hash), events: [] }
  const runtime = await chain.runtimeAt(parentHash ?? (await parentOf(chain, block)))
  const { query, registry } = apiOf(runtime)
  const stored = query.system?.events
  if (!stored) throw new MissingInRuntime('storage System.Events', runtime.specVersion)
  const method = 'state_getStorage'
  // Every block has events, of its inherents at least: none is no answer.
  const bytes = await askState(chain.connection, block, method, [stored.key(), block.hash])
  const type = stored.creator.meta.type.asPlain.toNumber()
  const records = decodePlainAnswer(registry, type, bytes, method) as EventRecord[]
  return { runtime, events: records.map((record) => plainEvent(runtime, record)) }
}

function plainEvent(runtime: Runtime, { phase, event }: EventRecord): BlockEvent {
  const pallet = event.type
  const { type: name, value } = event.value
  const names = fieldNames(runtime, pallet, name)
  const fields = inWireOrder(names.declared, value)
  return {
    pallet,
    name,
    fields,
    named: Object.fromEntries(
      fields.flatMap((field, index) => {
        const known = names.known[index]
        return known === undefined ? [] : [[known, field]]
      }),
    ),
    extrinsic: phase.type === 'ApplyExtrinsic' ? phase.value : undefined,
  }
}

/** Named fields are an object, nameless ones a list, and a single nameless one is itself. */
function inWireOrder(names: readonly (string | undefined)[], value: unknown): readonly unknown[] {
  const [first] = names
  if (first !== undefined) return names.map((name) => (value as Record<string, unknown>)[name ?? ''])
  if (names.length > 1) return value as unknown[]
  return names.length === 0 ? [] : [value]
}

async function parentOf(chain: Chain, block: BlockRef): Promise<Hex> {
  const header = await readHeader(chain, block.hash)
  if (!header) throw new UnknownBlock(block.hash)
  return header.parentHash
}
