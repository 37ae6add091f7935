// `pnpm bench`: what the devnet is measured by, one line a figure. Run it on a machine that does nothing else.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { verify } from '@scure/sr25519'
import { WebSocket } from 'ws'
import { encodeSigned } from '../src/chain/extrinsic.ts'
import { type Devnet, type Genesis, namedAccount, startDevnet } from '../src/index.ts'
import { codecOf } from '../src/scale/codec.ts'
import { fromHex, toHex } from '../src/scale/hex.ts'
import { storageKey } from '../src/scale/storage-key.ts'
import { fullNetwork } from './full-network.ts'
import { newSigners, type Signer } from './signers.ts'

/** Asks over one socket, as many questions at once as one likes. */
class Client {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (result: unknown) => void>()
  notified = 0

  constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data) => {
      const { id, result, error } = JSON.parse(String(data))
      if (id === undefined) this.notified += 1
      else if (error !== undefined) throw new Error(JSON.stringify(error))
      else this.#waiting.get(id)?.(result)
    })
  }

  static async open({ url }: Devnet): Promise<Client> {
    const socket = new WebSocket(url)
    await once(socket, 'open')
    return new Client(socket)
  }

  ask(method: string, ...params: unknown[]): Promise<unknown> {
    const id = this.#waiting.size + 1
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }

  close(): void {
    this.#socket.terminate()
  }
}

/** Seconds by the clock and of the processor since then. A busy machine stretches the first. */
function stopwatch(): () => { readonly clock: number; readonly processor: number } {
  const [begin, before] = [performance.now(), process.cpuUsage()]
  return () => {
    const { user, system } = process.cpuUsage(before)
    return { clock: (performance.now() - begin) / 1000, processor: (user + system) / 1e6 }
  }
}

function report(what: string, figure: string, holds: boolean): void {
  process.stdout.write(`${holds ? 'ok  ' : 'MISS'} ${what}: ${figure}\n`)
  if (!holds) process.exitCode = 1
}

async function firstAnswer(): Promise<void> {
  const times: number[] = []
  const program = fileURLToPath(new URL('first-answer.ts', import.meta.url))
  for (let run = 0; run < 7; run++) {
    const begin = performance.now()
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    times.push(performance.now() - begin)
    await once(child, 'close')
  }
  const middle = median(times)
  report(
    'a new process gives its first answer (median of 7)',
    `${middle.toFixed(0)} ms, under 500 wanted`,
    middle < 500,
  )
}

async function extrinsicsPerSecond(): Promise<void> {
  const signers = newSigners(10)
  const hotkey = namedAccount('hotkey')
  const author = namedAccount('author')
  const genesis: Genesis = {
    author,
    balances: { [author]: '1', ...Object.fromEntries(signers.map(({ address }) => [address, '10000'])) },
    hotkeys: [{ hotkey, owner: namedAccount('owner') }],
    subnets: [
      { netuid: 0, name: 'root', symbol: 'Τ' },
      { netuid: 1, name: 'One', symbol: 'α', tao: '6000', alpha: '24000', validators: [{ hotkey }] },
    ],
    stakes: [],
  }
  const devnet = await startDevnet({ genesis, blockTime: 'manual' })
  const client = await Client.open(devnet)
  const perSigner = 60
  const context = {
    specVersion: 424,
    transactionVersion: ((await client.ask('state_getRuntimeVersion')) as { transactionVersion: number })
      .transactionVersion,
    genesisHash: devnet.genesisHash,
    birthHash: devnet.genesisHash,
  }
  const signatures: { signer: Signer; message: Uint8Array; signature: Uint8Array }[] = []
  const extrinsics = Array.from({ length: perSigner }, (_, nonce) =>
    signers.map((signer) => {
      const value = {
        hotkey,
        netuid: 1,
        amount_staked: 10_000_000n,
        limit_price: 10n ** 10n,
        allow_partial: false,
      }
      const call = { type: 'SubtensorModule', value: { type: 'add_stake_limit', value } } as const
      return toHex(
        encodeSigned({ signer: signer.address, nonce, call }, context, (message) => {
          const signature = signer.sign(message)
          signatures.push({ signer, message, signature })
          return signature
        }),
      )
    }),
  ).flat()

  const elapsed = stopwatch()
  await Promise.all(extrinsics.map((bytes) => client.ask('author_submitExtrinsic', bytes)))
  await devnet.sealBlock()
  const events = (await client.ask('state_getStorage', storageKey('System', 'Events'))) as `0x${string}`
  const took = elapsed()
  const staked = codecOf('Vec<EventRecord>')
    .dec(fromHex(events))
    .filter(({ event }) => event.value.type === 'StakeAdded').length

  const checked = stopwatch()
  for (const { signer, message, signature } of signatures) verify(message, signature, signer.publicKey)
  const share = (100 * checked().processor) / took.processor
  const rate = staked / took.processor
  report(
    'signed stakes accepted, executed and reported a second on one core, client included',
    `${rate.toFixed(0)} (${(staked / took.clock).toFixed(0)} by the clock), ` +
      `${share.toFixed(0)} % of it for signatures; 300 wanted`,
    rate >= 300 && staked === extrinsics.length,
  )
  client.close()
  await devnet.close()
}

async function subscribers(): Promise<void> {
  const devnet = await startDevnet({ blockTime: 'manual' })
  const clients = await Promise.all(Array.from({ length: 100 }, () => Client.open(devnet)))
  await Promise.all(
    clients.flatMap((client) => Array.from({ length: 10 }, () => client.ask('chain_subscribeNewHeads'))),
  )
  const told = () => clients.reduce((sum, { notified }) => sum + notified, 0)
  const before = told()
  const begin = performance.now()
  const blocks = 50
  for (let block = 0; block < blocks; block++) await devnet.sealBlock()
  // An answer comes behind all that was pushed before it.
  await Promise.all(clients.map((client) => client.ask('system_name')))
  const figure = `${told() - before} of ${1000 * blocks} notifications in ${(performance.now() - begin).toFixed(0)} ms`
  report('1,000 subscribers hear of 50 blocks', figure, told() - before === 1000 * blocks)
  for (const client of clients) client.close()
  await devnet.close()
}

async function epochBlocks(): Promise<void> {
  const devnet = await startDevnet({ genesis: fullNetwork(), blockTime: 'manual' })
  const [clock, processor]: [number[], number[]] = [[], []]
  // Every subnet's epoch once to fill the books, and then once more with the watch.
  for (let block = 0; block < 256; block++) {
    const elapsed = stopwatch()
    await devnet.sealBlock()
    if (block < 128) continue
    const took = elapsed()
    clock.push(1000 * took.clock)
    processor.push(1000 * took.processor)
  }
  await devnet.close()
  const middle = median(processor)
  report(
    'a block with 128 subnets of 64 validators and one epoch (median of 128)',
    `${middle.toFixed(0)} ms of the processor (${median(clock).toFixed(0)} by the clock), under 50 wanted`,
    middle < 50,
  )
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

await firstAnswer()
await extrinsicsPerSecond()
await subscribers()
await epochBlocks()
