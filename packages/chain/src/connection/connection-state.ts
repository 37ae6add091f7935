/**
 * Where a connection stands, for status lines and for code that waits. Requests are answered in `ready` and in
 * `stale`. An endpoint is shown by its scheme and host, because the rest of it may hold a key.
 *
 * - `connecting`: nodes are being tried, all at once; `endpoint` is the first of them, or the one that is moved to.
 * - `ready`: a node of the right chain answers.
 * - `stale`: it answers, but no new best block has come since `since`; another node with newer blocks is looked for.
 * - `offline`: there is no node; the next attempt comes at `retryAt`.
 * - `closed`: for good.
 */
export type ConnectionState =
  | { readonly status: 'connecting'; readonly endpoint: string }
  | {
      readonly status: 'ready'
      readonly endpoint: string
      /** Unix milliseconds of the connect. */
      readonly since: number
    }
  | {
      readonly status: 'stale'
      readonly endpoint: string
      /** Unix milliseconds of the last new best block, or of the connect where none came. */
      readonly since: number
    }
  | {
      readonly status: 'offline'
      readonly endpoint: string
      /** Why, in a few words. */
      readonly reason: string
      /** Unix milliseconds of the next attempt. */
      readonly retryAt: number
    }
  | { readonly status: 'closed' }
