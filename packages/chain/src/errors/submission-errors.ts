import { StakeError } from '@stake/math'

/** A signed extrinsic that is not this chain's, or not what it says of itself. */
export class InvalidExtrinsic extends StakeError {
  constructor(hash: string, reason: string) {
    super('InvalidExtrinsic', `The transaction ${hash} cannot be sent here: ${reason}.`, {
      details: { hash, reason },
      remedy:
        'Its record was changed or belongs to another network. Sign anew only when you know what became of it.',
    })
  }
}

/** A nonce that was taken for a hole and is none. */
export class NotAHole extends StakeError {
  constructor(address: string, nonce: number) {
    super('NotAHole', `Nonce ${nonce} of ${address} is used, or none above it is waiting.`, {
      details: { address, nonce },
      remedy: 'Ask for the holes again.',
    })
  }
}
