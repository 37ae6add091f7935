// Delegates and nominators (seed 003): who gets what of the dividends, becoming a delegate, setting the take, the list
// with its twelve columns, delegating, and one's own delegations. The `btcli root` commands of the documents are
// gone with the chain they were for: delegates are now on every subnet, dividends are alpha, nobody nominates himself any
// more (a hotkey that is registered can be staked with), and the take is raised and lowered by two calls. The same
// views are here from today's data: stake of all subnets is valued in TAO, gains are what the last epochs paid.
import { randomUUID } from 'node:crypto'
import { readValidators, signerFromUri } from '@stake/chain'
import { developmentAccounts } from '@stake/devnet'
import { parseOperation } from '@stake/ops'
import { delegate } from './delegation/delegate.ts'
import {
  DELEGATE_COLUMNS,
  type DelegateRow,
  delegateCells,
  readDelegateRows,
} from './delegation/delegates.ts'
import { dividendSplit } from './delegation/dividend-split.ts'
import { myDelegations } from './delegation/my-delegations.ts'
import { setTake } from './delegation/set-take.ts'
import { DELEGATE, delegationGenesis, NOMINEE } from './genesis/delegation.ts'
import { carryOutOne } from './stage/carry-out.ts'
import { countFrom } from './stage/environment.ts'
import { perform } from './stage/perform.ts'
import { newest, type Stage } from './stage/stage.ts'
import { Stop } from './stage/stop.ts'
import { table } from './stage/table.ts'

const STEPS = ['split', 'nominate', 'take', 'list', 'delegate', 'mine'] as const
type Step = (typeof STEPS)[number]

await perform({
  name: 'delegation',
  shows: 'Delegates and nominators: split, nominate, take, list, delegate, mine.',
  flags: {
    step: { means: `one of ${STEPS.join(', ')}; all on the devnet, else list` },
    top: { means: 'how many delegates to list', default: '20' },
    index: { means: 'with whom to stake, by the list', default: '0' },
    amount: { means: 'TAO to delegate, or all', default: 'all' },
    take: { means: 'the new take', default: '0.1' },
    hotkey: { means: 'the hotkey to nominate, or to set the take of' },
    coldkeys: {
      means: 'more wallets for `mine`, as addresses with commas between (the `--all` of the documents)',
    },
    'wallet-name': { means: 'name of the wallet, to show', default: 'default' },
  },
  devnet: () => ({ genesis: delegationGenesis() }),
  settings: (flags) => ({
    step: stepOf(flags.value('step')),
    top: countFrom(flags.value('top') ?? '', 'Invalid --top.'),
    index: Number(flags.value('index')),
    amount: flags.value('amount') ?? 'all',
    take: flags.value('take') ?? '',
    hotkey: flags.value('hotkey'),
    coldkeys: flags.value('coldkeys')?.split(',') ?? [],
    wallet: flags.value('wallet-name') ?? '',
  }),
  async play(stage, settings) {
    const { print, devnet } = stage
    const { wallet } = settings
    const wanted: readonly Step[] = settings.step ? [settings.step] : devnet ? STEPS : ['list']
    // On the devnet the delegate is Bob's, so that Alice still has all that the documents delegate.
    const owner = devnet ? as(stage, '//Bob') : stage
    if (wanted.includes('split')) dividendSplit(stage)
    if (wanted.includes('nominate')) await nominate(owner, settings.hotkey ?? (devnet && NOMINEE))
    if (wanted.includes('take')) {
      const hotkey = settings.hotkey ?? (devnet && DELEGATE)
      if (hotkey === undefined) throw new Stop('Which hotkey? Say --hotkey ADDRESS.')
      await setTake(owner, hotkey, settings.take)
    }
    const delegates = await readDelegateRows(await newest(stage), settings.top)
    if (wanted.includes('list')) list(stage, delegates)
    if (wanted.includes('delegate')) {
      print('', '--- delegate ---')
      if (!wanted.includes('list')) list(stage, delegates)
      await delegate(stage, delegates, settings)
    }
    if (!wanted.includes('mine')) return
    const at = await newest(stage)
    const others = devnet
      ? Object.entries(developmentAccounts)
      : settings.coldkeys.map((each) => [each, each] as const)
    const mine = await myDelegations(at, [[wallet, stage.coldkey]], await readDelegateRows(at, settings.top))
    print(
      '',
      '--- my_delegates ---',
      mine.text,
      `Total delegated Tao: ${mine.total.format({ grouping: true })}`,
    )
    if (others.length > 0) {
      const all = await myDelegations(at, others, await readDelegateRows(at, settings.top))
      print(
        '',
        '--- my_delegates --all ---',
        all.text,
        `Total delegated Tao: ${all.total.format({ grouping: true })}`,
      )
    }
    stage.golden('delegated', mine.total.format({ grouping: true, decimals: 2 }), 'τ120,999.99')
  },
})

function stepOf(text: string | undefined): Step | undefined {
  const found = STEPS.find((step) => step === text)
  if (text !== undefined && !found) throw new Stop(`--step is one of ${STEPS.join(', ')}.`)
  return found
}

/** The same stage for another account of the devnet. */
function as(stage: Stage, uri: string): Stage {
  const signer = signerFromUri(uri)
  return { ...stage, coldkey: signer.address, signer: () => signer }
}

async function nominate(stage: Stage, hotkey: string | undefined): Promise<void> {
  if (hotkey === undefined) throw new Stop('Which hotkey? Say --hotkey ADDRESS.')
  const { print, coldkey } = stage
  print(
    '',
    '--- nominate ---',
    'Every hotkey is a delegate today. What is left of it is a seat on the root, for nothing:',
  )
  await carryOutOne(
    stage,
    parseOperation({ id: randomUUID(), kind: 'register', coldkey, hotkey, netuid: 0, mode: 'unsafe' }),
  )
  const members = await readValidators(await newest(stage), 0)
  const seat = members.find((member) => member.hotkey === hotkey)
  print(`${hotkey} has seat ${seat?.uid} of the root.`)
  stage.expect('a seat', seat !== undefined, true)
}

function list({ print, golden }: Stage, delegates: readonly DelegateRow[]): void {
  print('', '--- list_delegates ---')
  print(
    table(
      DELEGATE_COLUMNS.map(([title]) => title),
      delegates.map(delegateCells),
    ),
    '',
    table(
      ['Column', 'Meaning'],
      DELEGATE_COLUMNS.map((column) => [...column]),
    ),
  )
  golden('columns', DELEGATE_COLUMNS.length, 12)
  golden('the largest first', delegates[0]?.name, 'Larger')
}
