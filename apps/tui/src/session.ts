import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Chain, connect, parseAddress, type Signer, shownEndpoint } from '@stake/chain'
import type { Devnet } from '@stake/devnet'
import { type Journal, type Policy, WrongSigner } from '@stake/ops'
import { openFileJournal } from '@stake/ops/node'
import {
  type Account,
  checkSigner,
  developmentSigner,
  signerFromEnvironment,
  signerFromPhrase,
  signerFromPrompt,
  watchedAccount,
} from './account.ts'
import { type Destination, destinationOf, type Wanted } from './destination.ts'
import { startEmbeddedDevnet } from './embedded-devnet.ts'
import { journalFile } from './folders.ts'
import { networkName } from './network-name.ts'
import { readPolicy } from './policy-file.ts'
import { readSettings, type Settings } from './settings.ts'

/**
 * What the flags say about a session; what they leave open is as the settings say.
 *
 * `network` is `finney`, `test`, `archive`, `local`, `devnet` (the embedded one), a name of the settings, or a WebSocket
 * address; `endpoints` are nodes, the preferred one first, in place of those that the name stands for. `port` (refused
 * when it is taken; absent: 9944 or the next free one) and `blockTime` (milliseconds, default 3000) are those of the
 * embedded devnet, and imply it.
 */
export interface SessionOptions extends Wanted {
  /** An address to look at. It only watches: whoever signs must have its key. */
  readonly coldkey?: string
  /** A spec version that this release does not know and the user accepts. */
  readonly acceptRuntime?: number
  /** A file with the policy, in place of this person's own. */
  readonly policyFile?: string
  /** Nothing was spent today that the journal does not know of, although it is new. */
  readonly newJournal?: boolean
  /** What is missing in a journal that was shortened or replaced is known and does not matter. */
  readonly acceptLoss?: boolean
  /** Lines of text in place of the full screen, whatever the settings say. */
  readonly plain?: boolean
  /** Told what is being done, in a few words each time. */
  readonly onProgress?: (text: string) => void
}

/** A connected chain, an account and what may be done with it: what commands and screens stand on. */
export interface Session {
  readonly chain: Chain
  /** `finney`, `test`, `devnet` (the embedded one), or the node's own name for its chain; safe to show. */
  readonly network: string
  /** The node in use by scheme and host; the rest of its address may hold a key. Another one after a failover. */
  readonly endpoint: string
  /** All nodes that may be used, shown the same way. */
  readonly endpoints: readonly string[]
  /** Whether the chain is one of this process: nothing on it is real, and it ends with the session. */
  readonly embedded: boolean
  /** Whose stake is shown, and whether it can sign without being asked for a key; undefined until somebody is named. */
  readonly account: Account | undefined
  /** The address of {@link Session.account}. */
  readonly coldkey: string | undefined
  /** The signer; asks in the terminal where no key is known yet. @throws KeyMissing, InvalidKeyPhrase, … */
  signer(): Promise<Signer>
  /**
   * Takes a key phrase that a screen asked for.
   *
   * @param of - the account that it must be of, where any other is none
   * @throws InvalidKeyPhrase, DevelopmentAccountRefused, WrongSigner
   */
  useSigner(uri: string, of?: string): Signer
  /** Looks at another account from now on, and forgets the key. @throws InvalidAddress */
  watch(address: string): void
  readonly policy: Policy
  /** The file that the policy is from; undefined where everything is allowed. */
  readonly policyFile: string | undefined
  /** As they were when the session was opened. */
  readonly settings: Settings
  /** Whether a journal without records may be counted on; that of an embedded devnet may. */
  readonly newJournal: boolean
  /** The journal of this chain; that of an embedded devnet goes when the session ends. */
  journal(): Promise<Journal>
  /** Ends everything the session opened; a second call does nothing. */
  close(): Promise<void>
}

/**
 * Connects to the network asked for, or starts a chain in this process and connects to it over a real socket.
 *
 * @throws StakeError: UnknownNetwork, EndpointUnreachable, WrongChain, ChainsDiffer, PortInUse, SettingsUnreadable,
 * InvalidKeyPhrase (of `STAKE_URI`), InvalidAddress, DevelopmentAccountRefused
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const given = signerFromEnvironment()
  const settings = await readSettings()
  const { policy, file } = await readPolicy(options.policyFile)
  const destination = destinationOf(options, settings)

  const cleanups: (() => Promise<unknown>)[] = []
  let journal: Promise<Journal> | undefined
  let closing: Promise<void> | undefined
  const close = () => {
    // A journal that is being opened is there to be closed only then.
    closing ??= Promise.allSettled([journal]).then(() => closeAll(cleanups))
    return closing
  }
  try {
    const { chain, endpoints, embedded } = await connected(destination, options, cleanups)
    const setting = settings.account ?? (embedded ? DEMO_ACCOUNT : undefined)
    let signer = given ? checkSigner(given, chain) : developmentSigner(setting, chain)
    // Who was named for this run is meant, then whose key there is, then who is named in the settings.
    const watched = options.coldkey ?? (signer ? undefined : watchedAccount(setting))
    let coldkey = watched === undefined ? signer?.address : parseAddress(watched)
    return {
      chain,
      network: embedded ? 'devnet' : networkName(chain),
      get endpoint() {
        return chain.connection.endpoint || (endpoints[0] ?? '')
      },
      endpoints,
      embedded,
      get account(): Account | undefined {
        if (coldkey === undefined) return undefined
        const kind = signer?.address === coldkey ? 'key' : 'watched'
        return { kind, address: coldkey }
      },
      get coldkey() {
        return coldkey
      },
      async signer() {
        signer ??= checkSigner(await signerFromPrompt(), chain)
        coldkey ??= signer.address
        return signer
      },
      useSigner(uri, of) {
        const given = checkSigner(signerFromPhrase(uri), chain)
        if (of !== undefined && given.address !== of) throw new WrongSigner(of, given.address)
        signer = given
        coldkey = given.address
        return given
      },
      watch(address) {
        coldkey = parseAddress(address)
        signer = undefined
      },
      policy,
      policyFile: file,
      settings,
      newJournal: embedded || options.newJournal === true,
      journal() {
        journal ??= openJournal(chain, { embedded, acceptLoss: options.acceptLoss === true }, cleanups)
        return journal
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** The account that everybody has on an embedded chain, where it owns a lot of nothing. */
const DEMO_ACCOUNT = '//Alice'

interface Connected {
  readonly chain: Chain
  /** As they may be shown. */
  readonly endpoints: readonly string[]
  readonly embedded: boolean
}

async function connected(
  destination: Destination,
  options: SessionOptions,
  cleanups: (() => Promise<unknown>)[],
): Promise<Connected> {
  const { acceptRuntime, onProgress } = options
  let devnet: Devnet | undefined
  if (destination.kind === 'devnet') {
    onProgress?.('Starting the embedded chain …')
    const started = await startEmbeddedDevnet(options)
    cleanups.push(() => started.close())
    devnet = started
  }
  const nodes = destination.kind === 'nodes' ? destination : undefined
  const endpoints = nodes?.endpoints ?? [devnet?.url ?? '']
  const shown = endpoints.map(shownEndpoint)
  onProgress?.(`Connecting to ${nodes?.network?.name ?? shown[0] ?? 'the node'} …`)
  const chain = await connect({
    endpoints,
    archives: nodes?.archives ?? [],
    ...(nodes?.network && { expectedGenesis: nodes.network.genesisHash }),
    ...(acceptRuntime !== undefined && { acceptRuntime }),
  })
  cleanups.push(() => chain.close())
  return { chain, endpoints: shown, embedded: devnet !== undefined }
}

/** In the order opposite to that in which things were opened; one failure does not keep the rest open. */
async function closeAll(cleanups: (() => Promise<unknown>)[]): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup().catch(() => undefined)
}

async function openJournal(
  chain: Chain,
  { embedded, acceptLoss }: { readonly embedded: boolean; readonly acceptLoss: boolean },
  cleanups: (() => Promise<unknown>)[],
): Promise<Journal> {
  let folder: string | undefined
  if (embedded) {
    const created = await mkdtemp(join(tmpdir(), 'stake-devnet-'))
    cleanups.unshift(() => rm(created, { recursive: true, force: true }))
    folder = created
  }
  const journal = await openFileJournal(
    folder === undefined ? journalFile(chain.genesisHash) : join(folder, 'journal.jsonl'),
    { acceptLoss },
  )
  // After the chain: what becomes of a submission is written until the connection ends.
  cleanups.splice(folder === undefined ? 0 : 1, 0, () => journal.close())
  return journal
}
