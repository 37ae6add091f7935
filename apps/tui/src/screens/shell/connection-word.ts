import type { Live } from '../../live-state.ts'
import { palette } from '../widgets/palette.ts'

/** Data older than two and a half blocks of a real network is called stale, in milliseconds. */
const STALE_AFTER = 30_000

/** A word for the status line, a shorter one for narrow terminals, and its colour. */
export interface StatusWord {
  readonly text: string
  readonly short?: string
  readonly color?: string | undefined
}

/** How the connection stands, and how quick it is. */
export function connectionWord(live: Live | undefined, now: number): StatusWord {
  const connection = live?.connection
  switch (connection?.status) {
    case undefined:
    case 'connecting':
      return { text: '◌ connecting', color: palette.warning }
    case 'ready': {
      const latency = live?.latency === undefined ? '' : ` ${live.latency} ms`
      return { text: `● connected${latency}`, short: `● up${latency}`, color: palette.good }
    }
    case 'stale': {
      const seconds = secondsUntil(now, connection.since)
      return {
        text: `◐ no new block for ${seconds} s`,
        short: `◐ no block ${seconds} s`,
        color: palette.warning,
      }
    }
    case 'closed':
      return { text: '✗ disconnected', short: '✗ offline', color: palette.bad }
    case 'offline': {
      const seconds = secondsUntil(connection.retryAt, now)
      return {
        text: `✗ disconnected, retry in ${seconds} s`,
        short: `✗ offline, retry ${seconds} s`,
        color: palette.bad,
      }
    }
  }
}

/** Whether nobody can tell what the chain is like now. */
export function isOffline(live: Live | undefined): boolean {
  const status = live?.connection.status
  return (
    status === 'offline' || status === 'closed' || (status === 'connecting' && live?.snapshot !== undefined)
  )
}

/** Why nothing is planned then. */
export const NO_CONNECTION = 'There is no connection now. It is renewed by itself; ask again when it is back.'

/** How old the numbers on the screen are. */
export function ageWord(live: Live | undefined, now: number): StatusWord {
  if (!live?.snapshot) return { text: '' }
  const age = Math.max(0, now - live.readAt)
  const text = age < 120_000 ? `${Math.floor(age / 1_000)} s` : `${Math.floor(age / 60_000)} min`
  if (age > STALE_AFTER) return { text: `stale ${text}`, color: palette.warning }
  if (live.failure) return { text: `unread ${text}`, color: palette.warning }
  return { text: `${text} old` }
}

function secondsUntil(time: number, now: number): number {
  return Math.max(0, Math.ceil((time - now) / 1_000))
}
