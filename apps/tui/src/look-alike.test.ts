import { expect, test } from 'vitest'
import { lookAlikeOf } from './look-alike.ts'

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'

test('an address that begins and ends like a known one is told apart from it', () => {
  expect(lookAlikeOf(`5Grw${'x'.repeat(40)}utQY`, [BOB, ALICE])).toBe(ALICE)
  expect(lookAlikeOf(ALICE.replace('Fz9rc', 'Fz9cr'), [BOB, ALICE])).toBe(ALICE)
})

test('what is known, and what is like nothing known, is no look-alike', () => {
  expect(lookAlikeOf(ALICE, [ALICE])).toBeUndefined()
  expect(lookAlikeOf(BOB, [ALICE])).toBeUndefined()
  expect(lookAlikeOf(BOB, [])).toBeUndefined()
})
