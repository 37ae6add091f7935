import { ensureRoot, ensureSigned, type PalletCalls } from '../../runtime/pallet-calls.ts'
import { benchmarked } from '../../runtime/weight.ts'
import { setIdentity, setSubnetIdentity, updateSymbol } from './identities.ts'
import { registerNetwork } from './register-network.ts'
import { startCall } from './start-call.ts'

type NetworkCalls = Pick<
  PalletCalls<'SubtensorModule'>,
  | 'register_network'
  | 'register_network_with_identity'
  | 'start_call'
  | 'set_identity'
  | 'set_subnet_identity'
  | 'update_symbol'
>

type ChildkeySettings = Pick<
  PalletCalls<'SubtensorModule'>,
  | 'set_pending_childkey_cooldown'
  | 'sudo_set_tx_childkey_take_rate_limit'
  | 'sudo_set_min_childkey_take'
  | 'sudo_set_max_childkey_take'
>

/** How subnets begin and what they are called. These weights are near the chain's. */
export const networkCalls: NetworkCalls = {
  register_network: {
    weight: () => benchmarked(235_400_000n, 36, 52),
    dispatch: (context, origin, args) => registerNetwork(context, ensureSigned(origin), args),
  },
  register_network_with_identity: {
    weight: () => benchmarked(220_000_000n, 35, 51),
    dispatch: (context, origin, args) => registerNetwork(context, ensureSigned(origin), args),
  },
  start_call: {
    weight: () => benchmarked(30_000_000n, 4, 3),
    dispatch: (context, origin, args) => startCall(context, origin, args),
  },
  set_identity: {
    weight: () => benchmarked(33_000_000n, 4, 1),
    dispatch: (context, origin, args) => setIdentity(context, ensureSigned(origin), args),
  },
  set_subnet_identity: {
    weight: () => benchmarked(25_000_000n, 1, 1),
    dispatch: (context, origin, args) => setSubnetIdentity(context, ensureSigned(origin), args),
  },
  update_symbol: {
    weight: () => benchmarked(28_000_000n, 4, 1),
    dispatch: (context, origin, args) => updateSymbol(context, origin, args),
  },
}

/** What the chain allows children of hotkeys; only the chain itself says. */
export const childkeySettings: ChildkeySettings = {
  set_pending_childkey_cooldown: {
    weight: () => benchmarked(10_000_000n, 0, 1),
    dispatch({ storage }, origin, { cooldown }) {
      ensureRoot(origin)
      storage.put('SubtensorModule', 'PendingChildKeyCooldown', [], cooldown)
    },
  },
  sudo_set_tx_childkey_take_rate_limit: {
    weight: () => benchmarked(10_000_000n, 0, 1),
    dispatch(context, origin, { tx_rate_limit }) {
      ensureRoot(origin)
      context.storage.put('SubtensorModule', 'TxChildkeyTakeRateLimit', [], tx_rate_limit)
      context.deposit('SubtensorModule', 'TxChildKeyTakeRateLimitSet', tx_rate_limit)
    },
  },
  sudo_set_min_childkey_take: {
    weight: () => benchmarked(10_000_000n, 0, 1),
    dispatch(context, origin, { take }) {
      ensureRoot(origin)
      context.storage.put('SubtensorModule', 'MinChildkeyTake', [], take)
      context.deposit('SubtensorModule', 'MinChildKeyTakeSet', take)
    },
  },
  sudo_set_max_childkey_take: {
    weight: () => benchmarked(10_000_000n, 0, 1),
    dispatch(context, origin, { take }) {
      ensureRoot(origin)
      context.storage.put('SubtensorModule', 'MaxChildkeyTake', [], take)
      context.deposit('SubtensorModule', 'MaxChildKeyTakeSet', take)
    },
  },
}
