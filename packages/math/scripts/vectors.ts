import { createReadStream, existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { EXEMPT_KIND, mismatch, palletVector, readLine, type VectorLine } from '../test/vector-lines.ts'

const SHOWN = 20

let passed = 0
let failed = 0
let exempt = 0

function report(place: string, problem: string | undefined): void {
  if (problem === undefined) {
    passed++
    return
  }
  failed++
  if (failed <= SHOWN) console.log(`${place}: ${problem}`)
  if (failed === SHOWN + 1) console.log('…')
}

function check(place: string, read: () => VectorLine): void {
  let line: VectorLine
  try {
    line = read()
  } catch (error) {
    report(place, `cannot be read: ${error}`)
    return
  }
  if (line.kind === EXEMPT_KIND) exempt++
  else report(place, mismatch(line))
}

async function checkLines(file: string): Promise<void> {
  let number = 0
  for await (const text of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number++
    if (text.trim() !== '') check(`${file}:${number}`, () => readLine(text))
  }
}

/** The pallets' unit tests are one JSON document with a list of vectors. */
async function checkDocument(file: string): Promise<void> {
  const { vectors } = JSON.parse(await readFile(file, 'utf8'))
  for (const [index, vector] of vectors.entries()) {
    check(`${file}: ${vector.name ?? index}`, () => palletVector(vector))
  }
}

/** pnpm runs scripts in the package's folder; names are meant from where it was called. */
function locate(name: string): string {
  const called = resolve(process.env.INIT_CWD ?? '.', name)
  return existsSync(called) ? called : resolve(name)
}

const names = process.argv.slice(2).filter((name) => name !== '--')
if (names.length === 0) console.log('Usage: pnpm --filter @stake/math vectors FILE…')
for (const file of names.map(locate)) {
  try {
    await (file.endsWith('.json') ? checkDocument(file) : checkLines(file))
  } catch (error) {
    report(file, String(error))
  }
}
if (exempt > 0) console.log(`${exempt} of an unreleased curve left out`)
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0 || names.length === 0) process.exitCode = 1
