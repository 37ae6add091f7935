import type { ApiPromise } from '@polkadot/api'
import type { CallArgs, CallName, PalletName } from '@stake/schema'
import { bytesOf, hexOf } from '../bytes.ts'
import type { Chain, Hex } from '../chain.ts'
import { MissingInRuntime } from '../errors/errors.ts'
import { decodePlain } from '../runtime/plain-decoder.ts'
import { encodePlain } from '../runtime/plain-encoder.ts'
import { apiOf } from '../runtime/runtime.ts'

/** An encoded call, and what it says. */
export interface Call {
  /** The runtime's names: `SubtensorModule`, `add_stake_limit`. */
  readonly pallet: string
  readonly name: string
  /** Plain values by the runtime's argument names. */
  readonly args: Readonly<Record<string, unknown>>
  /** The SCALE bytes that will be signed. */
  readonly bytes: Hex
}

/**
 * Encodes a call by name against the connected runtime; TypeScript checks the arguments.
 *
 * @throws MissingInRuntime where the runtime has no such call, or its arguments have other names; InvalidValue,
 * InvalidAddress where an argument is not of its type.
 *
 * @example
 * ```ts
 * import { buildCall, connect, decodeCall, developmentAccounts } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const hotkey = developmentAccounts['//Bob'] ?? ''
 * const call = buildCall(chain, 'SubtensorModule', 'add_stake', { hotkey, netuid: 1, amount_staked: 5_000_000_000n })
 * decodeCall(chain, call.bytes).args.amount_staked // => 5000000000
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function buildCall<P extends PalletName, N extends CallName<P>>(
  chain: Chain,
  pallet: P,
  name: N,
  args: CallArgs<P, N>,
): Call {
  const { specVersion } = chain
  const { registry } = apiOf(chain.runtime)
  const owner = palletsOf(chain).find((candidate) => candidate.name.eq(pallet))
  const calls = owner?.calls.unwrapOr(undefined)?.type.toNumber()
  const variant = variantsOf(registry, calls).find((candidate) => candidate.name.eq(name))
  if (!owner || calls === undefined || !variant)
    throw new MissingInRuntime(`call ${pallet}.${name}`, specVersion)
  // What is called otherwise in this runtime is not what was meant.
  const taken = variant.fields.map((field) => field.name.unwrapOr('').toString())
  const given = Object.keys(args ?? {})
  if (taken.toSorted().join() !== given.toSorted().join())
    throw new MissingInRuntime(`call ${pallet}.${name} of (${given.join(', ')})`, specVersion)
  const inner = encodePlain(registry, calls, { type: name, value: args }, pallet)
  // Read back what was encoded: what is shown and judged is what will be signed.
  return decodeCall(chain, hexOf(Uint8Array.of(owner.index.toNumber(), ...inner)))
}

/**
 * Reads the bytes of a call with the connected runtime's metadata.
 *
 * @throws MissingInRuntime for bytes that are no call of this runtime.
 *
 * @example
 * ```ts
 * import { connect, decodeCall } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * decodeCall(chain, '0x00000c010203').name // => remark
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function decodeCall(chain: Chain, bytes: Hex): Call {
  const { registry } = apiOf(chain.runtime)
  try {
    const [index, ...inner] = bytesOf(bytes)
    const pallet = palletsOf(chain).find((candidate) => candidate.index.toNumber() === index)
    const calls = pallet?.calls.unwrap().type.toNumber()
    if (!pallet || calls === undefined) throw new RangeError(`no pallet has the index ${index}`)
    const { type, value } = decodePlain(registry, calls, Uint8Array.from(inner)) as PlainCall
    return { pallet: pallet.name.toString(), name: type, args: value ?? {}, bytes }
  } catch {
    throw new MissingInRuntime(`call with the bytes ${bytes.slice(0, 10)}…`, chain.specVersion)
  }
}

interface PlainCall {
  readonly type: string
  readonly value?: Readonly<Record<string, unknown>>
}

function palletsOf(chain: Chain) {
  return apiOf(chain.runtime).runtimeMetadata.asLatest.pallets
}

function variantsOf({ lookup }: ApiPromise['registry'], type: number | undefined) {
  return type === undefined ? [] : [...lookup.getSiType(type).def.asVariant.variants]
}
