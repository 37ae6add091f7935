// Runs every example as a program of its own, or those that are named; ends with `N passed, M failed`. What follows a
// flag is given to the example: `examples.ts move-stake --amount 2`.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const self = basename(import.meta.filename)

/** The scripts of this folder, which are the examples. */
const all = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== self)
  .map((file) => file.slice(0, -'.ts'.length))
  .sort()

const args = process.argv.slice(2)
const firstFlag = args.findIndex((arg) => arg.startsWith('-'))
const wanted = firstFlag < 0 ? args : args.slice(0, firstFlag)
const flags = firstFlag < 0 ? [] : args.slice(firstFlag)
const unknown = wanted.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`There is no example ${unknown.join(', ')}. There are: ${all.join(', ')}.`)
  process.exit(1)
}

let failed = 0
const names = wanted.length === 0 ? all : wanted
for (const name of names) {
  console.log(`\n${'━'.repeat(20)} ${name} ${'━'.repeat(20)}\n`)
  const { status } = spawnSync(process.execPath, [`${folder}${name}.ts`, ...flags], {
    stdio: 'inherit',
    // Two of them want a name for the wallet.
    env: { ...process.env, WALLET: process.env.WALLET ?? 'Alice' },
  })
  if (status === 0) console.log(`\n✅ ${name}`)
  else {
    failed++
    console.log(`\n❌ ${name}`)
  }
}
console.log(`\n${names.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
