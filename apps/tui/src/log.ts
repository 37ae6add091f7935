import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { StakeError } from '@stake/math'
import { logFile } from './folders.ts'

/** When the log is longer it is put aside, in place of the one that was put aside before. */
const LONGEST = 512 * 1024
/** Of one error; a hostile node may send megabytes. */
const LONGEST_ENTRY = 16 * 1024

const secrets = new Set<string>()

/** No log will hold this text, whoever repeats it. */
export function noteSecret(secret: string): void {
  const text = secret.trim()
  // Development accounts are no secrets, and what is short is found everywhere.
  if (text.length >= 12) secrets.add(text)
}

/**
 * Writes an error with its stack for those who look into it: no key phrases, of addresses of nodes only the host.
 *
 * @param where - what the program was doing, in a word or two
 * @returns whether it could be written; a full disk must not be the end of anything
 */
export function logError(where: string, error: unknown, file: string = logFile()): boolean {
  const text = `${new Date().toISOString()} ${where}: ${withoutSecrets(described(error))}\n`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LONGEST) renameSync(file, `${file}.1`)
    appendFileSync(file, text, { mode: 0o600 })
    return true
  } catch {
    return false
  }
}

function described(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return `${typeof error} was thrown`
  const code = error instanceof StakeError ? ` [${error.code}]` : ''
  const cause =
    error.cause === undefined || depth > 4 ? '' : `\n  because ${described(error.cause, depth + 1)}`
  return `${error.stack ?? `${error.name}: ${error.message}`}${code}${cause}`.slice(0, LONGEST_ENTRY)
}

/** Twelve words in a row and more are a key phrase, whoever wrote them; an address of a node may hold a key. */
const PHRASE = /\b[a-z]{3,8}(?:\s+[a-z]{3,8}){11,}\b/g
const ADDRESS = /\b(wss?|https?):\/\/[^\s'"`<>)]+/g

/** A text in which no key phrase stands, in whose place it may have been typed. */
export function withoutPhrases(text: string): string {
  return text.replace(PHRASE, '[words]')
}

function withoutSecrets(text: string): string {
  let plain = text
  for (const secret of secrets) plain = plain.replaceAll(secret, '[secret]')
  return (
    withoutPhrases(plain)
      .replace(ADDRESS, (address) =>
        URL.canParse(address) ? `${new URL(address).protocol}//${new URL(address).host}` : '[address]',
      )
      // biome-ignore lint/suspicious/noControlCharactersInRegex: a log is read in terminals too
      .replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, ' ')
  )
}
