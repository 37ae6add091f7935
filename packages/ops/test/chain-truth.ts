import { ApiPromise, WsProvider } from '@polkadot/api'

/** A stake that the chain's own events tell of, in rao. */
export interface StakeDone {
  readonly block: number
  readonly tao: bigint
  readonly alpha: bigint
}

/** What is true of the chain, read with a client that none of ours is part of. */
export class ChainTruth {
  readonly #api: ApiPromise

  constructor(api: ApiPromise) {
    this.#api = api
  }

  static async connect(url: string): Promise<ChainTruth> {
    const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true })
    return new ChainTruth(api)
  }

  /** The newest block's number. */
  async height(): Promise<number> {
    return (await this.#api.rpc.chain.getHeader()).number.toNumber()
  }

  /** The free TAO of an account and how many transactions it has made, at the newest final block. */
  async account(address: string): Promise<{ free: bigint; nonce: number }> {
    const at = await this.#api.at(await this.#api.rpc.chain.getFinalizedHead())
    const account = (await at.query.system?.account?.(address)) as unknown as {
      data: { free: { toBigInt(): bigint } }
      nonce: { toNumber(): number }
    }
    return { free: account.data.free.toBigInt(), nonce: account.nonce.toNumber() }
  }

  /** Every stake of an account in the blocks after `after`, in order. */
  async stakes(address: string, after: number): Promise<StakeDone[]> {
    const found: StakeDone[] = []
    const last = await this.height()
    for (let block = after + 1; block <= last; block++) {
      const at = await this.#api.at(await this.#api.rpc.chain.getBlockHash(block))
      const events = (await at.query.system?.events?.()) as unknown as {
        event: { section: string; method: string; data: { toString(): string; toBigInt(): bigint }[] }
      }[]
      for (const { event } of events) {
        if (event.section !== 'subtensorModule' || event.method !== 'StakeAdded') continue
        const [coldkey, , tao, alpha] = event.data
        if (coldkey?.toString() !== address) continue
        found.push({ block, tao: tao?.toBigInt() ?? 0n, alpha: alpha?.toBigInt() ?? 0n })
      }
    }
    return found
  }

  close(): Promise<void> {
    return this.#api.disconnect()
  }
}
