// `node apps/tui/bench/screens.ts [demo|full]`, after a build: how the screens behave. First frame, answers to keys, what
// it costs to do nothing. Run it on a machine that does nothing else.
import { setTimeout as pause } from 'node:timers/promises'
import { startNode } from './node.ts'
import { Terminal } from './terminal.ts'

const RUNS = 7
const IDLE_SECONDS = 60
/** Milliseconds without a frame after which none is on its way. */
const QUIET = 40
const TABS = [
  ['2', '[2 Subnets]'],
  ['7', '[7 Settings]'],
  ['3', '[3 Delegates]'],
  ['6', '[6 Activity]'],
  ['2', '[2 Subnets]'],
  ['1', '[1 Portfolio]'],
] as const

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
const tell = (what: string, figure: string): void => {
  process.stdout.write(`${what.padEnd(52)} ${figure}\n`)
}
const spread = (numbers: readonly number[]): string =>
  `median ${median(numbers).toFixed(0)} ms, longest ${Math.max(...numbers).toFixed(0)} ms`

const world = process.argv[2] === 'full' ? 'full' : 'demo'
const node = await startNode(12_000, world)
const args = ['--endpoint', node.url]

const firstFrames: number[] = []
const tables: number[] = []
const loading: number[] = []
for (let run = 0; run < RUNS; run++) {
  const terminal = new Terminal(args, { columns: 120, rows: 40 })
  firstFrames.push((await terminal.shows('Portfolio')) - terminal.startedAt)
  // While the chain layer is loaded, connected and read: each key on its own, until its own frame is there.
  for (const [key, tab] of TABS) {
    const [from, pressed] = [terminal.output.length, performance.now()]
    terminal.type(key)
    loading.push((await terminal.shows(tab, from)) - pressed)
    await pause(60)
  }
  tables.push((await terminal.shows('EXIT NOW')) - terminal.startedAt)
  await terminal.leave()
}
tell('first frame after the start of the process', spread(firstFrames))
tell('portfolio with its numbers, keys being pressed', spread(tables))
tell('a key while everything is loaded', spread(loading))

const terminal = new Terminal(args, { columns: 120, rows: 40 })
await terminal.shows('EXIT NOW')
const pressed: number[] = []
for (let round = 0; round < 10; round++) {
  for (const key of ['2', 'j', 'k', '3', '6', '7', 'j', 'k', '1', '?', '?']) {
    do await pause(40)
    while (performance.now() - terminal.lastAt < QUIET)
    pressed.push(await terminal.answerTo(key))
  }
}
tell('a key, in every screen', spread(pressed))

await pause(3_000)
const [time, processor, written] = [performance.now(), terminal.processorTime(), terminal.output.length]
await pause(IDLE_SECONDS * 1_000)
const seconds = (performance.now() - time) / 1_000
const used = ((terminal.processorTime() - processor) / seconds) * 100
tell(`processor while nothing is done, 12 s blocks, ${IDLE_SECONDS} s`, `${used.toFixed(2)} %`)
tell(
  'bytes written a second while nothing is done',
  ((terminal.output.length - written) / seconds).toFixed(0),
)
tell('memory', `${terminal.resident().toFixed(0)} MB`)
await terminal.leave()
node.close()
