import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** From the client to the node, or back. */
export type Direction = 'up' | 'down'

/** One WebSocket message on its way. */
export interface Frame {
  readonly direction: Direction
  /** Counted from 1 in the order they came, either way. */
  readonly index: number
  readonly text: string
}

/** What becomes of a message; all but `pass` cut the connection: before it, in the middle of it, or just after it. */
export type Fate = 'pass' | 'before' | 'half' | 'after'

/**
 * Passes TCP on to a node, byte by byte as it comes, and knows where each WebSocket message begins and ends: so it can
 * cut the connection anywhere, also in the middle of one.
 */
export class FrameProxy {
  readonly #server: Server
  readonly #pairs = new Set<readonly [Socket, Socket]>()
  /** Requests that were not answered yet. */
  readonly #asked = new Set<unknown>()
  #count = 0
  /** Decides about each message. */
  fate: (frame: Frame) => Fate = () => 'pass'
  /** While true, connections are refused. */
  down = false
  /** While true, nothing passes, and nobody is told. */
  mute = false

  private constructor(server: Server, target: number) {
    this.#server = server
    server.on('connection', (client) => {
      if (this.down) client.destroy()
      else this.#serve(client, connect(target, '127.0.0.1'))
    })
  }

  static async before(target: number, port = 0): Promise<FrameProxy> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    return new FrameProxy(server, target)
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** How many messages have come. */
  get count(): number {
    return this.#count
  }

  get isIdle(): boolean {
    return this.#asked.size === 0
  }

  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
    this.#pairs.clear()
    this.#asked.clear()
  }

  async close(): Promise<void> {
    this.cut()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #serve(client: Socket, node: Socket): void {
    const pair = [client, node] as const
    this.#pairs.add(pair)
    client.setNoDelay()
    node.setNoDelay()
    const end = () => {
      if (this.#pairs.delete(pair)) this.#asked.clear()
      client.destroy()
      node.destroy()
    }
    for (const socket of pair) {
      socket.on('close', end)
      socket.on('error', end)
    }
    this.#pass(pair, client, node, 'up')
    this.#pass(pair, node, client, 'down')
  }

  #pass(pair: readonly [Socket, Socket], from: Socket, to: Socket, direction: Direction): void {
    let waiting: Buffer = Buffer.alloc(0)
    let shaken = false
    from.on('data', (data) => {
      if (!this.#pairs.has(pair) || this.mute) return
      waiting = Buffer.concat([waiting, data])
      if (!shaken) {
        const end = waiting.indexOf('\r\n\r\n')
        if (end < 0) return
        shaken = true
        to.write(waiting.subarray(0, end + 4))
        waiting = waiting.subarray(end + 4)
      }
      for (let length = frameLength(waiting); length !== undefined; length = frameLength(waiting)) {
        const frame = waiting.subarray(0, length)
        waiting = waiting.subarray(length)
        if (!this.#decide(pair, frame, to, direction)) return
      }
    })
  }

  /** @returns whether the connection is still there */
  #decide(pair: readonly [Socket, Socket], frame: Buffer, to: Socket, direction: Direction): boolean {
    const text = textOf(frame)
    if (text === undefined) {
      to.write(frame)
      return true
    }
    const id: unknown = JSON.parse(text).id
    if (id !== undefined) {
      if (direction === 'up') this.#asked.add(id)
      else this.#asked.delete(id)
    }
    const fate = this.fate({ direction, index: ++this.#count, text })
    if (fate === 'pass') {
      to.write(frame)
      return true
    }
    this.#pairs.delete(pair)
    this.#asked.clear()
    for (const socket of pair) if (socket !== to) socket.destroy()
    // What was written before still arrives.
    if (fate === 'before') to.end()
    else to.end(fate === 'half' ? frame.subarray(0, frame.length >> 1) : frame)
    return false
  }
}

/** The length of the first frame; undefined where it is not whole yet. */
function frameLength(bytes: Buffer): number | undefined {
  const head = headOf(bytes)
  return head && bytes.length >= head.start + head.length ? head.start + head.length : undefined
}

function headOf(bytes: Buffer): { start: number; length: number; masked: boolean } | undefined {
  if (bytes.length < 2) return undefined
  const second = bytes.readUInt8(1)
  const masked = second >= 128
  const short = second & 127
  const wide = short === 126 ? 2 : short === 127 ? 8 : 0
  const start = 2 + wide + (masked ? 4 : 0)
  if (bytes.length < start) return undefined
  const length = wide === 0 ? short : wide === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  return { start, length, masked }
}

/** What a text frame says; undefined for frames of other kinds. */
function textOf(frame: Buffer): string | undefined {
  const head = headOf(frame)
  if (!head || (frame.readUInt8(0) & 15) !== 1) return undefined
  const payload = Buffer.from(frame.subarray(head.start))
  if (head.masked) {
    const mask = frame.subarray(head.start - 4, head.start)
    for (let at = 0; at < payload.length; at++) payload[at] = (payload[at] ?? 0) ^ (mask[at & 3] ?? 0)
  }
  return payload.toString('utf8')
}
