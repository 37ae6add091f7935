import { describe, expect, test } from 'vitest'
import { examplesOfMarkdown, examplesOfSource, fails, shows, withChecks } from './example.ts'
import { publicDeclarations } from './public-surface.ts'

describe('finding examples', () => {
  test('in a README: its ts fences, each with its first line', () => {
    const text = 'A\n\n```ts\none()\n```\n\n```sh\nnpm test\n```\n```ts\ntwo()\n```\n'
    expect(examplesOfMarkdown({ path: 'README.md', text })).toEqual([
      { place: 'README.md:4', code: 'one()\n' },
      { place: 'README.md:11', code: 'two()\n' },
    ])
  })

  test('in a source: the fences after @example', () => {
    const text = [
      '/* ```ts',
      'no()',
      '``` */',
      '/**',
      ' * Adds.',
      ' * ```ts',
      ' * no()',
      ' * ```',
      ' * @example',
      ' * ```ts',
      ' * if (a) {',
      ' *   add()',
      ' * }',
      ' * ```',
      ' */',
      'export function add(): void {}',
    ].join('\n')
    expect(examplesOfSource({ path: 'a.ts', text })).toEqual([
      { place: 'a.ts:11', code: 'if (a) {\n  add()\n}\n' },
    ])
  })
})

describe('checking examples', () => {
  const checked = (code: string): string => withChecks({ place: 'a.ts:1', code })

  test.each([
    ['1 + 1 // => 2', 'shows((1 + 1), "2") // => 2'],
    ['f({\n  a,\n}).b; // => it is', 'shows((f({\n  a,\n}).b), "it is") // => it is'],
    ['await f() // => 1', 'shows((await f()), "1") // => 1'],
    ['const a = f() // => 1', 'const a = f(); shows(a, "1") // => 1'],
    ["f('//') // throws Bad", 'await fails(async () => { f(\'//\') }, "Bad") // throws Bad'],
    ['f() // plain\ng()', 'f() // plain\ng()'],
    [
      'f(() => {\n  g()\n}) // => 1\nh() // => 2',
      'shows((f(() => {\n  g()\n})), "1") // => 1\nshows((h()), "2") // => 2',
    ],
  ])('%s', (code, expected) => {
    expect(checked(code)).toBe(expected)
  })

  test('a comment that belongs to nothing is refused', () => {
    expect(() => checked('f()\n// => 1')).toThrow('no statement ends before')
    expect(() => checked('const { a } = f() // => 1')).toThrow('only an expression or one const')
  })

  test('a value may be written as text, as inspected or as JSON', () => {
    for (const text of ['5', '5n']) shows(5n, text)
    for (const text of ["{ a: [ 1, 'b' ] }", '{"a":[1,"b"]}']) shows({ a: [1, 'b'] }, text)
    for (const text of ['b', "'b'", '"b"']) shows('b', text)
    expect(() => shows(5n, '6')).toThrow('the example says “6”, but it is “5” or “5n”')
  })

  test('a failure is named by its code', async () => {
    const bad = async (): Promise<never> => {
      throw Object.assign(new Error('text'), { code: 'Bad' })
    }
    await fails(bad, 'Bad')
    await expect(fails(bad, 'Worse')).rejects.toThrow('throws Worse, but it throws Bad')
    await expect(fails(async () => 1, 'Bad')).rejects.toThrow('but it does not')
  })
})

test('the public surface follows what an entry passes on', () => {
  const files: Record<string, string> = {
    'p/src/index.ts': `import { c } from './b.ts'\nexport { A, type T } from './a.ts'\nexport * from './b.ts'\nexport { c as see }`,
    'p/src/a.ts': `/** A class. @example */\nexport class A extends StakeError {}\nexport type T = 1\nexport class Inner {}`,
    'p/src/b.ts': `/** Once. */\nexport function b(a: 1): void\nexport function b(a: 2): void\nexport function b(): void {}\nexport const c = (): void => {}\nexport const data = 1`,
  }
  const surface = publicDeclarations('p/src/index.ts', (path) => ({ path, text: files[path] ?? '' }))
  expect(surface).toEqual([
    { name: 'A', kind: 'class', parent: 'StakeError', path: 'p/src/a.ts', doc: '* A class. @example ' },
    { name: 'b', kind: 'function', path: 'p/src/b.ts', doc: '* Once. ' },
    { name: 'c', kind: 'function', path: 'p/src/b.ts', doc: '' },
    { name: 'see', kind: 'function', path: 'p/src/b.ts', doc: '' },
  ])
})
