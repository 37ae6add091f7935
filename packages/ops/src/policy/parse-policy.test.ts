import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPolicy, POLICY_KINDS, parsePolicy, parsePolicyText } from './parse-policy.ts'

const RUNS = process.env.STAKE_NIGHTLY ? 10_000 : 300
const seed = Number(process.env.STAKE_SEED ?? Date.now() % 2 ** 31)

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'
const BOB = '5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty'

const EVERYTHING = {
  $schema: './policy.schema.json',
  version: 1,
  kinds: ['stake', 'unstake', 'transfer'],
  netuids: [0, 1, 65_535],
  hotkeys: [ALICE],
  destinations: [BOB],
  perOperation: '10 TAO',
  perDay: { free: '100τ', stake: '500.5 TAO' },
  subnets: {
    '0': { perDay: '5 TAO' },
    '1': { perOperation: { free: '5 TAO', stake: '20 alpha' }, perDay: '40α' },
    '*': { perDay: '20 TAO' },
  },
  priceImpact: '2%',
  fee: '0.01 TAO',
  protection: 'required',
  confirmAbove: '5 TAO',
}

test('every rule there is', () => {
  const policy = parsePolicy(EVERYTHING)
  expect(policy).toMatchObject({
    kinds: ['stake', 'unstake', 'transfer'],
    netuids: [0, 1, 65_535],
    hotkeys: [ALICE],
    destinations: [BOB],
    protection: 'required',
  })
  expect(policy.perOperation?.free).toBe(policy.perOperation?.stake)
  expect(policy.perDay?.free?.format()).toBe('τ100.000000000')
  expect(policy.perDay?.stake?.rao).toBe(500_500_000_000n)
  expect(policy.subnets?.['1']?.perOperation?.stake?.netuid).toBe(1)
  expect(policy.subnets?.['1']?.perOperation?.free?.netuid).toBe(0)
  expect(policy.subnets?.['1']?.perDay?.free?.netuid).toBe(1)
  expect(policy.priceImpact?.ppb).toBe(20_000_000n)
  expect(policy.fee?.rao).toBe(10_000_000n)
  expect(policy.confirmAbove?.rao).toBe(5_000_000_000n)
})

test('no rules are a policy too', () => {
  expect(parsePolicy({ version: 1 })).toEqual({})
})

test('it can be changed no more, and no other object is taken for one', () => {
  const policy = parsePolicy(EVERYTHING)
  expect(Object.isFrozen(policy) && Object.isFrozen(policy.subnets?.['1']?.perDay)).toBe(true)
  expect(() => (policy.netuids as number[]).push(3)).toThrow(TypeError)
  expect(() => checkPolicy(policy)).not.toThrow()
  expect(() => checkPolicy({})).not.toThrow()
  for (const other of [{ ...policy }, { perDays: 1 }, { perDay: '100 TAO' }, [], null, undefined]) {
    expect(() => checkPolicy(other as never)).toThrow(expect.objectContaining({ code: 'PolicyUnreadable' }))
  }
})

describe('what is not understood in full is refused by name', () => {
  const refusals: [json: unknown, message: RegExp, remedy: RegExp][] = [
    [null, /the whole is no object/, /\{ … \}/],
    [[], /the whole is no object/, /\{ … \}/],
    [{}, /the whole is of the version undefined/, /Write "version": 1/],
    [{ version: 2 }, /"version" is of the version 2/, /Write "version": 1/],
    [{ version: '1' }, /"version" is of the version 1/, /Write "version": 1/],
    [{ version: 1, perDays: '1 TAO' }, /"perDays" is no rule/, /Did you mean "perDay"\?/],
    [{ version: 1, PERDAY: '1 TAO' }, /"PERDAY" is no rule/, /Did you mean "perDay"\?/],
    [{ version: 1, largestStake: '1' }, /"largestStake" is no rule/, /There are: version, kinds/],
    [{ version: 1, perDay: undefined }, /"perDay" is no object/, /./],
    [{ version: 1, perDay: '1' }, /"perDay" is no amount with a unit/, /10 TAO/],
    [{ version: 1, perDay: 1 }, /"perDay" is no object/, /./],
    [{ version: 1, perDay: '1 tao' }, /"perDay" is no amount with a unit/, /10 TAO/],
    [{ version: 1, perDay: '1 rao' }, /"perDay" is no amount with a unit/, /10 TAO/],
    [{ version: 1, perDay: '1e3 TAO' }, /"perDay" is refused.*exponent/, /1000/],
    [{ version: 1, perDay: '1,000 TAO' }, /"perDay" is refused.*comma/, /1234.5/],
    [{ version: 1, perDay: '-1 TAO' }, /"perDay" is refused.*sign/, /./],
    [{ version: 1, perDay: '1.0000000001 TAO' }, /"perDay" is refused.*10 decimals/, /9 decimals/],
    [{ version: 1, perDay: '99999999999 TAO' }, /"perDay" is refused/, /./],
    [{ version: 1, perDay: '1 alpha' }, /"perDay" is alpha of no subnet/, /TAO/],
    [{ version: 1, perDay: {} }, /"perDay" limits nothing/, /"free" or "stake"/],
    [{ version: 1, perDay: { Free: '1 TAO' } }, /"perDay.Free" is no place/, /Did you mean "free"\?/],
    [{ version: 1, fee: '1 alpha' }, /"fee" is alpha of no subnet/, /TAO/],
    [{ version: 1, kinds: ['Stake'] }, /"kinds.0" is none of stake/, /Did you mean "stake"\?/],
    [{ version: 1, kinds: 'stake' }, /"kinds" is no list/, /./],
    [{ version: 1, netuids: [1.5] }, /"netuids.0" is no netuid/, /65535/],
    [{ version: 1, netuids: ['1'] }, /"netuids.0" is no netuid/, /without quotes/],
    [{ version: 1, netuids: [65_536] }, /"netuids.0" is no netuid/, /./],
    [{ version: 1, hotkeys: ['5Grw'] }, /"hotkeys.0" is refused/, /./],
    [{ version: 1, hotkeys: [` ${ALICE}`] }, /"hotkeys.0" has spaces around it/, /./],
    [{ version: 1, destinations: [ALICE.toLowerCase()] }, /"destinations.0" is refused/, /./],
    [{ version: 1, subnets: { '01': { perDay: '1 TAO' } } }, /"subnets.01" is for no netuid/, /digits/],
    [{ version: 1, subnets: { '65536': { perDay: '1 TAO' } } }, /"subnets.65536" is for no netuid/, /digits/],
    [
      { version: 1, subnets: { '*': { perDay: '1 alpha' } } },
      /"subnets.\*.perDay" is alpha of no subnet/,
      /./,
    ],
    [
      { version: 1, subnets: { '0': { perDay: '1 alpha' } } },
      /"subnets.0.perDay" is alpha of no subnet/,
      /./,
    ],
    [
      { version: 1, subnets: { '1': { perday: '1 TAO' } } },
      /"subnets.1.perday" is no rule for a subnet/,
      /perDay/,
    ],
    [{ version: 1, priceImpact: 0.02 }, /"priceImpact" is no text/, /2%/],
    [{ version: 1, priceImpact: '0.02' }, /"priceImpact" is no percentage/, /2%/],
    [{ version: 1, priceImpact: '0%' }, /"priceImpact" is refused/, /./],
    [{ version: 1, priceImpact: '100%' }, /"priceImpact" is no percentage/, /./],
    [{ version: 1, protection: true }, /"protection" is no text/, /./],
    [{ version: 1, protection: 'Required' }, /"protection" is none of required/, /Did you mean "required"\?/],
    [JSON.parse('{"version":1,"__proto__":{"perDay":"1 TAO"}}'), /"__proto__" is no rule/, /./],
  ]
  test.each(refusals)('%j', (json, message, remedy) => {
    expect(() => parsePolicy(json)).toThrow(
      expect.objectContaining({
        code: 'PolicyUnreadable',
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      }),
    )
  })
})

describe('the text of a file', () => {
  const text = '{\n  "version": 1,\n  "perDay": "100 TAO",\n  "netuids": [1, 2, "3"]\n}'

  test('names line and column', () => {
    expect(() => parsePolicyText(text)).toThrow('"netuids.2" (line 4, column 21) is no netuid')
    expect(() => parsePolicyText('{\n  "version": 1,\n}')).toThrow(
      'the text (line 3, column 1) is not JSON: here a text in double quotes should be',
    )
  })

  test('a rule that stands there twice is no rule, however it is written', () => {
    expect(() => parsePolicyText('{"version":1,"perDay":"1 TAO","perDay":"1000 TAO"}')).toThrow(
      '"perDay" stands here twice',
    )
    expect(() => parsePolicyText('{"version":1,"perDay":"1 TAO","\\u0070erDay":"1000 TAO"}')).toThrow('twice')
  })

  test('may hold the policy as one part', () => {
    const inside = `{"endpoint":"ws://x","policy":${text.replace('"3"', '3')}}`
    expect(parsePolicyText(inside, ['policy']).netuids).toEqual([1, 2, 3])
    expect(() => parsePolicyText(`{"policy":${text}}`, ['policy'])).toThrow('(line 4, column 21)')
    expect(() => parsePolicyText('{"endpoint":"ws://x"}', ['policy'])).toThrow('the whole is no object')
  })
})

describe('the schema', () => {
  const schema = JSON.parse(readFileSync(new URL('../../policy.schema.json', import.meta.url), 'utf8'))
  const valid = new Ajv2020({ strict: true }).compile(schema)
  const parses = (json: unknown) => {
    try {
      parsePolicy(json)
      return true
    } catch {
      return false
    }
  }

  test('is published, and takes the example of the README', () => {
    const published = createRequire(import.meta.url).resolve('@stake/ops/policy.schema.json')
    expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(schema)
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const [, text = ''] = /## Policy[\s\S]*?```json\n([\s\S]*?)```/.exec(readme) ?? []
    expect(valid(JSON.parse(text))).toBe(true)
    expect(Object.keys(parsePolicyText(text))).toHaveLength(Object.keys(EVERYTHING).length - 2)
  })

  test('names every rule and every kind', () => {
    expect(valid(EVERYTHING)).toBe(true)
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(EVERYTHING).sort())
    expect(schema.properties.kinds.items.enum).toEqual(POLICY_KINDS)
  })

  test('takes and refuses what the parser does', () => {
    const amount = fc.oneof(
      fc.constantFrom(
        '10 TAO',
        '0.5τ',
        '1 alpha',
        '2α',
        '0 TAO',
        '10',
        '1 tao',
        '1e3 TAO',
        ' 1 TAO',
        '1  TAO',
      ),
      fc.constantFrom('12345678901 TAO', '1.0000000001 TAO', '.5 TAO', '01 TAO', '', 5, null, true),
    )
    const limit = fc.oneof(
      amount,
      fc.record({ free: amount, stake: amount, Stake: amount }, { requiredKeys: [] }),
    )
    const subnet = fc.record({ perOperation: limit, perDay: limit, perday: limit }, { requiredKeys: [] })
    const policy = fc.record(
      {
        $schema: fc.constantFrom('x', 1),
        version: fc.constantFrom(1, 1, 1, 2, '1'),
        kinds: fc.array(fc.constantFrom('stake', 'register', 'proxy', 'Stake', 1)),
        netuids: fc.array(fc.constantFrom(0, 1, 65_535, 65_536, -1, 1.5, '1')),
        hotkeys: fc.array(fc.constantFrom(ALICE, BOB, '', '0x00', `${ALICE} `, 5)),
        destinations: fc.constantFrom([ALICE], ALICE, {}),
        perOperation: limit,
        perDay: limit,
        subnets: fc.dictionary(fc.constantFrom('*', '0', '1', '65535', '65536', '01', 'a'), subnet),
        priceImpact: fc.constantFrom(
          '2%',
          '0.5%',
          '99.9999999%',
          '0%',
          '0.0%',
          '100%',
          '2',
          '2 %',
          0.02,
          '1.12345678%',
        ),
        fee: amount,
        protection: fc.constantFrom('required', 'Required', true),
        confirmAbove: amount,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(policy, (json) => {
        expect(valid(json)).toBe(parses(json))
      }),
      { numRuns: RUNS, seed },
    )
    let taken = 0
    // One field each, so that both answers are seen often.
    fc.assert(
      fc.property(policy, (json) => {
        for (const [name, value] of Object.entries(json)) {
          const small = { version: 1, [name]: value }
          expect([small, valid(small)]).toEqual([small, parses(small)])
          if (parses(small)) taken++
        }
      }),
      { numRuns: RUNS, seed },
    )
    expect(taken).toBeGreaterThan(RUNS)
  })
})
