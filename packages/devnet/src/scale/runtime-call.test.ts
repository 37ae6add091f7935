import { expandMetadata } from '@polkadot/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryValue } from '../../test/arbitrary-value.ts'
import { polkadotRegistry } from '../../test/polkadot.ts'
import { propertyRuns } from '../../test/property-runs.ts'
import { codecOf } from './codec.ts'
import { pallets } from './served-tables.ts'

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'

test('a call is its pallet, its index and its arguments', () => {
  const bytes = codecOf('RuntimeCall').enc({
    type: 'SubtensorModule',
    value: {
      type: 'add_stake_limit',
      value: { hotkey: ALICE, netuid: 1, amount_staked: 5n, limit_price: 7n, allow_partial: true },
    },
  })
  expect(Buffer.from(bytes).toString('hex')).toBe(
    `0758${'d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d'}0100${'0500000000000000'}${'0700000000000000'}01`,
  )
})

describe('every call is what another implementation builds and reads from our metadata', () => {
  const { registry, metadata } = polkadotRegistry(16)
  const { tx } = expandMetadata(registry, metadata)
  const calls = Object.values(pallets).flatMap((pallet) =>
    Object.entries(pallet.calls).map(([name, { fields }]) => ({
      pallet: pallet.name,
      name,
      fields,
    })),
  )

  test.each(calls)('$pallet $name', ({ pallet, name, fields }) => {
    const build = tx[camelCase(pallet)]?.[camelCase(name)]
    fc.assert(
      fc.property(fc.tuple(...fields.map(([, type]) => arbitraryValue(type))), (values) => {
        const args =
          fields.length === 0
            ? undefined
            : Object.fromEntries(fields.map(([field], at) => [field, values[at]]))
        const call = { type: pallet, value: { type: name, value: args } }
        const bytes = codecOf<string>('RuntimeCall').enc(call)
        expect(codecOf('RuntimeCall').dec(bytes)).toEqual(call)
        // Each argument goes in as bytes: what is compared is the call around them.
        const parts = fields.map(([, type], at) => codecOf<string>(type).enc(values[at]))
        expect(
          build?.(...parts.map((part, at) => registry.createType(typeOf(build.meta.args[at]), part))).toU8a(),
        ).toEqual(bytes)
        const theirs = registry.createType('Call', bytes)
        expect([theirs.section, theirs.method]).toEqual([camelCase(pallet), camelCase(name)])
      }),
      { ...propertyRuns, numRuns: Math.ceil(propertyRuns.numRuns / 10) },
    )
  })
})

function typeOf(argument: { readonly type: { toString(): string } } | undefined): string {
  if (argument === undefined) throw new Error('the call takes fewer arguments')
  return argument.type.toString()
}

/** polkadot-js' spelling of names. */
function camelCase(name: string): string {
  const [first = '', ...rest] = name.split('_')
  return [first, ...rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1))]
    .join('')
    .replace(/^./, (letter) => letter.toLowerCase())
}
