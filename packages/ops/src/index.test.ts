import { expect, test } from 'vitest'
import * as surface from './index.ts'

test('what the package exports', () => {
  expect(Object.keys(surface).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_TOLERANCE",
      "HotkeyNotFound",
      "InsufficientBalance",
      "InsufficientStake",
      "InvalidOperation",
      "JournalUnusable",
      "OperationKnown",
      "PolicyRefusal",
      "QuoteDisagrees",
      "SubnetReplaced",
      "SubnetUnavailable",
      "UnstakeTooSmall",
      "UselessLimit",
      "WIDE_TOLERANCE",
      "WouldBeCut",
      "WrongChain",
      "WrongSigner",
      "judge",
      "memoryJournal",
      "parseOperation",
      "parsePolicy",
      "plan",
      "planFromJson",
      "planToJson",
      "preview",
      "readSnapshotFor",
      "run",
      "worldOf",
    ]
  `)
})
