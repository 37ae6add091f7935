import { runtimeVersion } from '@stake/schema'
import type { RuntimeApi } from './runtime-api.ts'

export const coreApi: RuntimeApi<'Core'> = {
  version: () => ({
    spec_name: runtimeVersion.specName,
    impl_name: runtimeVersion.implName,
    authoring_version: runtimeVersion.authoringVersion,
    spec_version: runtimeVersion.specVersion,
    impl_version: runtimeVersion.implVersion,
    apis: runtimeVersion.apis,
    transaction_version: runtimeVersion.transactionVersion,
    system_version: runtimeVersion.stateVersion,
  }),
}
