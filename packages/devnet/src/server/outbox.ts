import { setTimeout as sleep } from 'node:timers/promises'

/** Sends texts in their order, each as late as it is told. */
export class Outbox {
  readonly #send: (text: string, sent: () => void) => void
  #last: Promise<void> | undefined

  constructor(send: (text: string, sent: () => void) => void) {
    this.#send = send
  }

  /** Sends a text after `delay` milliseconds, and after all that came before it. `sent` is called when it is gone. */
  put(text: string, delay: number, sent: () => void = ignore): void {
    if (delay === 0 && this.#last === undefined) {
      this.#send(text, sent)
      return
    }
    const due = sleep(delay, undefined, { ref: false })
    const last: Promise<void> = Promise.all([this.#last, due]).then(() => {
      this.#send(text, sent)
      if (this.#last === last) this.#last = undefined
    })
    this.#last = last
  }
}

/** A text that cannot be sent because the connection has just gone needs no answer. */
function ignore(): void {}
