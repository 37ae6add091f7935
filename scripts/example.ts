// Examples of the documentation as modules that can be run. Every ```ts fence of a README and of an `@example` is
// a module; `EXPRESSION // => TEXT` says what it shows, `STATEMENT // throws CODE` says how it fails.
import { inspect } from 'node:util'
import type { ESTree } from 'rolldown/utils'
import { parse, type Source, walk } from './source.ts'

export interface Example {
  /** `path:line` of the first line of code. */
  readonly place: string
  readonly code: string
}

export function examplesOfMarkdown(document: Source): Example[] {
  return fences(document.text, document.path, 1)
}

/** The fences after an `@example` in any doc comment of a source. */
export function examplesOfSource(source: Source): Example[] {
  return parse(source).comments.flatMap((comment) => {
    if (comment.type !== 'Block' || !comment.value.startsWith('*')) return []
    const firstLine = source.text.slice(0, comment.start).split('\n').length
    const text = comment.value.replace(/^[ \t]*\* ?/gm, '')
    const start = text.indexOf('@example')
    // What stands before the tag is blanked out, so that the lines keep their numbers.
    return start < 0
      ? []
      : fences(text.slice(0, start).replace(/[^\n]/g, '') + text.slice(start), source.path, firstLine)
  })
}

function fences(text: string, path: string, firstLine: number): Example[] {
  return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => ({
    place: `${path}:${firstLine + text.slice(0, match.index).split('\n').length}`,
    code: match[1] ?? '',
  }))
}

/**
 * The code of an example with its comments turned into checks, line by line as it was. Where it runs, `shows(value,
 * text)` and `fails(run, code)` must be in scope.
 */
export function withChecks({ place, code }: Example): string {
  const { program, comments } = parse({ path: 'example.ts', text: code })
  let checked = code
  for (const comment of comments.toReversed()) {
    const [, kind, expected] = /^\s*(=>|throws)\s+(.*\S)\s*$/.exec(comment.value) ?? []
    if (kind === undefined) continue
    const statement = statementBefore(program, code, comment.start)
    if (!statement) throw new SyntaxError(`${place}: no statement ends before “//${comment.value}”`)
    const check = kind === '=>' ? shown(statement, code, expected) : failing(statement, code, expected)
    if (!check) throw new SyntaxError(`${place}: only an expression or one const can show “${expected}”`)
    checked = checked.slice(0, statement.start) + check + checked.slice(statement.end)
  }
  return checked
}

function statementBefore(program: ESTree.Program, code: string, end: number): ESTree.Node | undefined {
  let found: ESTree.Node | undefined
  walk(program, (node) => {
    const statement = node.type === 'ExpressionStatement' || node.type === 'VariableDeclaration'
    if (statement && node.end <= end && /^[ \t]*$/.test(code.slice(node.end, end))) found ??= node
  })
  return found
}

function shown(statement: ESTree.Node, code: string, expected: unknown): string | undefined {
  const text = JSON.stringify(expected)
  if (statement.type === 'ExpressionStatement') {
    return `shows((${code.slice(statement.expression.start, statement.expression.end)}), ${text})`
  }
  if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) return undefined
  const [declared] = statement.declarations
  if (declared?.id.type !== 'Identifier') return undefined
  return `${code.slice(statement.start, statement.end)}; shows(${declared.id.name}, ${text})`
}

function failing(statement: ESTree.Node, code: string, expected: unknown): string {
  return `await fails(async () => { ${code.slice(statement.start, statement.end)} }, ${JSON.stringify(expected)})`
}

/** The ways to write a value down, any of which an example may use. */
function writtenForms(value: unknown): string[] {
  const forms = [String(value), inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 8 })]
  try {
    const json = JSON.stringify(value)
    return json === undefined ? forms : [...forms, json]
  } catch {
    return forms // a bigint within has no JSON
  }
}

export function shows(value: unknown, text: string): void {
  const forms = writtenForms(value)
  if (!forms.includes(text))
    throw new Error(`the example says “${text}”, but it is “${forms.join('” or “')}”`)
}

export async function fails(run: () => Promise<unknown>, code: string): Promise<void> {
  let thrown: unknown
  try {
    await run()
  } catch (error) {
    thrown = error
  }
  if (thrown === undefined) throw new Error(`the example says that it throws ${code}, but it does not`)
  const is = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
  if (is !== code)
    throw new Error(`the example says that it throws ${code}, but it throws ${is}`, { cause: thrown })
}
