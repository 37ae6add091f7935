import { type Chain, connect, readSnapshot, readValidators, type Signer, signerFromUri } from '@stake/chain'
import { type Devnet, type DevnetOptions, startDevnet } from '@stake/devnet'
import { Balance } from '@stake/math'
import {
  type FinalRunReport,
  type Journal,
  memoryJournal,
  type OperationOf,
  parseOperation,
  type Running,
  type RunOptions,
} from '../src/index.ts'
import { WatchedNode } from './watched-node.ts'

export const alice: Signer = signerFromUri('//Alice')
export const bob: Signer = signerFromUri('//Bob')

/** Fields of a stake or an unstake that are not the usual ones. */
export interface Wish {
  readonly id?: string
  readonly kind?: 'stake' | 'unstake'
  readonly amount: string
  readonly mode?: 'strict' | 'partial' | 'unsafe'
  readonly tolerance?: string
  readonly netuid?: number
  readonly coldkey?: string
}

/** A devnet with blocks by hand behind a node that sees everything, and a client on it. */
export class Stage {
  readonly devnet: Devnet
  readonly node: WatchedNode
  readonly chain: Chain
  readonly journal: Journal = memoryJournal()
  readonly #hotkeys = new Map<number, string>()
  #ids = 0

  private constructor(devnet: Devnet, node: WatchedNode, chain: Chain) {
    this.devnet = devnet
    this.node = node
    this.chain = chain
  }

  static async open(options: DevnetOptions = {}): Promise<Stage> {
    const devnet = await startDevnet({ blockTime: 'manual', emission: false, ...options })
    const node = await WatchedNode.before(devnet.url)
    const chain = await connect(node.url)
    const stage = new Stage(devnet, node, chain)
    for (const netuid of [1, 2, 3, 4]) {
      const [validator] = await readValidators(await chain.at('best'), netuid)
      stage.#hotkeys.set(netuid, validator?.hotkey ?? '')
    }
    return stage
  }

  async close(): Promise<void> {
    await this.chain.close()
    await this.node.close()
    await this.devnet.close()
  }

  /** The first validator of a subnet. */
  hotkeyOf(netuid: number): string {
    return this.#hotkeys.get(netuid) ?? ''
  }

  /** A stake or an unstake of Alice on subnet 2, but for what is wished otherwise. */
  wanted(wish: Wish): OperationOf<'stake' | 'unstake'> {
    const netuid = wish.netuid ?? 2
    const common = { id: `${++this.#ids}`, kind: 'stake', coldkey: alice.address, netuid }
    return parseOperation({ ...common, hotkey: this.hotkeyOf(netuid), ...wish }) as OperationOf<
      'stake' | 'unstake'
    >
  }

  options(extra: Partial<RunOptions> = {}): RunOptions {
    return { signer: alice, journal: this.journal, policy: {}, ...extra }
  }

  /** Seals blocks until the promise is kept, each when what must come before it has. */
  async sealed<T>(
    promise: Promise<T>,
    { most = 100, before }: { most?: number; before?: () => Promise<void> } = {},
  ): Promise<T> {
    let done = false
    const end = promise.finally(() => {
      done = true
    })
    end.catch(() => undefined)
    for (let block = 0; !done; block++) {
      if (block > most) throw new Error(`nothing came of it in ${most} blocks`)
      // What was sent before is there: answers come in the order of the questions.
      await this.connected()
      await this.chain.connection.send('system_chain', []).catch(() => undefined)
      await before?.()
      await this.devnet.sealBlock()
      for (let trip = 0; trip < 12 && !done; trip++) {
        await this.chain.connection.send('system_chain', []).catch(() => undefined)
      }
    }
    return end
  }

  /** Waits until the client is connected again. */
  connected(): Promise<void> {
    const { connection } = this.chain
    return new Promise((resolve) => {
      const stop = connection.onState(() => {
        if (!connection.isConnected) return
        resolve()
        queueMicrotask(() => stop())
      })
    })
  }

  /** The final report of a run. */
  report(running: Running): Promise<FinalRunReport> {
    return this.sealed(running.report)
  }

  async free(coldkey: string = alice.address): Promise<bigint> {
    const { accounts } = await readSnapshot(await this.chain.at('best'), { coldkeys: [coldkey], netuids: [] })
    return accounts.get(coldkey)?.free.rao ?? 0n
  }

  async stake({
    coldkey,
    hotkey,
    netuid,
  }: {
    coldkey: string
    hotkey: string
    netuid: number
  }): Promise<Balance> {
    const { positions } = await readSnapshot(await this.chain.at('best'), {
      coldkeys: [coldkey],
      netuids: [netuid],
    })
    const found = positions.find((each) => each.hotkey === hotkey && each.netuid === netuid)
    return found?.stake ?? Balance.zero(netuid)
  }
}
