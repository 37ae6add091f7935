// Spreads TAO over the largest validators of the subnets with the largest emission (seed 000, `Stake`), all in one
// go. Three faults of the documents are corrected: they ignore the two numbers that can be set (always 3 and 3, and a
// ninth of the total); 1 TAO in nine parts leaves a rao, which here goes to the first part; and they print TAO with
// the signs of subnets 3 and 119 (one amount that is labelled anew by a call in between): what is staked is TAO, τ.
// The least that can be staked is the chain's own constant, 0.002 TAO today and not the 0.0005 of the documents.
import { randomUUID } from 'node:crypto'
import { readSnapshot, readValidators, type Subnet, type Validator } from '@stake/chain'
import { Balance } from '@stake/math'
import { spreadOverTopValidators, topSubnets as topSubnetsOf } from '@stake/ops'
import { topSubnets } from './genesis/top-subnets.ts'
import { carryOut } from './stage/carry-out.ts'
import { amountFrom, countFrom, fromEnvironment } from './stage/environment.ts'
import { perform } from './stage/perform.ts'
import { reasonOf } from './stage/reason.ts'
import { newest } from './stage/stage.ts'
import { Stop } from './stage/stop.ts'
import { walletLine, walletName } from './stage/wallet.ts'

const USAGE =
  'WALLET=my-wallet TOTAL_TAO_TO_STAKE=1 NUM_SUBNETS_TO_STAKE_IN=3 NUM_VALIDATORS_PER_SUBNET=3 node apps/examples/src/stake-top-subnets.ts'

await perform({
  name: 'stake-top-subnets',
  shows: 'Stakes TAO with the top validators of the top subnets, all at once.',
  environment: {
    WALLET: 'name of the wallet, to show; required',
    TOTAL_TAO_TO_STAKE: 'TAO, all parts together (1)',
    NUM_SUBNETS_TO_STAKE_IN: 'how many subnets (3)',
    NUM_VALIDATORS_PER_SUBNET: 'how many validators on each (3)',
  },
  devnet: () => ({ genesis: topSubnets({ positions: false }) }),
  settings() {
    const wallet = walletName(USAGE)
    const total = fromEnvironment('TOTAL_TAO_TO_STAKE')
    return {
      wallet,
      isDefault: total === undefined,
      total: amountFrom(total ?? '1', 'Invalid TOTAL_TAO_TO_STAKE amount.'),
      subnets: countFrom(
        fromEnvironment('NUM_SUBNETS_TO_STAKE_IN') ?? '3',
        'Invalid NUM_SUBNETS_TO_STAKE_IN.',
      ),
      validators: countFrom(
        fromEnvironment('NUM_VALIDATORS_PER_SUBNET') ?? '3',
        'Invalid NUM_VALIDATORS_PER_SUBNET.',
      ),
    }
  },
  async play(stage, { wallet, isDefault, total, subnets: wanted, validators: each }) {
    const { coldkey, print } = stage
    if (isDefault) print('⚠️ TOTAL_TAO_TO_STAKE not specified. Defaulting to 1 TAO.')
    print(walletLine(wallet, stage))
    print(
      `📊 Dividing ${total.format()} across top ${each} validators in each of top ${wanted} subnets.`,
      'Fetching information on top subnets by TAO emissions',
    )
    const at = await newest(stage)
    const snapshot = await readSnapshot(at, { coldkeys: [coldkey] })
    const subnets = topSubnetsOf(snapshot.subnets, wanted)

    const readOne = async ({ netuid, emission }: Subnet): Promise<readonly [number, Validator[]]> => {
      print('', `🔍 Subnet ${netuid} had ${emission.tao.format()} emissions!`)
      print('', `🔍 Fetching metagraph for subnet ${netuid}...`)
      const start = performance.now()
      const validators = await readValidators(at, netuid)
      print(`✅ Retrieved metagraph for subnet ${netuid} in ${secondsSince(start)} seconds.`)
      return [netuid, validators]
    }
    const validators = new Map(await Promise.all(subnets.map(readOne)))
    const spread = spreadOverTopValidators(
      { snapshot, validators },
      { id: randomUUID(), coldkey, total, subnets: wanted, validators: each },
    )
    const { parts, remainder, leftOut } = spread.explanation.data
    for (const { netuid } of subnets) {
      print('', `🏆 Top ${each} Validators for Subnet ${netuid}:`)
      for (const { rank, validator } of parts.filter((part) => part.netuid === netuid)) {
        const { hotkey, weight } = validator
        print(`  ${rank}. Validator index ${hotkey} - Stake: ${Balance.fromRao(weight).toString()}`)
      }
    }
    print('')
    if (!remainder.isZero()) {
      print(
        `${total.format()} in ${parts.length} parts leaves ${remainder.format()}, which the first one gets.`,
      )
    }
    for (const { amount, netuid, hotkey, message } of leftOut) {
      print(`⚠️ Left out: ${amount.format()} for ${hotkey ?? ''} on subnet ${netuid}: ${message}`)
    }
    if (spread.operations.length === 0) throw new Stop('❌ There is nothing to stake.')

    const start = performance.now()
    for (const { amount, hotkey, netuid } of spread.operations) {
      print(`💰 Staking ${Balance.parse(amount).format()} to ${hotkey} on subnet ${netuid}...`)
    }
    const reports = await carryOut(stage, spread.operations)
    for (const { netuid } of subnets) {
      const some = reports.filter(({ operation }) => 'netuid' in operation && operation.netuid === netuid)
      print(`[${some.map(({ status }) => (status === 'executed' ? 'True' : 'False')).join(', ')}]`)
      for (const { error, operation } of some) {
        if (error)
          print(`❌ Failed to stake on subnet ${netuid} (id ${operation.id}): ${reasonOf(error).join(' ')}`)
      }
    }
    print(`Staking completed in ${secondsSince(start)}s`)

    const staked = reports.reduce((sum, { executed }) => sum.add(executed), Balance.zero())
    print(`Staked ${staked.format()}; ${spread.rest.format()} was not.`)
    stage.expect(
      'staked',
      reports.filter(({ status }) => status === 'executed').length,
      spread.operations.length,
    )
    stage.expect('all of the total', staked.add(spread.rest).format(), total.format())
    stage.golden('subnets', subnets.map(({ netuid }) => netuid).join(), '277,3,119')
    stage.golden(
      'emissions',
      subnets.map(({ emission }) => emission.tao.format()).join(' '),
      'τ0.415595173 τ0.170148635 τ0.137442127',
    )
  },
})

function secondsSince(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(2)
}
