/**
 * An endpoint as far as it may be shown: scheme and host. Providers put keys into the path, the query and before
 * the host.
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
