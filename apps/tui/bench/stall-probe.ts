// Loaded into the program before it begins: writes each turn of its event loop that took long to the file $STALLS, as Unix
// milliseconds of its end, how long it took by the clock, and what this thread had of the processor meanwhile.
import { appendFileSync } from 'node:fs'

/** Milliseconds between looks, and from when on a turn is long. */
const EVERY = 2
const LONG = 10

const file = process.env.STALLS ?? '/dev/null'
let [time, used] = [performance.now(), process.threadCpuUsage()]

setInterval(() => {
  const [now, usage] = [performance.now(), process.threadCpuUsage()]
  const took = now - time - EVERY
  const processor = (usage.user + usage.system - used.user - used.system) / 1_000
  if (took > LONG) appendFileSync(file, `${Date.now()} ${took.toFixed(1)} ${processor.toFixed(1)}\n`)
  time = now
  used = usage
}, EVERY).unref()
