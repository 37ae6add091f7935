import { userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'
import envPaths from 'env-paths'

/** The folders of this person on this platform, or one of their choice (`STAKE_HOME`) that holds everything. */
function folders(): { readonly config: string; readonly data: string; readonly log: string } {
  const own = process.env.STAKE_HOME
  if (own) return { config: own, data: own, log: own }
  const { config, data, log } = envPaths('stake', { suffix: '' })
  return { config: atHome(config), data: atHome(data), log: atHome(log) }
}

/** Where HOME is empty the folders would be those below wherever this is run: another journal in each of them. */
function atHome(folder: string): string {
  return isAbsolute(folder) ? folder : join(userInfo().homedir, folder)
}

/** Where this person keeps the optional settings of the program. */
export function settingsFile(): string {
  return join(folders().config, 'settings.json')
}

/** What may be signed, where a person has laid that down. */
export function policyFile(): string {
  return join(folders().config, 'policy.json')
}

/** What went wrong, for those who look into it. */
export function logFile(): string {
  return join(folders().log, 'stake.log')
}

/** Where the journal of a chain is kept; every chain has its own, by its first block. */
export function journalFile(genesisHash: string): string {
  return join(folders().data, 'journals', `${genesisHash}.jsonl`)
}
