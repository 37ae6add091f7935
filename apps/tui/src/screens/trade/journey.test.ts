import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { developmentAccounts } from '@stake/chain'
import type { Plan, Report } from '@stake/ops'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { Program } from '../shell/program.ts'
import type { State } from '../shell/state.ts'
import type { Confirmation } from './confirmation.ts'
import type { TradeForm, TradeKind } from './trade-form.ts'
import type { Transaction } from './transaction.ts'

// Every kind from its keys to its end on a chain, through the program as it runs, without a terminal.

const bob = developmentAccounts['//Bob'] ?? ''
/** A valid address that begins and ends like his. */
const double = '5FHneW46xGXgs5mUiveU4sbTyMjwgLHDXexeRASSKKBH94ty'
const PATIENCE = { timeout: 25_000, interval: 20 }

let program: Program
let home: string
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'stake-home-'))
  vi.stubEnv('STAKE_HOME', home)
  vi.stubEnv('STAKE_URI', undefined)
  program = new Program({ columns: 120, rows: 40 }, { quit: () => undefined, copy: () => undefined })
  await program.open({ network: 'devnet', port: 0, blockTime: 250 })
  await vi.waitUntil(() => program.getState().live?.snapshot, PATIENCE)
}, 30_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await program.close()
  await rm(home, { recursive: true })
})
afterEach(() => press('Escape', 'Escape', 'Escape', '1'))

function press(...keys: readonly string[]): void {
  for (const key of keys) program.send({ type: 'key', key })
}

function until<T>(look: (state: State) => T): Promise<NonNullable<T>> {
  return vi.waitUntil(() => look(program.getState()), PATIENCE) as Promise<NonNullable<T>>
}

const kinds: readonly TradeKind[] = ['stake', 'unstake', 'move', 'swap', 'transferStake', 'stakeBurn']

/** Chooses a kind, and fills its fields from the top: each is typed and chosen, or left as it is. */
async function fill(kind: TradeKind, fields: readonly string[], amount: string): Promise<void> {
  press('4', ...kinds.map(() => 'Left'), ...Array.from({ length: kinds.indexOf(kind) }, () => 'Right'), 'Tab')
  for (const field of fields) {
    const { focus } = form()
    if (field === 'largest validator') await until(({ trade }) => trade.form.hotkey.value)
    else if (field === 'another validator') {
      await until(({ trade }) => trade.validators?.list)
      press('Down')
    } else if (field !== '') program.send({ type: 'paste', text: field })
    press('Enter')
    expect(form().focus).not.toBe(focus)
  }
  press('Ctrl-u', ...amount)
  expect(form()).toMatchObject({ kind, focus: 'amount', amount: { text: amount } })
}

function form(): TradeForm {
  return program.getState().trade.form
}

/** Reviews what the form says; the dialog, or why there is none. */
async function review(): Promise<Confirmation> {
  press('Enter')
  const { dialog, trade } = await until((state) => (state.dialog || state.trade.refusal ? state : undefined))
  if (dialog?.kind !== 'confirm') throw new Error(trade.refusal?.message ?? `there is a ${dialog?.kind}`)
  return dialog.confirmation
}

/** Refuses once, then says yes, and waits for the end. */
async function carryOut(demand = ''): Promise<{ plan: Plan; report: Report; transaction: Transaction }> {
  const before = program.getState().transactions.length
  await review()
  press('Enter')
  expect(program.getState()).toMatchObject({ dialog: undefined, view: 'trade' })
  expect(program.getState().transactions).toHaveLength(before)
  const { plan } = await review()
  press(...(demand === '' ? ['Right'] : ['Up', ...demand, 'Tab', 'Tab']), 'Enter')
  expect(program.getState().dialog).toMatchObject({ kind: 'outcome' })
  const transaction = await until(({ transactions }) => {
    const last = transactions.at(-1)
    if (last?.failure) throw new Error(last.failure.message)
    return last?.report?.final && last.legs[0]?.report?.final ? last : undefined
  })
  const report = transaction.legs[0]?.report
  if (!report) throw new Error('there is no report')
  return { plan, report, transaction }
}

describe('from the keys to the end of a trade', { timeout: 60_000 }, () => {
  test('stake', async () => {
    await fill('stake', ['Foundry', 'largest validator'], '5')
    const { plan, report, transaction } = await carryOut()
    expect(plan.legs[0]?.call.name).toBe('add_stake_limit')
    expect(report).toMatchObject({ status: 'executed', fill: 'filled', networkFee: expect.anything() })
    expect(report.executed.format()).toBe('τ5.000000000')
    expect(transaction.legs[0]).toMatchObject({ hash: expect.stringMatching(/^0x/), broadcast: true })
    // What was sent is not in the form any more.
    expect(form().amount.text).toBe('')
  })

  test('unstake half of a position', async () => {
    await fill('unstake', ['Cartography'], '50%')
    press('Tab', 'Tab', 'Ctrl-u', ...'25%')
    // So wide a tolerance is asked for twice.
    const { plan, report } = await carryOut('25%')
    expect(plan.legs[0]?.call.name).toBe('remove_stake_limit')
    expect(report).toMatchObject({ status: 'executed', fill: 'filled' })
    expect(report.executed.netuid).toBe(1)
    expect(report.received.netuid).toBe(0)
  })

  test('move to another validator of the subnet: no price, no route, no mode', async () => {
    await fill('move', ['Lanternworks', '', 'another validator'], '100')
    expect(form().toHotkey.value).not.toBe(form().position.value?.split(':')[1])
    const { plan, report } = await carryOut()
    expect(plan.legs[0]?.call.name).toBe('move_stake')
    expect(report).toMatchObject({ status: 'executed', fill: 'filled' })
    const to = form().toHotkey.value
    await until(({ live }) =>
      live?.snapshot?.positions.some(({ hotkey, netuid }) => netuid === 3 && hotkey === to),
    )
  })

  test('swap by the protected route', async () => {
    await fill('swap', ['119', 'Cartography'], '5')
    press('Tab', 'Down')
    expect(form()).toMatchObject({ focus: 'route', route: 'protected' })
    const { plan, report } = await carryOut()
    expect(plan.legs[0]?.call.name).toBe('batch_all')
    expect(report).toMatchObject({ status: 'executed' })
    expect(report.received.compare(plan.legs[0]?.leastReceived ?? report.received)).toBeGreaterThanOrEqual(0)
  })

  test('transfer to an account that never got any, which is told', async () => {
    await fill('transferStake', ['Cartography', bob, ''], '10')
    const { destinations } = await review()
    expect(destinations).toEqual([{ kind: 'coldkey', address: bob, isNew: true, resembles: undefined }])
    press('Escape')
    const { report } = await carryOut()
    expect(report).toMatchObject({ status: 'executed', fill: 'filled' })
    // Now it is known, is suggested, and its double is found out.
    press('Enter')
    await fill('transferStake', ['Cartography', double, ''], '10')
    const again = await review()
    expect(again.destinations).toMatchObject([{ isNew: true, resembles: bob }])
    expect(again.demand?.kind).toBe('ending')
  })

  test('stake burn', async () => {
    await fill('stakeBurn', ['Foundry', 'largest validator'], '1')
    const { plan, report } = await carryOut()
    expect(plan.legs[0]?.call.name).toBe('add_stake_burn')
    expect(report).toMatchObject({ status: 'executed' })
  })

  test('everything at any price, which must be typed', async () => {
    await fill('unstake', ['Foundry'], 'all')
    press('Tab', 'G')
    expect(form().mode).toBe('unsafe')
    const { report } = await carryOut('unsafe')
    expect(report).toMatchObject({ status: 'executed', fill: 'filled' })
    await until(({ live }) => !live?.snapshot?.positions.some(({ netuid }) => netuid === 2))
  })

  test('what would be refused stays on the form, with the reason', async () => {
    await fill('stake', ['Foundry', 'largest validator'], '99999')
    press('Enter')
    await until(({ trade }) => trade.refusal)
    expect(program.getState().dialog).toBeUndefined()
    expect(program.getState().trade.refusal?.code).toBe('SlippageTooHigh')
  })
})

describe('what stops a trade before it is signed', { timeout: 60_000 }, () => {
  let strict: Program
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stake-policy-'))
    const policyFile = join(folder, 'policy.json')
    await writeFile(policyFile, JSON.stringify({ version: 1, perOperation: '2 TAO' }))
    strict = new Program({ columns: 80, rows: 24 }, { quit: () => undefined, copy: () => undefined })
    await strict.open({ network: 'devnet', port: 0, blockTime: 250, policyFile })
    await vi.waitUntil(() => strict.getState().live?.snapshot, PATIENCE)
  }, 30_000)
  afterAll(async () => {
    await strict.close()
    await rm(folder, { recursive: true })
  })

  test('the policy says which rule, on the form, before anything is asked', async () => {
    const press = (...keys: readonly string[]) => {
      for (const key of keys) strict.send({ type: 'key', key })
    }
    press('4', 'Enter', ...'Foundry', 'Enter')
    await vi.waitUntil(() => strict.getState().trade.form.hotkey.value, PATIENCE)
    press('Enter', ...'5', 'Enter')
    const refusal = await vi.waitUntil(() => strict.getState().trade.refusal, PATIENCE)
    expect(refusal).toMatchObject({ code: 'PolicyRefusal', details: { rule: 'perOperation' } })
    expect(strict.getState().dialog).toBeUndefined()
    expect(strict.getState().transactions).toEqual([])
    // What it allows goes on.
    press('Ctrl-u', ...'1', 'Enter')
    await vi.waitUntil(() => strict.getState().dialog?.kind === 'confirm', PATIENCE)
  })
})
