import { connect, developmentAccounts } from '@stake/chain'
import { demoGenesis, startDevnet } from '@stake/devnet'
import { type Plan, parseOperation, plan, planFromJson } from '@stake/ops'
import { expect, onTestFinished, test } from 'vitest'
import { planResult, planText } from './plan-text.ts'

const { '//Alice': alice = '', '//Charlie': charlie = '' } = developmentAccounts
const session = { network: 'devnet', embedded: true }

async function transfer(): Promise<{ made: Plan; again: (json: unknown) => Promise<Plan> }> {
  const demo = demoGenesis()
  const devnet = await startDevnet({
    blockTime: 'manual',
    genesis: {
      ...demo,
      subnets: demo.subnets.map((subnet) =>
        subnet.netuid === 119 ? { ...subnet, name: 'quiet\u001b[31m\u202Eevil', symbol: '\u200Bγ' } : subnet,
      ),
    },
  })
  const chain = await connect({ endpoints: devnet.url })
  onTestFinished(async () => {
    await chain.close()
    await devnet.close()
  })
  const hotkey = demo.stakes.find(({ coldkey, netuid }) => coldkey === alice && netuid === 119)?.hotkey ?? ''
  const wish = { id: 't', kind: 'transferStake', coldkey: alice, hotkey, netuid: 119, toNetuid: 119 }
  const made = await plan(chain, [parseOperation({ ...wish, toColdkey: charlie, amount: '5' } as unknown)])
  return { made, again: (json) => planFromJson(chain, json) }
}

test('a plan names network, subnets and the destination in full, and nothing in it is more than text', async () => {
  const { made } = await transfer()
  const text = planText(made, session, [])
  expect(text).toContain('Network devnet, a chain inside this program: nothing on it is real\n')
  expect(text).toContain('Subnet 119 is quietevil (γ)\n')
  expect(text).toContain(`The stake goes to the coldkey\n  ${charlie}\n`)
  expect(text).not.toContain('looks like')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u202A-\u202E]/)
})

test('a destination that could be taken for a known one is told apart from it', async () => {
  const { made } = await transfer()
  const alike = `${charlie.slice(0, 6)}${'x'.repeat(36)}${charlie.slice(-6)}`
  expect(planText(made, session, [alike])).toContain(`Warning: it looks like ${alike}, which you know`)
  expect(planText(made, session, [alike, charlie])).not.toContain('Warning: it looks like')
})

test('a plan for programs is one that can be read again', async () => {
  const { made, again } = await transfer()
  const { plan: json } = JSON.parse(JSON.stringify(planResult(made)))
  expect(json.legs[0].amount).toEqual({ rao: '5000000000', decimal: '5', netuid: 119 })
  expect((await again(json)).legs[0]?.operation).toEqual(made.legs[0]?.operation)
})
