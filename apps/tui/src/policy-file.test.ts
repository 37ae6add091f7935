import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { emptyFolder } from '../test/own-folder.ts'
import { readPolicy } from './policy-file.ts'

function fileWith(text: string): string {
  const file = join(emptyFolder(), 'policy.json')
  writeFileSync(file, text)
  return file
}

test('without a file everything is allowed, but a file that was named must be there', async () => {
  expect(await readPolicy(undefined, '/nowhere/policy.json')).toEqual({ policy: {}, file: undefined })
  await expect(readPolicy('/nowhere/policy.json')).rejects.toThrow('there is no such file')
})

test('one’s own policy and another one that is named', async () => {
  const own = fileWith('{"version":1,"perOperation":"10 TAO"}')
  const { policy, file } = await readPolicy(undefined, own)
  expect(policy.perOperation?.free?.toString()).toBe('10')
  expect(file).toBe(own)
  expect((await readPolicy(fileWith('{"version":1,"netuids":[1,2]}'), own)).policy.netuids).toEqual([1, 2])
})

test.each([
  ['a rule that does not exist', '{"version":1,"perDays":"1"}', '"perDays" (line 1, column 24) is no rule'],
  ['an amount that is none', '{"version":1,"perDay":"1e3 TAO"}', '"perDay" (line 1, column 23) is refused'],
  ['a rule that stands there twice', '{"version":1,"fee":"1 TAO","fee":"2 TAO"}', '"fee" stands here twice'],
  ['no JSON', '{', 'JSON'],
])('%s is refused with its place', async (_what, text, reason) => {
  const refusal = expect(readPolicy(fileWith(text))).rejects
  await refusal.toMatchObject({ code: 'SettingsUnreadable' })
  await expect(readPolicy(fileWith(text))).rejects.toThrow(reason)
})
