// Runs a command of this workspace with the Node, pnpm and packages it wants, on a machine that may have none
// of them. Plain JavaScript without dependencies: an old Node (18+) must be able to run it.
//   exec node scripts/with-node.mjs <command> [arguments…]
// `exec`, because the shell that npm starts would keep a SIGTERM for itself.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { isatty } from 'node:tty'
import { fileURLToPath } from 'node:url'

const NODE_VERSION = '24.21.0'
const PNPM_VERSION = '12.21.0'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const tools = join(root, '.tools')

/** Whether a Node of this version runs TypeScript sources by itself: 22.18, 23.6 and everything newer does. */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
}

/** The npm package that carries only the Node binary for a platform, or undefined where there is none. */
export function nodePackage({ platform, arch, musl }) {
  const built = ['linux', 'darwin'].includes(platform) && ['x64', 'arm64'].includes(arch) && !musl
  return built ? `node-${platform}-${arch}@${NODE_VERSION}` : undefined
}

/**
 * The environment of the command. npm and pnpm hand their own settings down in lower-case variables, which a
 * nested npm or pnpm must not read; everything a person set stays.
 */
export function commandEnvironment(environment, bin) {
  const env = { ...environment, TURBO_TELEMETRY_DISABLED: '1' }
  for (const name of Object.keys(env)) {
    if (/^npm_(config|package|lifecycle)_/.test(name)) delete env[name]
  }
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  env[path] = [bin, env[path]].filter(Boolean).join(delimiter)
  return env
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

/** Runs a tool to its end; what it prints goes to stderr, because stdout belongs to the command. */
function runTool(command, args, env, cwd) {
  const done = spawnSync(command, args, { cwd, env, stdio: ['ignore', 2, 2] })
  return done.status === 0
}

function installTools(env) {
  const wanted = [`pnpm@${PNPM_VERSION}`]
  if (!isNewEnough(process.versions.node)) {
    const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime
    const node = nodePackage({ platform: process.platform, arch: process.arch, musl })
    if (!node) {
      fail(
        `There is no ready-made Node ${NODE_VERSION} for ${process.platform} ${process.arch}: install Node 22.18 or newer and run this again.`,
      )
    }
    wanted.unshift(node)
  }
  const stamp = join(tools, 'installed.json')
  const installed = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : []
  if (wanted.every((tool) => installed.includes(tool))) return
  process.stderr.write(`Installing ${wanted.join(' and ')} into .tools (once) …\n`)
  mkdirSync(tools, { recursive: true })
  const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error']
  if (!runTool('npm', ['install', '--prefix', tools, ...quiet, ...wanted], env, tools)) {
    fail('npm could not install the tools: check the network and run this again.')
  }
  writeFileSync(stamp, JSON.stringify(wanted))
}

function installPackages(env) {
  if (!existsSync(join(root, 'node_modules'))) {
    process.stderr.write('Installing the packages of the workspace (once) …\n')
  }
  const frozen = env.CI ? ['--frozen-lockfile'] : []
  if (!runTool('pnpm', ['install', '--silent', ...frozen], env, root)) {
    fail('pnpm could not install the packages of the workspace: see above.')
  }
}

/** Runs the command in our place: its terminal, its signals, its exit code. */
function become(command, args, env) {
  const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' })
  child.on('error', (error) => fail(`${command} could not be started: ${error.message}`))
  // A terminal sends Ctrl-C to the whole group, the command included: passed on it would arrive twice.
  const terminal = [0, 1, 2].some((descriptor) => isatty(descriptor))
  const pass = (signal) => {
    if (signal !== 'SIGINT' || !terminal) child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, pass)
  child.on('exit', (status, signal) => {
    if (signal === null) process.exit(status)
    for (const name of signals) process.off(name, pass)
    process.kill(process.pid, signal)
  })
}

function main([command, ...args]) {
  if (!command) fail('Usage: node scripts/with-node.mjs <command> [arguments…]')
  const env = commandEnvironment(process.env, join(tools, 'node_modules', '.bin'))
  installTools(env)
  installPackages(env)
  become(command, args, env)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2))
}
