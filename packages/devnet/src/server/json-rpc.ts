/** An error as it travels: a code, a message and, for some, more text. */
export class RpcError extends Error {
  override readonly name: string = 'RpcError'
  readonly code: number
  readonly data: string | undefined

  constructor(code: number, message: string, data?: string) {
    super(message)
    this.code = code
    this.data = data
  }
}

export const PARSE_ERROR = -32700
export const INVALID_REQUEST = -32600
export const METHOD_NOT_FOUND = -32601
export const INVALID_PARAMS = -32602
export const INTERNAL_ERROR = -32603
export const TOO_MANY_SUBSCRIPTIONS = -32006
export const OVERSIZED_RESPONSE = -32008
export const OVERSIZED_BATCH = -32011

/** The longest text that is taken or given, as a Substrate node's default. */
export const MAX_TEXT: number = 15 * 1024 * 1024

export type RequestId = string | number | null

/** One well-formed request. A request without an id is a notification and gets no answer. */
export interface RpcRequest {
  readonly id: RequestId | undefined
  readonly method: string
  readonly params: readonly unknown[]
}

/** What a text turned out to be. */
export type Incoming =
  | { readonly kind: 'single'; readonly request: RpcRequest | Malformed }
  | { readonly kind: 'batch'; readonly requests: readonly (RpcRequest | Malformed)[] }

/** A request that cannot be served, with the id it could still be answered under. */
export interface Malformed {
  readonly id: RequestId
  readonly error: RpcError
}

/** Reads a text of JSON-RPC 2.0. Never throws: what is wrong comes back as `Malformed`. */
export function parseIncoming(text: string): Incoming {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { kind: 'single', request: { id: null, error: new RpcError(PARSE_ERROR, 'Parse error') } }
  }
  if (!Array.isArray(json)) return { kind: 'single', request: requestOf(json) }
  if (json.length === 0) return { kind: 'single', request: invalidRequest(null) }
  return { kind: 'batch', requests: json.map(requestOf) }
}

function requestOf(json: unknown): RpcRequest | Malformed {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return invalidRequest(null)
  const { jsonrpc, id, method, params } = json as Record<string, unknown>
  const known = typeof id === 'string' || typeof id === 'number' || id === null ? id : undefined
  if (id !== undefined && known === undefined) return invalidRequest(null)
  if (jsonrpc !== '2.0' || typeof method !== 'string') return invalidRequest(known ?? null)
  if (params !== undefined && params !== null && !Array.isArray(params))
    return {
      id: known ?? null,
      error: new RpcError(INVALID_PARAMS, 'Invalid params', 'params must be an array'),
    }
  return { id: known, method, params: params ?? [] }
}

function invalidRequest(id: RequestId): Malformed {
  return { id, error: new RpcError(INVALID_REQUEST, 'Invalid request') }
}

/** The text of a successful answer. */
export function resultText(id: RequestId, result: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', id, result: result === undefined ? null : result })
}

/** The text of a failed answer. Anything that is not an `RpcError` is an internal error. */
export function errorText(id: RequestId, cause: unknown): string {
  const error =
    cause instanceof RpcError
      ? cause
      : new RpcError(INTERNAL_ERROR, 'Internal error', cause instanceof Error ? cause.message : String(cause))
  const { code, message, data } = error
  return JSON.stringify({
    jsonrpc: '2.0',
    id,
    error: data === undefined ? { code, message } : { code, message, data },
  })
}

/** The text of a subscription's notification. */
export function notificationText(method: string, subscription: string, result: unknown): string {
  return JSON.stringify({ jsonrpc: '2.0', method, params: { subscription, result } })
}
