import { StakeError } from '@stake/math'

/** An address that no hotkey has on this chain. */
export class HotkeyUnknown extends StakeError {
  /** @param suggestion - a known hotkey that is a letter or two away */
  constructor(hotkey: string, suggestion?: string) {
    super('HotkeyUnknown', `No hotkey has the address ${hotkey}.`, {
      details: { hotkey, ...(suggestion !== undefined && { suggestion }) },
      remedy:
        suggestion === undefined
          ? 'Check the address, or choose a validator of the subnet.'
          : `Did you mean ${suggestion}?`,
    })
  }
}

/** A limit price that bounds nothing or is none. */
export class InvalidLimitPrice extends StakeError {
  constructor(value: unknown, reason: string) {
    super('InvalidLimitPrice', `The limit price ${String(value).slice(0, 40)} ${reason}.`, {
      details: { value: String(value).slice(0, 40), reason },
      remedy: 'Give a Price, or rao per alpha as a bigint above zero; leave the limit out by the plain call.',
    })
  }
}

/** A take that is no number of parts of 65535. */
export class InvalidTake extends StakeError {
  constructor(value: unknown) {
    const shown = String(value).slice(0, 24)
    super('InvalidTake', `The take ${shown} is not a whole number from 0 to 65535.`, {
      details: { value: shown },
      remedy: "Takes are parts of 65535: 18 % is 11796 (takeFromFraction of '@stake/math' converts).",
    })
  }
}

/** A batch that the chain would refuse as it stands. */
export class InvalidBatch extends StakeError {
  constructor(reason: string, remedy: string) {
    super('InvalidBatch', `This batch cannot be sent: ${reason}.`, { details: { reason }, remedy })
  }
}

/** A move that changes nothing. */
export class InvalidMove extends StakeError {
  constructor(netuid: number) {
    super('InvalidMove', `Origin and destination are the same place on subnet ${netuid}.`, {
      details: { netuid },
      remedy: 'Name another subnet or another hotkey as the destination.',
    })
  }
}

/** Children that no hotkey can have. */
export class InvalidChildren extends StakeError {
  constructor(reason: string) {
    super('InvalidChildren', `These children cannot be set: ${reason}.`, {
      details: { reason },
      remedy: 'Name up to five other hotkeys, with parts that are together at most 2^64 - 1.',
    })
  }
}

/** A claim of root dividends that the chain does not take. */
export class InvalidClaim extends StakeError {
  constructor(reason: string, remedy: string) {
    super('InvalidClaim', `This claim cannot be sent: ${reason}.`, { details: { reason }, remedy })
  }
}

/** An option that is none. */
export class InvalidOption extends StakeError {
  /** @param expected - what it should be, in a few words */
  constructor(option: string, value: unknown, expected: string) {
    const shown = String(value).slice(0, 80)
    super('InvalidOption', `The option ${option} is ${shown}; it should be ${expected}.`, {
      details: { option, value: shown, expected },
      remedy: `Give ${expected}, or leave the option out.`,
    })
  }
}
