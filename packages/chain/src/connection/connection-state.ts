/** Where a connection stands, for status lines and for code that waits. */
export type ConnectionState =
  | { readonly status: 'connecting'; readonly endpoint: string }
  | { readonly status: 'connected'; readonly endpoint: string; readonly since: number }
  | {
      readonly status: 'disconnected'
      readonly endpoint: string
      /** Why, in a few words. */
      readonly reason: string
      /** Unix milliseconds of the next attempt. */
      readonly retryAt: number
    }
  | { readonly status: 'closed' }
