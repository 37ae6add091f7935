import { sign } from '@scure/sr25519'
import { MINIMUM_STAKE_RAO } from '@stake/math'
import type { AccountId32, RuntimeCall } from '@stake/schema'
import type { Chain } from '../chain/chain.ts'
import { encodeSigned } from '../chain/extrinsic.ts'
import { PoolError } from '../chain/pool-error.ts'
import { accountOfSecret, traderSecret } from '../genesis/trader-account.ts'
import { spendable } from '../pallets/balances.ts'
import { stakeOf } from '../pallets/subtensor/share-pool.ts'
import { netuidsOf } from '../pallets/subtensor/subnets.ts'
import { isDynamic, taoForAlpha } from '../pallets/swap.ts'
import { accountOf } from '../pallets/system.ts'
import type { Storage } from '../runtime/storage.ts'
import { Random } from './random.ts'

/** Of a pool's TAO, a trade moves at most this part. */
const LARGEST_PART = 80n

/**
 * Moves prices as people do: after every block it may buy or sell a little on one subnet, with extrinsics that it
 * signs and submits like anybody. The same seed on the same chain makes the same trades.
 */
export class Trader {
  readonly #chain: Chain
  readonly #random: Random
  readonly #secret = traderSecret()
  readonly #account: AccountId32

  constructor(chain: Chain, seed: number) {
    this.#chain = chain
    this.#random = new Random(`trader ${seed}`)
    this.#account = accountOfSecret(this.#secret)
  }

  /** Thinks about the best block and perhaps trades. At most one trade waits at a time. */
  trade(): void {
    const storage = this.#chain.storageAt(this.#chain.best)
    const { nonce } = accountOf(storage, this.#account)
    if (this.#chain.pool.ready().some(({ extrinsic }) => extrinsic.signed && this.#isOwn(extrinsic.address)))
      return
    const call = this.#decide(storage)
    if (call === undefined) return
    const context = { ...this.#chain.identity, birthHash: this.#chain.genesisHash }
    const bytes = encodeSigned({ signer: this.#account, nonce, call }, context, (message) =>
      sign(this.#secret, message, this.#random.bytes()),
    )
    try {
      this.#chain.pool.submit(bytes)
    } catch (error) {
      // Out of TAO, or the pool is full: better luck with the next block.
      if (!(error instanceof PoolError)) throw error
    }
  }

  #isOwn(address: { readonly type: string; readonly value?: unknown }): boolean {
    return address.type === 'Id' && address.value === this.#account
  }

  #decide(storage: Storage): RuntimeCall | undefined {
    const netuids = netuidsOf(storage).filter(
      (netuid) => isDynamic(storage, netuid) && storage.get('SubtensorModule', 'SubtokenEnabled', netuid),
    )
    if (netuids.length === 0) return undefined
    const netuid = netuids[Number(this.#random.below(BigInt(netuids.length)))] ?? 0
    if (storage.get('SubtensorModule', 'SubnetworkN', netuid) === 0) return undefined
    const hotkey = storage.get('SubtensorModule', 'Keys', netuid, 0)
    const pool = storage.get('SubtensorModule', 'SubnetTAO', netuid)
    const wanted = 2n * MINIMUM_STAKE_RAO + this.#random.below(pool / LARGEST_PART + 1n)
    const held = stakeOf(storage, hotkey, this.#account, netuid)
    const worth = taoForAlpha(storage, netuid, held)
    // It sells as often as it buys once it holds something, so that prices wander and do not only rise.
    if (this.#random.below(2n) === 0n && worth > wanted)
      return staking({
        type: 'remove_stake',
        value: { hotkey, netuid, amount_unstaked: (held * wanted) / worth },
      })
    if (spendable(storage, this.#account, 'keepAlive') < 2n * wanted) return undefined
    return staking({ type: 'add_stake', value: { hotkey, netuid, amount_staked: wanted } })
  }
}

function staking(value: (RuntimeCall & { type: 'SubtensorModule' })['value']): RuntimeCall {
  return { type: 'SubtensorModule', value }
}
