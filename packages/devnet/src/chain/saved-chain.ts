import { access, constants, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { StakeError } from '@stake/math'
import type { AccountId32, Hex } from '@stake/schema'
import { fromHex, toHex } from '../scale/hex.ts'
import { type Block, type BlockBody, type Header, hashHeader } from './block.ts'
import { emptyState, type StateChanges } from './state.ts'

/** All that a chain needs to go on after a restart. */
export interface SavedChain {
  readonly author: AccountId32
  readonly genesis: BlockBody
  /** The best chain as far as its blocks are kept, oldest first, without the genesis. */
  readonly blocks: readonly BlockBody[]
  /** The last of them, as far as their states are kept; perhaps from the genesis on. */
  readonly executed: readonly Block[]
}

/** A file that holds no chain, or not the one that was asked for. `code` is `StateFileUnusable`. */
export class StateFileUnusable extends StakeError {
  constructor(file: string, reason: string, cause?: unknown) {
    super('StateFileUnusable', `${file} cannot be used: ${reason}.`, {
      details: { file },
      remedy: 'Name another file, or remove this one to start anew.',
      cause,
    })
  }
}

interface StoredBlock {
  readonly header: Header
  readonly extrinsics: readonly Hex[]
  readonly extrinsicHashes: readonly Hex[]
}

type StoredChanges = readonly (readonly [key: string, value: Hex | null])[]

interface StoredChain {
  readonly version: 1
  readonly author: AccountId32
  readonly genesis: StoredBlock
  readonly blocks: readonly StoredBlock[]
  /** After the oldest block whose state is kept. */
  readonly state: StoredChanges
  /** What each of the blocks after it changed. */
  readonly changes: readonly StoredChanges[]
}

/** Writes the chain; whoever reads the file meanwhile finds the old one or the new one, whole. */
export async function writeChain(
  file: string,
  { author, genesis, blocks, executed }: SavedChain,
): Promise<void> {
  const [first, ...later] = executed
  const stored: StoredChain = {
    version: 1,
    author,
    genesis: storedBlock(genesis),
    blocks: blocks.map(storedBlock),
    state: storedChanges(first?.state.entries() ?? []),
    changes: later.map(({ changes }) => storedChanges(changes)),
  }
  const draft = `${file}.${process.pid}.new`
  try {
    await writeFile(draft, JSON.stringify(stored))
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw new StateFileUnusable(file, 'it cannot be written', error)
  }
}

/** Reads a saved chain; undefined where there is no file, but can be one. @throws StateFileUnusable */
export async function readChain(file: string): Promise<SavedChain | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new StateFileUnusable(file, 'it cannot be read', error)
    await access(dirname(file), constants.W_OK).catch((reason: unknown) => {
      throw new StateFileUnusable(file, 'its folder is not there, or cannot be written to', reason)
    })
    return undefined
  }
  let saved: SavedChain
  try {
    saved = restored(JSON.parse(text) as StoredChain)
  } catch (error) {
    throw new StateFileUnusable(file, 'it does not hold a saved chain', error)
  }
  return saved
}

function restored(stored: StoredChain): SavedChain {
  if (stored.version !== 1) throw new TypeError(`version ${String(stored.version)} is not known`)
  const genesis = restoredBlock(stored.genesis)
  const blocks = stored.blocks.map(restoredBlock)
  for (const [at, { header }] of blocks.entries()) {
    const parent = at === 0 ? undefined : blocks[at - 1]
    if (parent !== undefined && header.parentHash !== parent.hash)
      throw new TypeError(`block ${header.number} does not follow the one before`)
  }
  let state = emptyState()
  const executed = [genesis, ...blocks].slice(-1 - stored.changes.length).map((body, at): Block => {
    const changes: StateChanges = new Map(
      (stored.changes[at - 1] ?? stored.state).map(([key, value]) => [
        key,
        value === null ? null : fromHex(value),
      ]),
    )
    for (const [key, value] of changes) state = value === null ? state.delete(key) : state.set(key, value)
    return { ...body, state, changes }
  })
  return { author: stored.author, genesis, blocks, executed }
}

function storedChanges(entries: Iterable<readonly [string, Uint8Array | null]>): StoredChanges {
  return Array.from(entries, ([key, value]) => [key, value === null ? null : toHex(value)] as const)
}

function storedBlock({ header, extrinsics, extrinsicHashes }: BlockBody): StoredBlock {
  return { header, extrinsics: extrinsics.map(toHex), extrinsicHashes }
}

function restoredBlock({ header, extrinsics, extrinsicHashes }: StoredBlock): BlockBody {
  return { hash: hashHeader(header), header, extrinsics: extrinsics.map(fromHex), extrinsicHashes }
}
