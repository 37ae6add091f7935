import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, developmentAccounts } from '@stake/chain'
import { startDevnet } from '@stake/devnet'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openSession } from './session.ts'

beforeEach(() => {
  vi.stubEnv('STAKE_URI', '')
})
afterEach(() => vi.unstubAllEnvs())

describe('a session on the embedded chain', () => {
  test('has a funded account and a journal, and leaves nothing behind', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'stake-session-'))
    onTestFinished(() => rmSync(temporary, { recursive: true }))
    vi.stubEnv('TMPDIR', temporary)
    const progress: string[] = []
    const session = await openSession({ port: 0, onProgress: (text) => progress.push(text) })
    expect(session).toMatchObject({ network: 'devnet', embedded: true, policy: {}, newJournal: true })
    expect(session.coldkey).toBe(developmentAccounts['//Alice'])
    expect((await session.signer()).address).toBe(session.coldkey)
    expect(progress).toEqual(['Starting the embedded chain …', `Connecting to ${session.endpoint} …`])

    const journal = await session.journal()
    expect(await session.journal()).toBe(journal)
    expect((await journal.read()).all).toEqual([])
    expect(readdirSync(temporary)).toHaveLength(1)

    await session.close()
    await session.close()
    expect(readdirSync(temporary)).toEqual([])
    await expect(connect({ endpoints: session.endpoint })).rejects.toMatchObject({
      code: 'EndpointUnreachable',
    })
  })

  test('refuses a port that is taken', async () => {
    const devnet = await startDevnet({ blockTime: 'manual' })
    onTestFinished(() => devnet.close())
    await expect(openSession({ port: devnet.port })).rejects.toMatchObject({ code: 'PortInUse' })
  })
})

describe('a session on another chain', () => {
  test('knows no account until there is a key', async () => {
    const devnet = await startDevnet({ blockTime: 'manual' })
    const session = await openSession({ endpoint: devnet.url })
    onTestFinished(async () => {
      await session.close()
      await devnet.close()
    })
    expect(session).toMatchObject({
      network: 'Stake devnet',
      endpoint: devnet.url,
      embedded: false,
      newJournal: false,
    })
    expect(session.coldkey).toBeUndefined()
    await expect(session.signer()).rejects.toMatchObject({ code: 'KeyMissing' })
    expect(() => session.useSigner('not a key')).toThrow('3 words')
    expect(session.coldkey).toBeUndefined()
    expect(session.useSigner('//Bob').address).toBe(developmentAccounts['//Bob'])
    expect((await session.signer()).address).toBe(session.coldkey)
  })

  test('takes the key of the environment, and refuses a wrong one before it connects', async () => {
    const devnet = await startDevnet({ blockTime: 'manual' })
    onTestFinished(() => devnet.close())
    vi.stubEnv('STAKE_URI', '//Dave')
    const session = await openSession({ endpoint: devnet.url })
    expect(session.coldkey).toBe(developmentAccounts['//Dave'])
    await session.close()
    vi.stubEnv('STAKE_URI', 'wrong words')
    await expect(openSession({ endpoint: 'ws://127.0.0.1:1' })).rejects.toMatchObject({
      code: 'InvalidKeyPhrase',
    })
  })
})
