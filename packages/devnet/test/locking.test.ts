import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, developmentAccounts, namedAccount, startDevnet } from '../src/index.ts'
import { call, connect, include, pair, read, runtime } from './client.ts'
import { HOTKEY, movingGenesis, OWNER, SECOND_HOTKEY, STRANGER } from './genesis.ts'
import { stored } from './stored.ts'

// Chain-rules 2.12. Alice has 805 alpha on subnet 1 with two hotkeys, of which 600 are locked half the time.
const { alice, ferdie } = developmentAccounts
const ELSEWHERE = namedAccount('hotkey of another owner')
const ALPHA = 1_000_000_000n
const signer = pair('//Alice')

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  const genesis = movingGenesis()
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: {
      ...genesis,
      hotkeys: [...genesis.hotkeys, { hotkey: ELSEWHERE, owner: alice }],
      storage: {
        ...genesis.storage,
        ...Object.fromEntries([
          // Locks fall to 1/e in ten blocks.
          stored('SubtensorModule', 'UnlockRate', [], 10n),
          stored('SubtensorModule', 'MaturityRate', [], 10n),
        ]),
      },
    },
  })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

const send = (name: string, ...args: unknown[]) =>
  include(devnet, api, call(api, 'subtensorModule', name, ...args), signer)
const own = ({ events }: Awaited<ReturnType<typeof send>>) =>
  events.filter(([name]) => name.startsWith('subtensorModule'))

interface Availability {
  readonly total: number
  readonly locked: number
  readonly available: number
}

async function available(netuid: number): Promise<Availability> {
  const answer = await runtime(
    api,
    'stakeInfoRuntimeApi',
    'getStakeAvailabilityForColdkeys',
  )([alice], [netuid])
  const of = answer.toJSON() as unknown as Record<string, Record<number, Availability>>
  const found = of[alice]?.[netuid]
  if (found === undefined) throw new Error('nothing is there')
  return found
}

interface Lock {
  readonly lockedMass: number
  readonly conviction: { readonly bits: number | string }
}

async function lockOf(hotkey: string): Promise<Lock | undefined> {
  const lock = await read(api, 'subtensorModule', 'lock', alice, 1, hotkey)
  return lock === '' ? undefined : (JSON.parse(lock) as Lock)
}

describe('checks, in their order', () => {
  test.each([
    ['nothing', STRANGER, 1, 0n, 'AmountTooLow'],
    ['on a hotkey nobody owns', STRANGER, 1, 10_000n * ALPHA, 'HotKeyAccountNotExists'],
    ['more than there is', HOTKEY, 1, 805n * ALPHA + 1n, 'InsufficientStakeForLock'],
    ['on a subnet that is not there', HOTKEY, 99, 1n, 'InsufficientStakeForLock'],
  ])('a lock of %s', async (_, hotkey, netuid, amount, error) => {
    expect((await send('lockStake', hotkey, netuid, amount)).error).toBe(`subtensorModule.${error}`)
  })

  test('nothing is moved that is not locked', async () => {
    expect((await send('moveLock', STRANGER, 1)).error).toBe('subtensorModule.HotKeyAccountNotExists')
    expect((await send('moveLock', HOTKEY, 1)).error).toBe('subtensorModule.NoExistingLock')
  })
})

test('what is locked cannot leave, and more can be locked on the same hotkey', async () => {
  expect(own(await send('setPerpetualLock', 1, true))).toEqual([
    ['subtensorModule.PerpetualLockUpdated', alice, '1', 'true'],
  ])
  expect(own(await send('lockStake', HOTKEY, 1, 500n * ALPHA))).toEqual([
    ['subtensorModule.StakeLocked', alice, HOTKEY, '1', String(500n * ALPHA)],
  ])
  expect(await available(1)).toEqual({ total: 805e9, locked: 500e9, available: 305e9 })
  expect((await send('removeStake', HOTKEY, 1, 306n * ALPHA)).error).toBe('subtensorModule.StakeUnavailable')
  // The hotkey is checked before the amount.
  expect((await send('lockStake', SECOND_HOTKEY, 1, 5_000n * ALPHA)).error).toBe(
    'subtensorModule.LockHotkeyMismatch',
  )
  expect((await send('lockStake', HOTKEY, 1, 305n * ALPHA + 1n)).error).toBe(
    'subtensorModule.InsufficientStakeForLock',
  )
  expect((await send('lockStake', HOTKEY, 1, 100n * ALPHA)).error).toBeUndefined()
  expect(await available(1)).toEqual({ total: 805e9, locked: 600e9, available: 205e9 })
})

test('moved to a hotkey of the same owner conviction stays, to another it is lost', async () => {
  expect(await read(api, 'subtensorModule', 'owner', SECOND_HOTKEY)).toBe(OWNER)
  expect(own(await send('moveLock', SECOND_HOTKEY, 1))).toEqual([
    ['subtensorModule.LockMoved', alice, HOTKEY, SECOND_HOTKEY, '1'],
  ])
  expect(await lockOf(HOTKEY)).toBeUndefined()
  const kept = await lockOf(SECOND_HOTKEY)
  expect(kept?.lockedMass).toBe(600e9)
  expect(BigInt(kept?.conviction.bits ?? 0) > 0n).toBe(true)
  await send('moveLock', ELSEWHERE, 1)
  expect(await lockOf(SECOND_HOTKEY)).toBeUndefined()
  expect(await lockOf(ELSEWHERE)).toMatchObject({ lockedMass: 600e9, conviction: { bits: 0 } })
})

test('a lock that is not perpetual any more decays from then on', async () => {
  await send('setPerpetualLock', 1, false)
  expect(await read(api, 'subtensorModule', 'decayingLock', alice, 1)).toBe('')
  expect((await available(1)).locked).toBe(600e9)
  for (let block = 0; block < 10; block++) await devnet.sealBlock()
  // 600e9 / e.
  expect(Math.abs((await available(1)).locked - 220_727_664_702)).toBeLessThan(2)
})

test('locked alpha is taken by whom it asked for, and by nobody else', async () => {
  const flags = (who: string) => read(api, 'subtensorModule', 'accountFlags', who)
  expect(await flags(alice)).toBe('0')
  expect(own(await send('setRejectLockedAlpha', false))).toEqual([
    ['subtensorModule.RejectLockedAlphaUpdated', alice, 'false'],
  ])
  expect(await flags(alice)).toBe('1')
  await send('setRejectLockedAlpha', true)
  expect(await flags(alice)).toBe('0')
  expect(await flags(ferdie)).toBe('1')
})
