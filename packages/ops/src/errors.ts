import { Balance, StakeError } from '@stake/math'

/** An Operation that is not one: a missing or malformed field. */
export class InvalidOperation extends StakeError {
  constructor(field: string, reason: string) {
    super('InvalidOperation', `The operation's ${field} ${reason}.`, {
      details: { field, reason },
      remedy: 'Correct this field; nothing was sent.',
    })
  }
}

/** The free TAO does not cover the amounts, the network fees and what must stay. */
export class InsufficientBalance extends StakeError {
  constructor(numbers: { free: Balance; amount: Balance; fee: Balance; keep: Balance }) {
    const { free, amount, fee, keep } = numbers
    const needed = amount.rao + fee.rao + keep.rao
    const spendable = free.rao > fee.rao + keep.rao ? free.rao - fee.rao - keep.rao : 0n
    super(
      'InsufficientBalance',
      amount.isZero()
        ? `The network fee ${fee.format()} is more than the coldkey's free ${free.format()}.`
        : `Staking ${amount.format()} takes more than the coldkey's free ${free.format()}.`,
      {
        details: {
          free: free.rao,
          amount: amount.rao,
          fee: fee.rao,
          existentialDeposit: keep.rao,
          missing: needed > free.rao ? needed - free.rao : 0n,
        },
        remedy: amount.isZero()
          ? 'Send a little TAO to the coldkey first.'
          : `With the network fee and ${keep.rao} rao that must stay, at most ${Balance.fromRao(spendable).format()} can be staked.`,
      },
    )
  }
}

/** An account that holds nothing does not exist for the chain: it cannot sign, not even what alpha would pay for. */
export class NoTao extends StakeError {
  constructor(coldkey: string) {
    super('NoTao', `The coldkey ${coldkey} has no free TAO, so it cannot sign anything.`, {
      details: { coldkey },
      remedy: 'Send it a little TAO first: 0.01 is enough for some transactions.',
    })
  }
}

/** The network fee shrinks the position before the call runs. */
export class FeeTakesAlpha extends StakeError {
  constructor(fee: Balance, cause: InsufficientStake) {
    super(
      'InsufficientStake',
      `There is too little free TAO, so the network fee takes ${fee.toString()} alpha of this position first: ${cause.details.asked} rao are not left of it, only ${cause.details.available}.`,
      {
        details: { ...cause.details, fee: fee.rao },
        remedy: 'Ask for "all", leave the fee in the position, or send the coldkey a little TAO.',
        cause,
      },
    )
  }
}

/** A position holds less than was asked for. */
export class InsufficientStake extends StakeError {
  constructor(asked: Balance, available: Balance, locked: boolean) {
    super(
      locked ? 'StakeUnavailable' : 'InsufficientStake',
      `${asked.format()} cannot leave this position: ${available.format()} ${locked ? 'of it is not locked' : 'is there'}.`,
      {
        details: { asked: asked.rao, available: available.rao, netuid: asked.netuid },
        remedy: available.isZero()
          ? 'Choose a position that holds stake.'
          : `At most ${available.format()} can be unstaked.`,
      },
    )
  }
}

/** Part of a position is sold for less than the chain lets leave while something stays; all of it could go. */
export class UnstakeTooSmall extends StakeError {
  constructor(asked: Balance, received: Balance, minimum: Balance) {
    super(
      'AmountTooLow',
      `${asked.toString()} would bring ${received.format()}, but part of a position must bring ${minimum.format()}.`,
      {
        details: { asked: asked.rao, received: received.rao, minimum: minimum.rao, netuid: asked.netuid },
        remedy: 'Unstake more, or everything.',
      },
    )
  }
}

/** The chain would refuse this, under its own name as `code`; nothing was sent and no fee was paid. */
export class WouldBeRefused extends StakeError {
  constructor(
    code: string,
    message: string,
    remedy: string,
    details: Readonly<Record<string, string | number | bigint>> = {},
  ) {
    super(code, message, { details, remedy })
  }
}

/** A kind has no call that does it in this mode. */
export class ModeUnavailable extends StakeError {
  constructor(kind: string, mode: string, remedy: string) {
    super('ModeUnavailable', `There is no ${mode} ${kind} on this chain.`, {
      details: { kind, mode },
      remedy,
    })
  }
}

/** A move between hotkeys or coldkeys and subnets at once has no call with a limit. */
export class NoMoveLimit extends StakeError {
  constructor(kind: string) {
    super(
      'UnprotectedMove',
      `This ${kind} between subnets would have no limit: the chain has no call with one.`,
      {
        details: { kind },
        remedy:
          'Take the route `protected`, which sells and buys within limits in one batch, or the unsafe mode.',
      },
    )
  }
}

/** A partial trade of which nothing at all fits: the chain would call it a success, and take the network fee. */
export class NothingFits extends StakeError {
  constructor(asked: Balance, limit: bigint | undefined) {
    super('NothingFits', `Nothing of ${asked.toString()} would be traded within the limit.`, {
      details: { asked: asked.rao, netuid: asked.netuid, ...(limit !== undefined && { limit }) },
      remedy: 'Allow a larger tolerance; a move can take the protected route.',
    })
  }
}

/** A call that names no amount would also sell what an earlier operation of the plan stakes. */
export class SellsWhatIsStaked extends StakeError {
  constructor(hotkey: string) {
    super(
      'SellsWhatIsStaked',
      'It would also sell what an earlier operation of the plan stakes with this hotkey.',
      {
        details: { hotkey },
        remedy: 'Put it before the others, run them as a sequence, or leave the mode strict.',
      },
    )
  }
}

/** The numbers were read without what this kind needs beyond a snapshot. */
export class FactsMissing extends StakeError {
  constructor(kind: string) {
    super('FactsMissing', `The numbers lack what the kind ${kind} needs.`, {
      details: { kind },
      remedy: 'Read them with readSnapshotFor.',
    })
  }
}

/** Nothing can be traded on this subnet as things are. */
export class SubnetUnavailable extends StakeError {
  constructor(code: 'SubnetNotExists' | 'SubtokenDisabled' | 'UnknownCurve', netuid: number) {
    const [message, remedy] = {
      SubnetNotExists: [`There is no subnet ${netuid}.`, 'Choose one of the subnets that exist.'],
      SubtokenDisabled: [
        `Subnet ${netuid} has not been started yet.`,
        'Its owner must start it before anybody can stake there.',
      ],
      UnknownCurve: [
        `The pool of subnet ${netuid} follows a curve that this release does not know.`,
        'Update to a newer release; nothing is traded that cannot be quoted exactly.',
      ],
    }[code]
    super(code, message as string, { details: { netuid }, remedy: remedy as string })
  }
}

/** The netuid was given to another subnet since. */
export class SubnetReplaced extends StakeError {
  constructor(netuid: number, believed: number, registeredAt: number) {
    super('SubnetReplaced', `Subnet ${netuid} is another one now: its netuid was reused.`, {
      details: { netuid, believed, registeredAt },
      remedy: 'Look at the subnet that has this number now, and plan anew if you mean it.',
    })
  }
}

/** The address is no hotkey of this chain. */
export class HotkeyNotFound extends StakeError {
  constructor(hotkey: string) {
    super('HotKeyAccountNotExists', `${hotkey} is not a hotkey on this chain.`, {
      details: { hotkey },
      remedy: 'Check the address, or choose a validator from the list of the subnet.',
    })
  }
}

/** A limit that would let a much worse trade through than its tolerance says. */
export class UselessLimit extends StakeError {
  constructor(limitPrice: bigint, lossPpb: bigint, tolerance: string) {
    super(
      'UselessLimit',
      `The limit ${limitPrice} protects nothing: the trade could lose more than twice ${tolerance}.`,
      {
        details: { limitPrice, lossPpb, tolerance },
        remedy: 'Use a smaller amount, or report this: the pool behaves differently from its formula.',
      },
    )
  }
}

/** A plain call that the chain would cut at its own widest limit, keeping what it did not trade. */
export class WouldBeCut extends StakeError {
  constructor(asked: Balance, traded: Balance) {
    super(
      'WouldBeCut',
      `Only ${traded.toString()} of ${asked.toString()} would be traded, and the rest would be lost.`,
      {
        details: { asked: asked.rao, traded: traded.rao, netuid: asked.netuid },
        remedy: 'Trade at most what fits, or use partial, which keeps the rest.',
      },
    )
  }
}

/** Storage and the runtime's own simulation tell different stories about the same trade. */
export class QuoteDisagrees extends StakeError {
  constructor(netuid: number, ours: string, theirs: string) {
    super('QuoteDisagrees', `The node quotes subnet ${netuid} differently from its own storage.`, {
      details: { netuid, ours, theirs },
      remedy: 'Nothing was sent. Do not trust this node; connect to another one.',
    })
  }
}

/** Two nodes say different things about the same block: one of them lies, or is broken. */
export class EndpointsDisagree extends StakeError {
  constructor(what: string, ours: bigint, theirs: bigint, endpoint: string) {
    super('EndpointsDisagree', `Another node says that the ${what} is ${theirs}, not ${ours}.`, {
      details: { what, ours, theirs, endpoint },
      remedy: 'Nothing was sent. Find out which node is right before you trade on either.',
    })
  }
}

/** The policy does not allow what the encoded call says. */
export class PolicyRefusal extends StakeError {
  constructor(rule: string, message: string, details: Record<string, string | number | bigint>) {
    super('PolicyRefusal', message, {
      details: { rule, ...details },
      remedy: 'Nothing was signed. Change the operation, or the policy if you mean it.',
    })
  }
}

/** The journal has seen this Operation: it must never be signed twice. */
export class OperationKnown extends StakeError {
  constructor(id: string, status: string) {
    super('OperationKnown', `The operation ${id} was ${status} before.`, {
      details: { id, status },
      remedy: 'Look up what became of it; a new intent needs a new id.',
    })
  }
}

/** A plan that was made on another chain than the one it is run on. */
export class WrongChain extends StakeError {
  constructor(planned: string, connected: string) {
    super('WrongChain', 'The plan was made on another chain.', {
      details: { planned, connected },
      remedy: 'Plan it again on this chain.',
    })
  }
}

/** The journal could not be written or read, so nothing may be sent. */
export class JournalUnusable extends StakeError {
  /** @param remedy what can be done; where it is left out it follows from the cause */
  constructor(path: string, cause: unknown, remedy: string = remedyOf(cause)) {
    super(
      'JournalUnusable',
      `The journal ${path} cannot be used: ${cause instanceof Error ? cause.message : cause}.`,
      { details: { path }, remedy: `${remedy} Without a journal nothing is sent.`, cause },
    )
  }
}

/** What the system refused has a code; what the file holds has none. */
function remedyOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause
    ? 'Free disk space or correct the permissions.'
    : 'Restore the file from a copy, or move it away to begin a new one.'
}

/** Another program signs for the same account and has not finished. */
export class AccountBusy extends StakeError {
  constructor(account: string, waited: number) {
    super('AccountBusy', `Another program is signing for ${account} and has not finished.`, {
      details: { account, waited },
      remedy: 'Finish or end what it asks for, then try again; nothing was signed here.',
    })
  }
}

/** The key that would sign is not that of the plan's coldkey. */
export class WrongSigner extends StakeError {
  constructor(coldkey: string, signer: string) {
    super('WrongSigner', `The plan is for ${coldkey}, but the key is that of ${signer}.`, {
      details: { coldkey, signer },
      remedy: 'Use the key of the coldkey, or plan for the other account.',
    })
  }
}

/** More than one batch may take of a block: half of the weight of an extrinsic, half of the length. */
export class BatchTooLarge extends StakeError {
  constructor(calls: number, share: number) {
    super(
      'BatchTooLarge',
      `A batch of ${calls} calls is ${share.toFixed(2)} times what one batch may take of a block.`,
      {
        details: { calls, mostCalls: Math.max(1, Math.floor(calls / share)) },
        remedy: 'Make it smaller, or send a best-effort batch, which is split, or a gather.',
      },
    )
  }
}

/** An Operation of several calls of which all or none must happen. */
export class NotInBestEffort extends StakeError {
  constructor(id: string, kind: string) {
    super(
      'NotInBestEffort',
      `The ${kind} ${id} must happen whole, which a best-effort batch does not promise.`,
      {
        details: { id, kind },
        remedy: 'Send it in an atomic batch, by itself, or in a gather.',
      },
    )
  }
}
