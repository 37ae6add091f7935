import { expandMetadata } from '@polkadot/types'
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings'
import { extensions } from '@stake/schema'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { polkadotRegistry } from '../../test/polkadot.ts'
import { METADATA_VERSIONS, metadataBytes } from './metadata.ts'
import { pallets } from './served-tables.ts'

afterEach(() => vi.restoreAllMocks())

test('newest last, because clients take the largest that they know', () => {
  expect([...METADATA_VERSIONS]).toEqual([14, 15, 16])
})

describe.each(METADATA_VERSIONS)('metadata V%i', (version) => {
  describe('to @polkadot/types', () => {
    const { registry, metadata } = polkadotRegistry(version)
    const decorated = expandMetadata(registry, metadata)

    test('has its version, and every pallet at its index', () => {
      expect(metadata.version).toBe(version)
      expect(
        metadata.asLatest.pallets.map((pallet) => [pallet.name.toString(), pallet.index.toNumber()]),
      ).toEqual(Object.values(pallets).map(({ name, index }) => [name, index]))
    })

    test('gives it nothing to warn of', () => {
      const spoken = (['log', 'warn', 'error'] as const).map((level) =>
        vi.spyOn(console, level).mockReturnValue(),
      )
      const fresh = polkadotRegistry(version)
      expandMetadata(fresh.registry, fresh.metadata)
      expect(spoken.flatMap((spy) => spy.mock.calls)).toEqual([])
    })

    test('has types it can all construct', () => {
      expect(() => metadata.getUniqTypes(true)).not.toThrow()
      for (const { id } of registry.lookup.types) expect(() => registry.lookup.getTypeDef(id)).not.toThrow()
    })

    test('offers the calls that it executes, and no others', () => {
      expect(
        Object.fromEntries(Object.entries(decorated.tx).map(([name, calls]) => [name, Object.keys(calls)])),
      ).toEqual({
        system: ['remark', 'remarkWithEvent'],
        timestamp: ['set'],
        balances: [
          'transferAllowDeath',
          'forceTransfer',
          'transferKeepAlive',
          'transferAll',
          'forceSetBalance',
          'burn',
        ],
        subtensorModule: [
          'addStake',
          'removeStake',
          'addStakeLimit',
          'removeStakeLimit',
          'removeStakeFullLimit',
          'unstakeAll',
          'unstakeAllAlpha',
          'moveStake',
          'transferStake',
          'swapStake',
          'swapStakeLimit',
          'recycleAlpha',
          'burnAlpha',
          'addStakeBurn',
          'decreaseTake',
          'increaseTake',
          'setChildkeyTake',
          'setChildren',
          'setColdkeyAutoStakeHotkey',
          'tryAssociateHotkey',
          'register',
          'burnedRegister',
          'registerLimit',
          'rootRegister',
          'claimRoot',
          'setRootClaimType',
          'sudoSetNumRootClaims',
          'sudoSetRootClaimThreshold',
          'lockStake',
          'moveLock',
          'setPerpetualLock',
          'setRejectLockedAlpha',
          'setAutoParentDelegationEnabled',
          'announceColdkeySwap',
          'swapColdkeyAnnounced',
          'disputeColdkeySwap',
          'clearColdkeySwapAnnouncement',
          'resetColdkeySwap',
          'setIdentity',
          'registerNetwork',
          'registerNetworkWithIdentity',
          'startCall',
          'setSubnetIdentity',
          'updateSymbol',
          'setPendingChildkeyCooldown',
          'sudoSetTxChildkeyTakeRateLimit',
          'sudoSetMinChildkeyTake',
          'sudoSetMaxChildkeyTake',
        ],
        utility: ['batch', 'batchAll', 'forceBatch'],
        sudo: ['sudo', 'sudoUncheckedWeight', 'setKey', 'sudoAs', 'removeKey'],
        proxy: [
          'proxy',
          'addProxy',
          'removeProxy',
          'removeProxies',
          'createPure',
          'killPure',
          'announce',
          'removeAnnouncement',
          'rejectAnnouncement',
          'proxyAnnounced',
          'pokeDeposit',
          'setRealPaysFee',
        ],
        mevShield: ['announceNextKey', 'submitEncrypted'],
        limitOrders: ['executeOrders', 'executeBatchedOrders', 'cancelOrder', 'setPalletStatus'],
        adminUtils: [
          'sudoSetTempo',
          'sudoSetSubtokenEnabled',
          'sudoSetToggleTransfer',
          'sudoSetNetworkRegistrationAllowed',
          'sudoSetMinBurn',
          'sudoSetMaxBurn',
          'sudoSetBurnHalfLife',
          'sudoSetBurnIncreaseMult',
          'sudoSetMinChildkeyTakePerSubnet',
          'sudoSetImmunityPeriod',
          'sudoSetActivityCutoff',
          'sudoSetMaxAllowedUids',
          'sudoSetMaxAllowedValidators',
          'sudoSetMinAllowedWeights',
          'sudoSetWeightsSetRateLimit',
          'sudoSetCommitRevealWeightsEnabled',
          'sudoSetBondsMovingAverage',
          'sudoSetLiquidAlphaEnabled',
          'sudoSetRecycleOrBurn',
          'sudoSetOwnerCutEnabled',
          'sudoSetOwnerCutAutoLockEnabled',
          'sudoSetSubnetEmissionEnabled',
          'sudoSetSubnetOwnerHotkey',
          'sudoSetSnOwnerHotkey',
          'sudoSetMaxRegistrationsPerBlock',
          'sudoSetTargetRegistrationsPerInterval',
          'sudoSetDefaultTake',
          'sudoSetMinDelegateTake',
          'sudoSetTxRateLimit',
          'sudoSetTxDelegateTakeRateLimit',
          'sudoSetNominatorMinRequiredStake',
          'sudoSetStakeThreshold',
          'sudoSetCkBurn',
          'sudoSetNetworkRateLimit',
          'sudoSetNetworkImmunityPeriod',
          'sudoSetNetworkMinLockCost',
          'sudoSetLockReductionInterval',
          'sudoSetSubnetLimit',
          'sudoSetSubnetOwnerCut',
          'sudoSetStartCallDelay',
          'sudoSetAdminFreezeWindow',
          'sudoSetOwnerHparamRateLimit',
          'sudoSetColdkeySwapAnnouncementDelay',
          'sudoSetColdkeySwapReannouncementDelay',
          'sudoSetMaxEpochsPerBlock',
        ],
      })
      const limited = decorated.tx.subtensorModule?.addStakeLimit
      expect(limited?.meta.args.map((argument) => `${argument.name}: ${argument.type}`)).toEqual([
        'hotkey: AccountId32',
        'netuid: u16',
        'amountStaked: u64',
        'limitPrice: u64',
        'allowPartial: bool',
      ])
    })

    test('gives constants their values', () => {
      expect(decorated.consts.balances?.existentialDeposit?.toString()).toBe('500')
      expect(decorated.consts.system?.ss58Prefix?.toString()).toBe('42')
      expect(decorated.consts.timestamp?.minimumPeriod?.toString()).toBe('6000')
    })

    test('gives every error its name', () => {
      expect(registry.findMetaError(Uint8Array.of(7, 84))).toMatchObject({
        section: 'subtensorModule',
        name: 'SlippageTooHigh',
      })
      expect(registry.findMetaError(Uint8Array.of(28, 3))).toMatchObject({
        section: 'swap',
        name: 'PriceLimitExceeded',
      })
    })

    test('keeps events as records that it knows', () => {
      const events = metadata.asLatest.pallets[0]?.storage
        .unwrap()
        .items.find(({ name }) => name.eq('Events'))
      expect(registry.lookup.getTypeDef(events?.type.asPlain ?? -1).type).toBe('Vec<FrameSystemEventRecord>')
    })

    test('has accounts, addresses, calls and eras under the paths that it treats apart', () => {
      const named = new Set(registry.lookup.types.map(({ id }) => registry.lookup.getTypeDef(id).type))
      for (const type of ['AccountId32', 'MultiAddress', 'Era', 'Call', 'Event', 'H256'])
        expect(named).toContain(type)
    })

    test('has the 13 extensions in order, and extrinsics of version 4 first', () => {
      expect(registry.signedExtensions).toEqual(extensions.map(({ name }) => name))
      expect(Number(metadata.asLatest.extrinsic.versions[0])).toBe(4)
    })

    test('gives every storage item a default that reads back', () => {
      for (const pallet of metadata.asLatest.pallets)
        for (const item of pallet.storage.unwrapOrDefault().items) {
          if (item.modifier.isOptional) continue
          const type = item.type.isMap ? item.type.asMap.value : item.type.asPlain
          const value = registry.createType(registry.createLookupType(type), item.fallback.toU8a(true))
          expect(value.toU8a()).toEqual(item.fallback.toU8a(true))
        }
    })

    if (version > 14)
      test('lists the runtime APIs', () => {
        const methods = metadata.asLatest.apis.flatMap((api) =>
          api.methods.map((method) => `${api.name}_${method.name}`),
        )
        expect(methods).toEqual(
          expect.arrayContaining([
            'Core_version',
            'Metadata_metadata_at_version',
            'AccountNonceApi_account_nonce',
            'TransactionPaymentApi_query_info',
            'SwapRuntimeApi_sim_swap_tao_for_alpha',
            'StakeInfoRuntimeApi_get_stake_info_for_coldkey',
            'SubnetInfoRuntimeApi_get_all_dynamic_info',
          ]),
        )
      })
  })

  test('to @polkadot-api/substrate-bindings is the same, with its types numbered from 0', () => {
    const metadata = unifyMetadata(decAnyMetadata(metadataBytes(version)))
    expect(metadata.version).toBe(version)
    expect(metadata.lookup.map((type) => type.id)).toEqual(metadata.lookup.map((_, at) => at))
    expect(metadata.pallets.map(({ name }) => name)).toEqual(Object.keys(pallets))
  })
})

test('V14 has the extrinsic with its four type arguments, from which clients take the address and the signature', () => {
  const { lookup } = decAnyMetadata(metadataBytes(14)).metadata.value as { lookup: Type[] }
  const extrinsic = lookup.find(
    ({ path }) => path.join('::') === 'sp_runtime::generic::unchecked_extrinsic::UncheckedExtrinsic',
  )
  expect(extrinsic?.params.map(({ type }) => lookup[type ?? -1]?.path.at(-1))).toEqual([
    'MultiAddress',
    'RuntimeCall',
    'MultiSignature',
    undefined,
  ])
})

interface Type {
  readonly path: readonly string[]
  readonly params: readonly { readonly type: number | undefined }[]
}

test('arguments of calls have a type name, without which the Python SDK cannot read a block', () => {
  const { metadata } = decAnyMetadata(metadataBytes(14))
  if (metadata.tag !== 'v14') throw new Error('not version 14')
  const { pallets, lookup } = metadata.value
  const calls = lookup[pallets.find(({ name }) => name === 'SubtensorModule')?.calls ?? -1]?.def
  if (calls?.tag !== 'variant') throw new Error('calls are no variants')
  const addStake = calls.value.find(({ name }) => name === 'add_stake')
  expect(addStake?.fields.map(({ name, typeName }) => [name, typeName])).toEqual([
    ['hotkey', 'AccountId32'],
    ['netuid', 'u16'],
    ['amount_staked', 'u64'],
  ])
})

test('the bytes are the same each time', () => {
  expect(metadataBytes(15)).toEqual(metadataBytes(15))
  expect([...metadataBytes(15).slice(0, 5)]).toEqual([0x6d, 0x65, 0x74, 0x61, 15])
})
