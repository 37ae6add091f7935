import { createInterface } from 'node:readline/promises'
import type { Stage } from './stage.ts'

/** Asks a question that is yes or no. On the devnet, and with `--yes`, the answer is yes; without a terminal it is no. */
export async function confirm(
  stage: Pick<Stage, 'devnet' | 'yes' | 'print'>,
  question: string,
): Promise<boolean> {
  if (stage.devnet || stage.yes) {
    stage.print(`${question} [y/n] (n): y`)
    return true
  }
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    stage.print(`${question} [y/n] (n): n   (there is no terminal to ask; --yes says yes)`)
    return false
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/n] (n): `)).trim())
  } finally {
    terminal.close()
  }
}
