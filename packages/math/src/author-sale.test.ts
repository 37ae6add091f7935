import { expect, test } from 'vitest'
import { alice } from '../test/market.ts'
import { afterAuthorSale } from './author-sale.ts'
import { Balance } from './balance.ts'
import { quoteBuy, quoteSell } from './quote.ts'

test('the fee of a sale is sold too, without a fee', () => {
  const sale = quoteSell(alice, Balance.parse('150', 1))
  const author = quoteSell(sale.after, sale.fee, { fees: false })
  expect(afterAuthorSale(sale)).toEqual(author.after)
  expect(author.received.rao).toBe(41_617_419n)
})

test('a purchase and a sale without fee leave the pool as it is', () => {
  for (const quote of [
    quoteBuy(alice, Balance.parse('10')),
    quoteSell(alice, Balance.parse('10', 1), { fees: false }),
  ]) {
    expect(afterAuthorSale(quote)).toBe(quote.after)
  }
})

test('a fee too small to be paid for, or a price that is too low by then, fails it', () => {
  expect(() => afterAuthorSale(quoteSell(alice, Balance.fromRao(2_000n, 1)))).toThrow(
    "nothing for this sale's fee",
  )
})
