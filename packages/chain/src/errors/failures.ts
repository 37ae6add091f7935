import type { ApiPromise } from '@polkadot/api'
import { DispatchFailure, PoolRefusal, type RpcError } from './errors.ts'

/**
 * What the chain's error names mean to a person, and what to do. Found by name, never by number: the same
 * name keeps its meaning from runtime to runtime, the numbers move.
 */
const explanations: Readonly<Record<string, readonly [sentence: string, remedy: string]>> = {
  AmountTooLow: [
    'The amount is below the least that can be staked, or would leave less than that',
    'Raise the amount (the least is 0.002 TAO and the swap fee on it), or unstake everything.',
  ],
  SlippageTooHigh: [
    'The trade would have pushed the price beyond your limit, so nothing was traded',
    'Lower the amount, widen the tolerance, or use partial to take what fits.',
  ],
  PriceLimitExceeded: [
    'The price is already beyond your limit, so nothing was traded',
    'The price moved while the transaction waited. Look at the new price and try again.',
  ],
  InsufficientLiquidity: [
    'The pool is too small for this trade',
    'Lower the amount or choose another subnet.',
  ],
  ReservesTooLow: ['The pool is almost empty', 'Lower the amount or choose another subnet.'],
  SwapInputTooLarge: ['The amount is more than a thousand times the pool', 'Lower the amount.'],
  NotEnoughBalanceToStake: [
    'The coldkey has less free TAO than the amount',
    'Lower the amount; the network fee and 500 rao must stay.',
  ],
  NotEnoughStakeToWithdraw: [
    'There is less alpha in this position than the amount',
    'Lower the amount, or unstake everything.',
  ],
  StakeUnavailable: [
    'Part of this stake is locked',
    'Only what is not locked can leave; lower the amount or wait for the lock to decay.',
  ],
  HotKeyAccountNotExists: [
    'There is no such hotkey',
    'Check the address, or choose a validator of the subnet.',
  ],
  SubnetNotExists: [
    'There is no such subnet',
    'Choose one of the list; netuids are given to other subnets over time.',
  ],
  SubtokenDisabled: [
    'This subnet has not been started yet',
    'Its owner must start it before anybody can stake there.',
  ],
  CallFiltered: ['The chain does not allow this call now', 'It may be in safe mode; try again later.'],
}

const poolCodes: Readonly<Record<number, string>> = {
  0: 'ColdkeySwapAnnounced',
  1: 'StakeAmountTooLow',
  2: 'BalanceTooLow',
  3: 'SubnetNotExists',
  4: 'HotkeyAccountDoesntExist',
  5: 'NotEnoughStakeToWithdraw',
  6: 'RateLimitExceeded',
  7: 'InsufficientLiquidity',
  8: 'SlippageTooHigh',
  9: 'TransferDisallowed',
  10: 'HotKeyNotRegisteredInNetwork',
  11: 'InvalidIpAddress',
  12: 'ServingRateLimitExceeded',
  13: 'InvalidPort',
  14: 'ZeroMaxAmount',
  15: 'InvalidRevealRound',
  16: 'CommitNotFound',
  17: 'CommitBlockNotInRevealRange',
  18: 'InputLengthsUnequal',
  19: 'UidNotFound',
  20: 'EvmKeyAssociateRateLimitExceeded',
  21: 'ColdkeySwapDisputed',
  22: 'InvalidRealAccount',
  23: 'FailedShieldedTxParsing',
  24: 'InvalidShieldedTxPubKeyHash',
  25: 'NonAssociatedColdKey',
  26: 'DelegateTakeTooLow',
  27: 'DelegateTakeTooHigh',
  255: 'BadRequest',
}

const REFUSED_REMEDY = 'It was not accepted and cost nothing; correct the cause, or try another node.'

const poolTexts: readonly (readonly [text: string, name: string, sentence: string, remedy: string])[] = [
  [
    'Inability to pay some fees',
    'CannotPayFees',
    'the coldkey cannot pay the network fee',
    'Put a little TAO on the coldkey, or lower the amount.',
  ],
  [
    'bad signature',
    'BadSignature',
    'the signature is wrong',
    'The runtime may have just been upgraded; try again.',
  ],
  ['ancient birth block', 'AncientBirthBlock', 'it was signed too long ago', 'Sign it again.'],
]

/** 1014: priorities are constant on this chain, so it is always about the nonce. */
const NONCE_TAKEN = [
  'NonceTaken',
  1014,
  'another transaction of this account with the same number waits already',
  'Wait until that one is settled and try again.',
] as const

/**
 * A dispatch error as the chain sends it, decoded by name from the metadata of the runtime that sent it.
 *
 * @param error - a polkadot-js `DispatchError`
 */
export function dispatchFailure(api: ApiPromise, error: unknown): DispatchFailure {
  const dispatch = error as ReturnType<ApiPromise['registry']['createType']> & {
    isModule: boolean
    asModule: Parameters<ApiPromise['registry']['findMetaError']>[0]
    type: string
    inner: { toString(): string; type?: string }
  }
  if (dispatch.isModule) {
    try {
      const { section, name } = api.registry.findMetaError(dispatch.asModule)
      return explained(palletName(api, section), name)
    } catch {
      return explained('Module', `unknown error ${dispatch.asModule.toString()}`)
    }
  }
  const inner = dispatch.inner.type ?? ''
  return explained(dispatch.type, inner === '' ? dispatch.type : inner)
}

function explained(section: string, name: string): DispatchFailure {
  const [sentence, remedy] = explanations[name] ?? [
    `The chain refused it: ${name}`,
    'Nothing was done; only the network fee was paid.',
  ]
  return new DispatchFailure(section, name, sentence, remedy)
}

function palletName(api: ApiPromise, section: string): string {
  const pallet = api.runtimeMetadata.asLatest.pallets.find(
    ({ name }) => name.toString().toLowerCase() === section.toLowerCase(),
  )
  return pallet?.name.toString() ?? section
}

/**
 * Whether an answer to the first and only submission of some bytes proves that no pool has them: 1010 other
 * than outdated, 1014, 1016. Everything else is one node's opinion of the moment.
 *
 * @returns the refusal, or undefined where the submission must stay open
 */
export function poolRefusal(error: RpcError): PoolRefusal | undefined {
  const { rpcCode, data } = error
  const text = `${error.details.message ?? ''} ${data}`
  if (rpcCode === 1010 && /outdated|stale/i.test(text)) return undefined
  if (rpcCode === 1014) return new PoolRefusal(...NONCE_TAKEN)
  if (rpcCode !== 1010 && rpcCode !== 1016) return undefined
  const custom = /Custom error: (\d+)/.exec(text)
  if (custom) {
    const name = poolCodes[Number(custom[1])] ?? `CustomError${custom[1]}`
    const [sentence, remedy] = explanations[name] ?? [`${name} (custom error ${custom[1]})`, REFUSED_REMEDY]
    return new PoolRefusal(name, rpcCode, sentence.charAt(0).toLowerCase() + sentence.slice(1), remedy)
  }
  for (const [part, name, sentence, remedy] of poolTexts) {
    if (text.includes(part)) return new PoolRefusal(name, rpcCode, sentence, remedy)
  }
  return new PoolRefusal('PoolRefusal', rpcCode, text.trim(), REFUSED_REMEDY)
}
