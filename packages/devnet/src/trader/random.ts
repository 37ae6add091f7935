import { Binary, Blake2256 } from '@polkadot-api/substrate-bindings'

/** Numbers that look random and are the same for the same seed. */
export class Random {
  readonly #seed: string
  #drawn = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  /** 32 bytes. */
  bytes(): Uint8Array {
    this.#drawn += 1
    return Blake2256(Binary.fromText(`${this.#seed}/${this.#drawn}`))
  }

  /** A whole number from 0 up to, but without, `end`. */
  below(end: bigint): bigint {
    return BigInt(Binary.toHex(this.bytes().subarray(0, 16))) % end
  }
}
