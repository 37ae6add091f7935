import type { Client } from './client.ts'
import {
  errorText,
  MAX_TEXT,
  type Malformed,
  METHOD_NOT_FOUND,
  OVERSIZED_BATCH,
  OVERSIZED_RESPONSE,
  parseIncoming,
  RpcError,
  type RpcRequest,
  resultText,
} from './json-rpc.ts'
import { type Method, type Methods, Params, type Subscription } from './methods.ts'

/** Everything that can be asked for, by name. */
export class Service {
  readonly #calls = new Map<string, Method>()
  readonly subscriptions: ReadonlyMap<string, Subscription>
  /** The kind of subscription that a method ends. */
  readonly unsubscribes: ReadonlyMap<string, Subscription>

  constructor(families: readonly Methods[]) {
    const subscriptions = families.flatMap((family) => Object.entries(family.subscriptions ?? {}))
    this.subscriptions = new Map(subscriptions)
    this.unsubscribes = new Map(subscriptions.map(([, kind]) => [kind.unsubscribe, kind]))
    for (const family of families)
      for (const [name, method] of Object.entries(family.calls)) this.#calls.set(name, method)
    const methods = [
      ...this.#calls.keys(),
      'rpc_methods',
      ...this.subscriptions.keys(),
      ...this.unsubscribes.keys(),
    ].sort()
    this.#calls.set('rpc_methods', () => ({ methods }))
  }

  call({ method, params }: RpcRequest, client: Client): unknown {
    const serve = this.#calls.get(method)
    if (serve === undefined) throw new RpcError(METHOD_NOT_FOUND, 'Method not found')
    return serve(new Params(params), client)
  }
}

/** Answers every request of a text; undefined when there is nothing to answer (notifications only). */
export async function answer(
  text: string,
  serve: (request: RpcRequest) => unknown,
): Promise<string | undefined> {
  const incoming = parseIncoming(text)
  if (incoming.kind === 'single') return answerOne(incoming.request, serve)
  const answers: string[] = []
  let length = 0
  for (const request of incoming.requests) {
    const answered = await answerOne(request, serve)
    if (answered === undefined) continue
    answers.push(answered)
    length += answered.length
    if (length > MAX_TEXT)
      return errorText(null, tooLong(OVERSIZED_BATCH, 'The batch response was too large'))
  }
  return answers.length === 0 ? undefined : `[${answers.join(',')}]`
}

async function answerOne(
  request: RpcRequest | Malformed,
  serve: (request: RpcRequest) => unknown,
): Promise<string | undefined> {
  if ('error' in request) return errorText(request.id, request.error)
  const { id } = request
  try {
    const result = await serve(request)
    if (id === undefined) return undefined
    const text = resultText(id, result)
    return text.length > MAX_TEXT ? errorText(id, tooLong(OVERSIZED_RESPONSE, 'Response is too big')) : text
  } catch (error) {
    return id === undefined ? undefined : errorText(id, error)
  }
}

function tooLong(code: number, message: string): RpcError {
  return new RpcError(code, message, `Exceeded max limit of ${MAX_TEXT}`)
}
