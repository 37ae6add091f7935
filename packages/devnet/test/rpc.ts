import type { Devnet } from '../src/index.ts'

export interface Answer {
  readonly jsonrpc?: string
  readonly id?: unknown
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly data?: string }
}

/** One call over HTTP, with nothing of a client library in between. */
export async function rpc(devnet: Devnet, method: string, ...params: unknown[]): Promise<Answer> {
  return (await post(devnet, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }))) as Answer
}

/** Sends a text as it is; the answer is parsed, or undefined when it is empty. */
export async function post(devnet: Devnet, body: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${devnet.port}`, { method: 'POST', body })
  const text = await response.text()
  return text === '' ? undefined : JSON.parse(text)
}
