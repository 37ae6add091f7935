import { randomUUID } from 'node:crypto'
import { developmentAccounts, parseAddress } from '@stake/chain'
import type { SafetyMode } from '@stake/math'
import type { OperationKind } from '@stake/ops'
import { UsageError } from '../failure.ts'
import { choiceFlag, type Flags, type Invocation, netuidFlag, requiredFlag, textFlag } from '../flags.ts'
import type { Session } from '../session.ts'
import { carryOut } from './carry-out.ts'
import { chooseHotkey, onlyHotkey } from './choose-hotkey.ts'
import { checkTolerances, protectionFields, protectionOf, termsOf } from './terms.ts'
import { typedOperation } from './typed-operation.ts'

/** What is asked for, without what depends on the account. */
interface Request {
  readonly kind: OperationKind
  /** The fields of the Operation that the flags name. */
  readonly fields: Readonly<Record<string, unknown>>
  /** The modes that there are; undefined for what has no price. */
  readonly modes: readonly SafetyMode[]
  /** The hotkey meant where none is named. */
  chooseHotkey(session: Session, coldkey: string): Promise<string>
}

const ALL_MODES: readonly SafetyMode[] = ['strict', 'partial', 'unsafe']
const ALL_OR_UNSAFE: readonly SafetyMode[] = ['strict', 'unsafe']

/** `stake add`: TAO into a subnet. */
export function add(invocation: Invocation): Promise<number> {
  const netuid = netuidFlag(invocation.flags)
  return trade(invocation, {
    kind: 'stake',
    fields: { netuid, amount: amountFlag(invocation.flags, 'TAO') },
    modes: ALL_MODES,
    chooseHotkey: ({ chain }, coldkey) => chooseHotkey(chain, 'in', coldkey, netuid),
  })
}

/** `stake remove`: alpha out of a subnet, or everything that is staked with a hotkey. */
export function remove(invocation: Invocation): Promise<number> {
  const { flags } = invocation
  if (flags.all === true || flags.allAlpha === true) {
    if (flags.all === true && flags.allAlpha === true) {
      throw new UsageError(
        'With --all the TAO becomes free, with --all-alpha it is staked on root.',
        'Say one of them.',
      )
    }
    if (textFlag(flags, 'netuid') !== undefined || textFlag(flags, 'amount') !== undefined) {
      throw new UsageError(
        'With --all everything on all subnets is unstaked.',
        'Leave out --netuid and --amount, or say --amount all for one subnet.',
      )
    }
    return trade(invocation, {
      kind: 'unstakeAll',
      fields: { to: flags.allAlpha === true ? 'root' : 'free' },
      modes: ALL_OR_UNSAFE,
      chooseHotkey: ({ chain }, coldkey) => onlyHotkey(chain, coldkey),
    })
  }
  const netuid = netuidFlag(flags)
  return trade(invocation, {
    kind: 'unstake',
    fields: { netuid, amount: amountFlag(flags, 'alpha') },
    modes: ALL_MODES,
    chooseHotkey: ({ chain }, coldkey) => chooseHotkey(chain, 'out', coldkey, netuid),
  })
}

/** `stake move`: stake to another hotkey, on the same or another subnet. */
export function move(invocation: Invocation): Promise<number> {
  const { flags } = invocation
  const toHotkey = parseAddress(requiredFlag(flags, 'dest-hotkey', 'Name the hotkey that the stake goes to.'))
  return relocate(invocation, 'move', { toHotkey })
}

/** `stake swap`: stake of one subnet for stake of another, with the same hotkey. */
export function swap(invocation: Invocation): Promise<number> {
  requiredFlag(invocation.flags, 'dest-netuid', 'Name the subnet that the stake goes to.')
  return relocate(invocation, 'swap', {})
}

/** `stake transfer`: stake to another coldkey. */
export function transfer(invocation: Invocation): Promise<number> {
  const toColdkey = parseAddress(
    requiredFlag(invocation.flags, 'dest-coldkey', 'Name the coldkey that the stake goes to.'),
  )
  return relocate(invocation, 'transferStake', { toColdkey })
}

function relocate(
  invocation: Invocation,
  kind: OperationKind,
  destination: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { flags } = invocation
  const netuid = netuidFlag(flags)
  const toNetuid = textFlag(flags, 'dest-netuid') === undefined ? netuid : netuidFlag(flags, 'dest-netuid')
  const route = choiceFlag(flags, 'route', ['direct', 'protected'])
  return trade(invocation, {
    kind,
    fields: { netuid, toNetuid, amount: amountFlag(flags, 'alpha'), route, ...destination },
    modes: ALL_MODES,
    chooseHotkey: ({ chain }, coldkey) => chooseHotkey(chain, 'out', coldkey, netuid),
  })
}

/** `stake burn`: buys alpha with TAO and burns it, or burns (or recycles) alpha that is staked. */
export function burn(invocation: Invocation): Promise<number> {
  const { flags } = invocation
  const netuid = netuidFlag(flags)
  const from = choiceFlag(flags, 'from', ['tao', 'stake'])
  if (from === 'tao') {
    if (flags.recycle === true) {
      throw new UsageError(
        'Only alpha that is staked can be recycled.',
        'Add --from stake, or leave out --recycle.',
      )
    }
    return trade(invocation, {
      kind: 'stakeBurn',
      fields: { netuid, amount: amountFlag(flags, 'TAO') },
      modes: ALL_OR_UNSAFE,
      chooseHotkey: ({ chain }, coldkey) => chooseHotkey(chain, 'in', coldkey, netuid),
    })
  }
  return trade(invocation, {
    kind: flags.recycle === true ? 'recycleAlpha' : 'burnAlpha',
    fields: { netuid, amount: amountFlag(flags, 'alpha') },
    modes: [],
    chooseHotkey: ({ chain }, coldkey) => chooseHotkey(chain, 'out', coldkey, netuid),
  })
}

/** One Operation, checked as far as that goes before anything is connected. */
function trade(invocation: Invocation, request: Request): Promise<number> {
  const { flags } = invocation
  const terms = termsOf(flags)
  const { kind, fields, modes } = request
  const protection = protectionOf(flags)
  if (modes.length === 0 && (protection.mode ?? protection.tolerance) !== undefined) {
    throw new UsageError('This has no price to protect.', 'Leave out the mode and the tolerance.')
  }
  const typed = textFlag(flags, 'hotkey')
  const named = typed === undefined ? undefined : parseAddress(typed)
  const id = textFlag(flags, 'id') ?? randomUUID()
  const operationOf = (coldkey: string, hotkey: string, settings: Session['settings']) =>
    typedOperation({
      id,
      kind,
      coldkey,
      hotkey,
      ...fields,
      ...(modes.length > 0 && protectionFields(protection, settings, modes)),
    })
  const anybody = developmentAccounts['//Alice'] ?? ''
  checkTolerances([operationOf(anybody, named ?? anybody, {})], terms)
  return carryOut(invocation, terms, {
    ids: [id],
    together: 'gather',
    async operations(session, coldkey, past) {
      const before = past.get(id)?.operation
      const hotkey =
        named ?? (before && 'hotkey' in before ? before.hotkey : await request.chooseHotkey(session, coldkey))
      return [operationOf(coldkey, hotkey, session.settings)]
    },
  })
}

function amountFlag(flags: Flags, token: 'TAO' | 'alpha'): string {
  return requiredFlag(flags, 'amount', `Say how much ${token}, for example --amount 5, 50% or all.`)
}
