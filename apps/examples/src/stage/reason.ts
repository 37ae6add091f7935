import { StakeError } from '@stake/math'

/** Why something failed, and what can be done, in lines for people. */
export function reasonOf(error: unknown): string[] {
  if (!(error instanceof StakeError)) return [error instanceof Error ? error.message : String(error)]
  const { code, message, remedy } = error
  return [`${code}: ${message}`, ...(remedy === '' ? [] : [`   → ${remedy}`])]
}
