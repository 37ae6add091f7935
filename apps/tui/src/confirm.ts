import { createInterface } from 'node:readline/promises'
import { StakeError } from '@stake/math'
import { Interrupted } from './secret-prompt.ts'

/** Something is to be signed, and nobody said yes. */
export class NotConfirmed extends StakeError {
  constructor(message: string, remedy: string) {
    super('NotConfirmed', message, { remedy })
  }
}

/**
 * Asks a person to type `yes`; anything else is a no.
 *
 * @throws NotConfirmed, also where there is no terminal to ask in; Interrupted on Ctrl-C and Ctrl-D
 */
export async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new NotConfirmed('Nobody is here to confirm this.', 'Nothing was sent. Add --yes if you mean it.')
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      const stop = () => reject(new Interrupted())
      terminal.on('SIGINT', stop)
      terminal.on('close', stop)
      terminal.question(question).then(resolve, reject)
    })
    if (answer.trim().toLowerCase() !== 'yes') {
      throw new NotConfirmed('It was not confirmed.', 'Nothing was sent.')
    }
  } catch (error) {
    // What is said next begins on a line of its own.
    if (error instanceof Interrupted) process.stderr.write('\n')
    throw error
  } finally {
    terminal.close()
  }
}
