import { RememberedTexts } from './remembered-texts.ts'

/*
 * A wallet meets few addresses, each of them over and over, and the checksum of one costs more than all that is decoded
 * beside it. So the last ones are remembered, both ways.
 */

/** The 32 bytes of canonical addresses. */
export const knownKeys: RememberedTexts<Uint8Array> = new RememberedTexts()
/** The canonical addresses of 32 bytes, by their hexadecimal text. */
export const knownAddresses: RememberedTexts<string> = new RememberedTexts()
