import { connect, signerFromUri } from '@stake/chain'
import {
  type FinalReport,
  gather,
  type Progress,
  parseOperation,
  parsePolicy,
  plan,
  resume,
} from '../src/index.ts'
import { openFileJournal } from '../src/node/index.ts'
import { type Point, watchedSigner, watchProcess } from './points.ts'

/** What the program is to do, and where on its way it is killed. */
export interface Job {
  readonly url: string
  readonly journal: string
  /** Stakes these, or resumes what an earlier program left. */
  readonly operations: readonly object[] | 'resume'
  /** Killed at this point, the first time it comes by; or at the n-th point of all; or not. */
  readonly die?: Point | number
  /** Stands still at this point, for ever. */
  readonly freeze?: Point
}

/** What it tells who started it. */
export interface Told {
  readonly points: readonly Point[]
  /** The ids of what it reported, and how that ended. */
  readonly ends: readonly (readonly [id: string, status: string, hash: string | undefined])[]
}

const points: Point[] = []

async function perform({
  url,
  journal: path,
  operations,
  die,
  freeze,
}: Job): Promise<readonly FinalReport[]> {
  let ended: readonly FinalReport[]
  const watch = (point: Point) => {
    points.push(point)
    if (point === freeze) process.kill(process.pid, 'SIGSTOP')
    if (point !== die && points.length !== die) return
    process.kill(process.pid, 'SIGKILL')
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  }
  const chain = await connect({ endpoints: url })
  const journal = await openFileJournal(path)
  await watchProcess(watch, { lossy: true })
  const signer = watchedSigner(signerFromUri('//Alice'), watch)
  if (operations === 'resume') {
    const { following, reports } = await resume(chain, journal)
    for (const one of following) one.onState(({ status }) => watch(`is ${status}`))
    ended = await reports
  } else {
    const planned = await plan(
      chain,
      operations.map((each) => parseOperation(each)),
      { limitsFrom: 'leg' },
    )
    const policy = parsePolicy({ version: 1 })
    const onProgress = ({ state }: Progress) => watch(`is ${state.status}`)
    const running = await gather(chain, planned, { signer, journal, policy, period: 512, onProgress })
    ended = (await running.report).legs
  }
  await journal.close()
  await chain.close()
  return ended
}

process.on('message', (job: Job) => {
  void perform(job).then((reports) => {
    const ends = reports.map(({ operation: { id }, status, hash }) => [id, status, hash] as const)
    process.send?.({ points, ends } satisfies Told)
    process.disconnect()
  })
})
