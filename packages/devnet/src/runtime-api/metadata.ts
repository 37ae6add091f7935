import type { Hex } from '@stake/schema'
import { toHex } from '../scale/hex.ts'
import { METADATA_VERSIONS } from '../scale/metadata.ts'
import type { RuntimeApi } from './runtime-api.ts'

export const metadataApi: RuntimeApi<'Metadata'> = {
  metadata: ({ metadata }) => hex(metadata(14)),
  metadata_versions: () => METADATA_VERSIONS,
  metadata_at_version({ metadata }, version) {
    const known = METADATA_VERSIONS.find((each) => each === version)
    return known === undefined ? undefined : hex(metadata(known))
  },
}

function hex(bytes: Uint8Array): Hex {
  return toHex(bytes)
}
