import { expect, test } from 'vitest'
import { parseTypeName } from '../scripts/type-name.ts'
import {
  extensions,
  type RuntimeApiSchema,
  runtimeApis,
  runtimeVersion,
  type TypeSchema,
  types,
} from '../src/index.ts'
import { allPallets } from './wire-shape.ts'

const PRIMITIVE = /^([ui](8|16|32|64|128)|bool|str)$/
const palletEnums = new Set(
  allPallets.flatMap(({ name }) => ['Call', 'Event', 'Error'].map((kind) => name + kind)),
)

test('every type that is mentioned is a primitive, has a form in the grammar, or is defined', () => {
  const missing = new Set<string>()
  const seen = new Set<string>()
  const visit = (text: string): void => {
    if (seen.has(text)) return
    seen.add(text)
    const name = parseTypeName(text)
    if (name.kind === 'array') visit(name.item)
    else if (name.kind === 'tuple') name.parts.forEach(visit)
    else if (name.kind === 'generic') name.args.forEach(visit)
    else if (!PRIMITIVE.test(text) && text !== 'Era' && !palletEnums.has(text)) {
      const type: TypeSchema | undefined = types[name.name]
      if (type === undefined) missing.add(text)
      else mentionedBy(type).forEach(visit)
    }
  }
  const mentioned = [
    ...allPallets.flatMap((pallet) => [
      ...[...Object.values(pallet.calls), ...Object.values(pallet.events)].flatMap(({ fields }) =>
        fields.map(([, type]) => type),
      ),
      ...Object.values(pallet.storage).flatMap(({ keys, value }) => [value, ...keys.map(([, type]) => type)]),
      ...Object.values(pallet.constants).map(({ type }) => type),
    ]),
    ...Object.values<RuntimeApiSchema>(runtimeApis).flatMap(({ methods }) =>
      Object.values(methods).flatMap(({ inputs, output }) => [output, ...inputs.map(([, type]) => type)]),
    ),
    ...extensions.flatMap(({ type, additional }) => [type, additional]),
    ...Object.keys(types),
  ]
  mentioned.forEach(visit)
  expect([...missing]).toEqual([])
})

function mentionedBy(type: TypeSchema): string[] {
  const parameters = (type.params ?? []).flatMap(([, parameter]) => (parameter === null ? [] : [parameter]))
  const fields =
    'struct' in type ? type.struct : Object.values(type.variants).flatMap((variant) => variant.fields)
  return [...parameters, ...fields.map(([, field]) => field)]
}

test.each(allPallets.map((pallet) => [pallet.name, pallet] as const))(
  '%s: no index stands twice',
  (_, pallet) => {
    for (const indices of [
      Object.values(pallet.calls).map(({ index }) => index),
      Object.values(pallet.events).map(({ index }) => index),
      Object.values(pallet.errors),
    ])
      expect(new Set(indices).size).toBe(indices.length)
  },
)

test('the runtime that the tables are from', () => {
  expect(runtimeVersion).toMatchObject({
    specName: 'node-subtensor',
    specVersion: 424,
    transactionVersion: 1,
  })
  // Metadata V15 and V16 are only asked for where the Metadata API is at version 2.
  expect(runtimeVersion.apis).toContainEqual(['0x37e397fc7c91f5e4', 2])
  expect(runtimeVersion.apis.length).toBe(Object.keys(runtimeApis).length)
})

test('all 13 extensions, in the order of the chain', () => {
  expect(extensions.map(({ name }) => name)).toEqual([
    'CheckNonZeroSender',
    'CheckSpecVersion',
    'CheckTxVersion',
    'CheckGenesis',
    'CheckMortality',
    'CheckNonce',
    'CheckWeight',
    'ChargeTransactionPayment',
    'SudoTransactionExtension',
    'CheckShieldedTxValidity',
    'SubtensorTransactionExtension',
    'DrandPriority',
    'CheckMetadataHash',
  ])
})

test('the calls of staking, as the chain rules give them', () => {
  const subtensor = allPallets.find(({ name }) => name === 'SubtensorModule')
  const spelled = Object.entries(subtensor?.calls ?? {}).map(
    ([name, { index, fields }]) => `${index} ${name}(${fields.map((field) => field.join(': ')).join(', ')})`,
  )
  expect(spelled).toEqual(
    expect.arrayContaining([
      '2 add_stake(hotkey: AccountId32, netuid: u16, amount_staked: u64)',
      '3 remove_stake(hotkey: AccountId32, netuid: u16, amount_unstaked: u64)',
      '88 add_stake_limit(hotkey: AccountId32, netuid: u16, amount_staked: u64, limit_price: u64, allow_partial: bool)',
      '89 remove_stake_limit(hotkey: AccountId32, netuid: u16, amount_unstaked: u64, limit_price: u64, allow_partial: bool)',
    ]),
  )
  expect(subtensor?.index).toBe(7)
})
