import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { type OutputChunk, rolldown } from 'rolldown'
import { expect, test } from 'vitest'

const ENTRY = 'entry'

/** A program in one file, as a bundler makes it, of what `code` imports from the package's index. */
async function bundle(code: string): Promise<OutputChunk> {
  const index = fileURLToPath(new URL('../src/index.ts', import.meta.url))
  const bundler = await rolldown({
    input: ENTRY,
    plugins: [
      {
        name: ENTRY,
        resolveId: (id) => (id === ENTRY ? id : id === '@stake/math' ? index : null),
        load: (id) => (id === ENTRY ? code : null),
      },
    ],
  })
  const { output } = await bundler.generate({ format: 'iife', name: 'math' })
  return output[0]
}

test('it runs where there is nothing but the language', async () => {
  const { code } = await bundle("export * from '@stake/math'")
  const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } })
  const quoted = runInContext(
    `${code}
    const { Balance, quoteBuy } = math
    const pool = { curve: 'balancer', netuid: 1, tao: Balance.parse('1000'), alpha: Balance.parse('1500', 1), feeRate: 33, quoteWeight: 497312345678901234n }
    quoteBuy(pool, Balance.parse('100')).received.format()`,
    context,
  )
  expect(quoted).toBe('134.911335990α')
})

/** The sources of which a bundle holds any code. */
const sources = ({ modules }: OutputChunk) =>
  Object.entries(modules)
    .filter(([id, { renderedLength }]) => id !== ENTRY && renderedLength > 0)
    .map(([id]) => basename(id, '.ts'))
    .sort()

test.each([
  ['Balance', ['amount-errors', 'balance', 'decimal', 'invalid-argument', 'stake-error']],
  ['mulDivFloor', ['fixed-point']],
  [
    'powRatioScaledFloor',
    [
      'amount-errors',
      'fixed-point',
      'integer-root',
      'invalid-argument',
      'power',
      'power-estimate',
      'power-series',
      'stake-error',
    ],
  ],
])('%s brings only what it needs', async (name, needed) => {
  expect(sources(await bundle(`export { ${name} } from '@stake/math'`))).toEqual(needed)
})
