import { type Devnet, type DevnetOptions, startDevnet } from '@stake/devnet'
import { type Call, type Chain, type ChainAt, connect, type Signer, sign } from '../src/index.ts'
import { TamperingNode } from './tampering-node.ts'

/** How often a question was asked, by its method; only questions about a state. */
export type Asked = Readonly<Record<string, number>>

/** A devnet of blocks by hand, and a chain connected to it past somebody who counts. */
export interface CountedChain {
  readonly devnet: Devnet
  readonly node: TamperingNode
  readonly chain: Chain
  /** What a query reads at the newest block, and what it asked for that. */
  counted<T>(query: (at: ChainAt) => Promise<T>): Promise<{ result: T; asked: Asked }>
  /** The same without the count. */
  read<T>(query: (at: ChainAt) => Promise<T>): Promise<T>
  /** Signs calls with the account's next nonces, sends them, and seals a block with them. */
  execute(signer: Signer, ...calls: Call[]): Promise<void>
  close(): Promise<void>
}

export async function countedChain(
  options: DevnetOptions = {},
  before: (node: TamperingNode) => void = () => undefined,
): Promise<CountedChain> {
  const devnet = await startDevnet({ blockTime: 'manual', emission: false, ...options })
  const node = await TamperingNode.before(devnet.url)
  before(node)
  const chain = await connect({ endpoints: node.url })
  return {
    devnet,
    node,
    chain,
    async counted(query) {
      const at = await chain.at('best')
      const start = node.requests.length
      const result = await query(at)
      const asked: Record<string, number> = {}
      for (const { method } of node.requests.slice(start)) {
        if (/^(state_(?!getRuntimeVersion)|payment_)/.test(method)) asked[method] = (asked[method] ?? 0) + 1
      }
      return { result, asked }
    },
    read: async (query) => query(await chain.at('best')),
    async execute(signer, ...calls) {
      let nonce = await chain.connection.send<number>('system_accountNextIndex', [signer.address])
      for (const call of calls) {
        const { bytes } = await sign(chain, call, signer, { nonce: nonce++ })
        await chain.connection.send('author_submitExtrinsic', [bytes])
      }
      await devnet.sealBlock()
    },
    async close() {
      await chain.close()
      await node.close()
      await devnet.close()
    },
  }
}
