// Price protection, mode by mode: the same amounts and tolerances on the same pool, one after another. Starts a
// chain of its own, so nothing has to be installed and no money is at stake. Ends with 1 where a mode did not do
// what it promises.
import { randomUUID } from 'node:crypto'
import {
  buildCall,
  connect,
  type Outcome,
  readSnapshot,
  readValidators,
  type Subnet,
  sign,
  signerFromUri,
  submit,
} from '@stake/chain'
import { startDevnet } from '@stake/devnet'
import { Balance, mulDivFloor, Price, type SafetyMode, StakeError } from '@stake/math'
import {
  memoryJournal,
  parseOperation,
  plan,
  preview,
  type Report,
  readSnapshotFor,
  run,
  type TradeOperation,
} from '@stake/ops'

const NETUID = 2
const WHOLE = 1_000_000_000n

const print = console.log
let surprises = 0
const surprise = (text: string): void => {
  surprises++
  print(text)
}

const devnet = await startDevnet({ blockTime: 250 })
const chain = await connect({ endpoints: devnet.url })
const signer = signerFromUri('//Alice')
const journal = memoryJournal()
try {
  await simulate()
} finally {
  await chain.close()
  await devnet.close()
}
process.exitCode = surprises === 0 ? 0 : 1

async function simulate(): Promise<void> {
  print('=== Bittensor Price Protection Mode Simulation ===\n')
  const subnet = await readSubnet()
  print(`Connected to subnet ${NETUID}`)
  print(`Alpha in reserve: ${subnet.pool ? showAlpha(subnet.pool.alpha, subnet) : 'unknown'}`)
  print(`TAO in reserve: ${subnet.pool?.tao.format() ?? 'unknown'}`)
  const [validator] = await readValidators(await chain.at('best'), NETUID)
  if (!validator) return surprise(`Error: No registered hotkeys found on subnet ${NETUID}.`)
  const { hotkey } = validator
  print(`Using registered hotkey: ${hotkey.slice(0, 8)}...`)

  await showHoldings(hotkey, 'Initial State')
  print(`\n${'='.repeat(60)}\nSIMULATION: Testing price protection modes\n${'='.repeat(60)}`)
  await unsafeMode(hotkey)
  await strictMode(hotkey)
  await reasonableMode(hotkey)
  await partialMode(hotkey)
  await protectedUnstake(hotkey)
  await showHoldings(hotkey, 'Final State')
  await showPrice('Final', 0n)
}

async function unsafeMode(hotkey: string): Promise<void> {
  banner('MODE 1: UNSAFE (No Protection)')
  print('Executes transaction regardless of price movements')
  await showPrice('Pre-Unsafe', 0n)
  print('\nStaking 5.0 TAO with NO protection...')
  await expectSuccess('Unsafe staking', 'successful', () => trade('stake', hotkey, '5', 'unsafe', '0.5%'))
  await showPrice('Post-Unsafe', 0n)
  await showHoldings(hotkey, 'After Unsafe Staking')
}

async function strictMode(hotkey: string): Promise<void> {
  banner('MODE 2: SAFE with STRICT Tolerance')
  print('Rejects transaction if price moves beyond tolerance')
  const tolerance = 1_000_000n
  const before = await showPrice('Pre-Safe-Strict', tolerance)
  const ceiling = scaled(before, WHOLE + tolerance)
  print(`\nStaking 20.0 TAO with SAFE protection (tolerance: ${percent(tolerance)})...`)
  print(`Transaction should FAIL if final price > ${ceiling.format(6)} TAO/α`)
  try {
    await trade('stake', hotkey, '20', 'strict', '0.001')
    const after = (await readSubnet()).price
    surprise('❌ UNEXPECTED: Safe staking succeeded despite strict tolerance')
    print(`Final price: ${after.format(6)} TAO/α`)
    print(`Price ceiling was: ${ceiling.format(6)} TAO/α`)
    if (after.compare(ceiling) > 0) {
      print(`🚨 BUG: Transaction succeeded but price (${after.format(6)}) > ceiling (${ceiling.format(6)})`)
    }
  } catch (error) {
    if (!(error instanceof StakeError && error.code === 'SlippageTooHigh')) {
      surprise(`❌ Safe staking failed with unexpected error: ${reasonOf(error)}`)
    } else {
      print('🛡️ EXPECTED: Transaction rejected - price protection activated!')
      print(`   Refused while planning, before anything was signed: ${reasonOf(error)}`)
    }
  }
  await strictOnChain(hotkey)
  await showPrice('Post-Safe-Strict', tolerance)
  await showHoldings(hotkey, 'After Strict Safe Staking')
}

/** The plan refuses early and for free; a call that is sent all the same is refused by the chain itself. */
async function strictOnChain(hotkey: string): Promise<void> {
  const operation = operationOf('stake', hotkey, '20', 'strict', '0.001')
  const { amount, chosen } = preview(operation, await readSnapshotFor(chain, [operation]))
  const call = buildCall(chain, 'SubtensorModule', 'add_stake_limit', {
    hotkey,
    netuid: NETUID,
    amount_staked: amount.rao,
    limit_price: chosen.limitPrice ?? 0n,
    allow_partial: false,
  })
  const signed = await chain.nonces.allocate(signer.address, (nonce) => sign(chain, call, signer, { nonce }))
  const outcome = await submit(chain, signed).outcome
  const reason = chainRefusalOf(outcome)
  if (reason?.code === 'SlippageTooHigh')
    print(`   Sent all the same, the chain refuses it: ${reasonOf(reason)}`)
  else surprise(`❌ The chain did not refuse it for its price: ${outcome.kind}`)
}

function chainRefusalOf(outcome: Outcome): StakeError | undefined {
  if (outcome.kind === 'refused') return outcome.refusal
  return outcome.kind === 'failed' ? outcome.failure : undefined
}

async function reasonableMode(hotkey: string): Promise<void> {
  banner('MODE 3: SAFE with Reasonable Tolerance')
  print('Demonstrating normal safe staking that succeeds')
  const tolerance = 50_000_000n
  await showPrice('Pre-Safe-Normal', tolerance)
  print(`\nStaking 5.0 TAO with SAFE protection (tolerance: ${percent(tolerance)})...`)
  await expectSuccess('Safe staking', 'successful with reasonable tolerance', () =>
    trade('stake', hotkey, '5', 'strict', '0.05'),
  )
  await showHoldings(hotkey, 'After Normal Safe Staking')
}

async function partialMode(hotkey: string): Promise<void> {
  banner('MODE 4: PARTIAL with STRICT Tolerance')
  print('Should execute maximum amount within tolerance')
  const tolerance = 2_000_000n
  await showPrice('Pre-Partial-Strict', tolerance)
  print(`\nUsing very strict tolerance (${percent(tolerance)}) with large amount (50.0 TAO)`)
  print('Should execute PARTIAL amount to stay within tolerance')
  print(`\nStaking 50.0 TAO with PARTIAL protection (tolerance: ${percent(tolerance)})...`)
  const report = await expectSuccess('Partial staking', 'completed', () =>
    trade('stake', hotkey, '50', 'partial', '0.002'),
  )
  if (report) {
    const { asked, executed } = report
    const perMille = (executed.rao * 1000n) / asked.rao
    const share = `${perMille / 10n}.${perMille % 10n}%`
    print(`Amount requested: ${asked.format({ symbol: '', decimals: 1 })} TAO`)
    print(`Amount actually executed: ${executed.format({ symbol: '', decimals: 3 })} TAO`)
    print(`Execution percentage: ${share}`)
    if (perMille < 950n) {
      print(`🎯 SUCCESS: PARTIAL execution detected! Only ${share} executed due to price protection`)
    } else surprise('🤔 Unexpected: Near-full execution despite strict tolerance')
  }
  await showPrice('Post-Partial-Strict', tolerance)
  await showHoldings(hotkey, 'After Partial Staking')
}

async function protectedUnstake(hotkey: string): Promise<void> {
  banner('UNSTAKING WITH PROTECTION')
  print('Demonstrating unstaking with price protection')
  const stake = await readStake(hotkey)
  if (stake.isZero()) return surprise('No stake available to unstake')
  const tolerance = 50_000_000n
  await showPrice('Pre-Unstake', tolerance)
  const subnet = await readSubnet()
  const amount = Balance.min(Balance.fromRao(stake.rao / 4n, NETUID), Balance.parse('50', NETUID))
  print(`Current stake: ${showAlpha(stake, subnet)}`)
  print(`Attempting to unstake: ${showAlpha(amount, subnet)}`)
  print(`\nUnstaking with SAFE protection (tolerance: ${percent(tolerance)})...`)
  await expectSuccess('Protected unstaking', 'successful', () =>
    trade('unstake', hotkey, amount.toString(), 'strict', '0.05'),
  )
}

function operationOf(
  kind: 'stake' | 'unstake',
  hotkey: string,
  amount: string,
  mode: SafetyMode,
  tolerance: string,
): TradeOperation {
  return parseOperation({
    id: randomUUID(),
    kind,
    coldkey: signer.address,
    hotkey,
    netuid: NETUID,
    amount,
    mode,
    tolerance,
  })
}

/** Plans, signs, sends and waits for the final word. @throws StakeError where the plan refuses */
async function trade(...wanted: Parameters<typeof operationOf>): Promise<Report> {
  const planned = await plan(chain, [operationOf(...wanted)])
  const {
    legs: [leg],
  } = await run(chain, planned, { signer, journal, policy: {} })
  if (!leg) throw new StakeError('NotSent', 'Nothing was sent.')
  return leg.report
}

async function expectSuccess(
  what: string,
  success: string,
  work: () => Promise<Report>,
): Promise<Report | undefined> {
  try {
    const report = await work()
    if (report.status === 'executed') {
      print(`✅ ${what} ${success}`)
      return report
    }
    surprise(`❌ ${what} failed: ${report.error ? reasonOf(report.error) : report.status}`)
  } catch (error) {
    surprise(`❌ ${what} failed: ${reasonOf(error)}`)
  }
  return undefined
}

async function readSubnet(): Promise<Subnet> {
  const { subnets } = await readSnapshot(await chain.at('best'), { netuids: [NETUID] })
  const subnet = subnets.get(NETUID)
  if (!subnet) throw new Error(`There is no subnet ${NETUID}.`)
  return subnet
}

async function readStake(hotkey: string): Promise<Balance> {
  const { positions } = await readSnapshot(await chain.at('best'), {
    coldkeys: [signer.address],
    netuids: [NETUID],
  })
  const position = positions.find((candidate) => candidate.hotkey === hotkey && candidate.netuid === NETUID)
  return position?.stake ?? Balance.zero(NETUID)
}

async function showHoldings(hotkey: string, label: string): Promise<void> {
  print(`\n--- ${label} ---`)
  const { accounts } = await readSnapshot(await chain.at('best'), {
    coldkeys: [signer.address],
    netuids: [NETUID],
  })
  print(`Coldkey balance: ${accounts.get(signer.address)?.free.format() ?? 'unknown'}`)
  const stake = await readStake(hotkey)
  const place = `${hotkey.slice(0, 8)}... (netuid ${NETUID})`
  print(
    stake.isZero()
      ? `No stake found on ${place}`
      : `Stake on ${place}: ${showAlpha(stake, await readSubnet())}`,
  )
}

/** Prints the price and the bounds that a tolerance (parts per billion) puts around it. */
async function showPrice(label: string, tolerance: bigint): Promise<Price> {
  const { price } = await readSubnet()
  const floor = scaled(price, WHOLE - tolerance).format(6)
  const ceiling = scaled(price, WHOLE + tolerance).format(6)
  print(`\n${label} Price Analysis:`)
  print(`Current price: ${price.format()} TAO/α`)
  print(`Price protection with ${percent(tolerance)} tolerance:`)
  print(`  • Price floor (unstaking): ${floor} TAO/α`)
  print(`  • Price ceiling (staking): ${ceiling} TAO/α`)
  print(`  • Protection range: ${floor} - ${ceiling} TAO/α`)
  return price
}

function banner(title: string): void {
  print(`\n${'='.repeat(20)} ${title} ${'='.repeat(20)}`)
}

function scaled(price: Price, partsPerBillion: bigint): Price {
  return Price.fromBits(mulDivFloor(price.bits, partsPerBillion, WHOLE))
}

function percent(partsPerBillion: bigint): string {
  const hundredths = partsPerBillion / 100_000n
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}%`
}

function showAlpha(amount: Balance, { symbol }: Subnet): string {
  return amount.format({ symbol })
}

function reasonOf(error: unknown): string {
  if (error instanceof StakeError) return `${error.code}: ${error.message}`
  return error instanceof Error ? error.message : String(error)
}
