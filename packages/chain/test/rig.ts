import { type Devnet, type DevnetOptions, startDevnet } from '@stake/devnet'
import {
  buildCall,
  type Call,
  type Chain,
  type ConnectOptions,
  connect,
  type Hex,
  type SignedExtrinsic,
  type Signer,
  type Submission,
  type SubmissionState,
  sign,
  signerFromUri,
} from '../src/index.ts'
import { FrameProxy } from './frame-proxy.ts'
import { SteppedClock } from './stepped-clock.ts'
import { Truth } from './truth.ts'

export const alice: Signer = signerFromUri('//Alice')
export const bob: Signer = signerFromUri('//Bob')

/** A devnet with blocks by hand, a proxy that can cut, a client whose time passes by hand, and what really happened. */
export class Rig {
  readonly devnet: Devnet
  readonly proxy: FrameProxy
  /** Other ways to the same devnet, for a client that was told of them. */
  readonly besides: readonly FrameProxy[]
  readonly clock: SteppedClock
  readonly chain: Chain
  readonly truth: Truth

  private constructor(
    devnet: Devnet,
    [proxy, ...besides]: readonly [FrameProxy, ...FrameProxy[]],
    clock: SteppedClock,
    chain: Chain,
  ) {
    this.devnet = devnet
    this.proxy = proxy
    this.besides = besides
    this.clock = clock
    this.chain = chain
    this.truth = new Truth(devnet.url)
  }

  static async start(
    options: DevnetOptions = {},
    connecting: (url: string, devnet: Devnet) => Partial<ConnectOptions> = () => ({}),
    ways = 1,
  ): Promise<Rig> {
    const devnet = await startDevnet({ blockTime: 'manual', finalityDepth: 2, emission: false, ...options })
    const proxy = await FrameProxy.before(devnet.port)
    const besides: FrameProxy[] = []
    while (besides.length < ways - 1) besides.push(await FrameProxy.before(devnet.port))
    const clock = new SteppedClock()
    const chain = await connect({
      endpoints: [proxy, ...besides].map(({ url }) => url),
      clock,
      staleAfter: Number.POSITIVE_INFINITY,
      ...connecting(proxy.url, devnet),
    })
    const rig = new Rig(devnet, [proxy, ...besides], clock, chain)
    await rig.truth.note()
    return rig
  }

  async close(): Promise<void> {
    await this.chain.close()
    for (const proxy of this.proxies) await proxy.close()
    await this.devnet.close()
  }

  get proxies(): readonly FrameProxy[] {
    return [this.proxy, ...this.besides]
  }

  remark(text: Hex = '0x00'): Call {
    return buildCall(this.chain, 'System', 'remark', { remark: text })
  }

  signed(call: Call = this.remark(), signer: Signer = alice, period = 64): Promise<SignedExtrinsic> {
    return this.chain.nonces.allocate(signer.address, (nonce) =>
      sign(this.chain, call, signer, { nonce, period }),
    )
  }

  /** Waits until nothing is on its way any more, here and there; not for what will never come. */
  async quiet(): Promise<void> {
    let still = 0
    let before = -1
    for (let turns = 0; still < 12 && turns < 2_000; turns++) {
      await turn()
      const count = this.proxies.reduce((sum, proxy) => sum + proxy.count, 0)
      still = count === before && this.proxies.every(({ isIdle }) => isIdle) ? still + 1 : 0
      before = count
    }
  }

  /** Waits for a condition; time passes meanwhile, a little each turn. */
  async until(condition: () => boolean, step = 0): Promise<void> {
    const deadline = Date.now() + 10_000
    while (!condition()) {
      if (Date.now() > deadline) throw new Error(`never came: ${condition.toString()}`)
      this.clock.advance(step)
      await turn()
    }
  }

  /** Waits until the client is connected again, its pauses passing quickly. */
  async connected(): Promise<void> {
    await this.until(() => this.chain.connection.isConnected, 20)
    await this.quiet()
  }

  /** Seals blocks; after each everything comes to rest. */
  async seal(blocks = 1): Promise<void> {
    for (let block = 0; block < blocks; block++) {
      await this.devnet.sealBlock()
      await this.truth.note()
      await this.quiet()
    }
  }

  /** Seals blocks until the promise is kept, reconnecting where needed. */
  async sealed<T>(promise: Promise<T>, most = 100): Promise<T> {
    let done = false
    const end = promise.finally(() => {
      done = true
    })
    for (let block = 0; !done; block++) {
      if (block > most) throw new Error(`nothing came of it in ${most} blocks`)
      await this.connected()
      await this.seal()
    }
    return end
  }
}

/** The states that a submission goes through, as text: `inBlock 3`, `retracted 3`, `settled included`. */
export function statesOf(submission: Submission): string[] {
  const seen: string[] = []
  submission.onState((state) => seen.push(textOf(state)))
  return seen
}

function textOf(state: SubmissionState): string {
  switch (state.status) {
    case 'inBlock':
      return `inBlock ${state.inclusion.block.number}${state.inclusion.execution.failure ? ' failed' : ''}`
    case 'retracted':
      return `retracted ${state.block.number}`
    case 'settled':
      return `settled ${state.outcome.kind}`
    default:
      return state.status
  }
}

/** One turn of the event loop. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
