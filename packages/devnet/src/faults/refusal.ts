import { RpcError } from '../server/json-rpc.ts'
import type { Refusal } from './conditions.ts'

/** What a node says with its codes; where it says more than one thing, the most usual one. */
const TEXTS: Readonly<Record<number, readonly [message: string, data?: string]>> = {
  1002: ['Verification Error: Runtime error: Execution failed'],
  1010: ['Invalid Transaction', 'Transaction is outdated'],
  1011: ['Unknown Transaction Validity', 'CannotLookup'],
  1012: ['Transaction is temporarily banned'],
  1013: ['Transaction Already Imported'],
  1014: [
    'Priority is too low: (1 vs 1)',
    'The transaction has too low priority to replace another transaction already in the pool.',
  ],
  1016: ['Immediately Dropped', "The transaction couldn't enter the pool because of the limit"],
}

/** The error that turns a submission away. */
export function refusalError({ code, message, data }: Refusal): RpcError {
  const [usual = 'Unknown error', usualData] = TEXTS[code] ?? []
  return new RpcError(code, message ?? usual, data ?? (message === undefined ? usualData : undefined))
}
