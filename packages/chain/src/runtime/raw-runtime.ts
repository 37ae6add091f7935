import { bytesOf, hexOf } from '../bytes.ts'
import { MalformedAnswer, RpcError } from '../errors/errors.ts'

/** Asks a node something about one state. */
export type Ask = (method: string, params: unknown[]) => Promise<unknown>

/** What a node says of a runtime. */
export interface RawRuntime {
  /** As `state_getRuntimeVersion` has it. */
  readonly version: Readonly<Record<string, unknown>> & {
    readonly specName: string
    readonly specVersion: number
    readonly transactionVersion: number
  }
  /** SCALE, magic number first. */
  readonly metadata: Uint8Array
}

/** The newest version of metadata that polkadot-js can read. */
const NEWEST = 16

/**
 * Reads a runtime's version and its metadata, of the newest kind that it offers and we can read. Runtimes from before
 * metadata had versions to choose from give the only one that they have.
 *
 * @throws MalformedAnswer, and what `ask` throws
 */
export async function readRawRuntime(ask: Ask): Promise<RawRuntime> {
  const [version, offered] = await Promise.all([readVersion(ask), offeredVersions(ask)])
  const chosen = Math.max(...offered.filter((each) => each <= NEWEST), 0)
  const metadata = (chosen > 0 ? await metadataAt(ask, chosen) : undefined) ?? (await onlyMetadata(ask))
  if (hexOf(metadata.subarray(0, 4)) !== '0x6d657461') throw new MalformedAnswer('Metadata', 'metadata')
  return { version, metadata }
}

async function readVersion(ask: Ask): Promise<RawRuntime['version']> {
  const method = 'state_getRuntimeVersion'
  const version = ((await ask(method, [])) ?? {}) as Partial<RawRuntime['version']>
  const { specName, specVersion, transactionVersion } = version
  if (typeof specName !== 'string' || !isU32(specVersion) || !isU32(transactionVersion))
    throw new MalformedAnswer(method, 'a runtime version')
  return { ...version, specName, specVersion, transactionVersion }
}

/** A `Vec<u32>`; empty where the runtime has no such question. */
async function offeredVersions(ask: Ask): Promise<number[]> {
  const method = 'Metadata_metadata_versions'
  const bytes = await answerOf(ask, method, '0x')
  if (!bytes) return []
  const { length, at } = compactLength(bytes, 0, method)
  if (bytes.length !== at + 4 * length) throw new MalformedAnswer(method, 'a list of versions')
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  return Array.from({ length }, (_, index) => view.getUint32(index * 4, true))
}

/** An `Option` of bytes; undefined where the runtime has no such question, or no such version. */
async function metadataAt(ask: Ask, version: number): Promise<Uint8Array | undefined> {
  const method = 'Metadata_metadata_at_version'
  const bytes = await answerOf(ask, method, hexOf(Uint8Array.of(version, 0, 0, 0)))
  if (!bytes || bytes[0] === 0) return undefined
  const { length, at } = compactLength(bytes, 1, method)
  if (bytes[0] !== 1 || bytes.length !== at + length) throw new MalformedAnswer(method, 'metadata')
  return bytes.subarray(at)
}

async function onlyMetadata(ask: Ask): Promise<Uint8Array> {
  const method = 'state_getMetadata'
  return bytesIn(await ask(method, []), method)
}

async function answerOf(ask: Ask, method: string, input: string): Promise<Uint8Array | undefined> {
  try {
    return bytesIn(await ask('state_call', [method, input]), method)
  } catch (error) {
    if (error instanceof RpcError) return undefined
    throw error
  }
}

function bytesIn(answer: unknown, method: string): Uint8Array {
  if (typeof answer === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(answer))
    return bytesOf(answer as `0x${string}`)
  throw new MalformedAnswer(method, 'bytes')
}

/** How many items or bytes follow, and from where. */
function compactLength(bytes: Uint8Array, from: number, method: string): { length: number; at: number } {
  const size = [1, 2, 4][(bytes[from] ?? 3) & 3]
  if (size === undefined || bytes.length < from + size)
    throw new MalformedAnswer(method, 'a length and what it says')
  const number = bytes.subarray(from, from + size).reduceRight((value, byte) => value * 256 + byte, 0)
  return { length: Math.floor(number / 4), at: from + size }
}

function isU32(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0xffff_ffff
}
