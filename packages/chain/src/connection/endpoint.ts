/**
 * An endpoint as far as it may be shown: scheme and host. Providers put keys into the path, the query and before
 * the host. What is no address is returned as it is.
 *
 * @example
 * ```ts
 * import { shownEndpoint } from '@stake/chain'
 *
 * shownEndpoint('wss://example.org:9944/v1/my-key?token=mine') // => wss://example.org:9944
 * ```
 */
export function shownEndpoint(endpoint: string): string {
  const origin = URL.canParse(endpoint) ? new URL(endpoint).origin : 'null'
  return origin === 'null' ? endpoint : origin
}

/** Whether a socket can be opened to this address at all. */
export function isWebSocketAddress(endpoint: string): boolean {
  const protocol = URL.canParse(endpoint) ? new URL(endpoint).protocol : ''
  return protocol === 'ws:' || protocol === 'wss:'
}
