import { WouldBeRefused } from './errors.ts'
import type { Operation } from './operation.ts'

/**
 * Runtimes before spec 423 take one stake operation a block for each hotkey and subnet of a coldkey. Operations that
 * are sent together may end up in one block.
 *
 * @throws WouldBeRefused
 */
export function checkSameBlock(operations: readonly Operation[]): void {
  const seen = new Map<string, string>()
  for (const operation of operations) {
    for (const place of placesOf(operation)) {
      const other = seen.get(place)
      if (other !== undefined && other !== operation.id) {
        throw new WouldBeRefused(
          'StakingOperationRateLimitExceeded',
          `This runtime takes one stake operation a block for each position, and ${other} and ${operation.id} share one.`,
          'Send them one after the other, as a sequence.',
          { first: other, second: operation.id },
        )
      }
      seen.set(place, operation.id)
    }
  }
}

/** The positions that it adds to or takes from. */
function placesOf(operation: Operation): string[] {
  switch (operation.kind) {
    case 'stake':
    case 'unstake':
    case 'stakeBurn':
    case 'burnAlpha':
    case 'recycleAlpha':
      return [`${operation.hotkey}:${operation.netuid}`]
    case 'move':
      return [`${operation.hotkey}:${operation.netuid}`, `${operation.toHotkey}:${operation.toNetuid}`]
    case 'swap':
    case 'transferStake':
      return [`${operation.hotkey}:${operation.netuid}`, `${operation.hotkey}:${operation.toNetuid}`]
    default:
      return []
  }
}
