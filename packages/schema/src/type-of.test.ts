import { expect, expectTypeOf, test } from 'vitest'
import type {
  AccountInfo,
  BalancesCalls,
  Call,
  CallArgs,
  ConstantValue,
  DynamicInfo,
  EventFields,
  Hex,
  KnownCall,
  MethodArgs,
  MethodResult,
  SafeFloat,
  StakeInfo,
  StorageKeys,
  StorageValue,
  SubtensorCalls,
  TypeOf,
} from './index.ts'

test('type names give TypeScript types', () => {
  expectTypeOf<TypeOf<'u16'>>().toEqualTypeOf<number>()
  expectTypeOf<TypeOf<'u64'>>().toEqualTypeOf<bigint>()
  expectTypeOf<TypeOf<'Compact<u32>'>>().toEqualTypeOf<number>()
  expectTypeOf<TypeOf<'Compact<u64>'>>().toEqualTypeOf<bigint>()
  expectTypeOf<TypeOf<'Vec<u8>'>>().toEqualTypeOf<Hex>()
  expectTypeOf<TypeOf<'[u8; 32]'>>().toEqualTypeOf<Hex>()
  expectTypeOf<TypeOf<'[u16; 3]'>>().toEqualTypeOf<readonly number[]>()
  expectTypeOf<TypeOf<'Option<bool>'>>().toEqualTypeOf<boolean | undefined>()
  expectTypeOf<TypeOf<'Vec<Option<StakeInfo>>'>>().toEqualTypeOf<readonly (StakeInfo | undefined)[]>()
  expectTypeOf<TypeOf<'AccountId32'>>().toEqualTypeOf<string>()
  expectTypeOf<TypeOf<'H256'>>().toEqualTypeOf<Hex>()
  expectTypeOf<TypeOf<'()'>>().toEqualTypeOf<undefined>()
  expectTypeOf<TypeOf<'NoSuchType'>>().toBeNever()
  expectTypeOf<TypeOf<string>>().toBeUnknown()
  expectTypeOf<AccountInfo['data']['free']>().toEqualTypeOf<bigint>()
  expectTypeOf<DynamicInfo['subnet_identity']>().toEqualTypeOf<TypeOf<'Option<SubnetIdentityV3>'>>()
})

test('calls have named arguments', () => {
  expectTypeOf<CallArgs<'SubtensorModule', 'add_stake_limit'>>().toEqualTypeOf<{
    readonly hotkey: string
    readonly netuid: number
    readonly amount_staked: bigint
    readonly limit_price: bigint
    readonly allow_partial: boolean
  }>()
  expectTypeOf<Parameters<SubtensorCalls['remove_stake']>>().toEqualTypeOf<
    [args: { readonly hotkey: string; readonly netuid: number; readonly amount_unstaked: bigint }]
  >()
  expectTypeOf<ReturnType<BalancesCalls['transfer_all']>>().toExtend<KnownCall>()
  expectTypeOf<KnownCall>().toExtend<Call>()
  // @ts-expect-error no such call
  expectTypeOf<CallArgs<'SubtensorModule', 'become_delegate'>>().toBeNever()
  const call: KnownCall = {
    pallet: 'SubtensorModule',
    name: 'add_stake',
    // @ts-expect-error amounts are bigint
    args: { hotkey: '', netuid: 1, amount_staked: 5 },
  }
  expect(call.name).toBe('add_stake')
})

test('calls within calls, sets and bounded lists', () => {
  expectTypeOf<CallArgs<'Proxy', 'proxy'>['call']>().toEqualTypeOf<TypeOf<'RuntimeCall'>>()
  expectTypeOf<CallArgs<'SubtensorModule', 'claim_root'>>().toEqualTypeOf<{
    readonly subnets: readonly number[]
  }>()
  expectTypeOf<CallArgs<'Proxy', 'remove_proxies'>>().toEqualTypeOf<undefined>()
  expectTypeOf<TypeOf<'BoundedVec<u8>'>>().toEqualTypeOf<Hex>()
  expectTypeOf<TypeOf<'WeakBoundedVec<BalanceLock>'>>().toEqualTypeOf<readonly TypeOf<'BalanceLock'>[]>()
  expectTypeOf<StorageValue<'Proxy', 'Proxies'>[0]>().toEqualTypeOf<readonly TypeOf<'ProxyDefinition'>[]>()
  expectTypeOf<TypeOf<'RuntimeFreezeReason'>>().toBeNever()
})

test('events have named fields or a tuple', () => {
  expectTypeOf<EventFields<'Balances', 'Transfer'>>().toEqualTypeOf<{
    readonly from: string
    readonly to: string
    readonly amount: bigint
  }>()
  expectTypeOf<EventFields<'SubtensorModule', 'StakeAdded'>>().toEqualTypeOf<
    readonly [string, string, bigint, bigint, number, bigint]
  >()
  expectTypeOf<EventFields<'System', 'CodeUpdated'>>().toEqualTypeOf<undefined>()
})

test('storage has keys and a value', () => {
  expectTypeOf<StorageKeys<'System', 'Number'>>().toEqualTypeOf<readonly []>()
  expectTypeOf<StorageKeys<'SubtensorModule', 'AlphaV2'>>().toEqualTypeOf<readonly [string, string, number]>()
  expectTypeOf<StorageValue<'SubtensorModule', 'AlphaV2'>>().toEqualTypeOf<SafeFloat>()
  expectTypeOf<StorageValue<'SubtensorModule', 'Lock'>>().toEqualTypeOf<TypeOf<'LockState'> | undefined>()
  expectTypeOf<ConstantValue<'Balances', 'ExistentialDeposit'>>().toEqualTypeOf<bigint>()
})

test('runtime APIs have arguments and a result', () => {
  expectTypeOf<MethodArgs<'SwapRuntimeApi', 'sim_swap_tao_for_alpha'>>().toEqualTypeOf<
    readonly [number, bigint]
  >()
  expectTypeOf<MethodResult<'StakeInfoRuntimeApi', 'get_stake_info_for_coldkey'>>().toEqualTypeOf<
    readonly StakeInfo[]
  >()
  expectTypeOf<MethodResult<'StakeInfoRuntimeApi', 'get_stake_info_for_coldkeys'>>().toEqualTypeOf<
    readonly (readonly [string, readonly StakeInfo[]])[]
  >()
})
