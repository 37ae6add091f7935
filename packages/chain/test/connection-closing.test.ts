import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { connect } from '../src/connect.ts'
import { ScriptedNode } from './scripted-node.ts'

test('closing leaves no socket, timer or listener, whatever state it finds', async () => {
  const script = new URL('closing.ts', import.meta.url).pathname
  // A socket or a timer that is left keeps that process from ending.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script], { timeout: 30_000 })
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual({
    connecting: ['connecting', 'closed'],
    ready: ['ready', 'closed'],
    stale: ['stale', 'closed'],
    'looking for another': ['stale', 'closed'],
    offline: ['offline', 'closed'],
    reconnecting: ['connecting', 'closed'],
    'in the middle of a request': ['ready', 'closed'],
    'half open': ['ready', 'closed'],
    'half open while it connects': ['connecting', 'closed'],
    'asking a second source': ['ready', 'closed'],
    'after a second source answered': ['ready', 'closed'],
    listeners: 0,
  })
}, 30_000)

test('a chain that could not be loaded leaves nothing open', async () => {
  const node = await ScriptedNode.start()
  node.answer = () => undefined
  await expect(connect(node.url, { timeout: 50 })).rejects.toMatchObject({ code: 'EndpointUnreachable' })
  await expect.poll(() => node.clients).toBe(0)
  await node.stop()
})
