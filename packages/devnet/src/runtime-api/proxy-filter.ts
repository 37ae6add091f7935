import { Binary } from '@polkadot-api/substrate-bindings'
import { type CallInfo, type Hex, type PalletSchema, type ProxyType, pallets } from '@stake/schema'
import { type ProxyRule, proxyRules } from '../pallets/proxy/proxy-rules.ts'
import type { RuntimeApi } from './runtime-api.ts'

const kinds = Object.entries(proxyRules).map(([name, rules], index) => ({
  name: name as ProxyType['type'],
  index,
  ...rules,
}))

/** What each kind of proxy may do, by the rules that are kept here. */
export const proxyFilterApi: RuntimeApi<'ProxyFilterRuntimeApi'> = {
  get_proxy_types: () =>
    kinds.map(({ name, index, deprecated }) => ({ name: textOf(name), index, deprecated })),
  get_proxy_filter: (_, wanted) =>
    kinds
      .filter(({ index }) => wanted === undefined || index === wanted)
      .map(({ name, index, deprecated, mode, calls, exceptions }) => ({
        proxy_type: index,
        name: textOf(name),
        deprecated,
        filter_mode: { type: mode },
        calls: calls.map(infoOf),
        exceptions: exceptions.map(infoOf),
      })),
}

function infoOf({ pallet, call, below, around }: ProxyRule): CallInfo {
  const { index, calls }: PalletSchema = pallets[pallet]
  return {
    pallet_name: textOf(pallet),
    pallet_index: index,
    call_name: call === undefined ? undefined : textOf(call),
    call_index: call === undefined ? undefined : calls[call]?.index,
    condition:
      below !== undefined
        ? { type: 'ParamLessThan', value: { param_name: textOf(below[0]), limit: below[1] } }
        : around !== undefined
          ? {
              type: 'NestedCallMustBe',
              value: { pallet_name: textOf(around[0]), call_name: textOf(around[1]) },
            }
          : undefined,
  }
}

function textOf(name: string): Hex {
  return Binary.toHex(Binary.fromText(name)) as Hex
}
