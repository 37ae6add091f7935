import { fork } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  attachSignature,
  type Call,
  calls,
  connect,
  externalSigner,
  requestSignature,
  type Signer,
  type SigningRequest,
} from '@stake/chain'
import { startDevnet } from '@stake/devnet'
import { Balance, StakeError } from '@stake/math'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import * as ops from '../src/index.ts'
import {
  batch,
  gather,
  type Journal,
  memoryJournal,
  type Plan,
  parseOperation,
  parsePolicy,
  plan,
  planFromJson,
  planToJson,
  resume,
  run,
  sequence,
} from '../src/index.ts'
import { openFileJournal } from '../src/node/index.ts'
import type { PolicyJob, PolicyOutcome } from './policy-program.ts'
import { alice, bob, Stage, type Wish } from './stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.open()
})
afterAll(() => stage.close())

const policyOf = (rules: object) => parsePolicy({ version: 1, ...rules })

/** A signer that counts what it is asked for. */
function watched(signer: Signer = alice): Signer & { readonly asked: SigningRequest[] } {
  const asked: SigningRequest[] = []
  return {
    address: signer.address,
    isDevelopment: signer.isDevelopment,
    asked,
    sign(request) {
      asked.push(request)
      return signer.sign(request)
    },
  }
}

const planned = (...wishes: Wish[]) =>
  plan(
    stage.chain,
    wishes.map((wish) => stage.wanted({ tolerance: '5%', ...wish })),
  )

function options(rules: object, extra: Partial<ops.RunOptions> = {}): ops.RunOptions & { signer: Signer } {
  return { signer: alice, journal: memoryJournal(), policy: policyOf(rules), newJournal: true, ...extra }
}

/** The rule that refused, or the code of another error; `allowed` where there was none. */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'allowed'
  } catch (error) {
    if (!(error instanceof StakeError)) throw error
    return error.details.rule ?? error.code
  }
}

/** The plan with another call in the place of its first one: the Operation says one thing and the bytes another. */
function lying(honest: Plan, call: Call): Plan {
  const [first, ...rest] = honest.legs
  if (!first) throw new Error('the plan is empty')
  return { ...honest, legs: [{ ...first, call, parts: { calls: [call], together: 'single' } }, ...rest] }
}

const doors: [name: string, go: (plan: Plan, with_: ops.RunOptions) => Promise<unknown>][] = [
  ['run', (made, with_) => run(stage.chain, made, with_)],
  ['gather', (made, with_) => gather(stage.chain, made, with_)],
  ['atomic batch', (made, with_) => batch(stage.chain, made, { ...with_, atomic: true })],
  ['best-effort batch', (made, with_) => batch(stage.chain, made, { ...with_, atomic: false })],
]

describe.each(doors)('%s', (door, go) => {
  test('signs nothing that is too much, and nothing before it', async () => {
    const signer = watched()
    const with_ = options({ perOperation: '5 TAO' }, { signer })
    expect(await outcomeOf(go(await planned({ amount: '1' }, { amount: '6' }), with_))).toBe('perOperation')
    expect(signer.asked).toEqual([])
    expect((await with_.journal.read()).all).toEqual([])
  })

  test('judges the bytes where the Operation lies', async () => {
    const honest = await planned({ amount: '1' })
    const { chain } = stage
    const hotkey = stage.hotkeyOf(2)
    const more = calls.addStake(chain, { hotkey, netuid: 2, amount: Balance.parse('600') })
    const theft = calls.transferKeepAlive(chain, { destination: bob.address, amount: Balance.parse('1') })
    const elsewhere = calls.addStake(chain, { hotkey, netuid: 3, amount: Balance.parse('1') })
    for (const [call, rules, refused] of [
      [more, { perOperation: '5 TAO' }, 'perOperation'],
      [theft, {}, 'kinds'],
      [elsewhere, { netuids: [2] }, 'netuids'],
      [more, { protection: 'required' }, 'protection'],
    ] as const) {
      const signer = watched()
      expect(await outcomeOf(go(lying(honest, call), options(rules, { signer })))).toBe(refused)
      expect(signer.asked).toEqual([])
    }
  })

  test('judges the bytes where the call says something else than its bytes', async () => {
    const honest = await planned({ amount: '1' })
    const hotkey = stage.hotkeyOf(2)
    const small = calls.addStake(stage.chain, { hotkey, netuid: 2, amount: Balance.parse('1') })
    const large = calls.addStake(stage.chain, { hotkey, netuid: 2, amount: Balance.parse('600') })
    const signer = watched()
    const refused = await outcomeOf(
      go(lying(honest, { ...small, bytes: large.bytes }), options({ perOperation: '5 TAO' }, { signer })),
    )
    // A batch is built of what the call says, and then judged as it is.
    expect(refused).toBe(door.includes('batch') ? 'allowed' : 'perOperation')
    for (const { payload } of signer.asked) expect(payload.method).not.toContain(large.bytes.slice(2))
  })

  test('counts what was asked for together, before anything is signed', async () => {
    const signer = watched()
    const with_ = options({ perDay: '10 TAO' }, { signer })
    expect(await outcomeOf(go(await planned({ amount: '6' }, { amount: '6' }), with_))).toBe('perDay')
    expect(signer.asked).toEqual([])
    expect((await with_.journal.read()).all).toEqual([])
  })

  test('needs a confirmation that was given', async () => {
    const made = await planned({ amount: '6' })
    expect(await outcomeOf(go(made, options({ confirmAbove: '5 TAO' })))).toBe('confirmAbove')
    expect(await outcomeOf(go(made, options({ confirmAbove: '5 TAO' }, { confirm: () => false })))).toBe(
      'confirmAbove',
    )
  })

  test('does not take a journal that knows nothing for one that knows that nothing was spent', async () => {
    const with_ = options({ perDay: '10 TAO' }, { newJournal: false })
    expect(await outcomeOf(go(await planned({ amount: '1' }), with_))).toBe('perDay')
    expect(
      await outcomeOf(
        go(
          await planned({ amount: '1' }),
          options({ subnets: { '*': { perDay: '1 TAO' } } }, { newJournal: false }),
        ),
      ),
    ).toBe('perDay')
  })

  test('takes no object for a policy that was not read as one', async () => {
    for (const policy of [
      { perday: '1 TAO' },
      { ...policyOf({ netuids: [1] }) },
      JSON.parse('{"version":1}'),
    ]) {
      expect(await outcomeOf(go(await planned({ amount: '1' }), options({}, { policy })))).toBe(
        'PolicyUnreadable',
      )
    }
  })
})

describe('sequence', () => {
  test('judges each when it is its turn, and those after a refusal are not sent', async () => {
    const signer = watched()
    const wishes = ['1', '6', '1'].map((amount) => stage.wanted({ amount, tolerance: '5%' }))
    const running = sequence(stage.chain, wishes, options({ perOperation: '5 TAO' }, { signer }))
    const { legs } = await stage.report(running)
    expect(legs.map(({ status }) => status)).toEqual(['executed', 'notSent', 'notSent'])
    expect(legs[1]?.error).toMatchObject({ code: 'PolicyRefusal', details: { rule: 'perOperation' } })
    expect(signer.asked).toHaveLength(1)
  })

  test('counts on', async () => {
    const wishes = ['6', '6'].map((amount) => stage.wanted({ amount, tolerance: '5%' }))
    const running = sequence(stage.chain, wishes, options({ perDay: '10 TAO' }))
    const { legs } = await stage.report(running)
    expect(legs.map(({ status }) => status)).toEqual(['executed', 'notSent'])
    expect(legs[1]?.error?.details.rule).toBe('perDay')
  })
})

describe('what is spent in a day', () => {
  test('two at once, each within the limit, are one too many', async () => {
    const signer = watched()
    const with_ = options({ perDay: '10 TAO' }, { signer })
    const [one, two] = [await planned({ amount: '6' }), await planned({ amount: '6' })]
    const outcomes = await Promise.all([one, two].map((made) => outcomeOf(run(stage.chain, made, with_))))
    expect(outcomes.sort()).toEqual(['allowed', 'perDay'])
    expect(signer.asked).toHaveLength(1)
    await stage.devnet.sealBlock()
  })

  test('counts what failed on the chain, and what was sent and is not settled', async () => {
    const with_ = options({ perDay: '10 TAO' })
    const running = await run(stage.chain, await planned({ amount: '6' }), with_)
    expect(await outcomeOf(run(stage.chain, await planned({ amount: '6' }), with_))).toBe('perDay')
    await stage.report(running)
    expect(await outcomeOf(run(stage.chain, await planned({ amount: '6' }), with_))).toBe('perDay')
    expect(await outcomeOf(run(stage.chain, await planned({ amount: '4' }), with_))).toBe('allowed')
    await stage.devnet.sealBlock()
  })

  test('what the pool refuses was not spent', async () => {
    const with_ = options({ perDay: '10 TAO' })
    stage.devnet.faults.set({ refuse: { code: 1016 } })
    const { legs } = await stage.report(await run(stage.chain, await planned({ amount: '6' }), with_))
    stage.devnet.faults.clear()
    expect(legs[0]?.status).toBe('refused')
    expect(await outcomeOf(run(stage.chain, await planned({ amount: '6' }), with_))).toBe('allowed')
    await stage.devnet.sealBlock()
  })

  test('what expired was not spent', async () => {
    const with_ = options({ perDay: '10 TAO' }, { period: 8 })
    stage.devnet.faults.set({ neverInclude: 'all' })
    const { legs } = await stage.report(await run(stage.chain, await planned({ amount: '6' }), with_))
    stage.devnet.faults.clear()
    expect(legs[0]?.status).toBe('expired')
    expect(await outcomeOf(run(stage.chain, await planned({ amount: '6' }), with_))).toBe('allowed')
    await stage.devnet.sealBlock()
  })

  test('does not know what was signed under a policy without rules, until somebody says that it does not matter', async () => {
    const with_ = options({ perDay: '10 TAO' })
    const counted = { ...with_, newJournal: false }
    await run(stage.chain, await planned({ amount: '1' }), with_)
    expect(await outcomeOf(run(stage.chain, await planned({ amount: '1' }), counted))).toBe('allowed')
    await run(stage.chain, await planned({ amount: '8' }), { ...with_, policy: {} })
    expect(await outcomeOf(run(stage.chain, await planned({ amount: '1' }), counted))).toBe('perDay')
    expect(await outcomeOf(run(stage.chain, await planned({ amount: '1' }), with_))).toBe('allowed')
    expect(await outcomeOf(run(stage.chain, await planned({ amount: '1' }), counted))).toBe('allowed')
  })

  test('two ids of the same content are spent twice, one id once', async () => {
    const signer = watched()
    const with_ = options({ perDay: '10 TAO' }, { signer })
    const first = await planned({ id: 'same', amount: '4' })
    await run(stage.chain, first, with_)
    await run(stage.chain, first, with_)
    await run(stage.chain, await planned({ id: 'same', amount: '400', mode: 'unsafe' }), with_)
    expect(signer.asked).toHaveLength(1)
    await run(stage.chain, await planned({ id: 'other', amount: '4' }), with_)
    expect(await outcomeOf(run(stage.chain, await planned({ id: 'third', amount: '4' }), with_))).toBe(
      'perDay',
    )
    await stage.devnet.sealBlock()
  })

  test('all accounts of a journal together', async () => {
    const with_ = options({ perDay: '10 TAO' })
    await run(stage.chain, await planned({ amount: '6' }), with_)
    const bobs = await plan(stage.chain, [
      stage.wanted({ amount: '6', coldkey: bob.address, tolerance: '5%' }),
    ])
    expect(await outcomeOf(run(stage.chain, bobs, { ...with_, signer: bob }))).toBe('perDay')
    await stage.devnet.sealBlock()
  })

  test('what somebody elsewhere was asked to sign may be signed, and counts', async () => {
    const device = externalSigner({
      address: alice.address,
      carry: () => Promise.reject(new Error('the cable is loose')),
    })
    const with_ = options({ perDay: '10 TAO' }, { signer: device })
    await expect(run(stage.chain, await planned({ amount: '6' }), with_)).rejects.toThrow(
      'the cable is loose',
    )
    expect(
      await outcomeOf(run(stage.chain, await planned({ amount: '6' }), { ...with_, signer: alice })),
    ).toBe('perDay')
  })

  test('goes by the time of the blocks, whatever the clock here says', async () => {
    const midnight = Date.UTC(2026, 0, 2)
    // Blocks come every 12 seconds of their own time.
    const devnet = await startDevnet({ blockTime: 'manual', emission: false, startTime: midnight - 36_000 })
    let now = midnight
    const clock = { now: () => now, after: () => () => undefined }
    const chain = await connect({ endpoints: devnet.url }, { clock })
    onTestFinished(async () => {
      await chain.close()
      await devnet.close()
    })
    const with_ = options({ perDay: '10 TAO' })
    const stake = async (id: string) =>
      run(chain, await plan(chain, [stage.wanted({ id, amount: '6', mode: 'unsafe' })]), with_)
    await devnet.sealBlock()
    await stake('a')
    expect(await outcomeOf(stake('b'))).toBe('perDay')
    now += 400 * 86_400_000
    expect(await outcomeOf(stake('b'))).toBe('perDay')
    now = midnight
    for (let block = 0; block < 4; block++) await devnet.sealBlock()
    expect(await outcomeOf(stake('b'))).toBe('allowed')
    expect(await outcomeOf(stake('c'))).toBe('perDay')
    expect((await with_.journal.read()).reservations().map(({ day }) => day)).toEqual([
      '2026-01-01',
      '2026-01-02',
    ])
    // A block that is hours ahead of the clock may be of any day.
    now = midnight - 7_200_000
    await expect(stake('d')).rejects.toThrow(/later than it is here/)
  })

  test('a node that is a day behind gives nothing back', async () => {
    const journal = memoryJournal()
    const day = (at: number) => startDevnet({ blockTime: 'manual', emission: false, startTime: at })
    const midnight = Date.UTC(2026, 0, 2)
    for (const [start, outcome] of [
      [midnight + 1000, 'allowed'],
      [midnight - 40_000_000, 'perDay'],
    ] as const) {
      const devnet = await day(start)
      await devnet.sealBlock()
      const chain = await connect({ endpoints: devnet.url })
      const id = `at-${start}`
      const made = await plan(chain, [stage.wanted({ id, amount: '6', mode: 'unsafe' })])
      expect(await outcomeOf(run(chain, made, options({ perDay: '10 TAO' }, { journal })))).toBe(outcome)
      await chain.close()
      await devnet.close()
    }
  })
})

describe('a plan in a file', () => {
  test('is planned and judged anew, whatever was written into it', async () => {
    const honest = planToJson(await planned({ amount: '1' }))
    const more = calls.addStake(stage.chain, {
      hotkey: stage.hotkeyOf(2),
      netuid: 2,
      amount: Balance.parse('600'),
    })
    const text = JSON.stringify(honest)
    const signer = watched()
    const with_ = options({ perOperation: '5 TAO' }, { signer })

    const bytes = JSON.parse(text)
    bytes.legs[0].call = more.bytes
    const again = await planFromJson(stage.chain, bytes)
    expect(again.legs[0]?.call.bytes).not.toBe(more.bytes)
    expect(await outcomeOf(run(stage.chain, again, with_))).toBe('allowed')
    expect(signer.asked[0]?.payload.method).toBe(again.legs[0]?.call.bytes)

    const amount = JSON.parse(text)
    amount.legs[0].operation.id = 'edited'
    amount.legs[0].operation.amount = '6'
    amount.legs[0].operation.tolerance = '5%'
    expect(await outcomeOf(run(stage.chain, await planFromJson(stage.chain, amount), with_))).toBe(
      'perOperation',
    )
    await stage.devnet.sealBlock()
  })
})

describe('a signer that signs something else', () => {
  const large = () =>
    calls.addStake(stage.chain, { hotkey: stage.hotkeyOf(2), netuid: 2, amount: Balance.parse('600') })

  /** What was sent to the chain while something was tried. */
  async function sentWhile(work: () => Promise<unknown>): Promise<string> {
    const before = await stage.free()
    const outcome = await outcomeOf(work())
    await stage.devnet.sealBlock()
    expect(await stage.free()).toBe(before)
    return outcome
  }

  test('a signature of another call fits nothing', async () => {
    const signer: Signer = {
      ...watched(),
      async sign({ nonce, era }) {
        const other = await requestSignature(stage.chain, large(), alice.address, {
          nonce,
          period: era.period,
        })
        return alice.sign(other)
      },
    }
    const made = await planned({ amount: '1' })
    expect(
      await sentWhile(() => run(stage.chain, made, options({ perOperation: '5 TAO' }, { signer }))),
    ).toBe('InvalidSignature')
  })

  test('a request that is changed into another one, signature and all, is refused', async () => {
    const signer: Signer = {
      ...watched(),
      async sign(request) {
        const { nonce, era } = request
        const other = await requestSignature(stage.chain, large(), alice.address, {
          nonce,
          period: era.period,
        })
        const signature = await alice.sign(other)
        attachSignature(stage.chain, other, signature)
        Object.assign(request, other)
        return signature
      },
    }
    const made = await planned({ amount: '1' })
    const with_ = options({ perOperation: '5 TAO' }, { signer })
    expect(await sentWhile(() => run(stage.chain, made, with_))).toBe('call')
  })

  test('another account is no signer of this plan', async () => {
    const made = await planned({ amount: '1' })
    expect(await sentWhile(() => run(stage.chain, made, options({}, { signer: bob })))).toBe('WrongSigner')
  })
})

describe('a journal in a file', () => {
  const RULES = { perDay: '10 TAO' }

  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'stake-policy-'))
    onTestFinished(() => rmSync(made, { recursive: true }))
    return made
  }

  async function stake(journal: Journal, amount: string): Promise<string> {
    return outcomeOf(
      run(stage.chain, await planned({ amount }), { signer: alice, journal, policy: policyOf(RULES) }),
    )
  }

  async function spent(path: string, amount = '6'): Promise<void> {
    const journal = await openFileJournal(path)
    const with_ = { signer: alice, journal, policy: policyOf(RULES), newJournal: true }
    await run(stage.chain, await planned({ amount }), with_)
    await stage.devnet.sealBlock()
    await journal.close()
  }

  test('deleted, it knows nothing, however often it is opened', async () => {
    const path = join(folder(), 'journal.jsonl')
    await spent(path)
    for (const file of globSync(`${path}*`)) rmSync(file, { recursive: true })
    expect(existsSync(path)).toBe(false)
    for (let opening = 0; opening < 3; opening++) {
      const journal = await openFileJournal(path)
      expect(await stake(journal, '1')).toBe('perDay')
      await journal.close()
    }
  })

  test('deleted without its head, or shortened, it is not counted on', async () => {
    for (const damage of [
      (path: string) => rmSync(path),
      (path: string) => {
        const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
        truncateSync(path, Buffer.byteLength(`${lines.slice(0, -1).join('\n')}\n`))
      },
      (path: string) => {
        const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
        writeFileSync(path, `${lines[0]}\n`)
      },
      (path: string) => {
        writeFileSync(path, readFileSync(path, 'utf8').replaceAll('"worth":"6"', '"worth":"0"'))
      },
    ]) {
      const path = join(folder(), 'journal.jsonl')
      await spent(path)
      damage(path)
      for (let opening = 0; opening < 2; opening++) {
        const journal = await openFileJournal(path)
        expect(await stake(journal, '1')).toBe('perDay')
        await journal.close()
      }
    }
  })

  test('unreadable, it is used for nothing', async () => {
    const path = join(folder(), 'journal.jsonl')
    await spent(path)
    writeFileSync(path, `nonsense\n${readFileSync(path, 'utf8')}`)
    await expect(openFileJournal(path)).rejects.toMatchObject({ code: 'JournalUnusable' })
  })

  test('taken away while it is open, it is noticed', async () => {
    const path = join(folder(), 'journal.jsonl')
    await spent(path)
    const journal = await openFileJournal(path)
    rmSync(path)
    expect(await stake(journal, '5')).toBe('perDay')
    await journal.close().catch(() => undefined)
  })

  test('resume signs nothing, and what was never sent passes the policy again', async () => {
    const path = join(folder(), 'journal.jsonl')
    await spent(path)
    const journal = await openFileJournal(path)
    const signer = watched()
    const resumed = await resume(stage.chain, journal)
    await stage.sealed(Promise.resolve(resumed.reports))
    expect(signer.asked).toEqual([])
    expect(await stake(journal, '5')).toBe('perDay')
    expect(await stake(journal, '4')).toBe('allowed')
    await stage.devnet.sealBlock()
    await journal.close()
  })

  test('two processes at once, each within the limit, are one too many', async () => {
    const path = join(folder(), 'journal.jsonl')
    await spent(path, '1')
    const job = (id: string): PolicyJob => ({
      url: stage.node.url,
      journal: path,
      policy: { version: 1, ...RULES },
      operation: { ...stage.wanted({ id, amount: '6', tolerance: '5%' }) },
    })
    const outcomes = await Promise.all([perform(job('first')), perform(job('second'))])
    expect(outcomes.sort()).toEqual(['perDay', 'sent'])
    expect(await perform(job('third'))).toBe('perDay')
    await stage.devnet.sealBlock()
  }, 60_000)
})

function perform(job: PolicyJob): Promise<PolicyOutcome> {
  const program = fork(new URL('./policy-program.ts', import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    program.once('message', (outcome) => resolve(String(outcome)))
    program.once('error', reject)
    program.once('exit', () => reject(new Error('it said nothing')))
    program.send(job)
  })
}

describe('there is no other door', () => {
  const sources = globSync('src/**/*.ts', { cwd: new URL('..', import.meta.url) }).filter(
    (path) => !path.endsWith('.test.ts'),
  )
  const importers = (name: string) =>
    sources
      .filter((path) => {
        const text = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8').replace(/^ \*.*$/gm, '')
        return new RegExp(`import [^;]*?\\b${name}\\b[^;]*?from '@stake/chain'`).test(text)
      })
      .sort()

  test('one file signs, and one sends', () => {
    expect(importers('sign')).toEqual(['src/sign-and-journal.ts'])
    expect(importers('requestSignature')).toEqual([])
    expect(importers('submit')).toEqual(['src/follow.ts'])
    expect(importers('attachSignature')).toEqual([])
    expect(importers('rawCall')).toEqual([])
  })

  test('the programs of this repository sign and send nothing by themselves', () => {
    const apps = new URL('../../../apps/', import.meta.url)
    const programs = globSync('*/src/**/*.{ts,tsx}', { cwd: apps }).filter((path) => !/\.test\./.test(path))
    expect(programs.length).toBeGreaterThan(50)
    const names = '(sign|requestSignature|submit|attachSignature|rawCall)'
    const imported = new RegExp(`import [^;]*?\\b${names}\\b[^;]*?from '@stake/chain'`)
    const own = programs.filter((path) => imported.test(readFileSync(new URL(path, apps), 'utf8')))
    expect(own).toEqual([])
  })

  test('nothing that is exported takes bytes and signs them, and no Operation is a raw call', () => {
    const names = Object.keys(ops)
    expect(names.filter((name) => /^(sign|submit|raw|send)/i.test(name))).toEqual([])
    expect(() => parseOperation({ id: '1', kind: 'raw', coldkey: alice.address, call: '0x' })).toThrow(
      expect.objectContaining({ code: 'InvalidOperation' }),
    )
  })
})
