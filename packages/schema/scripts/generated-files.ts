import { printTables } from './print-tables.ts'
import { decodeMetadata, readRuntime } from './read-runtime.ts'
import { referenceFacts } from './reference-facts.ts'

/** Every generated file of this package by its path, from the bytes of a runtime's metadata. */
export function generate(metadataBytes: Uint8Array): Record<string, string> {
  const metadata = decodeMetadata(metadataBytes)
  const sources = printTables(readRuntime(metadata))
  return {
    ...Object.fromEntries(Object.entries(sources).map(([path, text]) => [`src/${path}`, text])),
    'test/fixtures/reference-facts.json': `${JSON.stringify(referenceFacts(metadata), null, 1)}\n`,
  }
}
