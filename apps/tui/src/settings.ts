import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StakeError } from '@stake/math'
import { type Policy, parsePolicyText } from '@stake/ops'
import envPaths from 'env-paths'

const paths = envPaths('stake', { suffix: '' })

/** Where this person keeps the optional settings of the program. */
export const settingsFile: string = join(paths.config, 'settings.json')

/** What a person may set once instead of typing it each time. */
export interface Settings {
  /** The node to connect to where no `--endpoint` is given. */
  readonly endpoint?: string
  /** What may be signed, whatever was asked for. */
  readonly policy?: Policy
}

/** A settings or policy file that is not what it should be: nothing is guessed, nothing is ignored. */
export class SettingsUnreadable extends StakeError {
  constructor(file: string, reason: string) {
    super('SettingsUnreadable', `The file ${file} cannot be used: ${reason}.`, {
      details: { file, reason },
      remedy: 'Correct the file and run this again; nothing was sent.',
    })
  }
}

/** Where the journal of a chain is kept; every chain has its own, by its first block. */
export function journalFile(genesisHash: string): string {
  return join(paths.data, 'journals', `${genesisHash}.jsonl`)
}

/** The settings of this person; none where there is no file. @throws SettingsUnreadable */
export async function readSettings(file: string = settingsFile): Promise<Settings> {
  const text = await readText(file, 'may be absent')
  if (text === undefined) return {}
  const json = parseJson(file, text)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new SettingsUnreadable(file, 'it is not an object')
  }
  const { endpoint, policy, ...strangers } = json as Record<string, unknown>
  const [stranger] = Object.keys(strangers)
  if (stranger !== undefined) throw new SettingsUnreadable(file, `"${stranger}" is no setting`)
  if (endpoint !== undefined && typeof endpoint !== 'string') {
    throw new SettingsUnreadable(file, 'endpoint is not a text')
  }
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(policy !== undefined && { policy: policyFrom(file, text, ['policy']) }),
  }
}

/** The policy in a file of its own. @throws SettingsUnreadable, also where there is no such file */
export async function readPolicy(file: string): Promise<Policy> {
  return policyFrom(file, (await readText(file, 'must exist')) ?? '', [])
}

function policyFrom(file: string, text: string, path: readonly string[]): Policy {
  try {
    return parsePolicyText(text, path)
  } catch (error) {
    if (!(error instanceof StakeError)) throw error
    throw new SettingsUnreadable(file, error.message.replace(/\.$/, ''))
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SettingsUnreadable(file, 'it is not JSON')
  }
}

async function readText(file: string, presence: 'must exist' | 'may be absent'): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && presence === 'may be absent') return undefined
    throw new SettingsUnreadable(file, code === 'ENOENT' ? 'there is no such file' : `${code ?? 'it'}`)
  }
}
