import { runtimeVersion as reference } from '@stake/schema'
import type { Connection } from '../connection/connection.ts'
import { MetadataMismatch, UnknownExtension, UnknownRuntime } from '../errors/errors.ts'
import { compareWithReference, type Differences, otherParts, unfillableExtensions } from './compatibility.ts'
import { readRawRuntime } from './raw-runtime.ts'
import { apiOf, type Runtime, sourceOf } from './runtime.ts'

/** What is known of the chain beside its metadata. */
export interface KnownOfChain {
  /** Whether the genesis is that of a known network, whose runtime of the reference version is known to the last call. */
  readonly isKnown: boolean
  /** The spec version that the user accepts although this release does not know it. */
  readonly accepted: number | undefined
}

/** What another node says of a runtime. */
interface Opinion {
  readonly endpoint: string
  readonly agrees: boolean
}

/** Milliseconds that a second endpoint gets for each answer. */
const PATIENCE = 5_000

/**
 * Judges whether anything may be signed on a runtime.
 *
 * At the reference's spec version everything that is there must be what the reference says; on a known network
 * everything must be there, too, while a local chain may lack what it likes. Another spec version is trusted where a
 * second endpoint of the chain serves the very same metadata, or where the user accepts it by name. Calls are resolved
 * by name in any case.
 */
export class RuntimeTrust {
  readonly #connection: Connection
  readonly #chain: KnownOfChain
  readonly #compared = new WeakMap<Runtime, Differences>()
  readonly #opinions = new WeakMap<Runtime, Opinion>()
  readonly #asking = new WeakMap<Runtime, Promise<void>>()

  constructor(connection: Connection, chain: KnownOfChain) {
    this.#connection = connection
    this.#chain = chain
  }

  /** Asks a second endpoint about a runtime that is not known; once it has answered, never again. Never throws. */
  async confirm(runtime: Runtime): Promise<void> {
    if (!this.#needsOpinion(runtime) || !this.#connection.hasOther) return
    const asking = this.#asking.get(runtime) ?? this.#ask(runtime)
    this.#asking.set(runtime, asking)
    await asking
    this.#asking.delete(runtime)
  }

  /** Why nothing may be signed, as far as is known, or undefined where all is well. */
  refusal(runtime: Runtime): Error | undefined {
    const { specVersion } = runtime
    if (specVersion === reference.specVersion) {
      const { differing, missing } = this.#differences(runtime)
      const lacking = this.#chain.isKnown ? missing.map((what) => `${what} is missing`) : []
      const mismatches = [...differing, ...lacking]
      return mismatches.length > 0 ? new MetadataMismatch(specVersion, mismatches) : undefined
    }
    const unfillable = [...unfillableExtensions(runtime), ...otherParts(runtime)]
    if (unfillable.length > 0) return new UnknownExtension(specVersion, unfillable)
    if (specVersion === this.#chain.accepted) return undefined
    const opinion = this.#opinions.get(runtime)
    if (!opinion) return new UnknownRuntime(specVersion, reference.specVersion)
    if (opinion.agrees) return undefined
    return new MetadataMismatch(specVersion, [`${opinion.endpoint} serves other metadata for it`])
  }

  #needsOpinion(runtime: Runtime): boolean {
    const { specVersion } = runtime
    return (
      specVersion !== reference.specVersion &&
      specVersion !== this.#chain.accepted &&
      !this.#opinions.has(runtime)
    )
  }

  async #ask(runtime: Runtime): Promise<void> {
    let endpoint = ''
    const options = { besides: sourceOf(runtime), timeout: PATIENCE }
    try {
      const { version, metadata } = await readRawRuntime(async (method, params) => {
        const answer = await this.#connection.askOther<unknown>(method, params, options)
        endpoint = answer.endpoint
        return answer.result
      })
      // A node on the other side of an upgrade says nothing about this runtime.
      if (version.specVersion !== runtime.specVersion) return
      const hash = apiOf(runtime).registry.hash(metadata).toHex()
      this.#opinions.set(runtime, { endpoint, agrees: hash === runtime.metadataHash })
    } catch {
      // Nobody could say: it is asked again when something is to be signed.
    }
  }

  /** Comparing takes some milliseconds, and every signature asks. */
  #differences(runtime: Runtime): Differences {
    const differences = this.#compared.get(runtime) ?? compareWithReference(runtime)
    this.#compared.set(runtime, differences)
    return differences
  }
}
