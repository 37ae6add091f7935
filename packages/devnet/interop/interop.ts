// `pnpm interop`: what the Bittensor SDK and CLI from PyPI do with the devnet, each in a scratch environment that is
// removed afterwards. Needs Python 3.10 or newer with venv, and a network for pip. `pnpm interop SDK CLI` takes
// interpreters that have them instead.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoGenesis, type Genesis, startDevnet } from '../src/index.ts'

const SDK = 'bittensor>=10,<11'
const CLI = 'bittensor-cli>=9,<10'
/** The CLI takes netuids for positions in a list, so they must have no gaps. */
const NETUIDS = 6

const scratch = await mkdtemp(join(tmpdir(), 'stake-interop-'))
const total = { passed: 0, failed: 0 }
try {
  const [, , ...given] = process.argv
  const sdk = given[0] ?? (await install(SDK, join(scratch, 'sdk')))
  const cli = given[1] ?? (await install(CLI, join(scratch, 'cli')))
  await check('sdk-sync', (url, folder) => [sdk, script('bittensor_sdk.py'), url, folder, 'sync'])
  await check('sdk-async', (url, folder) => [sdk, script('bittensor_sdk.py'), url, folder, 'async'])
  const btcli = join(dirname(cli), 'btcli')
  await check('btcli', (url, folder) => [cli, script('bittensor_cli.py'), btcli, url, folder])
} finally {
  await rm(scratch, { recursive: true, force: true })
}
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed > 0 ? 1 : 0

/** Runs one script on a chain of its own, and counts what it says. */
async function check(name: string, command: (url: string, folder: string) => string[]): Promise<void> {
  // Without emission a stake only changes by what is done with it.
  const devnet = await startDevnet({ genesis: withoutGaps(demoGenesis()), blockTime: 250, emission: false })
  const said = await run(command(devnet.url, join(scratch, name)))
  await devnet.close()
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(said.output) ?? []
  if (passed === undefined)
    process.stdout.write(`FAIL  ${name} ended with ${said.code} before it was through\n`)
  total.passed += Number(passed ?? 0)
  total.failed += Number(failed ?? 1)
}

function withoutGaps(genesis: Genesis): Genesis {
  const isKept = ({ netuid }: { readonly netuid: number }) => netuid < NETUIDS
  return { ...genesis, subnets: genesis.subnets.filter(isKept), stakes: genesis.stakes.filter(isKept) }
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

async function install(wanted: string, folder: string): Promise<string> {
  const python = join(folder, 'bin', 'python')
  process.stdout.write(`Installing ${wanted} …\n`)
  for (const command of [
    ['python3', '-m', 'venv', folder],
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', wanted],
  ]) {
    const { code } = await run(command)
    if (code !== 0) throw new Error(`${command.join(' ')} failed`)
  }
  return python
}

/** Runs a command; its lines about checks are shown as they come. */
function run([command = '', ...args]: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString()
      process.stdout.write(text)
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
