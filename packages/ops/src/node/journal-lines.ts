import { createHash } from 'node:crypto'
import type { JournalCondition, JournalRecord } from '../journal.ts'

/** The first line of a journal. */
export interface HeaderRecord {
  readonly type: 'journal'
  readonly version: typeof VERSION
  /** Where it was written anew from an older file: the link of that file's last line. */
  readonly follows?: string
}

/** Something is missing, or is not what was written; it stays so until somebody accepts it. */
export interface DamageRecord {
  readonly type: 'damaged' | 'accepted'
  readonly status: JournalCondition['status']
  readonly detail: string
}

/** One line of the file. */
export type LineRecord = HeaderRecord | DamageRecord | JournalRecord

/** The version of the lines that this release reads and writes. */
export const VERSION = 1

/** What the first line is chained to. */
export const NO_LINK = ''

/** Characters of a link: half of a SHA-256, enough against all accidents. */
const LINK_LENGTH = 32

/** A line, chained to the one before it; without its end. */
export function lineOf(record: LineRecord, before: string): { line: string; link: string } {
  const text = JSON.stringify(record)
  const link = createHash('sha256').update(`${before}\n${text}`).digest('hex').slice(0, LINK_LENGTH)
  return { line: `${text.slice(0, -1)},"link":"${link}"}`, link }
}

/** What a line says, and whether it follows the line with the link `before`; undefined where it is broken. */
export function recordOf(
  line: string,
  before: string,
): { record: LineRecord; link: string; follows: boolean } | undefined {
  let json: LineRecord & { link: string }
  try {
    json = JSON.parse(line)
  } catch {
    return undefined
  }
  if (typeof json !== 'object' || json === null || typeof json.type !== 'string') return undefined
  const { link, ...rest } = json
  const record = rest as LineRecord
  return { record, link, follows: lineOf(record, before).link === link }
}
