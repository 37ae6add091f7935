import { calls } from '@stake/chain'
import { Balance } from '@stake/math'
import { WouldBeRefused } from '../errors.ts'
import type { SetAutoStakeOperation } from '../operation.ts'
import { factsOf, knownSubnet, type World } from '../world.ts'
import { DONE, type Kind, single } from './kind.ts'

/** Lets what the coldkey's miners earn on a subnet be staked with a hotkey of its choice. */
export const setAutoStake: Kind<SetAutoStakeOperation> = {
  fields: ['hotkey', 'netuid'],
  parse: (fields) => ({
    ...fields.common(),
    kind: 'setAutoStake',
    hotkey: fields.address('hotkey'),
    netuid: fields.netuid(),
  }),
  needs: ({ coldkey, hotkey, netuid }) => ({
    coldkeys: [coldkey],
    hotkeys: [hotkey],
    netuids: [netuid],
    registrations: [[netuid, hotkey]],
    autoStakes: [[coldkey, netuid]],
  }),
  preview(operation, world) {
    // What miners will earn has a destination before the subnet is started.
    const subnet = knownSubnet(world, operation.netuid)
    const refusal = refusalOf(operation, world)
    return {
      operation,
      subnets: [subnet],
      amount: Balance.zero(),
      spends: Balance.zero(),
      received: Balance.zero(),
      free: Balance.zero(),
      stays: undefined,
      swaps: [],
      tolerance: undefined,
      modes: undefined,
      chosen: { mode: 'strict', result: refusal ? 'refused' : 'full', ...(refusal && { refusal }) },
      leastReceived: undefined,
      warnings: [],
    }
  },
  calls: (chain, { operation: { hotkey, netuid } }) =>
    single(calls.setAutoStakeHotkey(chain, { hotkey, netuid })),
  after: (_, world) => world,
  trade: ({ operation: { coldkey, hotkey, netuid } }, events) =>
    events.some(
      ({ pallet, name, named }) =>
        pallet === 'SubtensorModule' &&
        name === 'AutoStakeDestinationSet' &&
        named.coldkey === coldkey &&
        named.hotkey === hotkey &&
        named.netuid === netuid,
    )
      ? DONE
      : undefined,
}

function refusalOf(
  { coldkey, hotkey, netuid }: SetAutoStakeOperation,
  world: World,
): WouldBeRefused | undefined {
  const facts = factsOf(world, 'setAutoStake')
  if (facts.registered.get(`${netuid}:${hotkey}`) === false) {
    return new WouldBeRefused(
      'HotKeyNotRegisteredInSubNet',
      `${hotkey} is not registered on subnet ${netuid}.`,
      'Choose a hotkey that is registered there.',
      { hotkey, netuid },
    )
  }
  return facts.autoStakes.get(`${netuid}:${coldkey}`) === hotkey
    ? new WouldBeRefused(
        'SameAutoStakeHotkeyAlreadySet',
        'This hotkey is set already.',
        'Nothing needs to be done.',
        { hotkey, netuid },
      )
    : undefined
}
