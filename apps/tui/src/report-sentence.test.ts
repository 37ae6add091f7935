import { Balance } from '@stake/math'
import { parseOperation, type Report } from '@stake/ops'
import { expect, test } from 'vitest'
import { reportSentence } from './report-sentence.ts'

const ALICE = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY'

test.each([
  ['filled', 'Unstaked everything with 5Grwva'],
  ['partly', 'Unstaked a part, not all, of what is with 5Grwva'],
])('where positions stay it is not called everything: %s', (fill, words) => {
  const none = Balance.zero()
  const report = {
    operation: parseOperation({ id: 'a', kind: 'unstakeAll', coldkey: ALICE, hotkey: ALICE }),
    status: 'executed',
    final: true,
    fill,
    executed: none,
    received: Balance.parse('2'),
    free: none,
    rest: none,
    networkFee: Balance.parse('0.001'),
    block: { number: 7, hash: '0x00' },
  } as unknown as Report
  const sentence = reportSentence(report, 'finney')
  expect(sentence).toContain(words)
  expect(sentence).toMatch(/ on finney for τ2\.0{9}; network fee τ0\.0010{6}, block 7\.$/)
})
