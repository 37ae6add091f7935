import type { ApiPromise } from '@polkadot/api'
import { bytesOf } from '../bytes.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { decodePlain } from './plain-decoder.ts'

type Registry = ApiPromise['registry']

/**
 * Bytes of the node as a plain value of a type of its runtime's metadata.
 *
 * @param method - whose answer it is, for the error
 * @throws MalformedAnswer
 */
export function decodePlainAnswer(
  registry: Registry,
  type: number,
  answer: unknown,
  method: string,
): unknown {
  const bytes = answeredBytes(answer, method)
  try {
    return decodePlain(registry, type, bytes)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new MalformedAnswer(method, 'a value of its type')
  }
}

function answeredBytes(answer: unknown, method: string): Uint8Array {
  if (typeof answer === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(answer))
    return bytesOf(answer as `0x${string}`)
  throw new MalformedAnswer(method, 'bytes')
}
