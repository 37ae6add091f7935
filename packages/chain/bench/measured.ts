import { traffic } from './counted-socket.ts'

/** One figure of one client, as it goes from the process that measured to the one that prints. */
export interface Measured {
  readonly what: string
  /** Milliseconds by the clock, and of the processor. */
  readonly clock: number
  readonly processor: number
  readonly requests: number
  readonly bytes: number
  /** Bytes of heap in use afterwards, more than before. */
  readonly heap: number
}

/** Runs a piece of work and tells the parent process what it took. `node --expose-gc` makes the heap exact. */
export async function measure<T>(what: string, work: () => Promise<T>): Promise<T> {
  globalThis.gc?.()
  const heap = process.memoryUsage().heapUsed
  const before = { ...traffic }
  const [begin, used] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const clock = performance.now() - begin
  const { user, system } = process.cpuUsage(used)
  globalThis.gc?.()
  const figure: Measured = {
    what,
    clock,
    processor: (user + system) / 1_000,
    requests: traffic.requests - before.requests,
    bytes: traffic.bytesIn + traffic.bytesOut - before.bytesIn - before.bytesOut,
    heap: process.memoryUsage().heapUsed - heap,
  }
  process.stdout.write(`${JSON.stringify(figure)}\n`)
  return result
}
