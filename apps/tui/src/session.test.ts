import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, developmentAccounts, networks } from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { ownFolder } from '../test/own-folder.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import { saveSettings } from './settings.ts'

const alice = developmentAccounts['//Alice'] ?? ''
const bob = developmentAccounts['//Bob'] ?? ''
let folder = ''

beforeEach(() => {
  folder = ownFolder()
})

async function devnet(): Promise<Devnet> {
  const chain = await startDevnet({ blockTime: 'manual' })
  onTestFinished(() => chain.close())
  return chain
}

async function session(options: SessionOptions): Promise<Session> {
  const opened = await openSession(options)
  onTestFinished(() => opened.close())
  return opened
}

describe('a session on the embedded chain', () => {
  test('has a funded account and a journal, and leaves nothing behind', async () => {
    const temporary = join(folder, 'temporary')
    mkdirSync(temporary)
    vi.stubEnv('TMPDIR', temporary)
    const progress: string[] = []
    const opened = await openSession({ port: 0, onProgress: (text) => progress.push(text) })
    expect(opened).toMatchObject({
      network: 'devnet',
      embedded: true,
      account: { kind: 'key', address: alice },
      policy: {},
      policyFile: undefined,
      newJournal: true,
    })
    expect((await opened.signer()).address).toBe(opened.coldkey)
    expect(progress).toEqual(['Starting the embedded chain …', `Connecting to ${opened.endpoint} …`])

    const journal = await opened.journal()
    expect(await opened.journal()).toBe(journal)
    expect((await journal.read()).all).toEqual([])
    expect(readdirSync(temporary)).toHaveLength(1)

    await opened.close()
    await opened.close()
    expect(readdirSync(temporary)).toEqual([])
    await expect(connect({ endpoints: opened.endpoint })).rejects.toMatchObject({
      code: 'EndpointUnreachable',
    })

    // Nor where it is left while its journal is being opened.
    const left = await openSession({ port: 0 })
    const opening = left.journal()
    await left.close()
    expect(readdirSync(temporary)).toEqual([])
    await expect((await opening).read()).rejects.toThrow()
  })

  test('refuses a port that is taken', async () => {
    const { port } = await devnet()
    await expect(openSession({ port })).rejects.toMatchObject({ code: 'PortInUse' })
  })
})

describe('a session on another chain', () => {
  test('knows no account until there is a key', async () => {
    const { url } = await devnet()
    const opened = await session({ endpoints: [url] })
    expect(opened).toMatchObject({
      network: 'Stake devnet',
      endpoint: url,
      endpoints: [url],
      embedded: false,
      account: undefined,
      coldkey: undefined,
      newJournal: false,
    })
    await expect(opened.signer()).rejects.toMatchObject({ code: 'KeyMissing' })
    expect(() => opened.useSigner('not a key')).toThrow('3 words')
    expect(opened.coldkey).toBeUndefined()
    expect(opened.useSigner('//Bob').address).toBe(bob)
    expect(opened.account).toEqual({ kind: 'key', address: bob })
    expect((await opened.signer()).address).toBe(opened.coldkey)
  })

  test('takes the key of the environment, and refuses a wrong one before it connects', async () => {
    const { url } = await devnet()
    vi.stubEnv('STAKE_URI', '//Dave')
    expect((await session({ endpoints: [url] })).coldkey).toBe(developmentAccounts['//Dave'])
    vi.stubEnv('STAKE_URI', 'wrong words')
    await expect(openSession({ endpoints: ['ws://127.0.0.1:1'] })).rejects.toMatchObject({
      code: 'InvalidKeyPhrase',
    })
  })

  test('watches who is named, and forgets the key of another account', async () => {
    const { url } = await devnet()
    const opened = await session({ endpoints: [url], coldkey: bob })
    expect(opened.account).toEqual({ kind: 'watched', address: bob })
    await expect(opened.signer()).rejects.toMatchObject({ code: 'KeyMissing' })
    opened.useSigner('//Bob')
    expect(opened.account).toEqual({ kind: 'key', address: bob })
    opened.watch(alice)
    expect(opened.account).toEqual({ kind: 'watched', address: alice })
    await expect(opened.signer()).rejects.toMatchObject({ code: 'KeyMissing' })
    expect(() => opened.watch('nobody')).toThrow(expect.objectContaining({ code: 'InvalidAddress' }))
  })

  test('a node that serves another chain than the network that was named is not used', async () => {
    const { url } = await devnet()
    await expect(openSession({ network: 'finney', endpoints: [url] })).rejects.toMatchObject({
      code: 'WrongChain',
      details: { expected: networks[0]?.genesisHash },
    })
  })
})

describe('the settings', () => {
  test('name the network, its nodes and the account', async () => {
    const { url } = await devnet()
    // The first node is not there; the next one is used.
    await saveSettings({
      network: 'mine',
      endpoints: { mine: ['ws://127.0.0.1:1', url] },
      account: '//Charlie',
    })
    const opened = await session({})
    expect(opened).toMatchObject({ endpoint: url, endpoints: ['ws://127.0.0.1:1', url], embedded: false })
    expect(opened.account).toEqual({ kind: 'key', address: developmentAccounts['//Charlie'] })
    expect(opened.settings).toMatchObject({ network: 'mine' })
    // What is asked for now comes before what was set once.
    expect((await session({ port: 0 })).embedded).toBe(true)
    expect((await session({ coldkey: bob })).account).toEqual({ kind: 'watched', address: bob })
    vi.stubEnv('STAKE_URI', '//Dave')
    expect((await session({})).coldkey).toBe(developmentAccounts['//Dave'])
  })

  test('an address is watched', async () => {
    const { url } = await devnet()
    await saveSettings({ network: url, account: alice })
    const opened = await session({})
    expect(opened.account).toEqual({ kind: 'watched', address: alice })
    await expect(opened.signer()).rejects.toMatchObject({ code: 'KeyMissing' })
  })

  test('the policy beside them holds, and is named; so is another one', async () => {
    const { url } = await devnet()
    writeFileSync(join(folder, 'policy.json'), '{"version":1,"netuids":[1]}')
    const opened = await session({ endpoints: [url] })
    expect(opened.policy.netuids).toEqual([1])
    expect(opened.policyFile).toBe(join(folder, 'policy.json'))
    const other = join(folder, 'other.json')
    writeFileSync(other, '{"version":1,"netuids":[2]}')
    const another = await session({ endpoints: [url], policyFile: other })
    expect(another.policy.netuids).toEqual([2])
    expect(another.policyFile).toBe(other)
  })
})
