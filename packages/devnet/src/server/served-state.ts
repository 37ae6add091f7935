import type { Hex } from '@stake/schema'
import type { Block } from '../chain/block.ts'
import type { Chain } from '../chain/chain.ts'
import { PoolError } from '../chain/pool-error.ts'
import { wholeRuntimeOf } from '../chain/runtime-code.ts'
import { alteredMetadata } from '../faults/altered-metadata.ts'
import type { Conditions } from '../faults/conditions.ts'
import { callRuntimeApi } from '../runtime-api/runtime-api.ts'
import { InvalidScale } from '../scale/codec.ts'
import { fromHex, toHex } from '../scale/hex.ts'
import type { MetadataVersion } from '../scale/metadata.ts'

/** A call into the runtime that has no answer. */
export class CallFailed extends Error {
  override readonly name: string = 'CallFailed'
  /** What the runtime could not do with what it was given. */
  readonly detail: string | undefined

  constructor(message: string, detail?: string) {
    super(message)
    this.detail = detail
  }
}

/** What clients are told of a block's state: the truth, or what stands for it at the moment. */
export class ServedState {
  readonly #chain: Chain
  readonly #lies: Pick<Conditions, 'falseStorage' | 'falseCalls' | 'swapCalls'>

  constructor(chain: Chain, lies: Pick<Conditions, 'falseStorage' | 'falseCalls' | 'swapCalls'>) {
    this.#chain = chain
    this.#lies = lies
  }

  /** The value under a storage key. */
  value({ state }: Block, key: Hex): Uint8Array | undefined {
    const lie = this.#lies.falseStorage[key]
    if (lie === undefined) return state.get(key)
    return lie === null ? undefined : fromHex(lie)
  }

  /** The metadata of the runtime that a block leaves. */
  metadata({ state }: Block, version: MetadataVersion): Uint8Array {
    return alteredMetadata(version, wholeRuntimeOf(state), this.#lies.swapCalls)
  }

  /** What `Api_method` answers. @throws CallFailed */
  call(block: Block, name: string, input: Hex): Hex {
    const lie = this.#lies.falseCalls[name]
    if (lie !== undefined) return lie
    const context = {
      chain: this.#chain,
      block,
      storage: this.#chain.storageAt(block),
      metadata: (version: MetadataVersion) => this.metadata(block, version),
    }
    const output = executed(() => callRuntimeApi(context, name, fromHex(input)))
    if (output === undefined) throw new CallFailed(`Other: Exported method ${name} is not found`)
    return toHex(output)
  }
}

/** The entries of a state whose keys begin with `prefix`, from the key `start` on. */
export function* entriesUnder(
  { state }: Block,
  prefix: Hex,
  start?: Hex,
): Generator<readonly [key: Hex, value: Uint8Array]> {
  for (const [key, value] of state.entries(start !== undefined && start > prefix ? start : prefix)) {
    if (!key.startsWith(prefix)) return
    yield [key as Hex, value]
  }
}

/** A runtime that is given bytes it cannot read panics. */
function executed<T>(call: () => T): T {
  try {
    return call()
  } catch (error) {
    if (error instanceof InvalidScale || error instanceof PoolError)
      throw new CallFailed('Execution aborted due to trap', error.message)
    throw error
  }
}
