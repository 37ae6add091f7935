import { StakeError } from '@stake/math'

/** Ends an example with one sentence, before or instead of what it shows. */
export class Stop extends StakeError {
  constructor(message: string, remedy?: string) {
    super('Stopped', message, remedy === undefined ? {} : { remedy })
  }
}
