import { type Explained, explanations } from './explanations.ts'

/** The meaning of a number in `Custom error: 7`. */
export interface PoolCode {
  readonly name: string
  readonly explained: Explained
}

/** The first runtime with pools, and with them the numbers in use ever since. */
const FIRST_WITH_POOLS = 233

const of = (name: string): PoolCode => {
  const explained = explanations.SubtensorModule?.[name]
  if (!explained) throw new TypeError(`SubtensorModule has no ${name}.`)
  return { name, explained }
}

const other = (name: string, sentence: string, remedy: string): PoolCode => ({
  name,
  explained: [sentence, remedy],
})

const WEIGHTS = 'The hotkey has too little stake to set weights'
const MORE_STAKE = 'Stake more with the hotkey.'
const CHECK = 'Check the values of the call.'

/** `CustomTransactionError` of the runtimes from spec 233 on; later ones only added to it. */
const present: Readonly<Record<number, PoolCode>> = {
  0: of('ColdkeySwapAnnounced'),
  1: other('StakeAmountTooLow', 'The amount is below the least that can be staked', 'Raise the amount.'),
  2: other('BalanceTooLow', 'The coldkey has less than the amount', 'Lower the amount.'),
  3: of('SubnetNotExists'),
  4: other('HotkeyAccountDoesntExist', 'There is no such hotkey', 'Check the address.'),
  5: of('NotEnoughStakeToWithdraw'),
  6: other('RateLimitExceeded', 'The same was done too recently', 'Wait some blocks and try again.'),
  7: of('InsufficientLiquidity'),
  8: of('SlippageTooHigh'),
  9: of('TransferDisallowed'),
  10: of('HotKeyNotRegisteredInNetwork'),
  11: other('InvalidIpAddress', 'The IP address is none', CHECK),
  12: other(
    'ServingRateLimitExceeded',
    'The axon was served too recently',
    'Wait some blocks and try again.',
  ),
  13: other('InvalidPort', 'The port is none', CHECK),
  14: other(
    'ZeroMaxAmount',
    'Nothing at all fits within the limit price',
    'Look at the price and set a new limit.',
  ),
  15: other('InvalidRevealRound', 'The round of the reveal is none', CHECK),
  16: other('CommitNotFound', 'Nothing was committed that could be revealed', CHECK),
  17: other('CommitBlockNotInRevealRange', 'It is not the time to reveal', 'Reveal in the right epoch.'),
  18: other('InputLengthsUnequal', 'The lists differ in length', CHECK),
  19: other('UidNotFound', 'The subnet has no such member', CHECK),
  20: other('EvmKeyAssociateRateLimitExceeded', 'An EVM key was associated too recently', 'Try again later.'),
  21: of('ColdkeySwapDisputed'),
  22: other('InvalidRealAccount', 'The account to act for is none', 'Check the address.'),
  23: other('FailedShieldedTxParsing', 'The shielded transaction cannot be read', 'Encrypt it again.'),
  24: other(
    'InvalidShieldedTxPubKeyHash',
    'It was shielded with an old key',
    'Encrypt it with the present key.',
  ),
  25: of('NonAssociatedColdKey'),
  26: of('DelegateTakeTooLow'),
  27: of('DelegateTakeTooHigh'),
  255: other('BadRequest', 'The runtime refuses it without a reason', CHECK),
}

/** Before there were pools, runtimes used the same few numbers for other checks (bittensor issue 2163). */
const beforePools: Readonly<Record<number, PoolCode>> = {
  0: other('ColdkeyInSwapSchedule', 'A swap of this coldkey is scheduled', 'Wait until it is done.'),
  1: other('NotEnoughStakeToCommitWeights', WEIGHTS, MORE_STAKE),
  2: other('NotEnoughStakeToRevealWeights', WEIGHTS, MORE_STAKE),
  3: other('NotEnoughStakeToSetWeights', WEIGHTS, MORE_STAKE),
  4: other('NotEnoughStakeToSetRootWeights', WEIGHTS, MORE_STAKE),
  5: of('TooManyRegistrationsThisInterval'),
}

/** What a runtime means by a number; undefined where it uses none such. */
export function poolCode(code: number, specVersion: number): PoolCode | undefined {
  return (specVersion < FIRST_WITH_POOLS ? beforePools : present)[code]
}
