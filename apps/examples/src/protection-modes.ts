// The three modes side by side (seed 004): what each would do with the same trade, before anything is signed; and the
// options that other clients have for them. The document's table says that partial unstakes "~400" of 1000 alpha where
// all of them would move the price by 5 % and 2 % are tolerated: exactly it is 390.807. Its two option tables say 0.5 %
// is the default tolerance, its prose 5 %: it is 0.5 %, and every question before a signature names the number.
// Nothing is signed here.
import { randomUUID } from 'node:crypto'
import { readValidators } from '@stake/chain'
import { StakeError } from '@stake/math'
import { DEFAULT_TOLERANCE, filledPpb, parseOperation, preview, readSnapshotFor } from '@stake/ops'
import { deepPool, VALIDATOR } from './genesis/deep-pool.ts'
import { countFrom } from './stage/environment.ts'
import { percentOf } from './stage/percent.ts'
import { perform } from './stage/perform.ts'
import { reasonOf } from './stage/reason.ts'
import { newest, type Stage, shown } from './stage/stage.ts'
import { Stop } from './stage/stop.ts'
import { table } from './stage/table.ts'

const TRADE_OFFS = [
  ['strict', 'all of it within the tolerance, or nothing: the price is certain, the trade is not'],
  ['partial', 'as much as fits: some of it is certain, how much is not; the rest stays where it is'],
  ['unsafe', 'all of it at any price: for tests, not for money'],
] as const

/** The documents' own calls: kind and options. */
const CALLS: readonly (readonly [text: string, fields: Readonly<Record<string, unknown>>])[] = [
  [
    'add_stake(100, safe_staking=True, rate_tolerance=0.02, allow_partial_stake=False)',
    { kind: 'stake', amount: '100', safe_staking: true, rate_tolerance: 0.02, allow_partial_stake: false },
  ],
  [
    'add_stake(1000, safe_staking=True, rate_tolerance=0.02, allow_partial_stake=True)',
    { kind: 'stake', amount: '1000', safe_staking: true, rate_tolerance: 0.02, allow_partial_stake: true },
  ],
  ['add_stake(100, safe_staking=False)', { kind: 'stake', amount: '100', safe_staking: false }],
  [
    'unstake(50, safe_staking=True, rate_tolerance=0.05)',
    { kind: 'unstake', amount: '50', safe_staking: true, rate_tolerance: 0.05 },
  ],
  [
    'unstake(50, safe_unstaking=True, rate_tolerance=0.05)',
    { kind: 'unstake', amount: '50', safe_unstaking: true, rate_tolerance: 0.05 },
  ],
  ['stake add --amount 300 --unsafe', { kind: 'stake', amount: '300', mode: 'unsafe' }],
  ['stake add --amount 300', { kind: 'stake', amount: '300' }],
]

await perform({
  name: 'protection-modes',
  shows: 'What strict, partial and unsafe would do with the same trade, side by side. Signs nothing.',
  flags: {
    netuid: { means: 'the subnet', default: '1' },
    amount: { means: 'alpha to unstake', default: '1000' },
    tolerance: { means: 'how far the price may fall', default: '2%' },
    hotkey: { means: 'where the stake is; on the devnet its validator' },
  },
  devnet: () => ({ genesis: deepPool() }),
  settings: (flags) => ({
    netuid: countFrom(flags.value('netuid') ?? '', 'Invalid netuid.'),
    amount: flags.value('amount') ?? '',
    tolerance: flags.value('tolerance') ?? '',
    hotkey: flags.value('hotkey'),
  }),
  async play(stage, { netuid, ...settings }) {
    const hotkey = settings.hotkey ?? (stage.devnet && VALIDATOR)
    if (hotkey === undefined) throw new Stop('Where is the stake? Say --hotkey ADDRESS.')
    const [validator] = await readValidators(await newest(stage), netuid)
    await comparison(stage, { ...settings, netuid, hotkey })
    options(stage, { netuid, hotkey: validator?.hotkey ?? hotkey })
  },
})

interface Wanted {
  readonly netuid: number
  readonly hotkey: string
  readonly amount: string
  readonly tolerance: string
}

async function comparison(stage: Stage, wanted: Wanted): Promise<void> {
  const { print, chain, coldkey, golden } = stage
  const operation = parseOperation({ id: randomUUID(), kind: 'unstake', coldkey, ...wanted })
  const seen = preview(operation, await readSnapshotFor(chain, [operation]))
  const { modes, pool, subnet, amount } = seen
  const all = modes.unsafe.quote
  const fall = all ? percentOf(all.spotPrice.bits - all.endPrice.bits, all.spotPrice.bits) : 'nothing'
  print(
    `Unstaking ${shown(amount, subnet)} of subnet ${wanted.netuid}; ${shown(pool.alpha, subnet)} are in its pool.`,
    `All of it would move the price by ${fall}; the tolerance is ${operation.tolerance}.`,
    '',
  )
  const rows = TRADE_OFFS.map(([mode]) => {
    const expected = modes[mode]
    const { quote, result, refusal } = expected
    const outcome = { full: 'all of it', partial: 'what fits', refused: `refused: ${refusal?.code ?? ''}` }[
      result
    ]
    return [
      mode,
      outcome,
      result === 'refused' || !quote ? '-' : shown(quote.spent, subnet),
      percentOf(filledPpb(seen, expected), 1_000_000_000n, 2),
      result === 'refused' || !quote ? '-' : quote.received.format(),
      result === 'refused' || !quote ? '-' : quote.averagePrice.format(),
      result === 'refused' || !quote ? '-' : quote.endPrice.format(),
    ]
  })
  print(table(['Mode', 'Outcome', 'Unstakes', 'Filled', 'For', 'Average price', 'End price'], rows), '')
  print(
    table(
      ['Mode', 'Its trade-off'],
      TRADE_OFFS.map((row) => [...row]),
    ),
  )
  print('', 'The limit bounds the price at the end of the trade, not the average that it gets.')
  golden('the price falls by', fall, '5.00%')
  golden('strict', modes.strict.refusal?.code, 'SlippageTooHigh')
  golden('partial', modes.partial.quote?.spent.toString(), '390.807887449')
  golden('unsafe', modes.unsafe.quote?.spent.toString(), '1000')
}

function options({ print, coldkey, expect }: Stage, place: Pick<Wanted, 'netuid' | 'hotkey'>): void {
  const parsed = CALLS.map(([text, fields]) => {
    const operation = parseOperation({ id: text, coldkey, ...place, ...fields } as unknown)
    if (operation.kind !== 'stake' && operation.kind !== 'unstake') throw new Stop('This is no trade.')
    return [text, operation.mode, operation.tolerance]
  })
  print('', table(['The documents', 'Mode', 'Tolerance'], parsed))
  print(
    '',
    `Without options: strict, ${DEFAULT_TOLERANCE}. The document's client is unsafe there unless told otherwise, and knows only`,
    'safe_unstaking in its unstake call: safe_staking, as the document has it, fails. Here both mean the same.',
  )
  expect('modes', parsed.map(([, mode]) => mode).join(), 'strict,partial,unsafe,strict,strict,unsafe,strict')
  try {
    parseOperation({
      id: 'x',
      kind: 'stake',
      coldkey,
      ...place,
      amount: '1',
      mode: 'strict',
      safe_staking: false,
    })
    expect('a contradiction', 'parsed', 'refused')
  } catch (error) {
    print('', 'And strict with safe_staking=False:', ...reasonOf(error))
    expect('a contradiction', error instanceof StakeError && error.code, 'InvalidOperation')
  }
}
