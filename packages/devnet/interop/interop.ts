// `pnpm interop`: what the Bittensor SDK from PyPI does with the devnet, in a scratch environment that is removed
// afterwards. Needs Python 3.10 or newer with venv, and a network for pip. `pnpm interop PYTHON` takes an interpreter
// that has the SDK instead.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startDevnet } from '../src/index.ts'

const SDK = 'bittensor>=10,<11'
const script = fileURLToPath(new URL('bittensor_sdk.py', import.meta.url))

const scratch = await mkdtemp(join(tmpdir(), 'stake-interop-'))
try {
  const python = process.argv[2] ?? (await install(join(scratch, 'python')))
  const devnet = await startDevnet({ blockTime: 250 })
  process.exitCode = await run(python, [script, devnet.url, join(scratch, 'wallets')])
  await devnet.close()
} finally {
  await rm(scratch, { recursive: true, force: true })
}

async function install(folder: string): Promise<string> {
  const python = join(folder, 'bin', 'python')
  process.stdout.write(`Installing ${SDK} …\n`)
  const steps = [
    ['python3', '-m', 'venv', folder],
    [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', SDK],
  ] as const
  for (const [command, ...args] of steps)
    if ((await run(command, args)) !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
  return python
}

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' })
    child.once('error', reject)
    child.once('close', (code) => resolve(code ?? 1))
  })
}
