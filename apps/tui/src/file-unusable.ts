import { readFile } from 'node:fs/promises'
import { StakeError } from '@stake/math'

/** A settings or policy file that is not what it should be: nothing is guessed, nothing is ignored. */
export class FileUnusable extends StakeError {
  constructor(file: string, reason: string) {
    super('SettingsUnreadable', `The file ${file} cannot be used: ${reason}.`, {
      details: { file, reason },
      remedy: 'Correct the file and run this again; nothing was sent.',
    })
  }
}

/** The text of a file, undefined where there is none. @throws FileUnusable where it is there and cannot be read */
export async function textIn(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new FileUnusable(file, code ?? 'it cannot be read')
  }
}
