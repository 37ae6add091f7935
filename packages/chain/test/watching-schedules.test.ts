import { startDevnet } from '@stake/devnet'
import * as fc from 'fast-check'
import { test } from 'vitest'
import { connect, watchBlocks, watchEvents } from '../src/index.ts'
import { propertyRuns } from './property-runs.ts'
import { TamperingNode } from './tampering-node.ts'
import { applied, Consumer, hashesOf, hastyClock } from './watching-rig.ts'

type Act =
  | { readonly act: 'seal' | 'pullFinal' | 'pullBest' | 'pullEvents' | 'trip'; readonly times: number }
  | { readonly act: 'reorg'; readonly depth: number }
  | { readonly act: 'cut'; readonly after: number }
  | { readonly act: 'finality'; readonly stopped: boolean }

const times = fc.integer({ min: 1, max: 4 })
const act = fc.oneof(
  fc.record({ act: fc.constant('seal' as const), times }),
  fc.record({ act: fc.constantFrom('pullFinal', 'pullBest', 'pullEvents', 'trip'), times }),
  fc.record({ act: fc.constant('reorg' as const), depth: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ act: fc.constant('cut' as const), after: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ act: fc.constant('finality' as const), stopped: fc.boolean() }),
)

/** A schedule is a chain, a client and some seconds for the slowest: a tenth of the usual number of them. */
const runs = { ...propertyRuns, numRuns: propertyRuns.numRuns / 10 }

test('whatever happens: final blocks are the final chain, and best blocks come to the best chain', async () => {
  await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), follows), {
    ...runs,
    seed: runs.seed ?? Date.now() % 2 ** 31,
  })
}, 600_000)

async function follows(acts: readonly Act[]): Promise<void> {
  const finality = 3
  const devnet = await startDevnet({ blockTime: 'manual', finalityDepth: finality, emission: false })
  const node = await TamperingNode.before(devnet.url)
  const chain = await connect({ endpoints: node.url, clock: hastyClock })
  const isAt = (number: number) => (item: { kind: string; block?: { number: number } }) =>
    item.kind !== 'retracted' && item.block?.number === number
  let head = 0
  let final = 0
  let stopped = false
  const sealed = (number: number) => {
    head = number
    if (!stopped) final = Math.max(final, head - finality)
  }
  try {
    const finals = new Consumer(watchBlocks(chain, { from: 1 }))
    const bests = new Consumer(watchBlocks(chain, { from: 1, which: 'best' }))
    const success = { pallet: 'System', name: 'ExtrinsicSuccess' } as const
    const events = new Consumer(watchEvents(chain, success, { from: 1, which: 'best' }))
    const consumers = { pullFinal: finals, pullBest: bests, pullEvents: events }
    for (const next of acts) {
      switch (next.act) {
        case 'seal':
          for (let at = 0; at < next.times; at++) sealed((await devnet.sealBlock()).number)
          break
        case 'reorg':
          if (head - final >= 1)
            sealed(devnet.faults.reorg({ depth: Math.min(next.depth, head - final) }).number)
          break
        case 'cut':
          if (next.after === 0) node.dropClients()
          else node.cutAfter = next.after
          break
        case 'finality':
          stopped = next.stopped
          devnet.faults.set({ stopFinality: stopped })
          break
        case 'trip':
          for (let at = 0; at < next.times; at++)
            await chain.connection.send('system_chain', []).catch(() => undefined)
          break
        default:
          consumers[next.act].pullTimes(next.times).catch(() => undefined)
      }
    }
    node.cutAfter = Number.POSITIVE_INFINITY
    devnet.faults.set({ stopFinality: false })
    for (let at = 0; at <= finality; at++) await devnet.sealBlock()
    const best = await hashesOf(devnet, 1)
    await finals.pullUntil(isAt(best.length - finality))
    await bests.pullUntil(isAt(best.length))
    await events.pullUntil(isAt(best.length))
    // The chain's own names for what it has must be what was heard of it.
    if (applied(finals.items).join() !== best.slice(0, -finality).join())
      throw new Error('not the final chain')
    if (finals.items.some(({ kind }) => kind !== 'block')) throw new Error('a final block was undone')
    if (applied(bests.items).join() !== best.join()) throw new Error('not the best chain')
    if (applied(events.items).join() !== best.join()) throw new Error('not the events of the best chain')
    for (const consumer of [finals, bests, events]) await consumer.end()
  } finally {
    await chain.close()
    await node.close()
    await devnet.close()
  }
}
