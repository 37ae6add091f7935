import type { ChainAt } from '../at.ts'
import { hexOf } from '../bytes.ts'
import { MissingInRuntime } from '../errors/errors.ts'
import { decodePlainAnswer } from './decode.ts'
import { encodePlain } from './plain-encoder.ts'
import { apiOf, type Runtime } from './runtime.ts'
import { askState } from './state.ts'

/**
 * Asks the runtime at one block; arguments and answer as plain values.
 *
 * @param name - the runtime's own names, such as `SwapRuntimeApi.sim_swap_tao_for_alpha`
 * @throws InvalidValue for arguments of other types, MissingInRuntime where the runtime has no such function, MalformedAnswer where what comes back is not
 * what it returns, StateDiscarded where the state of the block is gone.
 *
 * @example
 * ```ts
 * import { callRuntime, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * await callRuntime<bigint>(await chain.at('best'), 'SwapRuntimeApi.current_alpha_price', [0]) // => 1000000000
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function callRuntime<T>(at: ChainAt, name: string, args: readonly unknown[]): Promise<T> {
  const method = find(at.runtime, name)
  if (!method) throw new MissingInRuntime(`runtime API ${name}`, at.runtime.specVersion)
  const { registry } = apiOf(at.runtime)
  const input = method.inputs.map(({ name: argument, type }, index) =>
    encodePlain(registry, type.toNumber(), args[index], `${name}.${argument.toString()}`),
  )
  const answer = await askState(at.chain.connection, at.block, 'state_call', [
    name.replace('.', '_'),
    `0x${input.map((bytes) => hexOf(bytes).slice(2)).join('')}`,
    at.block.hash,
  ])
  return decodePlainAnswer(registry, method.output.toNumber(), answer, name) as T
}

/**
 * Whether a runtime offers this function.
 *
 * @example
 * ```ts
 * import { connect, hasRuntimeApi } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * hasRuntimeApi(chain.runtime, 'SwapRuntimeApi.sim_swap_tao_for_alpha') // => true
 * hasRuntimeApi(chain.runtime, 'SwapRuntimeApi.tell_fortune') // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function hasRuntimeApi(runtime: Runtime, name: string): boolean {
  return find(runtime, name) !== undefined
}

interface Method {
  readonly name: { toString(): string }
  readonly inputs: readonly { readonly name: { toString(): string }; readonly type: TypeId }[]
  readonly output: TypeId
}
interface TypeId {
  toNumber(): number
}

/** What was looked for in each runtime, undefined where it has none of that name. */
const found = new WeakMap<Runtime, Map<string, Method | undefined>>()

function find(runtime: Runtime, name: string): Method | undefined {
  const methods = found.get(runtime) ?? new Map<string, Method | undefined>()
  found.set(runtime, methods)
  if (!methods.has(name)) methods.set(name, findMethod(runtime, name))
  return methods.get(name)
}

/** A function of the runtime in its metadata, which lists them since version 15. */
function findMethod(runtime: Runtime, name: string): Method | undefined {
  const [section, method] = name.split('.')
  const { apis } = apiOf(runtime).runtimeMetadata.asLatest
  return apis
    .find((each) => each.name.toString() === section)
    ?.methods.find((each) => each.name.toString() === method)
}
