import type { ApiPromise } from '@polkadot/api'
import type { Hex } from '../chain.ts'
import type { Connection } from '../connection/connection.ts'
import { Disconnected, MalformedAnswer, RequestTimedOut } from '../errors/errors.ts'
import { ownExtensions } from './own-extensions.ts'
import { polkadotProvider } from './polkadot-provider.ts'
import { type Ask, type RawRuntime, readRawRuntime } from './raw-runtime.ts'
import { type Runtime, runtimeOf } from './runtime.ts'
import { askState } from './state.ts'

/**
 * Loads the runtime that the node has now, or had at a block. What fails because the socket is away is asked again
 * when it is back, and stays open when it was closed.
 *
 * @throws MalformedAnswer for metadata that is none, and what the node refuses
 */
export async function loadRuntime(connection: Connection, at?: Hex): Promise<Runtime> {
  // Metadata is the last that is asked for, and an answer is from the node that was in use when it was asked.
  let source = ''
  const ask: Ask = (method, params) =>
    persistently(connection, () => {
      source = connection.endpoint
      return at
        ? askState(connection, { hash: at }, method, [...params, at])
        : connection.send<unknown>(method, params)
    })
  const name = persistently(connection, () => connection.send<unknown>('system_chain', []))
  const [raw, chainName] = await Promise.all([readRawRuntime(ask), name, loadPolkadot()])
  if (typeof chainName !== 'string') throw new MalformedAnswer('system_chain', 'a name')
  const { genesisHash } = connection
  if (!genesisHash) throw new TypeError('A connection that answers knows its chain.')
  return decodeRuntime(raw, { chainName, genesisHash, source })
}

/**
 * polkadot-js is most of what a program loads with this package, and of no use before the first runtime: it comes
 * with that, while the node is still being asked.
 */
function loadPolkadot(): Promise<{ readonly ApiPromise: typeof ApiPromise }> {
  return import('@polkadot/api')
}

/** The number that all metadata begins with, `meta`, as polkadot-js wants it. */
const MAGIC_NUMBER = 0x6174656d

/** Where a runtime was found. */
interface Origin {
  readonly chainName: string
  readonly genesisHash: Hex
  /** The endpoint, as it is shown. */
  readonly source: string
}

async function decodeRuntime(
  { version, metadata }: RawRuntime,
  { chainName, genesisHash, source }: Origin,
): Promise<Runtime> {
  const { ApiPromise } = await loadPolkadot()
  const decoded: Record<string, unknown> = {}
  let answer: (answers: Readonly<Record<string, unknown>>) => void = () => undefined
  const api = new ApiPromise({
    provider: polkadotProvider(
      new Promise((resolve) => {
        answer = resolve
      }),
    ),
    noInitWarn: true,
    signedExtensions: ownExtensions,
    // It takes what is decoded already too, and looks here when it has had its answers.
    metadata: decoded as Record<string, Hex>,
  })
  // Decoded here, because polkadot-js would print what is wrong with it. Without answers it waits and says nothing.
  const content = decodeContent(api, metadata.subarray(4))
  decoded[`${genesisHash}-${version.specVersion}`] = { magicNumber: MAGIC_NUMBER, metadata: content }
  answer({
    chain_getBlockHash: genesisHash,
    state_getRuntimeVersion: version,
    system_chain: chainName,
    // The prefix of addresses is not the node's to choose.
    system_properties: {},
    rpc_methods: { methods: [] },
  })
  return runtimeOf(await api.isReadyOrError, api.registry.hash(metadata).toHex(), source)
}

function decodeContent({ registry }: ApiPromise, bytes: Uint8Array): unknown {
  try {
    const content = registry.createTypeUnsafe('MetadataAll', [bytes])
    // What is missing is taken for zeros, and what is too much for nothing.
    if (content.encodedLength === bytes.length) return content
  } catch {}
  throw new MalformedAnswer('Metadata', 'metadata')
}

async function persistently<T>(connection: Connection, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Disconnected || error instanceof RequestTimedOut)) throw error
      await connected(connection)
    }
  }
}

/** Keeps its promise when there is a connection, and never for one that was closed. */
function connected(connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    const stop = connection.onState(({ status }) => {
      if (status === 'offline' || status === 'connecting') return
      queueMicrotask(() => stop())
      if (status !== 'closed') resolve()
    })
  })
}
