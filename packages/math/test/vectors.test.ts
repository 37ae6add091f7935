import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { balancerFormulas, WEIGHT_ONE } from '../src/balancer.ts'
import { constantProductFormulas } from '../src/constant-product.ts'
import { EXEMPT_KIND, mismatch, palletVector, readLine, type VectorLine } from './vector-lines.ts'

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')
const mismatches = (lines: readonly VectorLine[]) =>
  lines.map(mismatch).filter((problem) => problem !== undefined)

test("the chain's own arithmetic, line by line", () => {
  const lines = fixture('chain-rust.jsonl').trim().split('\n').map(readLine)
  expect(lines).toHaveLength(600)
  expect(mismatches(lines)).toEqual([])
})

test("the pallets' unit tests, vector by vector", () => {
  const vectors = JSON.parse(fixture('pallet-tests.json')).vectors.map(palletVector)
  const ours = vectors.filter(({ kind }: VectorLine) => kind !== EXEMPT_KIND)
  expect([vectors.length, ours.length]).toEqual([217, 211])
  expect(mismatches(ours)).toEqual([])
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
