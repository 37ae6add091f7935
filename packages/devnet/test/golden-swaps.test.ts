import { readFileSync } from 'node:fs'
import type { ApiPromise } from '@polkadot/api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Devnet, type Genesis, startDevnet } from '../src/index.ts'
import { call, connect, include, pair, runtime } from './client.ts'
import { AUTHOR, HOTKEY, OWNER } from './genesis.ts'

// Values from the chain's own pallets: each vector has a subnet of its own, and staking must do what it says.
interface Vector {
  readonly name: string
  readonly kind: 'swap' | 'simulation'
  readonly inputs: Readonly<Record<string, string>> & {
    readonly tao_reserve: string
    readonly alpha_reserve: string
    readonly quote_weight_e18: string
    readonly fee_rate_u16: string
    readonly amount: string
  }
  readonly expected: Readonly<Record<string, string>>
}

const fixture = new URL('./fixtures/swaps.json', import.meta.url)
const vectors = (JSON.parse(readFileSync(fixture, 'utf8')) as readonly Vector[]).map((vector, index) => ({
  ...vector,
  netuid: index + 1,
}))
const alice = pair('//Alice')
const PLAIN_LIMITS = ['1000000000000000', '1000']

let devnet: Devnet
let api: ApiPromise

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 'manual', genesis: vectorGenesis() })
  api = await connect(devnet)
})

afterAll(async () => {
  await api.disconnect()
  await devnet.close()
})

function vectorGenesis(): Genesis {
  return {
    author: AUTHOR,
    balances: { [AUTHOR]: '1', [alice.address]: '1000000' },
    hotkeys: [{ hotkey: HOTKEY, owner: OWNER }],
    subnets: [
      { netuid: 0, name: 'root', symbol: 'Τ' },
      ...vectors.map(({ name, netuid, inputs }) => ({
        netuid,
        name,
        symbol: 'α',
        tao: tokens(inputs.tao_reserve),
        alpha: tokens(inputs.alpha_reserve),
        quoteWeight: BigInt(inputs.quote_weight_e18),
        feeRate: Number(inputs.fee_rate_u16),
      })),
    ],
    stakes: vectors
      .filter(({ inputs }) => inputs.side === 'sell')
      .map(({ netuid, inputs }) => ({
        hotkey: HOTKEY,
        coldkey: alice.address,
        netuid,
        alpha: tokens(inputs.amount),
      })),
  }
}

/** Rao as a decimal number of whole tokens. */
function tokens(rao: string): string {
  const digits = rao.padStart(10, '0')
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`
}

describe('add_stake and remove_stake, with limits and without', () => {
  test.each(vectors.filter(({ kind }) => kind === 'swap'))('$name', async ({ netuid, inputs, expected }) => {
    const { side, amount, limit_price_rao: limit = '' } = inputs
    const plain = PLAIN_LIMITS.includes(limit)
    const name = `${side === 'buy' ? 'addStake' : 'removeStake'}${plain ? '' : 'Limit'}`
    const terms = plain ? [] : [limit, true]
    const order = call(api, 'subtensorModule', name, HOTKEY, netuid, amount, ...terms)
    const result = await include(devnet, api, order, alice)
    if (expected.error !== undefined) {
      expect(result.error).toBe(`swap.${expected.error}`)
      return
    }
    expect(result.error).toBeUndefined()
    const fields = result.events.find(([event]) =>
      ['subtensorModule.StakeAdded', 'subtensorModule.StakeRemoved'].includes(event),
    )
    const { amount_paid_in: paidIn, amount_paid_out: paidOut, fee_paid: fee } = expected
    expect(fields?.slice(4)).toEqual(
      side === 'buy' ? [paidOut, String(netuid), fee] : [paidIn, String(netuid), fee],
    )
    if (side === 'sell') expect(fields?.[3]).toBe(paidOut)
    // What a limit leaves over stays with the subnet; a pool takes what the vector says.
    else expect(await tao(netuid)).toBe(BigInt(inputs.tao_reserve) + BigInt(paidIn ?? 0))
  })
})

describe('simulated swaps', () => {
  test.each(vectors.filter(({ kind }) => kind === 'simulation'))(
    '$name',
    async ({ netuid, inputs, expected }) => {
      const method = inputs.direction === 'tao_for_alpha' ? 'simSwapTaoForAlpha' : 'simSwapAlphaForTao'
      const answer = await runtime(api, 'swapRuntimeApi', method)(netuid, inputs.amount)
      const fields = Object.entries(expected).map(([name, value]) => [camelCase(name), value])
      expect(
        Object.fromEntries(Object.entries(answer.toPrimitive() as object).map(([k, v]) => [k, String(v)])),
      ).toEqual(Object.fromEntries(fields))
    },
  )
})

async function tao(netuid: number): Promise<bigint> {
  return BigInt(String(await api.query.subtensorModule?.subnetTAO?.(netuid)))
}

function camelCase(name: string): string {
  return name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}
