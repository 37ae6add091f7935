import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import {
  buildCall,
  type Call,
  type Chain,
  calls,
  connect,
  explainFailure,
  type Signer,
  signerFromUri,
} from '@stake/chain'
import { type Devnet, demoGenesis, namedAccount, startDevnet, storageEntry } from '@stake/devnet'
import { Balance, StakeError } from '@stake/math'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  batch,
  memoryJournal,
  type Numbers,
  type Operation,
  parseOperation,
  parsePolicy,
  plan,
  planFromJson,
  preview,
  readSnapshotFor,
  run,
  worldOf,
} from '../src/index.ts'
import { kindOf } from '../src/kinds/index.ts'
import { checkLimits } from '../src/limit-guard.ts'
import { openFileJournal } from '../src/node/index.ts'
import { type Market, runOptions, sent } from './market.ts'
import { ALICE, BOB, numbersOf, poolOf } from './numbers.ts'

// Every failure names its cause, with its numbers, and a remedy. None is a bare Error.

const alice = signerFromUri('//Alice')
const bob = signerFromUri('//Bob')
const poor = signerFromUri('//Poor')
const locker = signerFromUri('//Locker')
const nobody = namedAccount('nobody who fails')
const owned = namedAccount('a hotkey that Alice owns')
let devnet: Devnet
let chain: Chain
let market: Market
/** A validator with Alice's stake, by netuid. */
const hotkeys = new Map<number, string>()
let ids = 0

beforeAll(async () => {
  const genesis = demoGenesis()
  for (const { hotkey, netuid, coldkey } of genesis.stakes)
    if (coldkey === alice.address) hotkeys.set(netuid, hotkey)
  const hotkey = at(1)
  const mass = 39_000_000_000n
  const lock = { locked_mass: mass, conviction: { bits: 0n }, last_update: 0n }
  devnet = await startDevnet({
    blockTime: 'manual',
    emission: false,
    genesis: {
      ...genesis,
      balances: { ...genesis.balances, [poor.address]: '0.0005', [locker.address]: '10' },
      hotkeys: [...genesis.hotkeys, { hotkey: owned, owner: alice.address, take: 6_553 }],
      stakes: [
        ...genesis.stakes,
        { hotkey, coldkey: poor.address, netuid: 1, alpha: '40' },
        { hotkey, coldkey: locker.address, netuid: 1, alpha: '40' },
      ],
      storage: Object.fromEntries([
        storageEntry('SubtensorModule', 'TransferToggle', [119], false),
        storageEntry('SubtensorModule', 'Lock', [locker.address, 1, hotkey], lock),
        storageEntry('SubtensorModule', 'NetworkRegistrationAllowed', [3], false),
      ]),
    },
  })
  chain = await connect({ endpoints: devnet.url })
  market = {
    devnet,
    chain,
    signer: alice,
    async close() {
      await chain.close()
      await devnet.close()
    },
  }
}, 60_000)
afterAll(async () => {
  await market.close()
})

const at = (netuid: number) => hotkeys.get(netuid) ?? ''
const wish = (fields: object, signer: Pick<Signer, 'address'> = alice): Operation =>
  parseOperation({ id: `failure-${++ids}`, coldkey: signer.address, ...fields }) as Operation
const planned = (fields: object, signer: Pick<Signer, 'address'> = alice) =>
  plan(chain, [wish(fields, signer)])
/** On numbers, without a chain. */
const shown = (fields: object, numbers: Numbers) =>
  preview(
    parseOperation({ id: 'x', coldkey: ALICE, hotkey: BOB, netuid: 1, ...fields }) as Operation,
    numbers,
  )
const two = [poolOf(1, '10000', '10000'), poolOf(2, '10000', '10000')]
const thrown = (refusal: StakeError | undefined): never => {
  throw refusal ?? new Error('nothing was refused')
}

/** Of each class how it comes about, its code, and the numbers that must explain it. */
const own: Record<string, readonly [code: string, numbers: readonly string[], provoke: () => unknown]> = {
  InvalidOperation: ['InvalidOperation', ['field'], () => parseOperation({ id: '1', kind: 'stake' })],
  InsufficientBalance: [
    'InsufficientBalance',
    ['free', 'amount', 'fee', 'missing'],
    () => planned({ kind: 'stake', hotkey: at(1), netuid: 1, amount: '5' }, poor),
  ],
  NoTao: [
    'NoTao',
    ['coldkey'],
    () => planned({ kind: 'unstake', hotkey: at(1), netuid: 1, amount: '1' }, { address: nobody }),
  ],
  FeeTakesAlpha: [
    'InsufficientStake',
    ['asked', 'available', 'fee'],
    () => planned({ kind: 'unstake', hotkey: at(1), netuid: 1, amount: '40', mode: 'unsafe' }, poor),
  ],
  InsufficientStake: [
    'InsufficientStake',
    ['asked', 'available'],
    () => planned({ kind: 'unstake', hotkey: at(1), netuid: 1, amount: '1000000' }),
  ],
  UnstakeTooSmall: [
    'AmountTooLow',
    ['asked', 'received', 'minimum'],
    () => planned({ kind: 'unstake', hotkey: at(1), netuid: 1, amount: '0.00001' }),
  ],
  WouldBeRefused: [
    'TransferDisallowed',
    ['netuid'],
    () =>
      planned({ kind: 'transferStake', hotkey: at(119), netuid: 119, toColdkey: bob.address, amount: '5' }),
  ],
  ModeUnavailable: [
    'ModeUnavailable',
    ['kind', 'mode'],
    () => thrown(shown({ kind: 'stakeBurn', amount: '1' }, numbersOf(two)).modes?.partial.refusal),
  ],
  NoMoveLimit: [
    'UnprotectedMove',
    ['kind'],
    () =>
      planned({
        kind: 'transferStake',
        hotkey: at(3),
        netuid: 3,
        toNetuid: 1,
        toColdkey: bob.address,
        amount: '5',
      }),
  ],
  NothingFits: [
    'NothingFits',
    ['asked', 'limit'],
    () => {
      const pools = [
        poolOf(1, '10000', '10000', { quoteWeight: 520_000_000_000_000_000n }),
        poolOf(2, '10000', '10000', { quoteWeight: 600_000_000_000_000_000n }),
      ]
      const swap = { kind: 'swap', toNetuid: 2, amount: '1', mode: 'partial', tolerance: '1%' }
      return thrown(shown(swap, numbersOf(pools)).chosen.refusal)
    },
  ],
  SellsWhatIsStaked: [
    'SellsWhatIsStaked',
    ['hotkey'],
    () => {
      const stake = parseOperation({
        id: 's',
        kind: 'stake',
        coldkey: ALICE,
        hotkey: BOB,
        netuid: 1,
        amount: '5',
        mode: 'unsafe',
      })
      const start = worldOf(numbersOf(two, { stake: '10' }), ALICE)
      const world = kindOf(stake).after(preview(stake, start), start)
      const all = parseOperation({ id: 'a', kind: 'unstakeAll', coldkey: ALICE, hotkey: BOB, mode: 'unsafe' })
      return thrown(preview(all, world).chosen.refusal)
    },
  ],
  FactsMissing: [
    'FactsMissing',
    ['kind'],
    () => shown({ kind: 'register' }, { ...numbersOf(two), facts: undefined }),
  ],
  SubnetUnavailable: [
    'SubtokenDisabled',
    ['netuid'],
    () => planned({ kind: 'stake', hotkey: at(1), netuid: 5, amount: '5' }),
  ],
  SubnetReplaced: [
    'SubnetReplaced',
    ['netuid', 'believed', 'registeredAt'],
    () =>
      plan(chain, [wish({ kind: 'stake', hotkey: at(1), netuid: 1, amount: '1' })], {
        registeredAt: new Map([[1, 4_711]]),
      }),
  ],
  HotkeyNotFound: [
    'HotKeyAccountNotExists',
    ['hotkey'],
    () => planned({ kind: 'stake', hotkey: nobody, netuid: 1, amount: '1' }),
  ],
  UselessLimit: [
    'UselessLimit',
    ['limitPrice', 'lossPpb', 'tolerance'],
    () => {
      const good = shown({ kind: 'unstake', amount: '1' }, numbersOf(two))
      return checkLimits({ ...good, swaps: good.swaps.map(({ quote }) => ({ quote, limitPrice: 1_000n })) })
    },
  ],
  WouldBeCut: [
    'WouldBeCut',
    ['asked', 'traded'],
    () => {
      const pools = [poolOf(1, '1000000', '1000000'), poolOf(2, '1000000', '1.2')]
      const swap = { kind: 'swap', toNetuid: 2, amount: '300000', mode: 'unsafe' }
      return thrown(shown(swap, numbersOf(pools)).chosen.refusal)
    },
  ],
  QuoteDisagrees: [
    'QuoteDisagrees',
    ['ours', 'theirs', 'netuid'],
    async () => {
      const stake = wish({ kind: 'stake', hotkey: at(1), netuid: 1, amount: '1' })
      const numbers = await readSnapshotFor(chain, [stake])
      const subnet = numbers.subnets.get(1)
      if (subnet?.pool?.curve !== 'balancer') throw new Error('the demo has a pool there')
      // As a node would tell it that lies about its storage.
      const pool = { ...subnet.pool, alpha: subnet.pool.alpha.add(Balance.parse('10', 1)) }
      const lied = { ...numbers, subnets: new Map([[1, { ...subnet, pool }]]) }
      return plan(chain, [stake], { snapshot: lied })
    },
  ],
  PolicyRefusal: [
    'PolicyRefusal',
    ['rule'],
    async () =>
      run(chain, await planned({ kind: 'stake', hotkey: at(1), netuid: 1, amount: '1' }), {
        ...runOptions(market),
        policy: parsePolicy({ version: 1, netuids: [2] }),
      }),
  ],
  WrongChain: [
    'WrongChain',
    ['planned', 'connected'],
    () => planFromJson(chain, { version: 1, genesisHash: '0x01', legs: [] }),
  ],
  JournalUnusable: ['JournalUnusable', ['path'], () => openFileJournal(tmpdir())],
  WrongSigner: [
    'WrongSigner',
    ['coldkey', 'signer'],
    async () =>
      run(chain, await planned({ kind: 'stake', hotkey: at(1), netuid: 1, amount: '1' }), {
        signer: bob,
        journal: memoryJournal(),
        policy: {},
      }),
  ],
  NotInBestEffort: [
    'NotInBestEffort',
    ['id', 'kind'],
    async () => {
      const swap = { kind: 'swap', hotkey: at(3), netuid: 3, toNetuid: 1, amount: '5', route: 'protected' }
      const made = await plan(chain, [wish(swap)], { batched: true })
      return batch(chain, made, { ...runOptions(market), atomic: false })
    },
  ],
  PolicyUnreadable: ['PolicyUnreadable', [], () => parsePolicy({ version: 1, maximum: '1 TAO' })],
}

/** What takes more than a line to bring about, and the tests that do. */
const elsewhere: Record<string, string> = {
  EndpointsDisagree: 'plan.test.ts',
  OperationKnown: 'resume.test.ts',
  AccountBusy: 'two-processes.test.ts',
  BatchTooLarge: 'batch.test.ts',
  ScheduleChanged: 'schedule.test.ts',
}

function expectExplained(error: unknown, code: string, numbers: readonly string[]): void {
  expect(error).toBeInstanceOf(StakeError)
  const { message, remedy, details, code: own, name } = error as StakeError
  expect(own).toBe(code)
  expect(name).not.toBe('Error')
  // Whole sentences, for people.
  expect(message).toMatch(/^\S.{10,}\.$/s)
  expect(remedy).toMatch(/^[A-Z].{10,}\.$/s)
  for (const number of numbers) expect(details[number], `${code} tells its ${number}`).toMatch(/./)
  expect(`${message}${remedy}`).not.toMatch(/undefined|NaN|\[object/)
}

describe('every class of errors', () => {
  test('is brought about here or in a test named here', () => {
    const source = new URL('../src/', import.meta.url)
    const classes = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
      .flatMap((path) => [
        ...readFileSync(new URL(path, source), 'utf8').matchAll(/class (\w+) extends StakeError/g),
      ])
      .map(([, name]) => name ?? '')
    expect(classes.toSorted()).toEqual([...Object.keys(own), ...Object.keys(elsewhere)].toSorted())
    for (const [name, file] of Object.entries(elsewhere))
      expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(name)
  })

  test.each(Object.entries(own))('%s', async (_, [code, numbers, provoke]) => {
    const error = await Promise.resolve()
      .then(provoke)
      .then(
        () => undefined,
        (error: unknown) => error,
      )
    expectExplained(error, code, numbers)
  })
})

/** Of each of the chain's errors a call that meets it, and the numbers that are found for it. */
const onChain = (): readonly (readonly [
  code: string,
  numbers: readonly string[],
  call: Call,
  signer?: Signer,
])[] => {
  const stake = (fields: object) => ({ hotkey: at(1), netuid: 1, amount_staked: 1_000_000_000n, ...fields })
  const limited = (fields: object) => stake({ limit_price: 10n ** 15n, allow_partial: false, ...fields })
  const unstake = (fields: object) => ({
    hotkey: at(1),
    netuid: 1,
    amount_unstaked: 1_000_000_000n,
    ...fields,
  })
  const raw = (name: string, args: object) =>
    buildCall(chain, 'SubtensorModule', name as 'add_stake', args as never)
  return [
    ['AmountTooLow', ['amount', 'minimum'], raw('add_stake', stake({ amount_staked: 1_000n }))],
    [
      'SlippageTooHigh',
      ['limit'],
      raw('add_stake_limit', limited({ amount_staked: 10n ** 14n, limit_price: 10n ** 9n })),
    ],
    ['PriceLimitExceeded', ['limit', 'spotPrice'], raw('add_stake_limit', limited({ limit_price: 1_000n }))],
    ['InsufficientLiquidity', [], raw('add_stake', stake({ amount_staked: 2n ** 63n }))],
    ['NotEnoughBalanceToStake', [], raw('add_stake', stake({ amount_staked: 10n ** 12n })), locker],
    ['SubnetNotExists', [], raw('add_stake', stake({ netuid: 4_000 }))],
    ['SubtokenDisabled', [], raw('add_stake', stake({ netuid: 5 }))],
    ['HotKeyAccountNotExists', [], raw('add_stake', stake({ hotkey: nobody }))],
    [
      'NotEnoughStakeToWithdraw',
      [],
      raw('remove_stake_limit', {
        ...unstake({ amount_unstaked: 10n ** 12n }),
        limit_price: 1n,
        allow_partial: true,
      }),
    ],
    ['StakeUnavailable', [], raw('remove_stake', unstake({ amount_unstaked: 30_000_000_000n })), locker],
    [
      'TransferDisallowed',
      [],
      raw('transfer_stake', {
        destination_coldkey: bob.address,
        hotkey: at(119),
        origin_netuid: 119,
        destination_netuid: 119,
        alpha_amount: 10n ** 9n,
      }),
    ],
    [
      'SameNetuid',
      [],
      raw('move_stake', {
        origin_hotkey: at(1),
        destination_hotkey: at(1),
        origin_netuid: 1,
        destination_netuid: 1,
        alpha_amount: 10n ** 9n,
      }),
    ],
    [
      'AccountRejectsLockedAlpha',
      [],
      raw('transfer_stake', {
        destination_coldkey: bob.address,
        hotkey: at(1),
        origin_netuid: 1,
        destination_netuid: 1,
        alpha_amount: 40_000_000_000n,
      }),
      locker,
    ],
    [
      'CannotBurnOrRecycleOnRootSubnet',
      [],
      raw('burn_alpha', { hotkey: at(0), amount: 10n ** 9n, netuid: 0 }),
    ],
    [
      'RegistrationPriceLimitExceeded',
      [],
      raw('register_limit', { netuid: 1, hotkey: owned, limit_price: 1n }),
    ],
    ['SubNetRegistrationDisabled', [], raw('burned_register', { netuid: 3, hotkey: owned })],
    ['HotKeyAlreadyRegisteredInSubNet', [], raw('burned_register', { netuid: 1, hotkey: at(1) })],
    ['NonAssociatedColdKey', [], raw('set_childkey_take', { hotkey: at(1), netuid: 1, take: 1 })],
    ['HotKeyNotRegisteredInSubNet', [], raw('set_coldkey_auto_stake_hotkey', { netuid: 1, hotkey: owned })],
  ]
}

describe('every dispatch error that a staker meets', () => {
  test.each(
    [
      'AmountTooLow',
      'SlippageTooHigh',
      'PriceLimitExceeded',
      'InsufficientLiquidity',
      'NotEnoughBalanceToStake',
      'SubnetNotExists',
      'SubtokenDisabled',
      'HotKeyAccountNotExists',
      'NotEnoughStakeToWithdraw',
      'StakeUnavailable',
      'TransferDisallowed',
      'SameNetuid',
      'AccountRejectsLockedAlpha',
      'CannotBurnOrRecycleOnRootSubnet',
      'RegistrationPriceLimitExceeded',
      'SubNetRegistrationDisabled',
      'HotKeyAlreadyRegisteredInSubNet',
      'NonAssociatedColdKey',
      'HotKeyNotRegisteredInSubNet',
    ].map((code) => [code]),
  )('%s', async (code) => {
    const row = onChain().find(([each]) => each === code)
    if (!row) throw new Error('it is in the table')
    const [, numbers, call, signer = alice] = row
    const outcome = await sent({ ...market, signer }, call)
    if (outcome.kind !== 'failed') throw new Error(`it was ${outcome.kind}`)
    const parent = await chain.at(outcome.block.number - 1)
    expectExplained(await explainFailure(parent, call, signer.address, outcome.failure), code, numbers)
  })

  test('what the pool turns away before any block is explained as well', async () => {
    const refused = async (call: Call, signer: Signer = alice) => {
      const outcome = await sent({ ...market, signer }, call)
      if (outcome.kind !== 'refused') throw new Error(`it was ${outcome.kind}`)
      return outcome.refusal
    }
    const take = (take: number, hotkey = owned) =>
      buildCall(chain, 'SubtensorModule', 'increase_take', { hotkey, take })
    for (const call of [take(65_000), take(7_000, at(1))]) {
      const refusal = await refused(call)
      expect(refusal).toBeInstanceOf(StakeError)
      expect(refusal.remedy).toMatch(/./)
      expect(refusal.message).toMatch(/./)
    }
    const stake = calls.addStake(chain, { hotkey: at(1), netuid: 1, amount: Balance.parse('1') })
    const broke = await refused(stake, signerFromUri('//Nobody at all'))
    expect(broke.remedy).toMatch(/./)
  })
})
