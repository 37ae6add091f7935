import { fork } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Example, examplesOfMarkdown, examplesOfSource, withChecks } from './example.ts'
import { readManifest } from './packed.ts'
import { publicDeclarations } from './public-surface.ts'
import type { ExampleRun } from './run-examples.ts'
import { root, shippedSources } from './source.ts'
import { runProgram } from './step.ts'

/** Where examples of a file are run: its own package, or for the README of the workspace one that knows them all. */
function homeOf(place: string): string {
  const [kind = '', name = ''] = place.split('/')
  return kind === 'packages' || kind === 'apps' ? `${kind}/${name}` : 'apps/examples'
}

const examples = [
  ...globSync(['README.md', '{packages,apps}/*/README.md'], { cwd: root }).flatMap((path) =>
    examplesOfMarkdown({ path, text: readFileSync(join(root, path), 'utf8') }),
  ),
  ...shippedSources().flatMap(examplesOfSource),
]

/** Beside the sources, so that the package finds itself and its dependencies by name; git does not see it. */
const folderOf = (home: string): string => join(root, home, '.examples', String(process.pid))
const homes = [...new Set(examples.map(({ place }) => homeOf(place)))]
const fileOf = (example: Example): string =>
  join(folderOf(homeOf(example.place)), `${examples.indexOf(example)}.ts`)

const failures = new Map<string, string | undefined>()

async function runExamples(files: readonly string[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const child = fork(join(root, 'scripts/run-examples.ts'), files, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.on('message', ({ file, failure }: ExampleRun) => failures.set(file, failure))
  child.on('disconnect', () => resolve())
  await promise
  child.kill() // an example may have left something open
}

beforeAll(async () => {
  for (const home of homes) mkdirSync(folderOf(home), { recursive: true })
  for (const example of examples) writeFileSync(fileOf(example), `${withChecks(example)}\nexport {}\n`)
  await runExamples(examples.map(fileOf))
}, 300_000)

afterAll(() => {
  for (const home of homes) rmSync(folderOf(home), { recursive: true, force: true })
})

describe('the examples', () => {
  test.each(examples)('$place runs and shows what it says', (example) => {
    const file = fileOf(example)
    expect(failures.has(file), 'the process ended before this example did').toBe(true)
    const failure = failures.get(file)
    expect(failure, failure).toBeUndefined()
  })

  test('have no type errors', async () => {
    const plain = examples.map((example) => {
      const file = fileOf(example).replace(/\.ts$/, '.plain.ts')
      writeFileSync(file, `${example.code}\nexport {}\n`)
      return { file, place: example.place }
    })
    const home = folderOf('apps/examples')
    mkdirSync(home, { recursive: true })
    const config = join(home, 'tsconfig.json')
    writeFileSync(
      config,
      JSON.stringify({
        extends: join(root, 'tsconfig.json'),
        compilerOptions: {
          noUnusedLocals: false,
          types: ['node'],
          typeRoots: [join(root, 'node_modules/@types')],
        },
        include: [],
        files: plain.map(({ file }) => file),
      }),
    )
    const { ok, output } = await runProgram('tsc', ['-p', config, '--pretty', 'false'])
    const named = plain.reduce(
      (text, { file, place }) => text.replaceAll(file.slice(root.length), place),
      output,
    )
    expect(ok, named).toBe(true)
  })
})

describe('the public surface', () => {
  test.each(['math', 'chain', 'ops', 'devnet'])(
    'every function and class of @stake/%s has an example',
    (name) => {
      const { exports = {} } = readManifest(join(root, 'packages', name))
      const entries = Object.values(exports)
        .map(String)
        .filter((entry) => entry.endsWith('.ts'))
      const declarations = entries.flatMap((entry) => publicDeclarations(join('packages', name, entry)))
      // An error is shown by the example of what throws it.
      const silent = declarations.filter(({ kind, parent, doc }) => {
        const error = kind === 'class' && parent?.endsWith('Error')
        return !error && !doc.includes('@example')
      })
      expect(declarations.length).toBeGreaterThan(0)
      const places = silent.map(({ path, name }) => `${path}: ${name}`)
      expect(places).toEqual([])
    },
  )
})
