import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StakeError } from '@stake/math'
import { expect, test } from 'vitest'
import { emptyFolder } from '../test/own-folder.ts'
import { logError, noteSecret } from './log.ts'

const PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'

function logged(error: unknown): string {
  const file = join(emptyFolder(), 'logs', 'stake.log')
  expect(logError('stake add', error, file)).toBe(true)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  return readFileSync(file, 'utf8')
}

test('an error is there with its stack, its code and its cause', () => {
  const cause = new TypeError('x is not a function')
  const text = logged(new StakeError('NotSent', 'Nothing was sent.', { cause }))
  expect(text).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z stake add: .*Nothing was sent\.\n/)
  expect(text).toContain('[NotSent]')
  expect(text).toContain('because TypeError: x is not a function')
  expect(text).toContain('log.test.ts')
})

test('what is no error is only counted', () => {
  expect(logged(PHRASE)).toContain('string was thrown')
})

test('no key phrase, no seed and no key of a node is in it', () => {
  const seed = `0x${'17'.repeat(32)}`
  noteSecret(seed)
  noteSecret(' misspelt words of one ')
  const text = logged(
    new Error(
      `${PHRASE} and ${seed} and misspelt words of one at wss://me:pass@node.example/v1/key?token=mine`,
    ),
  )
  expect(text).toContain('Error: [words] [secret] and [secret] at wss://node.example\n')
  expect(text).not.toMatch(/bottom|1717|misspelt|pass@|token/)
})

test('nothing in it repaints a terminal', () => {
  expect(logged(new Error('\u001b[2Jgone\u202Eevil\u009b1m'))).toMatch(/ \[2Jgone evil 1m/)
})

test('it does not grow beyond its bound', () => {
  const file = join(emptyFolder(), 'stake.log')
  writeFileSync(file, 'x'.repeat(600 * 1024))
  logError('stake', new Error('new'), file)
  expect(statSync(file).size).toBeLessThan(64 * 1024)
  expect(statSync(`${file}.1`).size).toBe(600 * 1024)
  logError('stake', new Error('y'.repeat(2_000_000)), file)
  expect(statSync(file).size).toBeLessThan(64 * 1024)
})

test('where it cannot be written life goes on', () => {
  expect(logError('stake', new Error('x'), '/dev/null/stake.log')).toBe(false)
})
