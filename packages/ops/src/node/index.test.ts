import { expect, test } from 'vitest'
import * as surface from './index.ts'

test('what the package exports for Node', () => {
  expect(Object.keys(surface).sort()).toMatchInlineSnapshot(`
    [
      "fileNonceLock",
      "openFileJournal",
    ]
  `)
})
