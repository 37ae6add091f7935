import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { externalSigner, type Hex, parseSignature, type Signer, SigningRefused } from '@stake/chain'
import { Balance } from '@stake/math'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  batch,
  gather,
  type Journal,
  type JournalRecord,
  memoryJournal,
  type Operation,
  plan,
  type Running,
  type RunOptions,
  run,
  sequence,
} from '../src/index.ts'
import { alice, bob, Stage } from './stage.ts'

let stage: Stage

beforeEach(async () => {
  stage = await Stage.open()
})
afterEach(() => stage.close())

const planned = (...amounts: string[]) =>
  plan(
    stage.chain,
    amounts.map((amount) => stage.wanted({ amount, tolerance: '2%' })),
  )

/** A journal that tells of every record, before and after it is written, and may fail. */
function watching(inner: Journal, note: (when: 'writes' | 'wrote', record: JournalRecord) => void): Journal {
  return {
    session: inner.session,
    condition: inner.condition,
    read: () => inner.read(),
    alone: (address, work) => inner.alone(address, work),
    isAlive: (session) => inner.isAlive(session),
    update: (work) =>
      inner.update((turn) =>
        work({
          entries: turn.entries,
          append: async (...records) => {
            for (const record of records) note('writes', record)
            await turn.append(...records)
            for (const record of records) note('wrote', record)
          },
        }),
      ),
  }
}

function watchingSigner(note: (nonce: number) => void): Signer {
  return {
    ...alice,
    sign: (request) => {
      note(request.nonce)
      return alice.sign(request)
    },
  }
}

/** Every door through which something can be signed. */
const doors: Record<string, (operations: Operation[], options: RunOptions) => Promise<Running>> = {
  run: async (operations, options) => run(stage.chain, await plan(stage.chain, operations), options),
  gather: async (operations, options) => gather(stage.chain, await plan(stage.chain, operations), options),
  'atomic batch': async (operations, options) =>
    batch(stage.chain, await plan(stage.chain, operations), { ...options, atomic: true }),
  'best-effort batch': async (operations, options) =>
    batch(stage.chain, await plan(stage.chain, operations), { ...options, atomic: false }),
  sequence: async (operations, options) => sequence(stage.chain, operations, options),
}

describe.each(Object.keys(doors))('%s', (door) => {
  const open = (operations: Operation[], options: RunOptions) =>
    (doors[door] as (typeof doors)[string])(operations, options)

  test('keeps the order: intent, signature, signed bytes written, first byte', async () => {
    const seen: string[] = []
    const journal = watching(memoryJournal(), (when, { type, entry }) => {
      if (when === 'wrote') seen.push(`${type} ${entry}`)
    })
    const signer = watchingSigner((nonce) => seen.push(`sign ${nonce}`))
    stage.node.onAsked = ({ method }) => {
      if (method.startsWith('author_submit')) seen.push('sent')
    }
    const operations = [stage.wanted({ amount: '1' }), stage.wanted({ amount: '2', netuid: 1 })]
    const { totals } = await stage.report(await open(operations, stage.options({ journal, signer })))
    expect(totals.counts).toEqual({ executed: 2 })
    const extrinsics = door.includes('batch') ? 1 : 2
    const first = (text: string) => seen.findIndex((each) => each.startsWith(text))
    for (let entry = 1; entry <= extrinsics; entry++) {
      expect(first(`intent ${entry}`)).toBeGreaterThanOrEqual(0)
      expect(first(`intent ${entry}`)).toBeLessThan(first(`sign ${entry - 1}`))
      expect(first(`sign ${entry - 1}`)).toBeLessThan(first(`signed ${entry}`))
    }
    expect(first('signed 1')).toBeLessThan(first('sent'))
    expect(seen.filter((each) => each === 'sent')).toHaveLength(extrinsics)
    expect(seen.filter((each) => each.startsWith('sign '))).toHaveLength(extrinsics)
  })

  test('never signs an id again', async () => {
    const signatures: number[] = []
    const signer = watchingSigner((nonce) => signatures.push(nonce))
    const operations = [stage.wanted({ amount: '1' }), stage.wanted({ amount: '2', netuid: 1 })]
    const first = await stage.report(await open(operations, stage.options({ signer })))
    const count = signatures.length
    const again = await stage.report(await open(operations, stage.options({ signer })))
    expect(again.legs).toEqual(first.legs)
    expect(signatures).toHaveLength(count)
  })

  test.each(['intent', 'signed'] as const)('sends nothing when the %s cannot be written', async (type) => {
    const journal = watching(memoryJournal(), (when, record) => {
      if (when === 'writes' && record.type === type) throw new Error('disk full')
    })
    const operations = [stage.wanted({ amount: '1' })]
    const end = await open(operations, stage.options({ journal })).then(
      ({ report }) => report,
      (error: Error) => error,
    )
    if (end instanceof Error) expect(end.message).toBe('disk full')
    else
      expect(end.legs[0]).toMatchObject({
        status: 'notSent',
        error: { message: expect.stringContaining('disk full') },
      })
    expect(stage.node.submitted).toEqual([])
    // The nonce is free again.
    const { legs } = await run(stage.chain, await planned('1'), stage.options())
    expect(legs[0]?.submission?.signed.nonce).toBe(0)
  })

  test('needs the key of the coldkey', async () => {
    const operations = [stage.wanted({ amount: '1' })]
    const end = await open(operations, stage.options({ signer: bob })).then(
      async ({ report }) => (await report).legs[0]?.error,
      (error: unknown) => error,
    )
    expect(end).toMatchObject({ code: 'WrongSigner' })
    expect((await stage.journal.read()).all).toEqual([])
  })
})

describe('a signer that refuses', () => {
  const refusing = (from: number): Signer => ({
    ...alice,
    sign: (request) => {
      if (request.nonce >= from) throw new SigningRefused('The wallet', 'no')
      return alice.sign(request)
    },
  })

  test('the first: nothing is sent, nothing stays reserved, and the ids may be run again', async () => {
    const made = await planned('1', '2')
    await expect(run(stage.chain, made, stage.options({ signer: refusing(0) }))).rejects.toMatchObject({
      code: 'SigningRefused',
    })
    expect(stage.node.submitted).toEqual([])
    const entries = await stage.journal.read()
    expect(entries.all.map(({ status }) => status)).toEqual(['notSent', 'notSent'])
    const report = await stage.report(await run(stage.chain, made, stage.options()))
    expect(report.totals.counts).toEqual({ executed: 2 })
  })

  test('a later one: what was signed goes its way, the rest says why it does not', async () => {
    const made = await planned('1', '2', '3', '4')
    const report = await stage.report(await gather(stage.chain, made, stage.options({ signer: refusing(2) })))
    expect(report.legs.map(({ status }) => status)).toEqual(['executed', 'executed', 'notSent', 'notSent'])
    expect(report.legs.map(({ error }) => error?.code)).toEqual([
      undefined,
      undefined,
      'SigningRefused',
      'NotSent',
    ])
    expect((await stage.journal.read()).open()).toEqual([])
  })
})

test('somebody who signs elsewhere is written down first, and one is sent while the next is asked for', async () => {
  const seen: string[] = []
  const signer = externalSigner({
    address: alice.address,
    carry: async (request) => {
      // What was sent before is there now.
      await stage.chain.connection.send('system_chain', [])
      const { all } = await stage.journal.read()
      seen.push(`${all.map(({ status }) => status).join(' ')} (${stage.node.submitted.length} sent)`)
      const { bytes } = await alice.sign(request)
      return parseSignature(`0x${Buffer.from(bytes).toString('hex')}` as Hex, 'sr25519')
    },
  })
  const running = await gather(stage.chain, await planned('1', '2'), stage.options({ signer }))
  expect(seen).toEqual(['handedOut intended (0 sent)', 'signed handedOut (1 sent)'])
  expect(running.legs[0]?.submission?.signed.era.period).toBe(512)
  expect((await stage.report(running)).totals.counts).toEqual({ executed: 2 })
})

describe('a plan', () => {
  test('of another chain or of another runtime is not run', async () => {
    const made = await planned('1')
    await expect(run(stage.chain, { ...made, genesisHash: '0x00' }, stage.options())).rejects.toMatchObject({
      code: 'WrongChain',
    })
    await expect(run(stage.chain, { ...made, specVersion: 423 }, stage.options())).rejects.toMatchObject({
      code: 'RuntimeChanged',
    })
    expect((await stage.journal.read()).all).toEqual([])
  })

  test('whose runtime changes before it is signed is not signed for the new one', async () => {
    const made = await planned('1')
    stage.devnet.faults.upgradeRuntime({ specVersion: 425 })
    const error = await run(stage.chain, made, stage.options()).catch((thrown) => thrown)
    expect(['RuntimeChanged', 'UnknownRuntime']).toContain(error.code)
    expect(stage.node.submitted).toEqual([])
  })
})

test('what became of it is told although the journal cannot write it any more', async () => {
  const inner = memoryJournal()
  const journal = watching(inner, (when, { type }) => {
    if (when === 'writes' && type === 'settled') throw new Error('disk full')
  })
  const report = await stage.report(await run(stage.chain, await planned('1'), stage.options({ journal })))
  expect(report.legs[0]).toMatchObject({ status: 'executed', final: true })
  expect((await inner.read()).open()).toHaveLength(1)
})

test('in the journal there is what became of it, and no secret', async () => {
  const records: JournalRecord[] = []
  const journal = watching(memoryJournal(), (when, record) => {
    if (when === 'wrote') records.push(record)
  })
  const before = await stage.free()
  const { legs } = await stage.report(await run(stage.chain, await planned('1'), stage.options({ journal })))
  expect(records.map(({ type }) => type).filter((type) => type !== 'inBlock')).toEqual([
    'intent',
    'signed',
    'settled',
  ])
  expect(records.at(-1)).toMatchObject({ outcome: 'included', block: legs[0]?.block })
  expect(before - (await stage.free())).toBe(Balance.parse('1').rao + (legs[0]?.networkFee.rao ?? 0n))
  expect(JSON.stringify(records)).not.toMatch(/secret|phrase|\/\/Alice/i)
})

test.each([
  ['a wallet that refuses', (text: string) => new SigningRefused('The wallet', text)],
  ['a program that fails', (text: string) => new Error(text)],
])('the words of %s are told and not kept', async (_, error) => {
  const words = 'legal winner thank year wave sausage'
  const signer: Signer = {
    ...alice,
    sign: () => {
      throw error(words)
    },
  }
  const made = await planned('1')
  await expect(run(stage.chain, made, stage.options({ signer }))).rejects.toThrow(words)
  const { all } = await stage.journal.read()
  expect(all.map(({ notSent }) => notSent?.reason.code)).toEqual([
    expect.stringMatching(/^(SigningRefused|NotSigned)$/),
  ])
  expect(JSON.stringify(all)).not.toContain('winner')
})

test('one file reaches a signer, and one sends bytes', () => {
  const folder = new URL('../src/', import.meta.url)
  const sources = globSync('**/*.ts', { cwd: fileURLToPath(folder) })
    .filter((path) => !path.endsWith('.test.ts'))
    .map((path) => {
      // Examples in comments are no code.
      const code = readFileSync(new URL(path, folder), 'utf8').replace(/\/\*\*.*?\*\//gs, '')
      return { path, code }
    })
  const using = (pattern: RegExp) => sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path)
  expect(using(/\.sign\(|\bsign\(|\brequestSignature\b|\battachSignature\b/)).toEqual(['sign-and-journal.ts'])
  expect(using(/\bsubmit\(|author_submit/)).toEqual(['follow.ts'])
})
