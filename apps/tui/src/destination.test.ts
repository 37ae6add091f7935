import { networks } from '@stake/chain'
import { describe, expect, test } from 'vitest'
import { destinationOf } from './destination.ts'

const [finney, testnet] = networks
const NODE = 'wss://node.example:443'

describe('where a session leads', () => {
  test('nothing was said: the embedded chain', () => {
    expect(destinationOf({})).toEqual({ kind: 'devnet' })
    expect(destinationOf({ network: 'devnet' }, { network: 'finney' })).toEqual({ kind: 'devnet' })
    expect(destinationOf({ blockTime: 100 }, { network: 'finney' })).toEqual({ kind: 'devnet' })
  })

  test('a known network stands for its public nodes and must be that network', () => {
    expect(destinationOf({ network: 'finney' })).toEqual({
      kind: 'nodes',
      endpoints: finney?.endpoints,
      archives: finney?.archives,
      network: finney,
    })
    expect(destinationOf({ network: 'test' })).toMatchObject({ network: testnet })
    expect(destinationOf({ network: 'archive' })).toMatchObject({
      endpoints: finney?.archives,
      network: finney,
    })
    expect(destinationOf({ network: 'local' })).toMatchObject({ endpoints: ['ws://127.0.0.1:9944'] })
    expect(destinationOf({}, { network: 'test' })).toMatchObject({ network: testnet })
  })

  test('own nodes stand in for those of a known network, which it must still be', () => {
    const settings = { endpoints: { finney: [NODE], mine: [NODE, 'ws://127.0.0.1:9'] } }
    expect(destinationOf({ network: 'finney' }, settings)).toMatchObject({
      endpoints: [NODE],
      network: finney,
    })
    expect(destinationOf({ network: 'finney', endpoints: ['ws://127.0.0.1:1'] }, settings)).toMatchObject({
      endpoints: ['ws://127.0.0.1:1'],
      network: finney,
    })
    expect(destinationOf({ network: 'mine' }, settings)).toEqual({
      kind: 'nodes',
      endpoints: [NODE, 'ws://127.0.0.1:9'],
      archives: [],
      network: undefined,
    })
  })

  test('an address is a node of whatever chain it serves', () => {
    const expected = { kind: 'nodes', endpoints: [NODE], archives: [], network: undefined }
    expect(destinationOf({ network: NODE })).toEqual(expected)
    expect(destinationOf({ endpoints: [NODE] }, { network: 'finney' })).toEqual(expected)
    expect(destinationOf({}, { network: NODE })).toEqual(expected)
  })

  test.each([
    [{ network: 'fineny' }, 'did you mean "finney"'],
    [{ network: 'devnet', endpoints: [NODE] }, 'no --endpoint'],
    [{ network: NODE, endpoints: [NODE] }, 'named twice'],
  ])('%j is refused', (wanted, reason) => {
    expect(() => destinationOf(wanted)).toThrow(reason)
  })
})
