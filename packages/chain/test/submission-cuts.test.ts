import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { submit } from '../src/index.ts'
import type { Fate } from './frame-proxy.ts'
import { alice, Rig, statesOf } from './rig.ts'

let rig: Rig
let submissions = 0

beforeAll(async () => {
  rig = await Rig.start()
  await rig.quiet()
})
afterAll(() => rig.close())

const methodOf = (text: string) => {
  const { method, id } = JSON.parse(text) as { method?: string; id?: number }
  return method ?? `answer ${id}`
}

/**
 * One submission from signed to final; the message of the number `cut` meets its fate, counted from the moment that
 * it is handed over.
 */
async function submission(cut: number, fate: Fate): Promise<string | undefined> {
  submissions++
  await rig.connected()
  const signed = await rig.signed()
  await rig.quiet()
  const from = rig.proxy.count
  let met: string | undefined
  rig.proxy.fate = ({ direction, index, text }) => {
    if (index - from !== cut) return 'pass'
    met = `${direction} ${methodOf(text)}`
    return fate
  }
  const submitted = submit(rig.chain, signed)
  const states = statesOf(submitted)
  await rig.quiet()
  const outcome = await rig.sealed(submitted.outcome)
  rig.proxy.fate = () => 'pass'
  const label = `${fate} ${cut} (${met}): ${states.join(', ')}`
  expect(outcome.kind, label).toBe('included')
  await rig.truth.confirm(signed, outcome, label)
  return met
}

describe('a submission is included once and known to be, whichever of its messages is the last', () => {
  test.each<[string, Fate]>([
    ['cut before it', 'before'],
    ['cut in the middle of it', 'half'],
    ['cut after it', 'after'],
  ])(
    '%s',
    async (_, fate) => {
      const met: string[] = []
      for (let cut = 1; ; cut++) {
        const message = await submission(cut, fate)
        if (message === undefined) break
        met.push(message)
      }
      // Every kind of message of a submission was the last one once, in its own direction.
      for (const method of [
        'up author_submitAndWatchExtrinsic',
        'down author_extrinsicUpdate',
        'down chain_newHead',
        'down chain_finalizedHead',
        'up chain_getBlock',
        'up state_call',
        'up state_getStorage',
        'up chain_getBlockHash',
      ])
        expect(met, met.join('\n')).toContain(method)
      expect(met.length).toBeGreaterThan(20)
      // As many nonces were used as there were submissions, so nothing was done twice.
      expect(await rig.truth.ask('system_accountNextIndex', alice.address)).toBe(submissions)
    },
    30_000,
  )
})
