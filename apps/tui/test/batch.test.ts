import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { developmentAccounts } from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type BatchField, currentPlan } from '../src/screens/batch/batch-state.ts'
import { Program } from '../src/screens/shell/program.ts'
import type { State } from '../src/screens/shell/state.ts'
import type { Transaction } from '../src/screens/trade/transaction.ts'

// Many at once, through the keys, on a real chain whose blocks come when something waits for one.
const alice = developmentAccounts['//Alice'] ?? ''
let devnet: Devnet
let program: Program
let folder: string

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', emission: false })
  await devnet.sealBlock()
  program = new Program({ columns: 120, rows: 40 }, { quit: () => undefined, copy: () => undefined })
  folder = mkdtempSync(join(tmpdir(), 'stake-batch-'))
  vi.stubEnv('STAKE_HOME', folder)
  vi.stubEnv('STAKE_URI', '//Alice')
  await program.open({ network: devnet.url })
  await shown(({ live }) => live?.snapshot !== undefined)
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await program.close()
  await devnet.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The state as soon as a condition holds. */
async function shown(condition: (state: State) => boolean): Promise<State> {
  try {
    await vi.waitUntil(() => condition(program.getState()), { timeout: 20_000 })
  } catch {
    const { batch, dialog, notice } = program.getState()
    throw new Error(`it never came to that: ${JSON.stringify({ refusal: batch.refusal, dialog, notice })}`)
  }
  return program.getState()
}

function press(...keys: readonly string[]): void {
  for (const key of keys) program.send({ type: 'key', key })
}

/** Says yes to what is asked, to all that must be read and typed first, and seals blocks until all of it is final. */
async function saidYes(): Promise<Transaction> {
  const { dialog } = await shown((state) => state.dialog?.kind === 'confirm')
  const demand = dialog?.kind === 'confirm' ? dialog.confirmation.demand : undefined
  press('PageDown', 'PageDown', 'PageDown', 'PageDown')
  if (demand) press('Up', ...demand.text, 'Down')
  press('Right', 'Enter')
  await shown((state) => state.dialog?.kind === 'outcome')
  for (;;) {
    const transaction = program.getState().transactions.at(-1)
    if (!transaction) throw new Error('nothing was sent')
    if (transaction.failure || transaction.legs.every(({ report }) => report?.final)) return transaction
    const before = program.getState()
    await devnet.sealBlock()
    await shown((state) => state !== before)
  }
}

function stakeOf(netuid: number): bigint {
  const positions = program.getState().live?.snapshot?.positions ?? []
  return positions
    .filter((position) => position.coldkey === alice && position.netuid === netuid)
    .reduce((sum, { stake }) => sum + stake.rao, 0n)
}

/** Moves to a field of the batch. */
function goTo(field: BatchField): void {
  for (let fields = 0; program.getState().batch.focus !== field && fields < 10; fields++) press('Tab')
  expect(program.getState().batch.focus).toBe(field)
}

test.for(['gather', 'batch', 'sequence'] as const)(
  'a tenth of three marked positions leaves: %s',
  { timeout: 60_000 },
  async (form) => {
    press('1', 'g', ' ', ' ', ' ', '5')
    const before = [0, 1, 3].map(stakeOf)
    goTo('amount')
    press('Ctrl-u', ...'10%')
    goTo('tolerance')
    press('Ctrl-u', ...'5%')
    goTo('together')
    for (let forms = 0; program.getState().batch.together !== form && forms < 3; forms++) press('Right')
    await shown((state) => currentPlan(state)?.plan !== undefined)
    press('Enter')
    const { form: sent, legs } = await saidYes()
    expect(sent).toBe(form)
    expect(legs.map(({ report }) => report?.status)).toEqual(['executed', 'executed', 'executed'])
    // One after the other takes a block each, everything else one.
    const blocks = new Set(legs.map(({ report }) => report?.block?.number))
    expect(blocks.size).toBe(form === 'sequence' ? 3 : 1)
    const hashes = new Set(legs.map(({ hash }) => hash))
    expect(hashes.size).toBe(form === 'batch' ? 1 : 3)
    await shown(() => [0, 1, 3].every((netuid, index) => stakeOf(netuid) < (before[index] ?? 0n)))
    // Out of what became of it, and the marks away.
    press('Escape', '5')
    goTo('together')
    press('Escape')
    expect(program.getState().marked.size).toBe(0)
  },
)

async function load(file: string): Promise<void> {
  press('5', 'f', ...file, 'Enter')
  await shown(({ batch }) => batch.given !== undefined && batch.file === undefined)
}

test('a file becomes a plan; the same file again is known and signs nothing', {
  timeout: 60_000,
}, async () => {
  const hotkey = program.getState().live?.snapshot?.positions.find(({ netuid }) => netuid === 1)?.hotkey ?? ''
  const file = join(folder, 'two.json')
  const leg = { kind: 'stake', hotkey, netuid: 1, amount: '1' }
  writeFileSync(
    file,
    JSON.stringify([
      { id: 'first', ...leg },
      { id: 'second', ...leg },
    ]),
  )
  const before = stakeOf(1)
  await load(file)
  await shown((state) => currentPlan(state)?.plan !== undefined)
  press('Enter')
  const { legs } = await saidYes()
  expect(legs.map(({ report }) => report?.status)).toEqual(['executed', 'executed'])
  await shown(() => stakeOf(1) > before)
  const after = stakeOf(1)
  const { accounts } = program.getState().live?.snapshot ?? {}
  const nonce = accounts?.get(alice)?.nonce
  press('Escape')
  await load(file)
  await shown((state) => currentPlan(state)?.plan !== undefined)
  press('Enter')
  await saidYes()
  await devnet.sealBlock()
  await shown(({ live }) => live?.snapshot?.block.number !== undefined)
  expect(stakeOf(1)).toBe(after)
  expect(program.getState().live?.snapshot?.accounts.get(alice)?.nonce).toBe(nonce)
})

test('what is no list of operations says so, and loads nothing', async () => {
  press('Escape', '5', 'Escape', 'f', ...join(folder, 'absent.json'), 'Enter')
  const { batch } = await shown((state) => state.batch.refusal !== undefined)
  expect(batch.refusal?.failure.message).toContain('there is no such file')
  expect(batch.given).toBeUndefined()
})
