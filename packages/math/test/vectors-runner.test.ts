import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'stake-vectors-'))
afterAll(() => rmSync(folder, { recursive: true }))

const script = new URL('../scripts/vectors.ts', import.meta.url).pathname
const [first = '', ...others] = readFileSync(new URL('./fixtures/chain-rust.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')

function file(name: string, lines: readonly string[]): string {
  writeFileSync(join(folder, name), lines.join('\n'))
  return name
}

function run(...names: string[]): Promise<{ code: number; lines: string[] }> {
  const env = { ...process.env, INIT_CWD: folder }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...names], { env }, (error, stdout) =>
      resolve({ code: Number(error?.code ?? 0), lines: stdout.trim().split('\n') }),
    )
  })
}

test('says how many lines passed, over several files and without a line break at the end', async () => {
  const names = [file('one.jsonl', [first]), file('more.jsonl', ['', ...others.slice(0, 99), ''])]
  expect(await run(...names)).toEqual({ code: 0, lines: ['100 passed, 0 failed'] })
})

test('a wrong number, an unknown kind, a torn line and a refusal that is none all fail', async () => {
  const vector = JSON.parse(first)
  const { code, lines } = await run(
    file('bad.jsonl', [
      JSON.stringify({ ...vector, out: { ...vector.out, amount_paid_out: '1' } }),
      JSON.stringify({ kind: 'teleport', in: {}, out: {} }),
      first.slice(0, 40),
      JSON.stringify({ kind: vector.kind, in: vector.in, err: 'ReservesTooLow' }),
      JSON.stringify({ kind: 'price', in: {}, out: {} }),
      first,
    ]),
  )
  expect(code).toBe(1)
  expect(lines).toHaveLength(6)
  expect(lines[0]).toContain('bad.jsonl:1: buy')
  expect(lines[1]).toContain('bad.jsonl:2: unknown kind "teleport"')
  expect(lines[2]).toContain('bad.jsonl:3: cannot be read')
  expect(lines.at(-1)).toBe('1 passed, 5 failed')
})

test('shows the first mismatches only', async () => {
  const { lines } = await run(file('many.jsonl', new Array(100).fill('{"kind":"teleport","in":{},"out":{}}')))
  expect(lines).toHaveLength(22)
  expect(lines.at(-1)).toBe('0 passed, 100 failed')
})

test('a tolerance counts where a line has one', async () => {
  const vector = JSON.parse(first)
  const off = (by: bigint) => {
    const out = { ...vector.out, amount_paid_out: String(BigInt(vector.out.amount_paid_out) + by) }
    return JSON.stringify({ ...vector, out, tolerance: { abs: '3' } })
  }
  const { lines } = await run(file('near.jsonl', [off(3n), off(-3n), off(4n)]))
  expect(lines.at(-1)).toBe('2 passed, 1 failed')
})

test('no file, and a file that is not there, are failures', async () => {
  expect((await run()).code).toBe(1)
  expect((await run('nowhere.jsonl')).lines.at(-1)).toBe('0 passed, 1 failed')
})
