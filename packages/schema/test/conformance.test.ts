import { existsSync, readFileSync } from 'node:fs'
import { metadata, type V16 } from '@polkadot-api/substrate-bindings'
import { describe, expect, test } from 'vitest'
import { generate } from '../scripts/generated-files.ts'
import { lineDifferences } from '../scripts/line-differences.ts'
import { decodeMetadata } from '../scripts/read-runtime.ts'

const reference = new URL('../../../../shared/metadata/node-subtensor-424.scale', import.meta.url)
const here = existsSync(reference)
// biome-ignore lint/suspicious/noConsole: a check that did not run must be heard
if (!here) console.warn(`SKIPPED: the tables are not checked, because ${reference.pathname} is absent`)

describe.skipIf(!here)('against the metadata of the live runtime', () => {
  test('`pnpm schema` would write what is committed', () => {
    for (const [path, text] of Object.entries(generate(readFileSync(reference)))) {
      const committed = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
      expect([path, ...lineDifferences(committed, text)]).toEqual([path])
    }
  })

  test.each([
    ['index of a call', (runtime: V16) => swapIndices(runtime, 'add_stake', 'remove_stake')],
    ['type of an argument', (runtime: V16) => retype(runtime, 'add_stake', 'netuid', 'amount_staked')],
    [
      'the order of extensions',
      (runtime: V16) => runtime.extrinsic.signedExtensionsByVersion[0]?.[1].reverse(),
    ],
    [
      'a default',
      (runtime: V16) => void Object.assign(storageItem(runtime, 'Swap', 'FeeRate'), { fallback: '0x2200' }),
    ],
    ['hasher', (runtime: V16) => rehash(runtime)],
  ])('another %s is noticed', (_, change) => {
    const runtime = decodeMetadata(readFileSync(reference))
    change(runtime)
    const changed = generate(
      metadata.enc({ magicNumber: 0x6174656d, metadata: { tag: 'v16', value: runtime } }),
    )
    const differences = Object.entries(changed).flatMap(([path, text]) =>
      lineDifferences(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'), text),
    )
    expect(differences).not.toEqual([])
  })

  test('a runtime without a selected call is refused by the name of what it lacks', () => {
    const runtime = decodeMetadata(readFileSync(reference))
    variant(runtime, 'add_stake_limit').name = 'gone'
    expect(() =>
      generate(metadata.enc({ magicNumber: 0x6174656d, metadata: { tag: 'v16', value: runtime } })),
    ).toThrow('the metadata has no SubtensorModule.add_stake_limit')
  })
})

function pallet(runtime: V16, name: string) {
  const found = runtime.pallets.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`no pallet ${name}`)
  return found
}

function variant(runtime: V16, name: string) {
  const def = runtime.lookup[pallet(runtime, 'SubtensorModule').calls?.type ?? -1]?.def
  const found = def?.tag === 'variant' ? def.value.find((candidate) => candidate.name === name) : undefined
  if (found === undefined) throw new Error(`no call ${name}`)
  return found
}

function swapIndices(runtime: V16, a: string, b: string): void {
  const [left, right] = [variant(runtime, a), variant(runtime, b)]
  ;[left.index, right.index] = [right.index, left.index]
}

function retype(runtime: V16, call: string, argument: string, like: string): void {
  const { fields } = variant(runtime, call)
  const [changed, other] = [argument, like].map((name) => fields.find((field) => field.name === name))
  if (changed === undefined || other === undefined) throw new Error(`no argument ${argument} or ${like}`)
  changed.type = other.type
}

function storageItem(runtime: V16, palletName: string, name: string) {
  const found = pallet(runtime, palletName).storage?.items.find((item) => item.name === name)
  if (found === undefined) throw new Error(`no storage ${name}`)
  return found
}

function rehash(runtime: V16): void {
  const { type } = storageItem(runtime, 'SubtensorModule', 'SubnetTAO')
  if (type.tag !== 'map') throw new Error('no map')
  type.value.hashers[0] = { tag: 'Twox64Concat', value: undefined }
}
