import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'vitest'
import { type Ended, emptyHome, stake } from './program.ts'

type Schema = { [name: string]: unknown }

const published: Schema = JSON.parse(readFileSync(new URL('../output.schema.json', import.meta.url), 'utf8'))

/** The published schema, which lets fields come that it does not name; here every field must be named. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inside = Object.fromEntries(Object.entries(schema).map(([name, each]) => [name, closed(each)]))
  return 'properties' in schema && 'type' in schema ? { ...inside, additionalProperties: false } : inside
}

const ajv = new Ajv2020({ strict: true, allErrors: true, strictRequired: false })
const isEnvelope = ajv.compile(closed(published) as Schema)

/** What a command prints with `--json`. */
// biome-ignore lint/suspicious/noExplicitAny: the schema has just said what it is
export type Envelope = any

/** The one line of JSON on standard output, held against the published schema. */
export function envelopeOf({ stdout }: Pick<Ended, 'stdout'>): Envelope {
  expect(stdout).toMatch(/^[^\n]+\n$/)
  const envelope: Envelope = JSON.parse(stdout)
  if (!isEnvelope(envelope)) {
    throw new Error(`${ajv.errorsText(isEnvelope.errors, { separator: '\n' })}\n${stdout.slice(0, 4_000)}`)
  }
  return envelope
}

/** Runs a command with `--json` to its end. */
export async function stakeJson(
  args: readonly string[],
  env: Record<string, string> = emptyHome(),
): Promise<{ readonly code: number | null; readonly envelope: Envelope; readonly stderr: string }> {
  const ended = await stake([...args, '--json'], env)
  return { code: ended.code, envelope: envelopeOf(ended), stderr: ended.stderr }
}
