import { Balance } from '@stake/math'
import { type Operation, type Plan, type PlanJson, planToJson, printPlan } from '@stake/ops'
import { lookAlikeOf } from '../look-alike.ts'
import { safeText } from '../safe-text.ts'
import type { Session } from '../session.ts'

/**
 * A plan for the person who is about to say yes: the network, the subnets by name, every leg, and once more in full
 * where stake goes that somebody else may own.
 *
 * @param known - addresses that a destination could be taken for
 */
export function planText(
  plan: Plan,
  session: Pick<Session, 'network' | 'embedded'>,
  known: readonly string[],
): string {
  const { network, embedded } = session
  return [
    `Network ${network}${embedded ? ', a chain inside this program: nothing on it is real' : ''}\n`,
    ...subnetLines(plan),
    printPlan(plan),
    ...plan.legs.flatMap(({ operation }) => destinationLines(operation, plan.coldkey, known)),
  ].join('')
}

/** The same for programs: what `stake batch` reads, with decimals beside the rao. */
export function planResult(plan: Plan): unknown {
  return { dryRun: true, plan: withDecimals(planToJson(plan)) }
}

function subnetLines({ legs }: Plan): string[] {
  const subnets = new Map(legs.flatMap((leg) => leg.subnets.map((subnet) => [subnet.netuid, subnet])))
  return [...subnets.values()].map(
    ({ netuid, name, symbol }) =>
      `Subnet ${netuid} is ${safeText(name, 32)}${parenthesised(safeText(symbol, 4))}\n`,
  )
}

function parenthesised(text: string): string {
  return text === '' ? '' : ` (${text})`
}

function destinationLines(operation: Operation, coldkey: string, known: readonly string[]): string[] {
  const destination =
    operation.kind === 'transferStake'
      ? { what: 'coldkey', address: operation.toColdkey }
      : operation.kind === 'move'
        ? { what: 'hotkey', address: operation.toHotkey }
        : undefined
  if (!destination) return []
  const { what, address } = destination
  const alike = lookAlikeOf(address, [coldkey, ...known])
  return [
    `\nThe stake goes to the ${what}\n  ${address}\n`,
    ...(what === 'coldkey' ? ['Whoever has its key owns it then. Compare every character.\n'] : []),
    ...(alike === undefined
      ? []
      : [`Warning: it looks like ${alike}, which you know, and is another one.\n`]),
  ]
}

/** Beside each `rao` the decimal that it is. */
function withDecimals(json: PlanJson): unknown {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([name, each]) => [name, walk(each)] as const)
    const { rao, netuid } = value as { rao?: unknown; netuid?: unknown }
    if (typeof rao !== 'string' || typeof netuid !== 'number') return Object.fromEntries(entries)
    return { rao, decimal: Balance.fromJSON({ rao, netuid }).toString(), netuid }
  }
  return walk(json)
}
