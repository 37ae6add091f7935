import { StakeError } from '@stake/math'
import { shownEndpoint } from '../connection/endpoint.ts'

/** No node answered at an address. */
export class EndpointUnreachable extends StakeError {
  constructor(endpoint: string, reason: string) {
    const shown = shownEndpoint(endpoint)
    super('EndpointUnreachable', `Cannot connect to ${shown || 'a node'}: ${reason}.`, {
      details: { endpoint: shown, reason },
      remedy: 'Check the address and that the node is running, or name another with --endpoint.',
    })
  }
}

/** A node serves another chain than the one that is wanted: its first block is a different one. */
export class WrongChain extends StakeError {
  /** @param found - the hash of its first block */
  constructor(endpoint: string, found: string, expected: string) {
    const shown = shownEndpoint(endpoint)
    super(
      'WrongChain',
      `${shown} serves another chain: its first block is ${found}, expected was ${expected}.`,
      {
        details: { endpoint: shown, found, expected, reason: 'it serves another chain' },
        remedy: 'Nothing was asked of it. Check the address, or name the network that it belongs to.',
      },
    )
  }
}

/** The endpoints given for one chain serve different ones. */
export class ChainsDiffer extends StakeError {
  constructor(one: ChainSeen, other: ChainSeen) {
    const endpoints = [shownEndpoint(one.endpoint), shownEndpoint(other.endpoint)] as const
    super(
      'ChainsDiffer',
      `${endpoints[0]} and ${endpoints[1]} serve different chains: their first blocks are ${one.genesisHash} and ${other.genesisHash}.`,
      {
        details: {
          endpoint: endpoints[0],
          genesisHash: one.genesisHash,
          otherEndpoint: endpoints[1],
          otherGenesisHash: other.genesisHash,
        },
        remedy: 'Give endpoints of one chain only, or say which is meant with expectedGenesis.',
      },
    )
  }
}

/** An endpoint, and the first block of the chain that it serves. */
interface ChainSeen {
  readonly endpoint: string
  readonly genesisHash: string
}

/** A network that is not known by this name. */
export class UnknownNetwork extends StakeError {
  /** @param suggestion - a known name that is close */
  constructor(name: string, known: readonly string[], suggestion: string | undefined) {
    const list = known.map((each) => `"${each}"`).join(', ')
    super(
      'UnknownNetwork',
      `There is no network "${name}"${suggestion === undefined ? '.' : `; did you mean "${suggestion}"?`}`,
      {
        details: { name, known: known.join(', '), ...(suggestion !== undefined && { suggestion }) },
        remedy: `Give ${list}, or the address of a node such as ws://127.0.0.1:9944.`,
      },
    )
  }
}

/** Nobody else could be asked, or nobody else has the answer. */
export class NoSecondSource extends StakeError {
  constructor(method: string, reason: string) {
    super('NoSecondSource', `${method} cannot be asked of a second node: ${reason}.`, {
      details: { method, reason },
      remedy: 'Connect with more endpoints of the chain, or with archives of it.',
    })
  }
}

/** The socket is gone; what was asked may or may not have reached the node. */
export class Disconnected extends StakeError {
  constructor(endpoint: string, method: string, reason = 'not connected') {
    const shown = shownEndpoint(endpoint)
    super('Disconnected', `${method} got no answer from ${shown || 'the node'}: ${reason}.`, {
      details: { endpoint: shown, method, reason },
      remedy: 'The connection is renewed by itself; ask again when it is back.',
    })
  }
}

/** The node did not answer in time; what was asked may or may not have been done. */
export class RequestTimedOut extends StakeError {
  constructor(endpoint: string, method: string, timeout: number) {
    const shown = shownEndpoint(endpoint)
    super('RequestTimedOut', `${shown} did not answer ${method} within ${timeout / 1000} s.`, {
      details: { endpoint: shown, method, timeout },
      remedy: 'Try again, or name another endpoint.',
    })
  }
}

/** The node answered a request with an error of its own. */
export class RpcError extends StakeError {
  readonly rpcCode: number
  /** What the node says beside its message; text from outside. */
  readonly data: string

  /** @param error - the error of the answer, as it came: a node may send anything there */
  constructor(method: string, error: unknown) {
    const fields = typeof error === 'object' && error !== null ? error : { message: error }
    const { code, message, data } = fields as { code?: unknown; message?: unknown; data?: unknown }
    const said = textOf(message)
    const more = textOf(data)
    const rpcCode = typeof code === 'number' ? code : Number.NaN
    super('RpcError', `The node refused ${method}: ${said}${more && `: ${more}`} (${rpcCode}).`, {
      details: { method, rpcCode, message: said, data: more },
      remedy: 'Try again, or name another endpoint.',
    })
    this.rpcCode = rpcCode
    this.data = more
  }
}

/** The node answered with something else than what was asked for; nothing is concluded from it. */
export class MalformedAnswer extends StakeError {
  constructor(method: string, expected: string) {
    super('MalformedAnswer', `What the node answered to ${method} is not ${expected}.`, {
      details: { method, expected },
      remedy: 'Try again, or name another endpoint.',
    })
  }
}

/** The answer was made by a runtime other than the one whose metadata is loaded. */
export class RuntimeChanged extends StakeError {
  constructor(loaded: number, found: number) {
    super('RuntimeChanged', `The chain runs spec ${found}, but spec ${loaded} was loaded.`, {
      details: { loaded, found },
      remedy: 'The runtime was upgraded a moment ago; try again in a few seconds.',
    })
  }
}

/** What names no block. */
export class InvalidBlock extends StakeError {
  constructor(block: string) {
    super('InvalidBlock', `"${block.slice(0, 80)}" names no block.`, {
      details: { block: block.slice(0, 80) },
      remedy: "Give a number from 0, a hash of 0x and 64 digits, 'best' or 'finalized'.",
    })
  }
}

/** The node has no block of this name. */
export class UnknownBlock extends StakeError {
  /** @param newest - the number of its newest block, where that is why */
  constructor(block: string, newest?: number) {
    super(
      'UnknownBlock',
      `The node has no block ${block}${newest === undefined ? '' : `: its newest is ${newest}`}.`,
      {
        details: { block, ...(newest !== undefined && { newest }) },
        remedy: 'Check the number or hash; a block that was just made may not have reached this node yet.',
      },
    )
  }
}

/** Nobody who was asked has the state of a block any more: all but archive nodes throw old states away. */
export class StateDiscarded extends StakeError {
  /** @param archives - whether archive nodes were asked too */
  constructor(block: { readonly number?: number | undefined; readonly hash?: string }, archives = false) {
    const { number, hash } = block
    const name = [number, hash].filter((part) => part !== undefined).join(', ')
    super(
      'StateDiscarded',
      `The state of block ${name} was thrown away by the node${archives ? ', and no archive has it' : ''}.`,
      {
        details: { ...(number !== undefined && { number }), ...(hash !== undefined && { hash }) },
        remedy: archives
          ? 'Name another archive node among the archives.'
          : 'Ask an archive node: connect to one, or name it among the archives.',
      },
    )
  }
}

/** A block that was final is none of the chain that the node serves: it lies, or the chain was begun anew. */
export class FinalityContradicted extends StakeError {
  constructor(block: { readonly number: number; readonly hash: string }, found: string) {
    super(
      'FinalityContradicted',
      `Block ${block.number} was final as ${block.hash}, but this node has ${found} in its place.`,
      {
        details: { ...block, found },
        remedy: 'Do not trust this node; connect to another one. A local chain may have been started anew.',
      },
    )
  }
}

/** Live metadata contradicts what is known of this very runtime version. */
export class MetadataMismatch extends StakeError {
  constructor(specVersion: number, differences: readonly string[]) {
    super(
      'MetadataMismatch',
      `The node's metadata is not that of spec ${specVersion}: ${differences.slice(0, 3).join('; ')}${differences.length > 3 ? `; and ${differences.length - 3} more` : ''}.`,
      {
        details: { specVersion, differences: differences.join('\n') },
        remedy: 'Nothing was signed. Do not trust this node; connect to another one.',
      },
    )
  }
}

/** The runtime version is not one that this release was checked against. */
export class UnknownRuntime extends StakeError {
  constructor(specVersion: number, reference: number) {
    super(
      'UnknownRuntime',
      `This chain runs spec ${specVersion}; this release was checked against ${reference}.`,
      {
        details: { specVersion, reference },
        remedy: `Update, connect with a second endpoint that confirms it, or accept this runtime by name (acceptRuntime: ${specVersion}).`,
      },
    )
  }
}

/** A runtime whose transactions carry something that this release does not know. */
export class UnknownExtension extends StakeError {
  constructor(specVersion: number, names: readonly string[]) {
    super(
      'UnknownExtension',
      `Transactions of spec ${specVersion} carry ${names.join(', ')}, which this release cannot fill in.`,
      {
        details: { specVersion, extensions: names.join(', ') },
        remedy: 'Update; nothing can be signed until then.',
      },
    )
  }
}

/** The runtime lacks something that was asked for. */
export class MissingInRuntime extends StakeError {
  constructor(what: string, specVersion: number) {
    super('MissingInRuntime', `The runtime (spec ${specVersion}) has no ${what}.`, {
      details: { what, specVersion },
      remedy: 'Connect to a chain whose runtime has it.',
    })
  }
}

/** Text that is no account of this network. Repeated only where it cannot be a secret pasted by mistake. */
export class InvalidAddress extends StakeError {
  /** @param suggestion - a known address that is a letter or two away */
  constructor(text: string, reason: string, suggestion?: string) {
    const shown = /^[1-9A-HJ-NP-Za-km-z]{1,60}$/.test(text) ? text : ''
    super('InvalidAddress', `${shown ? `"${shown}"` : 'This'} is not a Bittensor address: ${reason}.`, {
      details: { address: shown, reason, ...(suggestion !== undefined && { suggestion }) },
      remedy:
        suggestion === undefined
          ? 'Bittensor addresses start with 5 and have 48 characters; copy the whole address.'
          : `Did you mean ${suggestion}?`,
    })
  }
}

/** A key phrase from which no key can be made. The phrase itself is never repeated. */
export class InvalidKeyPhrase extends StakeError {
  constructor(reason: string) {
    super('InvalidKeyPhrase', `No key can be made from this key phrase: ${reason}.`, {
      details: { reason },
      remedy:
        'Give the 12 or 24 words of the coldkey, or 0x and its 64-digit seed; check for a missing word.',
    })
  }
}

/** A development account where real money is. */
export class DevelopmentAccountRefused extends StakeError {
  constructor(network: string) {
    super('DevelopmentAccountRefused', `The well-known development accounts cannot be used on ${network}.`, {
      details: { network },
      remedy: 'Everybody knows their keys. Use an account of your own.',
    })
  }
}

/** Finality stands still, so no honest mortality can be given to a transaction. */
export class FinalityLagging extends StakeError {
  constructor(head: number, finalized: number, period: number) {
    super('FinalityLagging', `The chain is at block ${head} but final only up to ${finalized}.`, {
      details: { head, finalized, period },
      remedy: 'Wait until finality catches up, or connect to another node.',
    })
  }
}

/** An era's period that the chain does not have. */
export class InvalidPeriod extends StakeError {
  constructor(period: number) {
    super('InvalidPeriod', `A transaction cannot be valid for ${period} blocks.`, {
      details: { period },
      remedy: 'Give a power of two from 8 to 2048; 64 is usual.',
    })
  }
}

/** The pool refused bytes that had never been sent before: they are on no node. */
export class PoolRefusal extends StakeError {
  readonly rpcCode: number

  constructor(name: string, rpcCode: number, sentence: string, remedy: string) {
    super(name, `The node refused the transaction: ${sentence}.`, { details: { rpcCode }, remedy })
    this.rpcCode = rpcCode
  }
}

/** What was found out about a failure beside its name. */
export interface FailureNumbers {
  /** The numbers as a person reads them: `limit 0.98 τ/α, end price would be 0.99 τ/α`. */
  readonly told: string
  readonly details: Readonly<Record<string, string | number | bigint>>
  /** A better remedy than the usual one, where the numbers give it. */
  readonly remedy?: string
}

/** The chain ran a call and it failed; `code` is the chain's own name for the reason. */
export class DispatchFailure extends StakeError {
  /** The pallet whose error it is, or the kind for errors outside pallets (`Token`, `Arithmetic`, …). */
  readonly section: string
  readonly #sentence: string

  constructor(section: string, name: string, sentence: string, remedy: string, numbers?: FailureNumbers) {
    super(name, `${sentence}${numbers ? `: ${numbers.told}` : ''} (${section}.${name}).`, {
      details: { section, name, ...numbers?.details },
      remedy: numbers?.remedy ?? remedy,
    })
    this.section = section
    this.#sentence = sentence
  }

  /** The same failure with the numbers that explain it. */
  with(numbers: FailureNumbers): DispatchFailure {
    return new DispatchFailure(this.section, this.code, this.#sentence, this.remedy, numbers)
  }
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  return (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, LONGEST_TEXT)
}

/** What is kept of what a node says; nobody reads more. */
const LONGEST_TEXT = 2_000
