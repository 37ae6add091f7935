import type { Account, Position, Snapshot, Subnet, Validator } from '@stake/chain'
import { Balance, type Pool, type SafetyMode, spotPrice } from '@stake/math'
import { type Leg, type Operation, type Plan, type Preview, parseOperation, preview } from '@stake/ops'
import type { Live } from '../src/live-state.ts'
import { initialState, type Size, type State } from '../src/screens/shell/state.ts'
import type { Draft } from '../src/screens/trade/draft.ts'

/** Accounts and hotkeys whose addresses are valid. */
export const coldkey = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
export const hotkeys = [
  '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty',
  '5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y',
  '5DAAnrj7VHTznn2AWBemMuyBwZWs6FNFjdyVXUeYum3PTXFy',
] as const

const now = Date.UTC(2026, 10, 21, 8)

/** A chain at one block: the root, a pool of round numbers, and names that nobody would choose by accident. */
export function snapshot(changes: Partial<Snapshot> = {}): Snapshot {
  const subnets = [
    subnet(0, 'root', 'τ', { curve: 'stable', netuid: 0, tao: tao('5000'), alpha: tao('5000') }),
    subnet(1, 'Apex', 'α', balancer(1, '1000', '1500')),
    subnet(2, '漢字の畑', '漢', balancer(2, '5000', '20000')),
    subnet(3, 'quiet\u001b[31m\u202Eevil', 'γ\u200B', balancer(3, '120', '4000')),
    { ...subnet(4, 'Dormant', 'δ', balancer(4, '10', '10')), subtokenEnabled: false },
    subnet(277, 'Monsoon', 'इ', balancer(277, '9000', '12000')),
  ]
  return {
    block: { number: 4_242, hash: '0x01' },
    timestamp: now,
    specVersion: 424,
    existentialDeposit: Balance.fromRao(500n),
    accounts: new Map<string, Account>([[coldkey, account('1234.5')]]),
    hotkeys: new Map(),
    subnets: new Map(subnets.map((each) => [each.netuid, each])),
    positions: [
      position(0, hotkeys[0], '250'),
      position(1, hotkeys[1], '120.5'),
      position(277, hotkeys[2], '1800.000000001'),
    ],
    ...changes,
  }
}

export function tao(text: string): Balance {
  return Balance.parse(text)
}

function account(free: string): Account {
  const none = Balance.zero()
  return { free: tao(free), reserved: none, frozen: none, transferable: tao(free), nonce: 0 }
}

export function position(netuid: number, hotkey: string, stake: string): Position {
  const balance = Balance.parse(stake, netuid)
  return { coldkey, hotkey, netuid, stake: balance, available: balance }
}

export function balancer(netuid: number, inTao: string, inAlpha: string): Pool {
  return {
    curve: 'balancer',
    netuid,
    tao: tao(inTao),
    alpha: Balance.parse(inAlpha, netuid),
    feeRate: 33,
    quoteWeight: 500_000_000_000_000_000n,
  }
}

export function subnet(netuid: number, name: string, symbol: string, pool: Pool): Subnet {
  return {
    netuid,
    name,
    symbol,
    identity: undefined,
    owner: { coldkey, hotkey: hotkeys[0] },
    curve: pool.curve,
    pool,
    reserves: { tao: pool.tao, alpha: pool.alpha },
    price: spotPrice(pool),
    movingPrice: spotPrice(pool),
    subtokenEnabled: true,
    registeredAt: 100 + netuid,
    tempo: 360,
    lastEpoch: 4_000 + (netuid % 240),
    alphaOut: Balance.parse('50000', netuid),
    volume: 0n,
    emission: {
      tao: Balance.fromRao(BigInt(netuid) * 1_000_000n),
      alphaIn: Balance.zero(netuid),
      alphaOut: Balance.zero(netuid),
    },
  }
}

/** The validators of subnet 1, in the order of their uids. */
export const validators: readonly Validator[] = [
  validator(0, hotkeys[0], '900', 11_796, true),
  validator(1, hotkeys[1], '12345.678', 5_898, true),
  validator(2, hotkeys[2], '99999', 0, false),
]

function validator(uid: number, hotkey: string, stake: string, take: number, permit: boolean): Validator {
  const alpha = Balance.parse(stake, 1)
  return { uid, hotkey, coldkey, permit, stake: alpha, take, dividends: Balance.zero(1), weight: alpha.rao }
}

/** What is known of the chain, connected a second ago. */
export function live(changes: Partial<Live> = {}): Live {
  return {
    connection: { status: 'ready', endpoint: 'ws://127.0.0.1:9944', since: now },
    snapshot: snapshot(),
    previous: undefined,
    readAt: now,
    failure: undefined,
    latency: 12,
    ...changes,
  }
}

/** The screens as they stand once a block was read. */
export function ready(changes: Partial<State> = {}, size: Size = { columns: 80, rows: 24 }): State {
  return {
    ...initialState(size, now + 1_000),
    session: {
      network: 'devnet',
      endpoint: 'ws://127.0.0.1:9944',
      embedded: true,
      developmentKeys: true,
      coldkey,
      canSign: true,
    },
    live: live(),
    ...changes,
  }
}

/** A plan as `plan` makes it of one trade; the call is never sent. */
export function planOf(
  kind: 'stake' | 'unstake',
  amount: string,
  mode: SafetyMode = 'strict',
  tolerance = '0.5%',
): Plan {
  return planOfDrafts({ kind, coldkey, hotkey: hotkeys[1], netuid: 1, amount, mode, tolerance })
}

/** The same of operations of any kind, each on the pools of the sample. */
export function planOfDrafts(...drafts: readonly Draft[]): Plan {
  const numbers = snapshot()
  const networkFee = Balance.fromRao(1_680_739n)
  const call = { pallet: 'SubtensorModule', name: 'add_stake_limit', args: {}, bytes: '0x' } as const
  const legs = drafts.map((draft, index): Leg => {
    const operation: Operation = parseOperation<unknown>({ ...draft, id: `op-${index + 1}` })
    const previewed: Preview = preview(operation, numbers)
    if (previewed.chosen.refusal) throw previewed.chosen.refusal
    return {
      ...previewed,
      quote: previewed.chosen.quote,
      call,
      parts: { calls: [call], together: 'single' },
      networkFee,
      feeInAlpha: undefined,
    }
  })
  return {
    genesisHash: '0x00',
    specVersion: 424,
    coldkey,
    block: numbers.block,
    legs,
    spent: legs.reduce((sum, { spends }) => sum.add(spends), tao('0')),
    networkFees: Balance.fromRao(networkFee.rao * BigInt(legs.length)),
    free: tao('1234.5'),
    existentialDeposit: numbers.existentialDeposit,
    sources: 1,
  }
}
