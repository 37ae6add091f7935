import { randomUUID } from 'node:crypto'
import { developmentAccounts, parseAddress, readDelegateTake, type Take } from '@stake/chain'
import { Balance, formatTake } from '@stake/math'
import { done } from '../envelope.ts'
import { UsageError } from '../failure.ts'
import { type Invocation, textFlag } from '../flags.ts'
import { carryOut } from './carry-out.ts'
import { ownHotkey } from './choose-hotkey.ts'
import { headless } from './headless.ts'
import { termsOf } from './terms.ts'
import { typedOperation } from './typed-operation.ts'

/** `stake take`: what a hotkey keeps of its nominators' dividends, and since when; with `--take` another one is set. */
export function take(invocation: Invocation): Promise<number> {
  const { flags } = invocation
  const typed = textFlag(flags, 'hotkey')
  const named = typed === undefined ? undefined : parseAddress(typed)
  const wanted = textFlag(flags, 'take')
  if (wanted === undefined) return shown(invocation, named)
  const id = textFlag(flags, 'id') ?? randomUUID()
  const operationOf = (coldkey: string, hotkey: string) =>
    typedOperation({ id, kind: 'setTake', coldkey, hotkey, take: wanted })
  const anybody = developmentAccounts['//Alice'] ?? ''
  operationOf(anybody, anybody)
  return carryOut(invocation, termsOf(flags), {
    ids: [id],
    together: 'gather',
    async operations({ chain }, coldkey) {
      return [operationOf(coldkey, named ?? (await ownHotkey(chain, coldkey)))]
    },
  })
}

function shown(invocation: Invocation, named: string | undefined): Promise<number> {
  return headless(invocation, async ({ session: { chain, coldkey } }) => {
    if (named === undefined && coldkey === undefined) {
      throw new UsageError('Nobody said whose take.', 'Name the hotkey with --hotkey.')
    }
    const hotkey = named ?? (await ownHotkey(chain, coldkey ?? ''))
    const at = await chain.at('best')
    const read = await readDelegateTake(at, hotkey)
    return done(resultOf(hotkey, read), textOf(hotkey, read, at.block.number))
  })
}

function textOf(hotkey: string, read: Take, block: number): string {
  const { take: now, least, most, lastChange, raisableFrom } = read
  const lines = [
    `Hotkey   ${hotkey}`,
    `Take     ${formatTake(now)} (from ${formatTake(least)} to ${formatTake(most)})`,
    `Changed  ${lastChange === undefined ? 'never' : `in block ${lastChange}`}`,
    `Raise    ${raisableFrom > block ? `from block ${raisableFrom} on` : 'possible now'}; lowering is always possible`,
  ]
  return `${lines.join('\n')}\n`
}

function resultOf(
  hotkey: string,
  { take: now, least, most, rateLimit, lastChange, raisableFrom }: Take,
): unknown {
  return {
    hotkey,
    take: parts(now),
    least: parts(least),
    most: parts(most),
    rateLimit,
    lastChange,
    raisableFrom,
  }
}

function parts(value: number): unknown {
  return { parts: value, decimal: takeDecimal(value) }
}

/** Parts of 65535 as a fraction, rounded down. */
export function takeDecimal(value: number): string {
  return Balance.fromRao((BigInt(value) * 10n ** 9n) / 65_535n).toString()
}
