import type { Live } from '../../live-state.ts'
import { palette } from '../widgets/palette.ts'

/** Data older than two and a half blocks of a real network is called stale, in milliseconds. */
const STALE_AFTER = 30_000

/** A word for the status line, and its colour. */
export interface StatusWord {
  readonly text: string
  readonly color?: string | undefined
}

/** How the connection stands. */
export function connectionWord(live: Live | undefined, now: number): StatusWord {
  const connection = live?.connection
  switch (connection?.status) {
    case undefined:
    case 'connecting':
      return { text: '◌ connecting', color: palette.warning }
    case 'ready':
      return { text: '● connected', color: palette.good }
    case 'stale':
      return {
        text: `◐ no new block for ${secondsUntil(now, connection.since)} s`,
        color: palette.warning,
      }
    case 'closed':
      return { text: '✗ disconnected', color: palette.bad }
    case 'offline':
      return {
        text: `✗ disconnected, retry in ${secondsUntil(connection.retryAt, now)} s`,
        color: palette.bad,
      }
  }
}

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
