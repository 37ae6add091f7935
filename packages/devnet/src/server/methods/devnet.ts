import { StakeError } from '@stake/math'
import type { Hex } from '@stake/schema'
import type { Block } from '../../chain/block.ts'
import type { Chain } from '../../chain/chain.ts'
import { PoolError } from '../../chain/pool-error.ts'
import type { Snapshots } from '../../chain/snapshots.ts'
import type { Faults, ReorgFault, UpgradeFault } from '../../faults/faults.ts'
import {
  InvalidFault,
  isBytes,
  isList,
  isRecord,
  isWhole,
  readConditions,
} from '../../faults/read-conditions.ts'
import { CONSENSUS } from '../../pallets/subtensor/emission/epoch.ts'
import { INVALID_PARAMS, RpcError } from '../json-rpc.ts'
import type { Method, Methods } from '../methods.ts'

const U32 = 0xffff_ffff
/** What one request may ask for: with an epoch in each this takes a minute. */
const MOST_BLOCKS = 10_000

/** `devnet_*`: making blocks, and things go wrong, from outside this process. No real node has these. */
export function devnetMethods(chain: Chain, faults: Faults, snapshots: Snapshots): Methods {
  const calls: Readonly<Record<string, Method>> = {
    devnet_info: () => ({ consensus: CONSENSUS, emission: chain.emission, genesisHash: chain.genesisHash }),
    devnet_sealBlock: () => refOf(chain.seal()),
    devnet_advance(params) {
      const blocks = params.u32(0, 'blocks')
      if (blocks < 1 || blocks > MOST_BLOCKS) throw new InvalidFault('blocks', `from 1 to ${MOST_BLOCKS}`)
      for (let sealed = 1; sealed < blocks; sealed++) chain.seal()
      return refOf(chain.seal())
    },
    devnet_setStorage: (params) => refOf(chain.write(valuesOf(params.any(0)))),
    devnet_snapshot: () => snapshots.take(),
    devnet_revert: (params) => snapshots.revert(params.string(0, 'snapshot')),
    devnet_setFaults: (params) => faults.set(readConditions(params.any(0))),
    devnet_clearFaults: () => faults.clear(),
    devnet_dropConnections: () => faults.dropConnections(),
    devnet_halfOpenConnections: () => faults.halfOpenConnections(),
    devnet_dropNextSubmission: (params) => faults.dropNextSubmission(dropOf(params.any(0))),
    devnet_pruneStates: (params) =>
      faults.pruneStates(params.any(0) === undefined ? undefined : params.u32(0, 'below')),
    devnet_reorg: (params) => faults.reorg(reorgOf(params.any(0))),
    devnet_upgradeRuntime: (params) => faults.upgradeRuntime(upgradeOf(params.any(0) ?? {})),
  }
  return { calls: Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, checked(call)])) }
}

/** What the caller got wrong is said as such. */
function checked(call: Method): Method {
  return (params, client) => {
    try {
      return call(params, client)
    } catch (error) {
      if (error instanceof StakeError || error instanceof PoolError)
        throw new RpcError(INVALID_PARAMS, 'Invalid params', error.message)
      throw error
    }
  }
}

function refOf({ hash, header }: Block) {
  return { number: header.number, hash }
}

/** Values by key, or in pairs of both. */
function valuesOf(given: unknown): Readonly<Record<Hex, Hex | null>> {
  const pairs = isList(given, (each): each is [string, unknown] => Array.isArray(each) && each.length === 2)
  const { falseStorage } = readConditions({ falseStorage: pairs ? Object.fromEntries(given) : given })
  return falseStorage as Readonly<Record<Hex, Hex | null>>
}

function dropOf(value: unknown) {
  if (value === undefined || value === 'afterTaking' || value === 'beforeTaking') return value
  throw new InvalidFault('drop', "'beforeTaking' or 'afterTaking'")
}

function reorgOf(value: unknown): ReorgFault {
  const { depth, transactions, include } = isRecord(value) ? value : {}
  if (!isWhole(depth, U32)) throw new InvalidFault('depth', 'a number of blocks')
  if (
    transactions !== undefined &&
    transactions !== 'later' &&
    transactions !== 'pool' &&
    transactions !== 'lost'
  )
    throw new InvalidFault('transactions', "'later', 'pool' or 'lost'")
  if (include !== undefined && !isList(include, isBytes))
    throw new InvalidFault('include', 'a list of extrinsics')
  return { depth, ...(transactions && { transactions }), ...(include && { include }) }
}

function upgradeOf(value: unknown): UpgradeFault {
  const { specVersion, transactionVersion, storage } = isRecord(value) ? value : {}
  for (const [name, version] of Object.entries({ specVersion, transactionVersion }))
    if (version !== undefined && !isWhole(version, U32)) throw new InvalidFault(name, 'a version number')
  const { falseStorage } = readConditions(storage === undefined ? {} : { falseStorage: storage })
  return {
    ...(specVersion !== undefined && { specVersion: specVersion as number }),
    ...(transactionVersion !== undefined && { transactionVersion: transactionVersion as number }),
    ...(falseStorage && { storage: falseStorage as Readonly<Record<Hex, Hex | null>> }),
  }
}
