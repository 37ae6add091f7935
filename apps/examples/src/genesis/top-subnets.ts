import { developmentAccounts, type Genesis, namedAccount, type StakeGenesis } from '@stake/devnet'
import { Balance } from '@stake/math'
import { genesisWith } from './genesis-with.ts'

/** A validator as the documents list it: stake with it on a subnet, and what it brought in the last epoch. */
interface Listed {
  readonly hotkey: string
  readonly netuid: number
  readonly stake: string
  readonly emission: string
}

/** The validators of the documents' subnets, with their own numbers; those that are not in the top three at the end. */
const LISTED: readonly Listed[] = [
  of('5FCPTnjevGqAuTttetBy4a24Ej3pH9fiQ8fmvP1ZkrVsLUoT', 277, '550446.75', '30'),
  of('5EFtEvPcgZHheW36jGXMPMrDETzbngziR3DPPVVp5L5Gt7Wo', 277, '123175.8515625', '11.038508585'),
  of('5GNyf1SotvL34mEx86C2cvEGJ563hYiPZWazXUueJ5uu16EK', 277, '54379.609375', '4.550549887'),
  of('5EHammhTy9rV9FhDdYeFY98YTMvU8Vz9Zv2FuFQQQyMTptc6', 3, '285393.71875', '40'),
  of('5FupG35rCCMghVEAzdYuxxb4SWHU7HtpKeveDmSoyCN8vHyb', 3, '190750.453125', '22.063085545'),
  of('5FCPTnjevGqAuTttetBy4a24Ej3pH9fiQ8fmvP1ZkrVsLUoT', 3, '57048.80859375', '5.429011017'),
  of('5FCPTnjevGqAuTttetBy4a24Ej3pH9fiQ8fmvP1ZkrVsLUoT', 119, '231810.8125', '0'),
  of('5FRxKzKrBDX3cCGqXFjYb6zCNC7GMTEaam1FWtsE8Nbr1EQJ', 119, '118400.6328125', '0'),
  of('5CFZ9xDaFQVLA9ERsTs9S3i6jp1VDydvjQH5RDsyWCCJkTM4', 119, '30794.974609375', '16.662837489'),
  of('5GEXJdUXxLVmrkaHBfkFmoodXrCSUMFSgPXULbnrRicEt1kK', 119, '2000', '0'),
  of('5Gwz1AQmkya4UkiiXc9HASKYLc5dsQ9qzrgqCfSvjtbrbQp6', 3, '900', '0.005925040'),
  of('5EscZNs55FCTfbpgFFDTbiSE7GgwSwqmdivfPikdqTyDiegb', 3, '3000', '0.102145233'),
]

/** The ten positions of the documents, in the order of the validators above. */
const POSITIONS: readonly (readonly [hotkey: string, netuid: number, stake: string])[] = [
  ['5GEXJdUXxLVmrkaHBfkFmoodXrCSUMFSgPXULbnrRicEt1kK', 119, '229.212349960'],
  ['5FCPTnjevGqAuTttetBy4a24Ej3pH9fiQ8fmvP1ZkrVsLUoT', 119, '19.766958098'],
  ['5FRxKzKrBDX3cCGqXFjYb6zCNC7GMTEaam1FWtsE8Nbr1EQJ', 119, '18.475227001'],
  ['5Gwz1AQmkya4UkiiXc9HASKYLc5dsQ9qzrgqCfSvjtbrbQp6', 3, '44.463571197'],
  ['5EscZNs55FCTfbpgFFDTbiSE7GgwSwqmdivfPikdqTyDiegb', 3, '786.209456613'],
  ['5GNyf1SotvL34mEx86C2cvEGJ563hYiPZWazXUueJ5uu16EK', 277, '5.058595339'],
  ['5FCPTnjevGqAuTttetBy4a24Ej3pH9fiQ8fmvP1ZkrVsLUoT', 3, '11.654577962'],
  ['5EFtEvPcgZHheW36jGXMPMrDETzbngziR3DPPVVp5L5Gt7Wo', 277, '5.258687558'],
  ['5CFZ9xDaFQVLA9ERsTs9S3i6jp1VDydvjQH5RDsyWCCJkTM4', 119, '20.942357630'],
  ['5FupG35rCCMghVEAzdYuxxb4SWHU7HtpKeveDmSoyCN8vHyb', 3, '87.243220111'],
]

/** Netuid, sign, TAO a block, and a pool; the last two are not among the first three. */
const SUBNETS = [
  { netuid: 3, symbol: 'γ', taoIn: '0.170148635', tao: '2500', alpha: '60000' },
  { netuid: 4, symbol: 'δ', taoIn: '0.1', tao: '900', alpha: '20000' },
  { netuid: 119, symbol: 'Ⲃ', taoIn: '0.137442127', tao: '1500', alpha: '30000' },
  { netuid: 190, symbol: 'ⲏ', taoIn: '0.000001', tao: '40', alpha: '9000' },
  { netuid: 277, symbol: 'इ', taoIn: '0.415595173', tao: '9000', alpha: '12000' },
] as const

/**
 * The three subnets of the documents with their emissions and validators, and two that emit less. With positions Alice
 * has the ten that the documents unstake from; the validators' totals stay the same.
 */
export function topSubnets({ positions }: { positions: boolean }): Genesis {
  const mine: StakeGenesis[] = (positions ? POSITIONS : []).map(([hotkey, netuid, alpha]) => ({
    hotkey,
    coldkey: developmentAccounts.alice,
    netuid,
    alpha,
  }))
  const hotkeys = [...new Set(LISTED.map(({ hotkey }) => hotkey))]
  return genesisWith({
    hotkeys: hotkeys.map((hotkey) => ({ hotkey, owner: ownerOf(hotkey), take: 11796 })),
    subnets: SUBNETS.map(({ taoIn, ...subnet }) => ({
      ...subnet,
      name: `Subnet ${subnet.netuid}`,
      emission: { alphaOut: '1', alphaIn: '1', taoIn },
      validators: LISTED.filter(({ netuid }) => netuid === subnet.netuid).map(({ hotkey, emission }) => ({
        hotkey,
        dividends: emission,
      })),
    })),
    stakes: [
      ...LISTED.map(({ hotkey, netuid, stake }) => ({
        hotkey,
        coldkey: ownerOf(hotkey),
        netuid,
        alpha: withoutMine(stake, mine, hotkey, netuid),
      })),
      ...mine,
    ],
  })
}

function of(hotkey: string, netuid: number, stake: string, emission: string): Listed {
  return { hotkey, netuid, stake, emission }
}

function ownerOf(hotkey: string): string {
  return namedAccount(`owner of ${hotkey}`)
}

function withoutMine(stake: string, mine: readonly StakeGenesis[], hotkey: string, netuid: number): string {
  const found = mine.find((position) => position.hotkey === hotkey && position.netuid === netuid)
  return Balance.parse(stake)
    .subtract(Balance.parse(found?.alpha ?? '0'))
    .toString()
}
