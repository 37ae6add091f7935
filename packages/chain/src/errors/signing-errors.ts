import { StakeError } from '@stake/math'

/** What a signer gave back is no signature of the transaction by its account. */
export class InvalidSignature extends StakeError {
  constructor(address: string, reason: string) {
    super('InvalidSignature', `The signature is of no use: ${reason}. Nothing was sent.`, {
      details: { address, reason },
      remedy:
        'Sign the same request again with the account that it names, as a transaction and not as a text.',
    })
  }
}

/** A request for a signature that is not as it was made. */
export class InvalidSigningRequest extends StakeError {
  constructor(reason: string) {
    super('InvalidSigningRequest', `This request cannot be completed: ${reason}. Nothing was sent.`, {
      details: { reason },
      remedy: 'Make a new request; if you did not change this one, ask who did.',
    })
  }
}

/** The person, or the program that holds the key, did not sign. */
export class SigningRefused extends StakeError {
  /** @param reason - may be the wallet's own words, which are text from outside */
  constructor(signer: string, reason: string) {
    const shown = reason.slice(0, 200)
    super('SigningRefused', `${signer} did not sign: ${shown}. Nothing was sent.`, {
      details: { signer, reason: shown },
      remedy: 'Try again and approve the request, or use another account.',
    })
  }
}

/** A kind of key that accounts of this chain cannot have. */
export class UnsupportedKey extends StakeError {
  constructor(type: string) {
    super('UnsupportedKey', `Accounts of this chain cannot have a key of the kind "${type.slice(0, 24)}".`, {
      details: { type: type.slice(0, 24) },
      remedy: 'Use an sr25519 key, as Bittensor wallets do; ed25519 and ecdsa work too.',
    })
  }
}
