import { expect, test } from 'vitest'
import { ALICE, BOB, CHARLIE } from '../test/numbers.ts'
import { parseOperation } from './operation.ts'
import { checkSameBlock } from './same-block.ts'

const at = { coldkey: ALICE, hotkey: BOB, netuid: 1, amount: '1' }
const stake = parseOperation({ id: 'stake', kind: 'stake', ...at })

test.each([
  ['the same position', { ...at, kind: 'unstake' }],
  ['where a swap ends', { ...at, kind: 'swap', netuid: 2, toNetuid: 1 }],
  ['where a move begins', { ...at, kind: 'move', toHotkey: CHARLIE }],
])('%s twice in a block is refused', (_, other) => {
  expect(() => checkSameBlock([stake, parseOperation({ id: 'other', ...other })])).toThrow(
    expect.objectContaining({
      code: 'StakingOperationRateLimitExceeded',
      details: { first: 'stake', second: 'other' },
    }),
  )
})

test('other hotkeys, other subnets, and what is no stake do not matter', () => {
  const others = [
    { ...at, kind: 'stake', netuid: 2 },
    { ...at, kind: 'unstake', hotkey: CHARLIE },
    { id: 'x', kind: 'setTake', coldkey: ALICE, hotkey: BOB, take: '1%' },
  ].map((each, index) => parseOperation({ ...each, id: String(index) }))
  expect(() => checkSameBlock([stake, ...others])).not.toThrow()
})
