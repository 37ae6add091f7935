import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { StakeError } from '@stake/math'
import { InvalidOperation, type Operation, parseOperation } from '@stake/ops'
import { UsageError } from './failure.ts'

/** What a file asks for. */
export interface BatchFile {
  readonly operations: readonly object[]
  /** The coldkey that all of them name. */
  readonly coldkey: string | undefined
  /** The plan that it is, if it is one: it names the chain and the subnets that were meant. */
  readonly plan: { readonly legs: readonly unknown[] } | undefined
}

/** The text of a file, or with `-` of standard input. @throws UsageError */
export async function readBatchText(file: string): Promise<string> {
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
export function parseBatch(content: string): BatchFile {
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
    plan: Array.isArray(legs) ? (plan as BatchFile['plan']) : undefined,
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

/** One operation of a file, of this coldkey unless it says whose. @throws InvalidOperation and the like, which say which */
export function batchOperation(json: object, coldkey: string): Operation {
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

/** The legs of a file's plan that belong to these operations. */
export function batchLegs(plan: BatchFile['plan'], fresh: readonly Operation[]): unknown[] {
  const ids = fresh.map(({ id }) => id)
  return (plan?.legs ?? []).filter((leg) => ids.includes(String(field(field(leg, 'operation'), 'id'))))
}
