import { calls } from '@stake/chain'
import { Balance, mulDivFloor, quoteBuy, type SafetyMode, SwapError, Tolerance } from '@stake/math'
import { WouldBeRefused } from '../errors.ts'
import { PROTECTION } from '../fields.ts'
import type { RegisterOperation } from '../operation.ts'
import type { Expected, Preview } from '../preview.ts'
import { factsOf, knownSubnet, poolOf, type World, withLessTao, withPools } from '../world.ts'
import { type Kind, single, type Trade } from './kind.ts'
import { toleranceWarnings } from './pool-trade.ts'
import { notOwned } from './set-take.ts'

const ROOT = 0
const PPB = 1_000_000_000n

/** A registration and its price. */
export interface RegisterPreview extends Preview<RegisterOperation> {
  readonly tolerance: Tolerance
  /** The most that may be paid: the limit of a strict registration. */
  readonly mostPaid: Balance
}

/** Registers a hotkey on a subnet; what it costs buys alpha that is gone. On root it costs nothing. */
export const register: Kind<RegisterOperation, RegisterPreview> = {
  fields: ['hotkey', 'netuid', ...PROTECTION],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'register',
    hotkey: fields.address('hotkey'),
    netuid: fields.netuid(),
    mode: fields.mode(['strict', 'unsafe']),
    tolerance: fields.tolerance(),
  }),
  needs: ({ coldkey, hotkey, netuid }) => ({
    coldkeys: [coldkey],
    newHotkeys: [hotkey],
    netuids: [netuid],
    registrations: [[netuid, hotkey]],
    costs: [netuid],
  }),
  preview(operation, world) {
    const { netuid, mode } = operation
    const subnet = knownSubnet(world, netuid)
    const tolerance = Tolerance.parse(operation.tolerance)
    const cost =
      netuid === ROOT
        ? Balance.zero()
        : (factsOf(world, 'register').costs.get(netuid)?.burn ?? Balance.zero())
    const mostPaid =
      mode === 'strict' ? Balance.fromRao(mulDivFloor(cost.rao, PPB + tolerance.ppb, PPB)) : cost
    const refusal = refusalOf(operation, world)
    const expected = (each: SafetyMode): Expected => ({
      mode: each,
      result: refusal ? 'refused' : 'full',
      ...(refusal && { refusal }),
    })
    return {
      operation,
      subnets: [subnet],
      amount: cost,
      spends: mostPaid,
      received: Balance.zero(netuid),
      free: Balance.zero(),
      stays: undefined,
      swaps: [],
      tolerance,
      modes: undefined,
      chosen: expected(mode),
      leastReceived: undefined,
      warnings: netuid === ROOT ? [] : toleranceWarnings(mode, tolerance),
      mostPaid,
    }
  },
  calls(chain, { operation: { hotkey, netuid, mode }, mostPaid }) {
    if (netuid === ROOT) return single(calls.rootRegister(chain, { hotkey }))
    return single(
      mode === 'strict'
        ? calls.registerLimit(chain, { hotkey, netuid, mostPaid })
        : calls.burnedRegister(chain, { hotkey, netuid }),
    )
  },
  after({ operation: { netuid }, amount, spends }, world) {
    const left = withLessTao(world, spends)
    if (netuid === ROOT || amount.isZero()) return left
    try {
      return withPools(left, quoteBuy(poolOf(world, netuid).now, amount).after)
    } catch (error) {
      if (error instanceof SwapError) return left
      throw error
    }
  },
  trade({ operation: { coldkey, hotkey, netuid } }, events): Trade | undefined {
    const registered = events.some(
      ({ pallet, name, fields }) =>
        pallet === 'SubtensorModule' &&
        name === 'NeuronRegistered' &&
        fields[0] === netuid &&
        fields[2] === hotkey,
    )
    if (!registered) return undefined
    const paid = events.find(
      ({ pallet, name, named }) => pallet === 'Balances' && name === 'Transfer' && named.from === coldkey,
    )
    return {
      executed: Balance.fromRao((paid?.named.amount as bigint | undefined) ?? 0n),
      received: Balance.zero(netuid),
      swapFee: Balance.zero(),
      fill: 'filled',
    }
  },
}

function refusalOf({ coldkey, hotkey, netuid }: RegisterOperation, world: World): WouldBeRefused | undefined {
  const facts = factsOf(world, 'register')
  const owner = world.snapshot.hotkeys.get(hotkey)?.owner
  if (owner !== undefined && owner !== coldkey) return notOwned(hotkey, owner)
  if (facts.registered.get(`${netuid}:${hotkey}`)) {
    return new WouldBeRefused(
      'HotKeyAlreadyRegisteredInSubNet',
      `${hotkey} is registered on subnet ${netuid} already.`,
      'Nothing needs to be done.',
      { hotkey, netuid },
    )
  }
  const open = netuid === ROOT ? facts.rootRegistration?.open : facts.costs.get(netuid)?.open
  return open === false
    ? new WouldBeRefused(
        netuid === ROOT ? 'TooManyRegistrationsThisInterval' : 'SubNetRegistrationDisabled',
        `Subnet ${netuid} takes no registrations now.`,
        netuid === ROOT
          ? 'Wait for the next interval.'
          : 'Choose another subnet, or wait until its owner opens it.',
        { netuid },
      )
    : undefined
}
