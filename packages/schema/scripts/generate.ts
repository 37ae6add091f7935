/**
 * `pnpm schema FILE` writes the tables of src/ from a runtime's SCALE metadata V16.
 * `pnpm schema --check FILE` writes nothing, prints what differs and exits 1 if anything does.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate } from './generated-files.ts'
import { lineDifferences } from './line-differences.ts'

const packageFolder = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const args = process.argv.slice(2)
const check = args.includes('--check')
const [file, ...rest] = args.filter((arg) => arg !== '--check')
if (file === undefined || rest.length > 0) {
  console.error('usage: pnpm schema [--check] METADATA_FILE')
  process.exit(2)
}

let differing = 0
for (const [path, text] of Object.entries(generate(readFileSync(file)))) {
  const target = resolve(packageFolder, path)
  if (check) {
    const differences = lineDifferences(readIfThere(target), text)
    if (differences.length > 0) console.log([`packages/schema/${path}`, ...differences].join('\n'))
    differing += differences.length
  } else {
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }
}
console.log(check ? `${differing} lines differ` : 'written')
if (differing > 0) process.exitCode = 1

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
