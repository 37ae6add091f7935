import { connect, developmentAccounts } from '@stake/chain'
import { localnetGenesis, startDevnet } from '@stake/devnet'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ownFolder } from '../../../test/own-folder.ts'
import { readSettings, saveSettings } from '../../settings.ts'
import { Program } from './program.ts'
import type { State } from './state.ts'

const alice = developmentAccounts['//Alice'] ?? ''
const bob = developmentAccounts['//Bob'] ?? ''
let program: Program

beforeEach(() => {
  ownFolder()
  program = new Program({ columns: 80, rows: 24 }, { quit: () => undefined, copy: () => undefined })
})

afterEach(() => program.close())

/** Waits until the screens stand as wanted. */
async function stands(condition: (state: State) => boolean): Promise<State> {
  await vi.waitUntil(() => condition(program.getState()), { timeout: 20_000, interval: 20 })
  return program.getState()
}

function type(...keys: readonly string[]): void {
  for (const key of keys) program.send({ type: 'key', key })
}

const isRead = ({ live }: State) => live?.snapshot !== undefined

test('another network takes the place of the first, which is left behind with nothing of it', async () => {
  const node = await startDevnet({ blockTime: 'manual', genesis: localnetGenesis() })
  await program.open({ port: 0 })
  const before = await stands(isRead)
  expect(before.session).toMatchObject({ network: 'devnet', embedded: true, coldkey: alice, canSign: true })

  type(':', ...`network ${node.url}`, 'Enter')
  const after = await stands((state) => state.session?.embedded === false && isRead(state))
  expect(after.session).toMatchObject({ endpoint: node.url, canSign: false })
  expect(after.live?.snapshot?.subnets.size).not.toBe(before.live?.snapshot?.subnets.size)
  expect(after.settings.connecting).toBeUndefined()
  expect(after.notice?.text).toContain('This is')
  // The chain of the first session ended with it.
  await vi.waitUntil(
    () =>
      connect({ endpoints: before.session?.endpoint ?? '' }).then(
        (chain) => chain.close().then(() => false),
        () => true,
      ),
    { timeout: 10_000, interval: 100 },
  )

  // Back again: a new chain, and the numbers of the other one are gone.
  type(':', ...'network devnet', 'Enter')
  const back = await stands((state) => state.session?.embedded === true && isRead(state))
  expect(back.session?.coldkey).toBe(alice)
  expect(back.transactions).toEqual([])
  await node.close()
})

test('a network that cannot be reached leaves the first as it was', async () => {
  await program.open({ port: 0 })
  const before = await stands(isRead)
  type(':', ...'network ws://127.0.0.1:1', 'Enter')
  const after = await stands(({ settings }) => settings.refusal !== undefined)
  expect(after.settings.refusal?.code).toBe('EndpointUnreachable')
  expect(after.session).toEqual(before.session)
  expect(after.live?.connection.status).toBe('ready')
  type(':', ...'network nowhere', 'Enter')
  const unknown = await stands(({ settings }) => settings.refusal?.code === 'UnknownNetwork')
  expect(unknown.session).toEqual(before.session)
})

test('another account is looked at, or signs where everybody has its key; both are kept', async () => {
  await program.open({ port: 0 })
  await stands(isRead)
  const settings = program.getState().session
  expect(settings?.coldkey).toBe(alice)
  type(':', ...`account ${bob}`, 'Enter')
  const watched = await stands(({ live }) => live?.snapshot?.accounts.has(bob) === true)
  expect(watched.session).toMatchObject({ coldkey: bob, canSign: false })
  type(':', ...'account //Bob', 'Enter')
  expect(program.getState().session).toMatchObject({ coldkey: bob, canSign: true })
  type(':', ...'account nobody', 'Enter')
  expect(program.getState().session).toMatchObject({ coldkey: bob, canSign: true })
  expect(program.getState().notice?.tone).toBe('bad')
})

test('what is set is there the next time', async () => {
  await saveSettings({ tolerance: '2%', theme: 'light' })
  await program.open({ port: 0 })
  const state = await stands(isRead)
  expect(state.preferences).toEqual({ tolerance: '2%', theme: 'light' })
  type(':', ...'mode partial', 'Enter')
  await stands(({ preferences }) => preferences.mode === 'partial')
  expect(await readSettings()).toEqual({ tolerance: '2%', theme: 'light', mode: 'partial' })
})

test('left while it connects, it leaves no session behind', async () => {
  const opening = program.open({ port: 0 })
  await program.close()
  await opening
  expect(program.getState().session).toBeUndefined()
})

test('what was opened while it connected stays open', async () => {
  const opening = program.open({ port: 0 })
  type(':', ...'sub')
  await opening
  expect((await stands(isRead)).command?.field.text).toBe('sub')
})
