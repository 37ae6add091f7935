import { createContext, runInContext } from 'node:vm'
import { startDevnet } from '@stake/devnet'
import { expect, test } from 'vitest'
import { bundle } from '../browser/bundle.ts'
import type { Journey } from '../browser/journey.ts'

/** What a page has beside the language: nothing of Node. */
function webGlobals(): Record<string, unknown> {
  const { WebSocket, TextEncoder, TextDecoder, URL, URLSearchParams, AbortController, AbortSignal } =
    globalThis
  const { Event, EventTarget, MessageEvent, DOMException, performance, crypto, structuredClone } = globalThis
  const { setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, atob, btoa, fetch } =
    globalThis
  return {
    ...{ WebSocket, TextEncoder, TextDecoder, URL, URLSearchParams, AbortController, AbortSignal },
    ...{ Event, EventTarget, MessageEvent, DOMException, performance, crypto, structuredClone },
    ...{ setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, atob, btoa, fetch },
  }
}

/** In a page the platform's byte arrays are the page's own; those of this process would be strangers there. */
const OWN_BYTES = `{
  const Encoder = TextEncoder
  globalThis.TextEncoder = class TextEncoder {
    encode(text) { return Uint8Array.from(new Encoder().encode(text)) }
  }
}`

test('in a page: connects over a real socket, reads, signs and stakes, with Web APIs only', async () => {
  const devnet = await startDevnet({ blockTime: 'instant', finalityDepth: 0, emission: false })
  try {
    const printed: unknown[] = []
    const print = (...values: unknown[]) => printed.push(values)
    const console = { log: print, info: print, warn: print, error: print, debug: print }
    const page = createContext({ ...webGlobals(), console })
    runInContext('globalThis.window = globalThis.self = globalThis', page)
    runInContext(OWN_BYTES, page)
    for (const name of ['process', 'Buffer', 'require', 'global', 'setImmediate', '__dirname']) {
      expect(runInContext(`typeof ${name}`, page)).toBe('undefined')
    }
    runInContext(await bundle(), page, { filename: 'bundle.js' })
    const journey: Journey = await runInContext(`stakeChain.journey(${JSON.stringify(devnet.url)})`, page)
    expect(journey).toMatchObject({
      specVersion: 424,
      states: ['ready', 'closed'],
      outcome: 'included',
      events: expect.arrayContaining(['SubtensorModule.StakeAdded', 'System.ExtrinsicSuccess']),
    })
    expect(BigInt(journey.freeBefore) - BigInt(journey.freeAfter)).toBeGreaterThan(9_990_000_000n)
    expect(printed).toEqual([])
  } finally {
    await devnet.close()
  }
}, 60_000)
