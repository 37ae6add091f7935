import { afterEach, expect, test, vi } from 'vitest'
import { ScriptedNode } from '../../test/scripted-node.ts'
import { SteppedClock } from '../../test/stepped-clock.ts'
import { Connection } from './connection.ts'
import { keepSubscribed, REFUSAL_PAUSE } from './keep-subscribed.ts'

const names = { notification: 'state_storage', subscribe: 'state_subscribeStorage', unsubscribe: 'x' }

/** Counts the pauses that run. */
class PauseClock extends SteppedClock {
  readonly pauses = new Set<() => void>()

  override after(ms: number, callback: () => void): () => void {
    if (ms !== REFUSAL_PAUSE) return super.after(ms, callback)
    const cancel = super.after(ms, () => {
      this.pauses.delete(end)
      callback()
    })
    const end = () => {
      this.pauses.delete(end)
      cancel()
    }
    this.pauses.add(end)
    return end
  }
}

let node: ScriptedNode
let connection: Connection

afterEach(async () => {
  await connection.disconnect()
  await node.stop()
})

test('what is refused again and again has one timer, and none when nobody wants it any more', async () => {
  const clock = new PauseClock()
  node = await ScriptedNode.start()
  node.answer = ({ method }) => (method === names.subscribe ? null : 'ok')
  connection = new Connection({ endpoints: [node.url], clock, staleAfter: 20, keepAlive: 60_000 })
  await connection.connect()
  const tries = () => node.requests.filter(({ method }) => method === names.subscribe).length
  const stop = keepSubscribed(connection, clock, names, () => undefined)
  await vi.waitUntil(() => clock.pauses.size === 1)
  // Its chain stands still and goes on: each time the state is another, and it is tried at once.
  for (let block = 2; block < 5; block++) {
    const tried = tries()
    clock.advance(20)
    await vi.waitUntil(() => connection.state.status === 'stale' && tries() > tried)
    node.advance(block)
    await vi.waitUntil(() => connection.state.status === 'ready' && tries() > tried + 1)
    await connection.send('system_health', [])
  }
  expect(clock.pauses.size).toBe(1)
  stop()
  expect(clock.pauses.size).toBe(0)
  const tried = tries()
  clock.advance(REFUSAL_PAUSE)
  expect(tries()).toBe(tried)
})
