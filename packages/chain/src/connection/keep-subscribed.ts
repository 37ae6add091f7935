import type { Clock } from '../clock.ts'
import type { Connection } from './connection.ts'

/** The three method names of a kind of subscription. */
export interface SubscriptionNames {
  readonly notification: string
  readonly subscribe: string
  readonly unsubscribe: string
}

/** Milliseconds after which what a node refused is tried again. */
export const REFUSAL_PAUSE = 5_000

/**
 * Subscribes until the returned function is called, whatever happens meanwhile: at the next connect where there
 * is no connection now, and again after a pause where the node refused or ended it.
 */
export function keepSubscribed(
  connection: Connection,
  clock: Clock,
  { notification, subscribe, unsubscribe }: SubscriptionNames,
  listener: (result: unknown) => void,
): () => void {
  let id: number | undefined
  let starting = false
  let stopped = false
  let cancelRetry: () => void = () => undefined
  const end = () => {
    if (id !== undefined) connection.unsubscribe(unsubscribe, id).catch(() => undefined)
    id = undefined
  }
  const startLater = () => {
    cancelRetry()
    if (!stopped && connection.isConnected) cancelRetry = clock.after(REFUSAL_PAUSE, () => void start())
  }
  const hear = (error: Error | null, result: unknown) => {
    if (stopped) return
    if (!error) return listener(result)
    end()
    startLater()
  }
  const start = async () => {
    if (stopped || starting || id !== undefined) return
    starting = true
    try {
      id = await connection.subscribe(notification, subscribe, [], hear)
      if (stopped) end()
    } catch {
      startLater()
    } finally {
      starting = false
    }
  }
  const cancelState = connection.onState(() => {
    if (connection.isConnected) void start()
    else cancelRetry()
  })
  return () => {
    stopped = true
    cancelState()
    cancelRetry()
    end()
  }
}
