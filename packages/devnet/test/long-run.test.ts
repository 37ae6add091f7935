import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { demoGenesis } from '../src/index.ts'
import { newChain } from './new-chain.ts'

// The nightly run only: it takes minutes.
test.runIf(process.env.STAKE_NIGHTLY)(
  'memory stays flat over 100,000 blocks: old states go',
  () => {
    const chain = newChain(demoGenesis())
    const blocks = (count: number) => {
      for (let i = 0; i < count; i++) chain.seal()
      return usedHeap()
    }
    // Until as many blocks and states are kept as ever will be.
    const full = blocks(10_000)
    const end = blocks(90_000)
    expect(end / full).toBeLessThan(1.2)
  },
  1_800_000,
)

function usedHeap(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}
