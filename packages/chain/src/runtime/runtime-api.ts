import { hexOf } from '../bytes.ts'
import type { Chain, Hex } from '../chain.ts'
import { MissingInRuntime } from '../errors/errors.ts'
import { decodeAnswer } from './decode.ts'
import { toPlain } from './plain.ts'

interface Definition {
  readonly params: readonly { readonly type: string }[]
  readonly type: string
}

/**
 * Asks the runtime at one block; arguments and answer as plain values.
 *
 * @param name - the runtime's own names, such as `SwapRuntimeApi.sim_swap_tao_for_alpha`
 * @throws MissingInRuntime where the runtime has no such function, MalformedAnswer where what comes back is not
 * what it returns.
 *
 * @example
 * ```ts
 * import { callRuntime, connect } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * await callRuntime<bigint>(chain, 'SwapRuntimeApi.current_alpha_price', [0], chain.genesisHash) // => 1000000000
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function callRuntime<T>(
  chain: Chain,
  name: string,
  args: readonly unknown[],
  at: Hex,
): Promise<T> {
  const definition = definitionOf(chain, name)
  const { registry } = chain.api
  const input = args.flatMap((arg, index) => {
    const type = definition.params[index]?.type ?? 'Null'
    return [...registry.createTypeUnsafe(type, [arg]).toU8a()]
  })
  const answer = await chain.connection.send('state_call', [
    name.replace('.', '_'),
    hexOf(Uint8Array.from(input)),
    at,
  ])
  return toPlain(decodeAnswer(registry, definition.type, answer, name)) as T
}

/**
 * Whether the connected runtime offers this function.
 *
 * @example
 * ```ts
 * import { connect, hasRuntimeApi } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * hasRuntimeApi(chain, 'SwapRuntimeApi.sim_swap_tao_for_alpha') // => true
 * hasRuntimeApi(chain, 'SwapRuntimeApi.tell_fortune') // => false
 * await chain.close()
 * await devnet.close()
 * ```
 */
export function hasRuntimeApi(chain: Chain, name: string): boolean {
  return find(chain, name) !== undefined
}

function definitionOf(chain: Chain, name: string): Definition {
  const definition = find(chain, name)
  if (!definition) throw new MissingInRuntime(`runtime API ${name}`, chain.specVersion)
  return definition
}

function find(chain: Chain, name: string): Definition | undefined {
  const [section = '', method = ''] = name.split('.')
  const camel = method.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
  const decorated = (chain.api.call as unknown as Record<string, Record<string, { meta: Definition }>>)[
    section.charAt(0).toLowerCase() + section.slice(1)
  ]
  return decorated?.[camel]?.meta
}
