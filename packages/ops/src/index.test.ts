import { expect, test } from 'vitest'
import * as surface from './index.ts'

test('what the package exports', () => {
  expect(Object.keys(surface).sort()).toMatchInlineSnapshot(`
    [
      "DEFAULT_TOLERANCE",
      "FactsMissing",
      "FeeTakesAlpha",
      "HotkeyNotFound",
      "InsufficientBalance",
      "InsufficientStake",
      "InvalidOperation",
      "JournalUnusable",
      "ModeUnavailable",
      "NoMoveLimit",
      "NoTao",
      "OperationKnown",
      "PolicyRefusal",
      "QuoteDisagrees",
      "SubnetReplaced",
      "SubnetUnavailable",
      "UnstakeTooSmall",
      "UselessLimit",
      "WIDE_TOLERANCE",
      "WouldBeCut",
      "WouldBeRefused",
      "WrongChain",
      "WrongSigner",
      "filledPpb",
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
