import { type ChildProcess, fork } from 'node:child_process'
import type { Job, Told } from './doomed-program.ts'

/** How a program ended: by a signal, or by telling what it did. */
export interface Ended {
  readonly signal: string | null
  readonly told: Told | undefined
}

/** Programs that wait for their job: starting one takes longer than the job. */
export class Programs {
  readonly #waiting: ChildProcess[] = [start(), start()]

  /** Lets one do a job until it is killed, or to its end. */
  run(job: Job): Promise<Ended> {
    return this.begin(job).ended
  }

  /** The same, with a way to kill it from outside. */
  begin(job: Job): { readonly ended: Promise<Ended>; readonly kill: () => void } {
    const program = this.#waiting.shift() ?? start()
    this.#waiting.push(start())
    let told: Told | undefined
    program.on('message', (message: Told) => {
      told = message
    })
    const ended = new Promise<string | null>((resolve) =>
      program.once('exit', (_, signal) => resolve(signal)),
    )
    program.send(job)
    return {
      ended: ended.then((signal) => ({ signal, told })),
      kill: () => program.kill('SIGKILL'),
    }
  }

  close(): void {
    for (const program of this.#waiting.splice(0)) program.kill('SIGKILL')
  }
}

function start(): ChildProcess {
  const program = new URL('./doomed-program.ts', import.meta.url)
  return fork(program, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
}
