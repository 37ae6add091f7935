import type { ApiPromise } from '@polkadot/api'
import { bytesOf } from '../bytes.ts'
import { MalformedAnswer } from '../errors/errors.ts'
import { decodePlain } from './plain-decoder.ts'

type Registry = ApiPromise['registry']
type Codec = ReturnType<Registry['createTypeUnsafe']>

/**
 * Bytes of the node as a value of polkadot-js. It takes what is missing for zeros and leaves what is too much;
 * here both are errors, for a nonce or a balance of zero is an answer like any other.
 *
 * @param method - whose answer it is, for the error
 * @throws MalformedAnswer
 */
export function decodeAnswer(registry: Registry, type: string, answer: unknown, method: string): Codec {
  const bytes = answeredBytes(answer, method)
  const value = attempt(() => registry.createTypeUnsafe(type, [bytes]))
  if (!value || (value.initialU8aLength || value.encodedLength) !== bytes.length) {
    throw new MalformedAnswer(method, `a ${type}`)
  }
  return value
}

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

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
