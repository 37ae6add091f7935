import { bytesOf } from './bytes.ts'
import type { Hex } from './chain.ts'

const decoder = new TextDecoder()

/** Bytes as text; what is not UTF-8 becomes replacement characters. It is text from outside, shown with care. */
export function textOf(bytes: Hex | readonly number[]): string {
  return decoder.decode(typeof bytes === 'string' ? bytesOf(bytes) : Uint8Array.from(bytes))
}
