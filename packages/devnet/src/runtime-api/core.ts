import { runtimeOf } from '../chain/runtime-code.ts'
import { runtimeVersion } from '../scale/served-tables.ts'
import type { RuntimeApi } from './runtime-api.ts'

export const coreApi: RuntimeApi<'Core'> = {
  version: ({ block }) => ({
    spec_name: runtimeVersion.specName,
    impl_name: runtimeVersion.implName,
    authoring_version: runtimeVersion.authoringVersion,
    spec_version: runtimeOf(block.state).specVersion,
    impl_version: runtimeVersion.implVersion,
    apis: runtimeVersion.apis,
    transaction_version: runtimeOf(block.state).transactionVersion,
    system_version: runtimeVersion.stateVersion,
  }),
}
