import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { StakeError } from '@stake/math'
import { type WebSocket, WebSocketServer } from 'ws'
import { Signal } from '../chain/signal.ts'
import { Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import { MAX_TEXT } from './json-rpc.ts'
import type { Methods } from './methods.ts'
import { answer, Service } from './service.ts'
import { isSubmission, type WireConditions } from './wire-conditions.ts'

/**
 * The explicit port is taken. `code` is `PortInUse`, `details.port` the port.
 *
 * @example
 * ```ts
 * import { startDevnet } from '@stake/devnet'
 * const devnet = await startDevnet({ blockTime: 'manual' })
 * await startDevnet({ port: devnet.port }) // throws PortInUse
 * await devnet.close()
 * ```
 */
export class PortInUse extends StakeError {
  constructor(port: number) {
    super('PortInUse', `Port ${port} is already in use.`, {
      details: { port },
      remedy: 'Stop the program that listens there, choose another port, or 0 for any free one.',
    })
  }
}

/** A listening JSON-RPC server. */
export interface RpcServer {
  readonly port: number
  /** Ends every connection and stops listening. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'
const GOING_AWAY = 1001
const PATIENCE_MS = 250

/** Serves `families` over WebSocket and HTTP POST on one loopback port. */
export async function serve(
  port: number,
  families: readonly Methods[],
  connections: Connections,
  wire: WireConditions,
): Promise<RpcServer> {
  const service = new Service(families)
  const http = createServer((request, response) => void answerHttp(service, wire, request, response))
  const sockets = new WebSocketServer({ server: http, maxPayload: MAX_TEXT })
  // ws repeats the HTTP server's errors; those are answered below.
  sockets.on('error', () => undefined)
  sockets.on('connection', (socket) => connections.add(new Connection(service, socket, wire)))

  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortInUse(port) : error),
    )
    http.listen(port, HOST, resolve)
  })

  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()))
      await Promise.all([...sockets.clients].map(goodbye))
      sockets.close()
      http.closeAllConnections()
      await closed
    },
  }
}

/** Ends a connection as the protocol wants it; a client that does not answer soon is cut off. */
function goodbye(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => socket.terminate(), PATIENCE_MS)
    socket.once('close', () => {
      clearTimeout(patience)
      resolve()
    })
    socket.close(GOING_AWAY, 'the chain stops')
  })
}

async function answerHttp(
  service: Service,
  wire: WireConditions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end()
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length
      if (length > MAX_TEXT) return void response.writeHead(413, { connection: 'close' }).end()
      chunks.push(chunk)
    }
  } catch {
    return void response.destroy()
  }
  let dropped = false
  const client = { closed: new Signal<void>() }
  response.once('close', () => client.closed.emit())
  const text = await answer(Buffer.concat(chunks).toString('utf8'), (call) => {
    const drop = isSubmission(call.method) ? wire.takeDrop() : undefined
    dropped ||= drop !== undefined
    return drop === 'beforeTaking' ? null : service.call(call, client)
  })
  if (dropped) return void response.destroy()
  if (wire.delay > 0) await sleep(wire.delay, undefined, { ref: false })
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(text ?? '')
}
