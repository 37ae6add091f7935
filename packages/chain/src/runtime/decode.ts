import type { ApiPromise } from '@polkadot/api'
import { bytesOf } from '../bytes.ts'
import { MalformedAnswer } from '../errors/errors.ts'

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
  if (typeof answer !== 'string' || !/^0x(?:[0-9a-f]{2})*$/i.test(answer)) {
    throw new MalformedAnswer(method, 'bytes')
  }
  const bytes = bytesOf(answer as `0x${string}`)
  const value = attempt(() => registry.createTypeUnsafe(type, [bytes]))
  if (!value || (value.initialU8aLength || value.encodedLength) !== bytes.length) {
    throw new MalformedAnswer(method, `a ${type}`)
  }
  return value
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
