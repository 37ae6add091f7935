import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type SafetyMode, StakeError, Tolerance } from '@stake/math'
import { FileUnusable, textIn } from './file-unusable.ts'
import { settingsFile } from './folders.ts'

/** How the screens are coloured; `auto` asks the terminal. */
export type Theme = 'auto' | 'light' | 'dark'

/** What a person may set once instead of typing it each time. Nothing here is secret, and no key is ever kept here. */
export interface Settings {
  /** `finney`, `test`, `archive`, `local`, `devnet` (the embedded chain), a name of `endpoints`, or a WebSocket address. */
  readonly network?: string
  /** The nodes of a network, the preferred one first, in place of the public ones; or a network of one's own. */
  readonly endpoints?: Readonly<Record<string, readonly string[]>>
  /** An address to watch, or the development account (`//Alice`) of devnets. */
  readonly account?: string
  /** As text with its unit: `0.5%`. */
  readonly tolerance?: string
  readonly mode?: SafetyMode
  readonly theme?: Theme
  /** Lines of text in place of the full screen, for screen readers. */
  readonly plain?: boolean
}

/** The form of the file; another one is refused. */
const VERSION = 1

/** The development accounts that a setting may name. */
const DEVELOPMENT_ACCOUNT = /^\/\/(Alice|Bob|Charlie|Dave|Eve|Ferdie)$/
const ADDRESS = /^[1-9A-HJ-NP-Za-km-z]{46,48}$/
const NETWORK_NAME = /^[a-z][a-z0-9_-]{0,31}$/i

/** What each setting may be; a reader returns it, or says what is wrong with it. */
const readers: { readonly [Name in keyof Settings]-?: (value: unknown) => Settings[Name] } = {
  network: (value) => networkFrom(value),
  endpoints: (value) => endpointsFrom(value),
  account: (value) => {
    if (typeof value === 'string' && (ADDRESS.test(value) || DEVELOPMENT_ACCOUNT.test(value))) return value
    throw new Fault('is neither an address nor a development account such as //Alice')
  },
  tolerance: (value) => {
    try {
      return Tolerance.parse(value as string).toString()
    } catch (error) {
      throw new Fault(
        error instanceof StakeError ? `is refused: ${error.message}` : 'is not a text such as 0.5%',
      )
    }
  },
  mode: oneOf('strict', 'partial', 'unsafe'),
  theme: oneOf('auto', 'light', 'dark'),
  plain: (value) => {
    if (typeof value === 'boolean') return value
    throw new Fault('is neither true nor false')
  },
}

/** The settings of this person; none where there is no file. @throws FileUnusable */
export async function readSettings(file: string = settingsFile()): Promise<Settings> {
  const text = await textIn(file)
  if (text === undefined) return {}
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new FileUnusable(file, 'it is not JSON')
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new FileUnusable(file, 'it is not an object')
  }
  const { version, ...settings } = json as Record<string, unknown>
  if (version !== VERSION) {
    throw new FileUnusable(
      file,
      version === undefined
        ? `it does not say "version": ${VERSION}`
        : 'it is of a version that this release does not know',
    )
  }
  return settingsFrom(file, settings)
}

/**
 * Changes some settings and leaves the others as they are; `undefined` takes one away. The file is replaced as a whole
 * or not at all, and only its owner may read it: addresses of nodes may hold a key.
 *
 * @returns all settings as they are now
 * @throws FileUnusable for what is no setting, and for a file that is there and cannot be used
 */
export async function saveSettings(
  changes: { readonly [Name in keyof Settings]: Settings[Name] | undefined },
  file: string = settingsFile(),
): Promise<Settings> {
  const settings = settingsFrom(file, { ...(await readSettings(file)), ...changes })
  await replace(file, `${JSON.stringify({ version: VERSION, ...settings }, undefined, 2)}\n`)
  return settings
}

function settingsFrom(file: string, values: Readonly<Record<string, unknown>>): Settings {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    given.map(([name, value]) => {
      if (!Object.hasOwn(readers, name)) throw new FileUnusable(file, noSetting(name))
      try {
        return [name, readers[name as keyof Settings](value)]
      } catch (error) {
        if (error instanceof Fault) throw new FileUnusable(file, `${name} ${error.message}`)
        throw error
      }
    }),
  )
}

function noSetting(name: string): string {
  if (name === 'policy') return '"policy" is a file of its own, policy.json beside it'
  if (name === 'endpoint') return '"endpoint" is called "network", which may be an address'
  return `${JSON.stringify(name.slice(0, 40))} is no setting`
}

/** What is wrong with one value. */
class Fault extends Error {}

function networkFrom(value: unknown): string {
  if (typeof value === 'string' && (NETWORK_NAME.test(value) || isAddress(value))) return value
  throw new Fault('is neither a name nor a WebSocket address')
}

function endpointsFrom(value: unknown): Record<string, readonly string[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Fault('is not an object of networks and their nodes')
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, nodes]) => {
      if (!NETWORK_NAME.test(name))
        throw new Fault('names a network with other than letters, digits, - and _')
      if (name === 'devnet') throw new Fault('names devnet, which is the embedded chain')
      if (!Array.isArray(nodes) || nodes.length === 0 || !nodes.every(isAddress)) {
        throw new Fault(`of ${name} is no list of WebSocket addresses`)
      }
      return [name, nodes]
    }),
  )
}

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && URL.canParse(value) && /^wss?:$/.test(new URL(value).protocol)
}

function oneOf<Value extends string>(...values: readonly Value[]): (value: unknown) => Value {
  return (value) => {
    const found = values.find((candidate) => candidate === value)
    if (found !== undefined) return found
    throw new Fault(`is none of ${values.join(', ')}`)
  }
}

/** Either the old text is there or the new one, whatever happens. @throws FileUnusable */
async function replace(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}-${randomUUID().slice(0, 8)}`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    throw new FileUnusable(file, (error as NodeJS.ErrnoException).code ?? 'it cannot be written')
  }
}
