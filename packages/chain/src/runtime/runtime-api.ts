import type { ChainAt } from '../at.ts'
import { hexOf } from '../bytes.ts'
import { MissingInRuntime } from '../errors/errors.ts'
import { decodeAnswer, decodePlainAnswer } from './decode.ts'
import { toPlain } from './plain.ts'
import { apiOf, type Runtime } from './runtime.ts'
import { askState } from './state.ts'

interface Definition {
  readonly params: readonly { readonly type: string }[]
  readonly type: string
}

/**
 * Asks the runtime at one block; arguments and answer as plain values.
 *
 * @param name - the runtime's own names, such as `SwapRuntimeApi.sim_swap_tao_for_alpha`
 * @throws MissingInRuntime where the runtime has no such function, MalformedAnswer where what comes back is not
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
  const definition = definitionOf(at.runtime, name)
  const { registry } = apiOf(at.runtime)
  const input = args.flatMap((arg, index) => {
    const type = definition.params[index]?.type ?? 'Null'
    return [...registry.createTypeUnsafe(type, [arg]).toU8a()]
  })
  const answer = await askState(at.chain.connection, at.block, 'state_call', [
    name.replace('.', '_'),
    hexOf(Uint8Array.from(input)),
    at.block.hash,
  ])
  const output = outputOf(at.runtime, name)
  const value =
    output === undefined
      ? toPlain(decodeAnswer(registry, definition.type, answer, name))
      : decodePlainAnswer(registry, output, answer, name)
  return value as T
}

/** The type of a function's answer in the runtime's metadata; old metadata does not list functions. */
function outputOf(runtime: Runtime, name: string): number | undefined {
  const [section, method] = name.split('.')
  const api = apiOf(runtime).runtimeMetadata.asLatest.apis.find((each) => each.name.toString() === section)
  return api?.methods.find((each) => each.name.toString() === method)?.output.toNumber()
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

function definitionOf(runtime: Runtime, name: string): Definition {
  const definition = find(runtime, name)
  if (!definition) throw new MissingInRuntime(`runtime API ${name}`, runtime.specVersion)
  return definition
}

function find(runtime: Runtime, name: string): Definition | undefined {
  const [section = '', method = ''] = name.split('.')
  const camel = method.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  const decorated = (apiOf(runtime).call as unknown as Record<string, Record<string, { meta: Definition }>>)[
    section.charAt(0).toLowerCase() + section.slice(1)
  ]
  return decorated?.[camel]?.meta
}
