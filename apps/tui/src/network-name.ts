import { type Chain, networks } from '@stake/chain'
import { safeText } from './safe-text.ts'

/**
 * The name of a chain, safe to show. A chain is known by its first block; whatever else a node calls its chain
 * must not pass for a known network.
 */
export function networkName({ network, name }: Pick<Chain, 'network' | 'name'>): string {
  if (network) return network.name
  const shown = safeText(name, 24)
  const reserved = ['devnet', ...networks.map((known) => known.name)]
  return shown === '' || reserved.includes(shown.toLowerCase()) ? `unknown (${shown})` : shown
}
