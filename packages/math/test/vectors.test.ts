import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { balancerFormulas, WEIGHT_ONE } from '../src/balancer.ts'
import { constantProductFormulas } from '../src/constant-product.ts'
import { chainKinds, type Fields, palletKinds, type VectorKind } from './vector-kinds.ts'

interface Tally {
  matched: number
  /** Lines of kinds that are not built yet. */
  later: Record<string, number>
  mismatches: string[]
}

function check(
  lines: readonly { kind: string; in: Fields; expected: Fields }[],
  kinds: Record<string, VectorKind>,
): Tally {
  const tally: Tally = { matched: 0, later: {}, mismatches: [] }
  for (const { kind, in: inputs, expected } of lines) {
    const outputs = kinds[kind]
    if (outputs === undefined) {
      tally.later[kind] = (tally.later[kind] ?? 0) + 1
      continue
    }
    const actual = outputs(inputs)
    const compared = Object.fromEntries(Object.keys(expected).map((name) => [name, actual[name]]))
    if (JSON.stringify(compared) === JSON.stringify(expected)) tally.matched++
    else tally.mismatches.push(`${kind} ${JSON.stringify({ inputs, expected, actual })}`)
  }
  return tally
}

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

test("the chain's own arithmetic, line by line", () => {
  const lines = fixture('chain-rust.jsonl')
    .trim()
    .split('\n')
    .map((line) => {
      const { kind, in: inputs, out, err } = JSON.parse(line)
      return { kind, in: inputs, expected: err === undefined ? out : { err } }
    })
  expect(lines).toHaveLength(600)
  expect(check(lines, chainKinds)).toMatchInlineSnapshot(`
    {
      "later": {
        "base_needed_for_quote": 60,
        "max_amount_move": 60,
        "update_weights": 60,
      },
      "matched": 420,
      "mismatches": [],
    }
  `)
})

test("the pallets' unit tests, vector by vector", () => {
  const { vectors } = JSON.parse(fixture('pallet-tests.json'))
  const lines = vectors.map(
    ({ kind, inputs, expected }: { kind: string; inputs: Fields; expected: Fields }) => {
      // `unit_test_value` is the source's own rounded figure; the exact one stands beside it.
      const { unit_test_value: _rounded, error, scale_hex: _encoding, ...exact } = expected
      return { kind, in: inputs, expected: error === undefined ? exact : { err: error } }
    },
  )
  expect(lines).toHaveLength(217)
  expect(check(lines, palletKinds)).toMatchInlineSnapshot(`
    {
      "later": {
        "alpha_needed_for_tao": 1,
        "dividend_distribution": 3,
        "legacy_constant_product_buy": 2,
        "legacy_constant_product_max_add": 2,
        "legacy_constant_product_max_remove": 1,
        "limit_order_effective_price": 5,
        "lock_roll_forward": 5,
        "max_amount_move": 19,
        "max_amount_move_stable_stable": 3,
        "max_amount_move_stable_to_dynamic": 3,
        "superellipse_swap_net": 6,
        "take_split": 8,
        "take_split_simplified": 1,
        "weight_init_from_price": 3,
        "weight_update_on_injection": 5,
      },
      "matched": 150,
      "mismatches": [],
    }
  `)
})

test('at equal weights the balancer and the constant product are one curve', () => {
  const half = balancerFormulas(WEIGHT_ONE / 2n)
  const lines = fixture('chain-rust.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  const swaps = lines.filter(({ kind }) => kind === 'buy' || kind === 'sell')
  expect(swaps).toHaveLength(120)
  for (const { kind, in: inputs } of swaps) {
    const reserves = { tao: BigInt(inputs.tao_reserve), alpha: BigInt(inputs.alpha_reserve) }
    const amount = BigInt(inputs.amount)
    const price = constantProductFormulas.price(reserves)
    expect(half.price(reserves)).toBe(price)
    expect(half.received(kind, reserves, amount)).toBe(
      constantProductFormulas.received(kind, reserves, amount),
    )
    const target = kind === 'buy' ? price * 2n : price / 2n
    expect(half.inputToPrice(kind, reserves, price, target)).toBe(
      constantProductFormulas.inputToPrice(kind, reserves, price, target),
    )
  }
})
