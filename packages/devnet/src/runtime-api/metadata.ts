import type { Hex } from '@stake/schema'
import { toHex } from '../scale/hex.ts'
import { METADATA_VERSIONS, metadataBytes } from '../scale/metadata.ts'
import type { RuntimeApi } from './runtime-api.ts'

export const metadataApi: RuntimeApi<'Metadata'> = {
  metadata: () => hex(metadataBytes(14)),
  metadata_versions: () => METADATA_VERSIONS,
  metadata_at_version(_, version) {
    const known = METADATA_VERSIONS.find((each) => each === version)
    return known === undefined ? undefined : hex(metadataBytes(known))
  },
}

function hex(bytes: Uint8Array): Hex {
  return toHex(bytes)
}
