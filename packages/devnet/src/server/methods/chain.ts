import type { Hex } from '@stake/schema'
import type { BlockBody } from '../../chain/block.ts'
import type { Chain } from '../../chain/chain.ts'
import { toHex } from '../../scale/hex.ts'
import type { Methods, Params, Subscription } from '../methods.ts'

/** `chain_*`: blocks, headers, hashes and the heads as they come. */
export function chainMethods(chain: Chain): Methods {
  const blockOf = (params: Params): BlockBody | undefined => {
    const hash = params.optionalHash(0, 'hash')
    return hash === undefined ? chain.best : chain.body(hash)
  }
  const hashOf = (number: number): Hex | null => chain.hashAt(number) ?? null
  const getHeader = (params: Params) => {
    const block = blockOf(params)
    return block === undefined ? null : headerJson(block)
  }
  const getBlock = (params: Params) => {
    const block = blockOf(params)
    if (block === undefined) return null
    return {
      block: { header: headerJson(block), extrinsics: block.extrinsics.map((bytes) => toHex(bytes)) },
      justifications: null,
    }
  }
  const getBlockHash = (params: Params) => {
    const numbers = params.blockNumbers(0)
    if (numbers === undefined) return chain.best.hash
    return Array.isArray(numbers) ? numbers.map(hashOf) : hashOf(numbers)
  }
  const getFinalizedHead = () => chain.finalized.hash

  const newHeads = heads('chain_newHead', 'chain_unsubscribeNewHeads', (push) => {
    push(chain.best)
    return chain.bestChanged.listen(push)
  })
  const finalizedHeads = heads('chain_finalizedHead', 'chain_unsubscribeFinalizedHeads', (push) => {
    push(chain.finalized)
    return chain.finalizedChanged.listen(push)
  })
  const allHeads = heads('chain_allHead', 'chain_unsubscribeAllHeads', (push) => {
    push(chain.best)
    return chain.imported.listen(push)
  })

  return {
    calls: {
      chain_getBlock: getBlock,
      chain_getBlockHash: getBlockHash,
      chain_getHead: getBlockHash,
      chain_getHeader: getHeader,
      chain_getFinalizedHead: getFinalizedHead,
      chain_getFinalisedHead: getFinalizedHead,
    },
    subscriptions: {
      chain_subscribeNewHeads: newHeads,
      chain_subscribeNewHead: { ...newHeads, unsubscribe: 'chain_unsubscribeNewHead' },
      chain_subscribeFinalizedHeads: finalizedHeads,
      chain_subscribeFinalisedHeads: { ...finalizedHeads, unsubscribe: 'chain_unsubscribeFinalisedHeads' },
      chain_subscribeAllHeads: allHeads,
    },
  }
}

function heads(
  notification: string,
  unsubscribe: string,
  listen: (push: (block: BlockBody) => void) => () => void,
): Subscription {
  return { notification, unsubscribe, start: (_, push) => listen((block) => push(headerJson(block))) }
}

function headerJson({ header }: BlockBody) {
  const { parentHash, number, stateRoot, extrinsicsRoot, digest } = header
  return {
    parentHash,
    number: `0x${number.toString(16)}`,
    stateRoot,
    extrinsicsRoot,
    digest: { logs: digest },
  }
}
