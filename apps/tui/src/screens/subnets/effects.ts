import { readValidators, type Validator } from '@stake/chain'
import { failureOf } from '../../failure.ts'
import type { Effect } from '../shell/effects.ts'
import { newsFor } from '../shell/room.ts'

/** The validators that were read last: nothing about them changes within a block. */
let known:
  | { readonly block: string; readonly netuid: number; readonly validators: readonly Validator[] }
  | undefined

/** Reads the validators of a subnet at the block that is shown, once a block. */
export const subnetsEffect: Effect<'subnets'> = async ({ netuid }, { session, send, getState }) => {
  const block = getState().live?.snapshot?.block
  if (!block) return
  try {
    const before = known?.block === block.hash && known.netuid === netuid ? known.validators : undefined
    const validators = before ?? (await readValidators(await session.chain.at(block), netuid))
    known = { block: block.hash, netuid, validators }
    send(newsFor('subnets', { kind: 'validators', netuid, validators }))
  } catch (error) {
    send(newsFor('subnets', { kind: 'unread', netuid, failure: failureOf(error) }))
  }
}
