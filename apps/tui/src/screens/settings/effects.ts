import { Connection, shownEndpoint } from '@stake/chain'
import { failureOf } from '../../failure.ts'
import { settingsFile } from '../../folders.ts'
import { saveSettings } from '../../settings.ts'
import type { Effect, Surroundings } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'
import { policyWords } from './policy-words.ts'
import type { NodeLatency, SettingsNews } from './settings-state.ts'

/** The networks that every program knows. */
const NETWORKS = ['devnet', 'finney', 'test', 'archive', 'local']

/** How long a node has to open a connection and to answer, in milliseconds. */
const PATIENCE = 5_000

/** Tells what the session stands on, asks its nodes how quick they are, and keeps what is changed. */
export const settingsEffect: Effect<'settings'> = async (wish, { session, send }) => {
  const tell = (news: SettingsNews) => send(newsFor('settings', news))
  switch (wish.kind) {
    case 'facts':
      return tell({
        kind: 'facts',
        facts: {
          file: settingsFile(),
          networks: [...new Set([...NETWORKS, ...Object.keys(session.settings.endpoints ?? {})])],
          endpoints: session.endpoints,
          policyFile: session.policyFile,
          policy: policyWords(session.policy),
        },
      })
    case 'measure':
      await Promise.all(
        session.endpoints.map(async (endpoint) => {
          tell({ kind: 'latency', endpoint, latency: { kind: 'asked' } })
          tell({ kind: 'latency', endpoint, latency: await latencyOf(session, endpoint) })
        }),
      )
      return
    case 'save':
      try {
        const settings = await saveSettings(wish.changes)
        tell({ kind: 'saved', settings, changed: Object.keys(wish.changes) })
      } catch (error) {
        tell({ kind: 'notSaved', failure: failureOf(error) })
      }
  }
}

/** One small question over a connection of its own, or over the one in use; it must lead to the same chain. */
async function latencyOf(session: Surroundings['session'], endpoint: string): Promise<NodeLatency> {
  const { chain, settings } = session
  const known = Object.values(settings.endpoints ?? {})
    .flat()
    .find((address) => shownEndpoint(address) === endpoint)
  const own = chain.connection.endpoint === endpoint ? chain.connection : undefined
  try {
    const connection =
      own ??
      new Connection({
        endpoints: [known ?? endpoint],
        expectedGenesis: chain.genesisHash,
        connectTimeout: PATIENCE,
        requestTimeout: PATIENCE,
      })
    try {
      if (!own) await connection.connect()
      const asked = performance.now()
      await connection.send('system_name', [])
      return { kind: 'answered', milliseconds: Math.max(1, Math.round(performance.now() - asked)) }
    } finally {
      if (!own) await connection.disconnect()
    }
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error) }
  }
}
