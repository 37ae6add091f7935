import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Chain, connect, type Signer, shownEndpoint, signerFromUri } from '@stake/chain'
import type { Devnet } from '@stake/devnet'
import type { Journal, Policy } from '@stake/ops'
import { openFileJournal } from '@stake/ops/node'
import { checkSigner, demoSigner, signerFromEnvironment, signerFromPrompt } from './account.ts'
import { startEmbeddedDevnet } from './embedded-devnet.ts'
import { networkName } from './network-name.ts'
import { journalFile, readPolicy, readSettings } from './settings.ts'

/** What the flags say about a session. */
export interface SessionOptions {
  /** WebSocket address of a node; absent for the node of the settings, or else an embedded devnet. */
  readonly endpoint?: string
  /** The port of the embedded devnet; refused when it is taken. Absent: 9944 or the next free one. */
  readonly port?: number
  /** Milliseconds between the blocks of the embedded devnet. @default 3000 */
  readonly blockTime?: number
  /** A spec version that this release does not know and the user accepts. */
  readonly acceptRuntime?: number
  /** A file with the policy, in place of the one of the settings. */
  readonly policyFile?: string
  /** Nothing was spent today that the journal does not know of, although it is new. */
  readonly newJournal?: boolean
  /** Told what is being done, in a few words each time. */
  readonly onProgress?: (text: string) => void
}

/** A connected chain, an account and what may be done with it: what commands and screens stand on. */
export interface Session {
  readonly chain: Chain
  /** `finney`, `test`, `devnet` (the embedded one), or the node's own name for its chain; safe to show. */
  readonly network: string
  /** The node by scheme and host; the rest of its address may hold a key. */
  readonly endpoint: string
  readonly embedded: boolean
  /** The account to show and to sign for; undefined until a key is known. */
  readonly coldkey: string | undefined
  /** The signer; asks in the terminal where no key is known yet. @throws KeyMissing, InvalidKeyPhrase, … */
  signer(): Promise<Signer>
  /** Takes a key phrase that a screen asked for. @throws InvalidKeyPhrase, DevelopmentAccountRefused */
  useSigner(uri: string): Signer
  readonly policy: Policy
  /** Whether a journal without records may be counted on; that of an embedded devnet may. */
  readonly newJournal: boolean
  /** The journal of this chain; that of an embedded devnet goes when the session ends. */
  journal(): Promise<Journal>
  /** Ends everything the session opened; a second call does nothing. */
  close(): Promise<void>
}

/**
 * Connects to the node asked for, or starts a chain in this process and connects to it over a real socket.
 *
 * @throws StakeError: EndpointUnreachable, PortInUse, SettingsUnreadable, InvalidKeyPhrase (of `STAKE_URI`),
 * DevelopmentAccountRefused
 */
export async function openSession(options: SessionOptions): Promise<Session> {
  const given = signerFromEnvironment()
  const settings = await readSettings()
  const policy = options.policyFile === undefined ? settings.policy : await readPolicy(options.policyFile)
  const embedded = options.port !== undefined || options.blockTime !== undefined
  const wanted = options.endpoint ?? (embedded ? undefined : settings.endpoint)

  const cleanups: (() => Promise<unknown>)[] = []
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= closeAll(cleanups)
    return closing
  }
  try {
    let devnet: Devnet | undefined
    if (wanted === undefined) {
      options.onProgress?.('Starting the embedded chain …')
      const started = await startEmbeddedDevnet(options)
      cleanups.push(() => started.close())
      devnet = started
    }
    const endpoint = wanted ?? devnet?.url ?? ''
    options.onProgress?.(`Connecting to ${shownEndpoint(endpoint)} …`)
    const { acceptRuntime } = options
    const chain = await connect(endpoint, {
      ...(acceptRuntime !== undefined && { acceptRuntime }),
    })
    cleanups.push(() => chain.close())
    let signer = given && checkSigner(given, chain)
    if (devnet) signer ??= demoSigner()
    let journal: Promise<Journal> | undefined
    return {
      chain,
      network: devnet ? 'devnet' : networkName(chain),
      endpoint: shownEndpoint(endpoint),
      embedded: devnet !== undefined,
      get coldkey() {
        return signer?.address
      },
      async signer() {
        signer ??= checkSigner(await signerFromPrompt(), chain)
        return signer
      },
      useSigner(uri) {
        signer = checkSigner(signerFromUri(uri), chain)
        return signer
      },
      policy: policy ?? {},
      newJournal: devnet !== undefined || options.newJournal === true,
      journal() {
        journal ??= openJournal(chain, devnet !== undefined, cleanups)
        return journal
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** In the order opposite to that in which things were opened; one failure does not keep the rest open. */
async function closeAll(cleanups: (() => Promise<unknown>)[]): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup().catch(() => undefined)
}

async function openJournal(
  chain: Chain,
  embedded: boolean,
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
  )
  // After the chain: what becomes of a submission is written until the connection ends.
  cleanups.splice(folder === undefined ? 0 : 1, 0, () => journal.close())
  return journal
}
