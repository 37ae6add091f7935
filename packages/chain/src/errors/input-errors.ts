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

/** An argument that would reach the chain as something else than was given. */
export class InvalidCall extends StakeError {
  constructor(call: string, argument: string, given: string, encoded: string) {
    super('InvalidCall', `${call} cannot take ${given} for ${argument}: it would be encoded as ${encoded}.`, {
      details: { call, argument, given, encoded },
      remedy:
        'Give the argument in its own type: bigint from 64 bits up, number below, SS58 text, 0x… bytes.',
    })
  }
}
