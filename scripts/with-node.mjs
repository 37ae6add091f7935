// Runs a package script with the Node and pnpm this workspace wants, on a machine that may have neither.
// Plain JavaScript without dependencies: an old Node (18+) must be able to run it.
//   node scripts/with-node.mjs <script> [arguments…]
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NODE_VERSION = '24.21.0'
const PNPM_VERSION = '12.21.0'
const OLDEST_NODE = [22, 18]

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tools = join(root, '.tools')
const bin = join(tools, 'node_modules', '.bin')
const windows = process.platform === 'win32'

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

function nodeIsNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])
}

/** The npm package that carries only the Node binary of this platform. */
function nodePackage() {
  const os = { linux: 'linux', darwin: 'darwin', win32: 'win' }[process.platform]
  const musl = process.platform === 'linux' && !process.report?.getReport().header.glibcVersionRuntime
  if (!os || musl || !['x64', 'arm64'].includes(process.arch)) {
    fail(
      `No ready-made Node ${NODE_VERSION} for ${process.platform} ${process.arch}${musl ? ' (musl)' : ''}: install Node 22.18 or newer and run this again.`,
    )
  }
  return `node-${os}-${process.arch}@${NODE_VERSION}`
}

/** npm and pnpm hand their own settings down in variables; a nested pnpm must not read them. */
function cleanEnvironment() {
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
  for (const name of Object.keys(env)) {
    if (/^npm_(config|package|lifecycle)_/i.test(name)) delete env[name]
  }
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  env[path] = [bin, env[path]].filter(Boolean).join(delimiter)
  return env
}

function installTools(wanted, env) {
  const stamp = join(tools, 'installed.json')
  const content = JSON.stringify(wanted)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === content) return
  mkdirSync(tools, { recursive: true })
  process.stderr.write(`Installing ${wanted.join(' and ')} into .tools (once) …\n`)
  const done = spawnSync(
    windows ? 'npm.cmd' : 'npm',
    ['install', '--prefix', tools, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', ...wanted],
    { cwd: tools, env, stdio: ['ignore', 'ignore', 'inherit'], shell: windows },
  )
  if (done.status !== 0) fail('npm could not install the tools; check the network and run this again.')
  writeFileSync(stamp, content)
}

function run(command, args, env) {
  const done = spawnSync(command, args, { cwd: root, env, stdio: 'inherit', shell: windows })
  if (done.error) fail(`${command} could not be started: ${done.error.message}`)
  if (done.signal) {
    process.kill(process.pid, done.signal)
    return 1
  }
  return done.status ?? 1
}

const [script, ...rest] = process.argv.slice(2)
if (!script) fail('Usage: node scripts/with-node.mjs <script> [arguments…]')

const wanted = [`pnpm@${PNPM_VERSION}`]
if (!nodeIsNewEnough()) wanted.unshift(nodePackage())
const env = cleanEnvironment()
installTools(wanted, env)

// pnpm installs what is missing before it runs a script, except under CI, where it must be told.
if (env.CI) {
  const status = run('pnpm', ['install', '--frozen-lockfile', '--silent'], env)
  if (status !== 0) process.exit(status)
}
process.exit(run('pnpm', ['--silent', 'run', script, ...rest], env))
