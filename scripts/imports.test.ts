import { existsSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importsOf, parse, root, type Source, shippedSources, walk } from './source.ts'

const anywhere = /^/

/** The table of the design: what each layer may import, and in which of its files. `*` ends a prefix. */
const layers: Record<string, Record<string, RegExp>> = {
  'packages/math': { 'bignumber.js': /^src\/bignumber\.ts$/ },
  'packages/schema': {},
  'packages/chain': {
    '@stake/math': anywhere,
    '@stake/schema': anywhere,
    '@polkadot/api': anywhere,
    '@polkadot/keyring': anywhere,
    '@polkadot/util-crypto': /^src\/((signers|submission)\/|runtime\/raw-key\.ts$)/,
  },
  'packages/ops': { '@stake/math': anywhere, '@stake/chain': anywhere, 'node:*': /^src\/node\// },
  'packages/devnet': {
    '@stake/math': anywhere,
    '@stake/schema': anywhere,
    '@polkadot-api/substrate-bindings': anywhere,
    '@scure/sr25519': anywhere,
    '@noble/*': anywhere,
    ws: anywhere,
    'node:*': anywhere,
  },
  'apps/tui': { '*': anywhere },
  'apps/examples': { '*': anywhere },
}

/** What must not be loaded, however far down, together with some file. */
const apart: { readonly from: RegExp; readonly never: RegExp }[] = [
  { from: /^packages\/math\/src\/index\.ts$/, never: /^bignumber\.js$/ },
  { from: /^packages\/ops\/src\/(?!node\/)/, never: /^packages\/ops\/src\/node\// },
  { from: /^apps\/tui\/src\/(commands\/|main\.ts$)/, never: /^(react|ink|ink-.*|@inkjs\/.*)$/ },
]

/** Syntax that a layer must not contain: clocks and randomness in math, anything that runs in schema. */
const syntax: { readonly layer: string; readonly never: (code: Code) => boolean; readonly why: string }[] = [
  {
    layer: 'packages/math',
    never: ({ type, text }) =>
      (type === 'Identifier' && /^(Date|globalThis|performance|crypto|process)$/.test(text)) ||
      (type === 'MemberExpression' && text === 'Math.random'),
    why: 'math has no clock, no randomness and no globals of a platform',
  },
  {
    layer: 'packages/schema',
    never: ({ type }) =>
      /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression|Class.*|CallExpression|NewExpression)$/.test(
        type,
      ),
    why: 'schema is types and data only',
  },
]

interface Code {
  readonly type: string
  readonly text: string
}

const layerOf = (path: string): string => path.split('/').slice(0, 2).join('/')

/** `@polkadot/api/types` → `@polkadot/api`; Node's own modules all become `node:…`. */
function packageOf(specifier: string): string {
  if (isBuiltin(specifier)) return specifier.startsWith('node:') ? specifier : `node:${specifier}`
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function mayImport(path: string, name: string): boolean {
  const layer = layerOf(path)
  return Object.entries(layers[layer] ?? {}).some(([allowed, files]) => {
    const fits = allowed.endsWith('*') ? name.startsWith(allowed.slice(0, -1)) : name === allowed
    return fits && files.test(path.slice(layer.length + 1))
  })
}

function violations(sources: readonly Source[]): string[] {
  return [
    ...sources.flatMap(importViolations),
    ...sources.flatMap(syntaxViolations),
    ...reachViolations(sources),
  ]
}

function importViolations(source: Source): string[] {
  const { path } = source
  const layer = layerOf(path)
  const found = importsOf(source).flatMap(({ specifier }) => {
    if (specifier === undefined) return [`${path} imports something computed, which nobody can check`]
    if (specifier.startsWith('.')) {
      const inside = posix.join(posix.dirname(path), specifier).startsWith(`${layer}/src/`)
      return inside ? [] : [`${path} reaches out of its src: ${specifier}`]
    }
    return mayImport(path, packageOf(specifier)) ? [] : [`${path} may not import ${specifier}`]
  })
  return /^\s*\/\/\/\s*<reference/m.test(source.text)
    ? [...found, `${path} references types behind the imports`]
    : found
}

function syntaxViolations(source: Source): string[] {
  const rules = syntax.filter(({ layer }) => layer === layerOf(source.path))
  if (rules.length === 0) return []
  const found: string[] = []
  walk(parse(source).program, (node) => {
    const text = source.text.slice(node.start, node.end)
    for (const { never, why } of rules) {
      if (never({ type: node.type, text })) found.push(`${source.path}: ${text.split('\n')[0]} (${why})`)
    }
  })
  return found
}

/** Types cost nothing at run time, so only what is really loaded counts; `main.ts` loads the rest by `import()`. */
function reachViolations(sources: readonly Source[]): string[] {
  const loads = new Map(
    sources.map((source) => [
      source.path,
      importsOf(source).flatMap(({ kind, specifier = '' }) => {
        if (kind !== 'static') return []
        return specifier.startsWith('.')
          ? posix.join(posix.dirname(source.path), specifier)
          : packageOf(specifier)
      }),
    ]),
  )
  return apart.flatMap(({ from, never }) =>
    [...loads.keys()]
      .filter((path) => from.test(path))
      .flatMap((path) => {
        const reached = new Set([path])
        for (const file of reached) for (const next of loads.get(file) ?? []) reached.add(next)
        return [...reached].filter((name) => never.test(name)).map((name) => `${path} loads ${name}`)
      }),
  )
}

describe('the layers', () => {
  test('every source keeps to the table', () => {
    const sources = shippedSources()
    expect(sources.length).toBeGreaterThan(0)
    expect(violations(sources)).toEqual([])
  })

  test('every package of the workspace has a row, and every row a package', () => {
    const folders = shippedSources().map(({ path }) => layerOf(path))
    for (const folder of folders) expect(Object.keys(layers)).toContain(folder)
    for (const layer of Object.keys(layers)) expect(existsSync(join(root, layer, 'package.json'))).toBe(true)
  })
})

describe('the checker', () => {
  const check = (path: string, text: string, ...more: Source[]): string[] =>
    violations([{ path, text }, ...more])

  test.each([
    ['packages/math/src/price.ts', `import { readFileSync } from 'node:fs'`],
    ['packages/math/src/price.ts', `import { readFileSync } from 'fs'`],
    ['packages/math/src/price.ts', `import BigNumber from 'bignumber.js'`],
    ['packages/math/src/price.ts', `import type { Chain } from '@stake/chain'`],
    ['packages/math/src/price.ts', `export const now: number = Date.now()`],
    ['packages/math/src/price.ts', `export const dice: number = Math.random()`],
    ['packages/schema/src/types.ts', `export const f = (): number => 1`],
    ['packages/schema/src/types.ts', `export const set: Set<string> = new Set()`],
    ['packages/chain/src/connect.ts', `import { startDevnet } from '@stake/devnet'`],
    ['packages/chain/src/connect.ts', `export type { Plan } from '@stake/ops'`],
    ['packages/chain/src/connect.ts', `export * from '../../math/src/price.ts'`],
    ['packages/chain/src/connect.ts', `const fs = await import('node:fs')`],
    ['packages/chain/src/connect.ts', `type Stats = import('node:fs').Stats`],
    ['packages/chain/src/connect.ts', `const name = 'node:fs'; await import(name)`],
    ['packages/chain/src/connect.ts', `/// <reference types="node" />`],
    ['packages/ops/src/run.ts', `import { open } from 'node:fs/promises'`],
    ['packages/devnet/src/server.ts', `import { u8aToHex } from '@polkadot/util'`],
    ['packages/devnet/src/server.ts', `import { connect } from '@stake/chain'`],
    ['packages/wallet/src/index.ts', `import { Keyring } from '@polkadot/keyring'`],
    ['apps/tui/src/commands/stake.ts', `import { Box } from 'ink'`],
    ['apps/tui/src/commands/stake.ts', `import { jsx } from 'react/jsx-runtime'`],
  ])('refuses in %s: %s', (path, text) => {
    expect(check(path, text)).toHaveLength(1)
  })

  test('refuses what is reached over another file', () => {
    expect(
      check('apps/tui/src/commands/stake.ts', `import { ask } from '../ask.ts'`, {
        path: 'apps/tui/src/ask.ts',
        text: `export { Text as ask } from 'ink'`,
      }),
    ).toEqual(['apps/tui/src/commands/stake.ts loads ink'])
    expect(
      check('packages/ops/src/index.ts', `export * from './node/journal.ts'`, {
        path: 'packages/ops/src/node/journal.ts',
        text: `import { open } from 'node:fs/promises'`,
      }),
    ).toEqual(['packages/ops/src/index.ts loads packages/ops/src/node/journal.ts'])
  })

  test.each([
    ['packages/math/src/bignumber.ts', `import BigNumber from 'bignumber.js'`],
    ['packages/math/src/index.ts', `export * from './price.ts'`],
    ['packages/schema/src/types.ts', `export const types = { u64: 'bigint' } as const`],
    ['packages/chain/src/connect.ts', `import type { ApiOptions } from '@polkadot/api/types'`],
    ['packages/ops/src/node/journal.ts', `import { open } from 'node:fs/promises'`],
    ['packages/devnet/src/server.ts', `import { WebSocketServer } from 'ws'`],
    ['apps/tui/src/screens/portfolio.tsx', `import { Box } from 'ink'`],
    ['apps/tui/src/main.ts', `await import('./screens/portfolio.tsx')`],
  ])('lets pass in %s: %s', (path, text) => {
    expect(check(path, text)).toEqual([])
  })
})
