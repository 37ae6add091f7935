import { StakeError } from '@stake/math'

/** A value that is none of the type that the runtime takes there. */
export class InvalidValue extends StakeError {
  /** @param path - which value it is, such as `SubtensorModule.add_stake.netuid` */
  constructor(path: string, expected: string, given: unknown) {
    const shown = given === undefined ? 'nothing' : String(given).slice(0, 40)
    super('InvalidValue', `${path} takes ${expected}, not ${shown}.`, {
      details: { path, expected, given: shown },
      remedy:
        'Give each value in its own type: bigint from 64 bits up, number below, SS58 text, 0x… bytes, { type, value } for one of several.',
    })
  }
}
