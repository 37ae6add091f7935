// What a package offers: the functions and classes that its entries export, with the comment above each.
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import type { ESTree } from 'rolldown/utils'
import { parse, root, type Source } from './source.ts'

export interface PublicDeclaration {
  readonly name: string
  readonly kind: 'function' | 'class'
  /** The class it extends. */
  readonly parent?: string
  /** The file that declares it. */
  readonly path: string
  /** The doc comment right above it, or an empty text. */
  readonly doc: string
}

export type ReadSource = (path: string) => Source

const readSource: ReadSource = (path) => ({ path, text: readFileSync(join(root, path), 'utf8') })

/** The functions and classes that a module offers, its own and those it passes on from other files of the package. */
export function publicDeclarations(path: string, read: ReadSource = readSource): PublicDeclaration[] {
  const source = read(path)
  const { program, comments } = parse(source)
  const own = new Map<string, PublicDeclaration>()
  const imported = new Map<string, { file: string; name: string }>()
  const found: PublicDeclaration[] = []
  const other = (specifier: string): PublicDeclaration[] =>
    specifier.startsWith('.') ? publicDeclarations(posix.join(posix.dirname(path), specifier), read) : []

  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      for (const { type, local, ...specifier } of statement.specifiers) {
        if (type !== 'ImportSpecifier' || !('imported' in specifier)) continue
        imported.set(local.name, { file: statement.source.value, name: nameOf(specifier.imported) })
      }
    }
    const exported = statement.type === 'ExportNamedDeclaration'
    const declaration = exported ? statement.declaration : statement
    const comment = comments.findLast(({ end }) => end <= statement.start)
    const above =
      comment && source.text.slice(comment.end, statement.start).trim() === '' ? comment.value : ''
    for (const item of callables(declaration)) {
      const earlier = own.get(item.name) // an overload: the comment may stand on any of them
      const complete = { ...item, path, doc: `${earlier?.doc ?? ''}${above.startsWith('*') ? above : ''}` }
      own.set(item.name, complete)
      if (exported) found.push(complete)
    }
    if (statement.type === 'ExportAllDeclaration') found.push(...other(statement.source.value))
    if (exported && statement.exportKind !== 'type') {
      for (const { local, exported: outer } of statement.specifiers) {
        const from = statement.source
          ? { file: statement.source.value, name: nameOf(local) }
          : imported.get(nameOf(local))
        const origin = from ? other(from.file).find(({ name }) => name === from.name) : own.get(nameOf(local))
        if (origin) found.push({ ...origin, name: nameOf(outer) })
      }
    }
  }
  return [...new Map(found.map((item) => [item.name, item])).values()]
}

const nameOf = (name: ESTree.ModuleExportName): string => ('name' in name ? name.name : name.value)

type Callable = Omit<PublicDeclaration, 'path' | 'doc'>

function callables(declaration: ESTree.Node | null): Callable[] {
  if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'TSDeclareFunction') {
    return declaration.id ? [{ name: declaration.id.name, kind: 'function' }] : []
  }
  if (declaration?.type === 'ClassDeclaration' && declaration.id) {
    const parent =
      declaration.superClass?.type === 'Identifier' ? { parent: declaration.superClass.name } : {}
    return [{ name: declaration.id.name, kind: 'class', ...parent }]
  }
  if (declaration?.type !== 'VariableDeclaration') return []
  return declaration.declarations.flatMap(({ id, init }): Callable[] =>
    id.type === 'Identifier' && /^(Arrow)?FunctionExpression$/.test(init?.type ?? '')
      ? [{ name: id.name, kind: 'function' }]
      : [],
  )
}
