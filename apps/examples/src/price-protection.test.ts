import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'

const script = fileURLToPath(new URL('price-protection.ts', import.meta.url))
/** What the script printed, cut at its banners. */
let sections: string[] = []

beforeAll(async () => {
  // Rejects unless the exit code is 0.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script])
  expect(stderr).toBe('')
  sections = stdout.split(/^={20} (?=[A-Z])/m)
}, 60_000)

const section = (title: string): string => sections.find((text) => text.startsWith(title)) ?? ''
const numberAfter = (text: string, label: string): number =>
  Number(new RegExp(`${label}\\D*([\\d.]+)`).exec(text)?.[1])

test('the banners come in order', () => {
  expect(sections.slice(1).map((text) => text.split(' =')[0])).toEqual([
    'MODE 1: UNSAFE (No Protection)',
    'MODE 2: SAFE with STRICT Tolerance',
    'MODE 3: SAFE with Reasonable Tolerance',
    'MODE 4: PARTIAL with STRICT Tolerance',
    'UNSTAKING WITH PROTECTION',
  ])
})

test('unsafe goes through and moves the price', () => {
  const text = section('MODE 1')
  expect(text).toContain('✅ Unsafe staking successful')
  const [before, after] = [...text.matchAll(/Current price: ([\d.]+)/g)].map(([, price]) => Number(price))
  expect(after).toBeGreaterThan(before ?? Number.NaN)
  expect(text).toContain('--- After Unsafe Staking ---')
})

test('strict refuses what would go beyond, in the plan and on the chain, and nothing is staked', () => {
  const text = section('MODE 2')
  expect(text).toContain('🛡️ EXPECTED: Transaction rejected - price protection activated!')
  expect(text).toMatch(/Refused while planning, before anything was signed:\n {3}SlippageTooHigh: /)
  expect(text).toMatch(/is refused by the chain itself:\n {3}SlippageTooHigh: /)
  expect(text).not.toContain('UNEXPECTED')
  const stakes = [section('MODE 1'), text].map((part) => numberAfter(part, 'Stake on .*: '))
  expect(stakes[0]).toBeGreaterThan(0)
  expect(stakes[1]).toBe(stakes[0])
})

test('a reasonable tolerance lets the same amount through', () => {
  expect(section('MODE 3')).toContain('✅ Safe staking successful with reasonable tolerance')
})

test('partial fills what fits, and the price ends within the ceiling', () => {
  const text = section('MODE 4')
  expect(text).toContain('Amount requested: 50.0 TAO')
  expect(text).toMatch(/Amount actually executed: \d+\.\d{3} TAO/)
  expect(text).toMatch(/Execution percentage: \d+\.\d%/)
  expect(text).toContain('🎯 SUCCESS: PARTIAL execution detected!')
  expect(numberAfter(text, 'actually executed: ')).toBeLessThan(47.5)
  const ceiling = numberAfter(text, 'Price ceiling .*: ')
  const prices = [...text.matchAll(/Current price: ([\d.]+)/g)].map(([, price]) => Number(price))
  expect(prices.at(-1)).toBeLessThan(ceiling + 0.000001)
})

test('protected unstaking takes a quarter of the stake, at most 50 alpha', () => {
  const text = section('UNSTAKING')
  expect(text).toContain('✅ Protected unstaking successful')
  const [stake, amount] = ['Current stake: ', 'Attempting to unstake: '].map((label) =>
    numberAfter(text, label),
  )
  expect(amount).toBeCloseTo(Math.min((stake ?? 0) / 4, 50), 8)
  expect(text).toContain('--- Final State ---')
})

test('a subnet that was not started is named, with what starts it', async () => {
  const failed = promisify(execFile)(process.execPath, [script, '--netuid', '5'])
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/Subnet 5 is not started.*Custom error: 14.*`btcli s start`/),
  })
}, 60_000)
