// `npm test`: everything that must hold before a change is accepted, one line a step, and what a step printed
// only when it failed. The last line is the count: `N passed, M failed`.
//   node scripts/test.ts [--nightly]     --nightly runs the property tests many more times
import { randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { importStep, packSteps } from './packed.ts'
import { programs, runProgram, type Step, type StepResult } from './step.ts'

interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly unknown[]
  }[]
}

const turbo = (...args: string[]): string[] => [
  'turbo',
  'run',
  ...args,
  '--continue',
  '--output-logs=errors-only',
  '--ui=stream',
]

async function runTests(scratch: string): Promise<StepResult> {
  const reportFile = join(scratch, 'vitest.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  // Vitest leaves one core free by itself, which on two cores is half of them.
  const { ok, output } = await runProgram('vitest', ['run', '--no-color', '--maxWorkers=100%', ...reporters])
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, output }
  const report: VitestReport = JSON.parse(readFileSync(reportFile, 'utf8'))
  // A file that cannot be loaded has no tests to count, and an error outside of every test belongs to none.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const counted = report.numFailedTests + broken.length
  const skipped = report.numPendingTests + report.numTodoTests
  const spoken = new Set(output.match(/SKIPPED: .*/g))
  return {
    passed: report.numPassedTests,
    failed: counted === 0 && (!ok || report.numPassedTests === 0) ? 1 : counted,
    output,
    notes: [...(skipped > 0 ? [`${skipped} tests skipped`] : []), ...spoken],
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'stake-test-'))
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1))

const seed = process.env.STAKE_SEED ?? String(randomInt(2 ** 31 - 1))
process.env.STAKE_SEED = seed
if (process.argv.includes('--nightly')) process.env.STAKE_NIGHTLY = '1'
console.log(`Seed of this run: STAKE_SEED=${seed}`)

/** The steps of one stage do not depend on each other and run side by side. */
const stages: readonly (readonly Step[])[] = [
  [
    programs('lint', [['biome', 'check', '--error-on-warnings']]),
    programs('unused code', [['knip']]),
    programs('build', [turbo('build')]),
  ],
  [programs('types', [turbo('typecheck', 'typecheck:root')]), ...packSteps(scratch)],
  [importStep(scratch), programs('size', [['size-limit']])],
  [{ name: 'tests', run: () => runTests(scratch) }],
]

let passed = 0
let failed = 0
for (const stage of stages) {
  await Promise.all(
    stage.map(async ({ name, run }) => {
      const started = performance.now()
      const result = await run()
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      passed += result.passed
      failed += result.failed
      const count =
        result.passed + result.failed > 1 ? `: ${result.passed} passed, ${result.failed} failed` : ''
      console.log(`${result.failed === 0 ? '✓' : '✗'} ${name}${count} (${seconds} s)`)
      for (const note of result.notes ?? []) console.log(`  ${note}`)
      if (result.failed > 0) console.log(stripVTControlCharacters(result.output).trimEnd())
    }),
  )
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
