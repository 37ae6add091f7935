import type { Chain, ChainAt, Signer, Subnet } from '@stake/chain'
import type { Devnet } from '@stake/devnet'
import type { Balance } from '@stake/math'
import type { Journal } from '@stake/ops'
import { shownText } from './shown-text.ts'

/** What an example plays on: a chain, an account, and a count of what was checked. */
export interface Stage {
  readonly chain: Chain
  /** The chain in this process; undefined on another network. */
  readonly devnet: Devnet | undefined
  /** `devnet`, the name of a known network, or the node by scheme and host. */
  readonly network: string
  readonly coldkey: string
  /** @throws Stop where no key is known */
  signer(): Signer
  readonly journal: Journal
  /** Whether `--yes` stands in for every question. */
  readonly yes: boolean
  print(...lines: readonly string[]): void
  /** Notes that something is as it must be, everywhere; shown where it is not. */
  expect(what: string, actual: unknown, wanted: unknown): void
  /** The same for numbers that only hold on the devnet that an example starts, without flags or variables. */
  golden(what: string, actual: unknown, wanted: unknown): void
}

/** The newest block. */
export function newest({ chain }: Stage): Promise<ChainAt> {
  return chain.at('best')
}

/** An amount with the sign of its own token: TAO is never shown as alpha, nor alpha as TAO. */
export function shown(amount: Balance, subnet: Pick<Subnet, 'symbol'> | undefined): string {
  return amount.netuid === 0 ? amount.format() : amount.format({ symbol: symbolOf(subnet) })
}

/** The sign of a subnet's alpha. It comes from the chain, so it is made safe to show. */
export function symbolOf(subnet: Pick<Subnet, 'symbol'> | undefined): string {
  return shownText(subnet?.symbol ?? '', 4) || 'α'
}
