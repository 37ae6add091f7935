export { type FileJournal, type FileJournalOptions, openFileJournal } from './file-journal.ts'
export { type FileNonceLockOptions, fileNonceLock } from './nonce-lock.ts'
