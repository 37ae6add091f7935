// `node apps/tui/bench/stalls.ts [full|demo] [BLOCK_TIME_MS]`, after a build: how long the program does not listen, in
// every screen, while blocks come and keys are pressed: the longest turns of its event loop. What they took of the
// processor is true on a machine that does other things too; what they took by the clock is not.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { namedAccount } from '@stake/devnet'
import { startNode } from './node.ts'
import { program, Terminal } from './terminal.ts'

const world = process.argv[2] === 'demo' ? 'demo' : 'full'
const blockTime = Number(process.argv[3] ?? 3_000)
/** How many of the largest are told. */
const TOLD = 4
const LEGS_BEFORE = 1_000
const MARKED = 60
/** Milliseconds without a frame after which none is on its way. */
const QUIET = 40
const [UP, DOWN, LEFT, RIGHT, BACK, ESCAPE, ENTER] = [
  '\u001b[A',
  '\u001b[B',
  '\u001b[D',
  '\u001b[C',
  '\u007f',
  '\u001b',
  '\r',
]

interface Phase {
  readonly name: string
  readonly from: number
  /** Milliseconds to the answer of each key. */
  readonly answers: number[]
}

const node = await startNode(blockTime, world)
const folder = mkdtempSync(join(tmpdir(), 'stake-bench-'))
const home = join(folder, 'home')
const stallsFile = join(folder, 'stalls')
mkdirSync(home)
writeFileSync(stallsFile, '')
fillJournal()

const phases: Phase[] = []
const terminal = new Terminal(['--endpoint', node.url], {
  columns: 120,
  rows: 40,
  home,
  node: ['--import', fileURLToPath(new URL('./stall-probe.ts', import.meta.url))],
  env: { STALLS: stallsFile },
})

begin('start')
await terminal.shows('Portfolio')
begin('connect')
await terminal.shows('EXIT NOW')
begin('portfolio, first second')
await during(1_000, DOWN, UP)
begin('portfolio')
await during(3 * blockTime, DOWN, UP)
await press(...'/1', BACK, ESCAPE)
begin('subnets')
await press('2')
await during(3 * blockTime, DOWN, UP)
await press(...'/1', BACK, ESCAPE)
begin('one subnet')
await press(DOWN, ENTER)
await during(3 * blockTime, '?')
await press(ESCAPE)
begin('delegates')
await press('3')
await during(8 * blockTime, DOWN, UP)
begin('one delegate')
await press(ENTER)
await during(2 * blockTime, '?')
await press(ESCAPE)
begin('trade')
await press('1', 's')
await during(3 * blockTime, '1', BACK)
await press(ESCAPE)
begin(`batch of ${MARKED} legs`)
await press('1')
for (let marked = 0; marked < MARKED && world === 'full'; marked++) await press(' ', DOWN)
await press('5')
await during(4 * blockTime, RIGHT, LEFT)
begin(`activity, ${LEGS_BEFORE} legs before`)
await press('6')
await during(3 * blockTime, DOWN, 'G', UP, 'g')
begin('settings')
await press('7')
await during(blockTime, DOWN, UP)
begin('')
await terminal.leave()
node.close()

const stalls = readFileSync(stallsFile, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => line.split(' ').map(Number))
process.stdout.write(
  `${''.padEnd(30)} ${'keys'.padStart(5)} ${'median'.padStart(7)} ${'longest'.padStart(8)}   longest turns, of the processor | by the clock, ms\n`,
)
for (const [index, { name, from, answers }] of phases.slice(0, -1).entries()) {
  const to = phases[index + 1]?.from ?? Number.POSITIVE_INFINITY
  const own = stalls.filter(([at = 0]) => at >= from && at < to)
  const cells = [
    name.padEnd(30),
    String(answers.length).padStart(5),
    told(answers.toSorted((a, b) => a - b)[answers.length >> 1]).padStart(7),
    told(answers.toSorted((a, b) => b - a)[0]).padStart(8),
    ` ${largest(own.map(([, , processor = 0]) => processor))} | ${largest(own.map(([, clock = 0]) => clock))}`,
  ]
  process.stdout.write(`${cells.join(' ')}\n`)
}

function begin(name: string): void {
  phases.push({ name, from: Date.now(), answers: [] })
}

/** Presses keys, each when all that the one before brought is written, at times of no pattern. */
async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    do await pause(30 + Math.random() * 40)
    while (performance.now() - terminal.lastAt < QUIET)
    phases.at(-1)?.answers.push(await terminal.answerTo(key))
  }
}

async function during(milliseconds: number, ...keys: readonly string[]): Promise<void> {
  const end = performance.now() + milliseconds
  while (performance.now() < end) await press(...keys)
}

/** As many stakes as a person makes in years, with the command of the program. */
function fillJournal(): void {
  const subnets = world === 'full' ? 128 : 1
  const file = join(folder, 'stakes.json')
  const stakes = Array.from({ length: LEGS_BEFORE }, (_, index) => ({
    id: `before-${index}`,
    kind: 'stake',
    hotkey: namedAccount(world === 'full' ? `hotkey ${index % 64}` : 'hotkey of Gannet'),
    netuid: 1 + (index % subnets),
    amount: '0.01',
    tolerance: '5%',
  }))
  writeFileSync(file, JSON.stringify(stakes))
  const words = [program, 'batch', file, '--endpoint', node.url, '--yes', '--new-journal']
  execFileSync(process.execPath, words, {
    env: { PATH: process.env.PATH ?? '', HOME: home, STAKE_URI: '//Alice' },
    stdio: 'ignore',
  })
}

function largest(numbers: readonly number[]): string {
  const sorted = numbers.toSorted((a, b) => b - a)
  return sorted.slice(0, TOLD).map(told).join(' ') || '–'
}

function told(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '–' : milliseconds.toFixed(0)
}
