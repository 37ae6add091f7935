import type { Hex } from '../chain.ts'
import { Disconnected, NoSecondSource, RequestTimedOut, RpcError } from '../errors/errors.ts'
import { shownEndpoint } from './endpoint.ts'
import { checkChain, introduced } from './introduction.ts'
import { CLOSED, NodeSocket, type SocketOptions } from './node-socket.ts'

/** How a second source is asked. */
export interface AskOptions {
  /** Whether a result answers the question; where it does not the next node is asked. @default everything does */
  readonly accept?: (result: unknown) => boolean
  /** A node, by its shown endpoint, that will not do. @default the one in use */
  readonly besides?: string
  /** How long all of it may take, in milliseconds. @default the connection's `requestTimeout` */
  readonly timeout?: number
}

/** An answer, and who gave it. */
export interface Answer<T> {
  /** Its scheme and host. */
  readonly endpoint: string
  readonly result: T
}

/** Milliseconds that a socket is kept for the next question. */
const KEPT_WARM = 10_000

interface Warm {
  readonly socket: NodeSocket
  readonly ready: Promise<unknown>
  /** Questions that wait for it. */
  asking: number
  cancelClose: () => void
}

/**
 * Asks single questions of nodes beside the one in use: of another endpoint, whose opinion is its own, or of an
 * archive, which still knows what others have forgotten. Only nodes of the same chain are asked.
 */
export class SecondSource {
  readonly #options: SocketOptions
  readonly #warm = new Map<string, Warm>()
  #closed = false

  constructor(options: SocketOptions) {
    this.#options = options
  }

  /**
   * Asks one endpoint after the other until one gives an answer that is accepted.
   * @param endpoints - one at least
   * @throws NoSecondSource where none has the answer; RpcError for what the last of those that
   * answered refused; EndpointUnreachable, WrongChain or Disconnected where none could be asked; RequestTimedOut
   */
  async ask<T>(
    endpoints: readonly string[],
    genesisHash: Hex,
    method: string,
    params: unknown[],
    { accept = () => true, timeout = this.#options.requestTimeout }: AskOptions,
  ): Promise<Answer<T>> {
    const first = endpoints[0] as string
    let late = false
    const asking = async () => {
      let failure: unknown
      for (const endpoint of endpoints) {
        if (late) break
        try {
          const result = await this.#ask<T>(endpoint, genesisHash, method, params)
          if (accept(result)) return { endpoint: shownEndpoint(endpoint), result }
          if (!(failure instanceof RpcError)) failure = new NoSecondSource(method, 'none of them has it')
        } catch (error) {
          // What a node says tells more than that another one is silent.
          if (error instanceof RpcError || !tells(failure)) failure = error
        }
      }
      throw failure
    }
    return new Promise((resolve, reject) => {
      const cancel = this.#options.clock.after(timeout, () => {
        late = true
        reject(new RequestTimedOut(first, method, timeout))
      })
      asking().then(resolve, reject).finally(cancel)
    })
  }

  /** Ends every socket of it, for good; the closing is waited for by who has the set of open ones. */
  close(): void {
    this.#closed = true
    for (const { socket, cancelClose } of [...this.#warm.values()]) {
      cancelClose()
      void socket.close()
    }
  }

  async #ask<T>(endpoint: string, genesisHash: Hex, method: string, params: unknown[]): Promise<T> {
    if (this.#closed) throw new Disconnected(endpoint, method, CLOSED)
    const warm = this.#warm.get(endpoint) ?? this.#open(endpoint, genesisHash)
    warm.cancelClose()
    warm.asking++
    try {
      await warm.ready
      return await warm.socket.request<T>(method, params)
    } finally {
      if (--warm.asking === 0 && this.#warm.get(endpoint) === warm) {
        warm.cancelClose = this.#options.clock.after(KEPT_WARM, () => void warm.socket.close())
      }
    }
  }

  #open(endpoint: string, genesisHash: Hex): Warm {
    const { clock, connectTimeout } = this.#options
    const socket = new NodeSocket(endpoint, this.#options)
    const ready = introduced(socket, clock, connectTimeout).then((node) => checkChain(node, genesisHash))
    const warm: Warm = { socket, ready, asking: 0, cancelClose: () => undefined }
    this.#warm.set(endpoint, warm)
    socket.onEnd = () => {
      warm.cancelClose()
      this.#warm.delete(endpoint)
    }
    return warm
  }
}

function tells(failure: unknown): boolean {
  return failure instanceof RpcError || failure instanceof NoSecondSource
}
