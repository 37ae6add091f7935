import { parseAddress, type Snapshot } from '@stake/chain'
import { StakeError } from '@stake/math'
import { type Operation, type Preview, parseOperation, preview, type Route } from '@stake/ops'
import { type Failure, failureOf } from '../../failure.ts'
import type { Draft } from './draft.ts'

/** What a draft would do at the prices of one block, and what is wrong with it. */
export interface Assessment {
  readonly preview: Preview | undefined
  /** Of a move between subnets: what each route would do. */
  readonly routes: Readonly<Record<Route, RouteAssessment>> | undefined
  readonly problems: readonly Failure[]
}

/** One route of a move. */
export interface RouteAssessment {
  readonly preview: Preview | undefined
  readonly failure: Failure | undefined
}

/** Looks at a draft as it is being typed; an amount that nobody typed yet is not wrong. */
export function assess(draft: Draft, snapshot: Snapshot): Assessment {
  const problems: Failure[] = []
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof StakeError)) throw error
      problems.push(failureOf(error))
      return undefined
    }
  }
  const untyped = 'amount' in draft && draft.amount === ''
  for (const address of addressesOf(draft)) attempt(() => parseAddress(address))
  if (problems.length > 0) return { preview: undefined, routes: undefined, problems }
  // Everything but the amount is looked at before there is one.
  const operation = attempt(
    (): Operation => parseOperation<unknown>({ id: 'preview', ...draft, ...(untyped && { amount: 'all' }) }),
  )
  if (!operation || untyped) return { preview: undefined, routes: undefined, problems }
  const previewed = attempt(() => preview(operation, snapshot) as Preview)
  if (previewed?.chosen.refusal) problems.push(failureOf(previewed.chosen.refusal))
  return { preview: previewed, routes: routesOf(operation, snapshot), problems }
}

function routesOf(operation: Operation, snapshot: Snapshot): Assessment['routes'] {
  if (!('route' in operation) || operation.netuid === operation.toNetuid) return undefined
  const along = (route: Route): RouteAssessment => {
    try {
      const mode = route === 'protected' ? 'strict' : operation.mode
      const previewed: Preview = preview({ ...operation, route, mode }, snapshot)
      const { refusal } = previewed.chosen
      return { preview: previewed, failure: refusal && failureOf(refusal) }
    } catch (error) {
      if (!(error instanceof StakeError)) throw error
      return { preview: undefined, failure: failureOf(error) }
    }
  }
  return { direct: along('direct'), protected: along('protected') }
}

function addressesOf(draft: Draft): readonly string[] {
  const { hotkey, toHotkey, toColdkey } = draft as { hotkey?: string; toHotkey?: string; toColdkey?: string }
  return [hotkey, toHotkey, toColdkey].filter((address) => address !== undefined)
}
