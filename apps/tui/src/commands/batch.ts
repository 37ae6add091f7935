import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { developmentAccounts } from '@stake/chain'
import { StakeError } from '@stake/math'
import { InvalidOperation, type Operation, parseOperation, planFromJson } from '@stake/ops'
import { UsageError } from '../failure.ts'
import { choiceFlag, type Invocation } from '../flags.ts'
import { carryOut } from './carry-out.ts'
import { checkTolerances, termsOf } from './terms.ts'

/** `stake batch FILE`: many Operations from a file, or from standard input (`-`). */
export async function batch(invocation: Invocation): Promise<number> {
  const { flags, args } = invocation
  const terms = termsOf(flags)
  const together = choiceFlag(flags, 'together', ['gather', 'atomic', 'best-effort', 'sequence'])
  const onFailure = choiceFlag(flags, 'on-failure', ['stop', 'continue'])
  const [file = '-'] = args
  if (file === '-' && !terms.yes && !terms.dryRun) {
    throw new UsageError('Nobody can say yes while standard input is the file.', 'Add --yes or --dry-run.')
  }
  const asked = readAsked(await textOf(file))
  // Checked before anything is connected; whose they are is known then.
  const anybody = developmentAccounts['//Alice'] ?? ''
  const operationsOf = (coldkey: string) => asked.operations.map((each) => operationOf(each, coldkey))
  const checked = operationsOf(asked.coldkey ?? anybody)
  checkTolerances(checked, terms)
  return carryOut(invocation, terms, {
    ...(asked.coldkey !== undefined && { coldkey: asked.coldkey }),
    ids: checked.map(({ id }) => id),
    together,
    onFailure,
    operations: async (_session, coldkey) => operationsOf(coldkey),
    ...(asked.plan && {
      plan: ({ chain }, fresh: readonly Operation[], options) =>
        planFromJson(chain, { ...asked.plan, legs: legsOf(asked.plan, fresh) }, options),
    }),
  })
}

/** What a file asks for. */
interface Asked {
  readonly operations: readonly object[]
  /** The coldkey that all of them name. */
  readonly coldkey: string | undefined
  /** The plan that it is, if it is one: it names the chain and the subnets that were meant. */
  readonly plan: { readonly legs: readonly unknown[] } | undefined
}

async function textOf(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(
      `The file ${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : (code ?? 'it is unreadable')}.`,
      'Name a JSON file with operations, or - for standard input.',
    )
  }
}

/** A list of Operations, `{ "operations": […] }`, a plan, or what `--dry-run --json` printed. @throws UsageError */
function readAsked(content: string): Asked {
  const json = parsed(content)
  const found = Array.isArray(json) ? json : (field(json, 'operations') ?? undefined)
  const plan = found ? undefined : (field(field(json, 'result'), 'plan') ?? field(json, 'plan') ?? json)
  const legs = field(plan, 'legs')
  const operations = found ?? (Array.isArray(legs) ? legs.map((leg) => field(leg, 'operation')) : undefined)
  if (!Array.isArray(operations) || operations.length === 0) {
    throw new UsageError(
      'There are no operations in this file.',
      'It must be a JSON list of operations, { "operations": […] }, or a plan that --dry-run --json printed.',
    )
  }
  const objects = operations.map((each, index) => {
    if (typeof each === 'object' && each !== null) return each as object
    throw new InvalidOperation(String(index + 1), 'of the file is not an object')
  })
  const coldkeys = new Set(objects.map((each) => field(each, 'coldkey')))
  const [coldkey, ...others] = coldkeys
  if (others.length > 0) throw new InvalidOperation('coldkey', 'differs between the operations of one file')
  return {
    operations: objects,
    coldkey: typeof coldkey === 'string' ? coldkey : undefined,
    plan: Array.isArray(legs) ? (plan as Asked['plan']) : undefined,
  }
}

function parsed(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch {
    throw new UsageError('The file is not JSON.', 'It must be a JSON list of operations.')
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

/** @throws InvalidOperation and the like, which say which one it is */
function operationOf(json: object, coldkey: string): Operation {
  try {
    return parseOperation({ coldkey, ...json } as unknown)
  } catch (error) {
    const id = field(json, 'id')
    if (!(error instanceof StakeError) || typeof id !== 'string') throw error
    throw new StakeError(error.code, `Operation ${id}: ${error.message}`, {
      details: error.details,
      remedy: error.remedy,
      cause: error,
    })
  }
}

function legsOf(plan: Asked['plan'], fresh: readonly Operation[]): unknown[] {
  const ids = fresh.map(({ id }) => id)
  return (plan?.legs ?? []).filter((leg) => ids.includes(String(field(field(leg, 'operation'), 'id'))))
}
