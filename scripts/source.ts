// Reading the sources of the workspace: which files there are, what they import, what their syntax tree holds.
import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ESTree, parseSync } from 'rolldown/utils'

export const root: string = fileURLToPath(new URL('..', import.meta.url))

export interface Source {
  /** Path from the root of the workspace, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface Import {
  /** What stands between the quotes; undefined when it is computed and cannot be read. */
  readonly specifier: string | undefined
  readonly kind: 'static' | 'type' | 'dynamic'
}

const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path)

/** The sources that are shipped: everything in `src` of packages and apps except tests. */
export function shippedSources(): Source[] {
  return readSources('{packages,apps}/*/src/**/*.{ts,tsx}').filter(({ path }) => !isTest(path))
}

/** The tests of the workspace and what stands beside them in `test` folders. */
export function testSources(): Source[] {
  const tests = readSources('{packages,apps}/*/src/**/*.{ts,tsx}', 'scripts/*.ts').filter(({ path }) =>
    isTest(path),
  )
  return [...tests, ...readSources('{packages,apps}/*/test/**/*.{ts,tsx}')]
}

function readSources(...patterns: string[]): Source[] {
  return globSync(patterns, { cwd: root })
    .map((path) => path.split(sep).join('/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
}

export type Parsed = ReturnType<typeof parseSync>

export function parse({ path, text }: Source): Parsed {
  const parsed = parseSync(path, text, { astType: 'ts' })
  const [error] = parsed.errors
  if (error) throw new SyntaxError(`${path}: ${error.message}`)
  return parsed
}

/** Calls `visit` for every node of a syntax tree, parents first. */
export function walk(node: ESTree.Node, visit: (node: ESTree.Node) => void): void {
  visit(node)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') walk(child, visit)
    }
  }
}

/** Every import of a source: `import`, `export … from`, `import type`, `import('x')` as code and as type. */
export function importsOf(source: Source): Import[] {
  const imports: Import[] = []
  const add = (specifier: ESTree.Node | null, kind: Import['kind']): void => {
    if (specifier === null) return
    const literal = specifier.type === 'Literal' && typeof specifier.value === 'string'
    imports.push({ specifier: literal ? String(specifier.value) : undefined, kind })
  }
  walk(parse(source).program, (node) => {
    if (node.type === 'ImportDeclaration') add(node.source, node.importKind === 'type' ? 'type' : 'static')
    if (node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') {
      add(node.source, node.exportKind === 'type' ? 'type' : 'static')
    }
    if (node.type === 'ImportExpression') add(node.source, 'dynamic')
    if (node.type === 'TSImportType') add(node.source, 'type')
  })
  return imports
}
