import type { DispatchError } from '@stake/schema'
import { bytesOf } from '../bytes.ts'
import { apiOf, type Runtime } from '../runtime/runtime.ts'
import { DispatchFailure, PoolRefusal, type RpcError } from './errors.ts'
import { explain } from './explain.ts'

const REFUSED_REMEDY = 'It was not accepted and cost nothing; correct the cause, or try another node.'

const poolTexts: readonly (readonly [text: string, name: string, sentence: string, remedy: string])[] = [
  [
    'Inability to pay some fees',
    'CannotPayFees',
    'the coldkey cannot pay the network fee',
    'Put a little TAO on the coldkey, or lower the amount.',
  ],
  [
    'bad signature',
    'BadSignature',
    'the signature is wrong',
    'The runtime may have just been upgraded; try again.',
  ],
  ['ancient birth block', 'AncientBirthBlock', 'it was signed too long ago', 'Sign it again.'],
  [
    'exhaust the block limits',
    'ExhaustsResources',
    'it is too large for a block',
    'Split it into smaller transactions.',
  ],
]

/** 1014: priorities are constant on this chain, so it is always about the nonce. */
const NONCE_TAKEN = [
  'NonceTaken',
  1014,
  'another transaction of this account with the same number waits already',
  'Wait until that one is settled and try again.',
] as const

/** A dispatch error as the chain sends it, named by the metadata of the runtime that sent it. */
export function dispatchFailure(runtime: Runtime, error: DispatchError): DispatchFailure {
  if (error.type === 'Module') {
    const { index, error: bytes } = error.value
    const found = moduleErrorOf(runtime, index, bytesOf(bytes)[0] ?? 0)
    return failure(found?.pallet ?? 'Module', found?.name ?? `unknown error ${index}.${bytes}`)
  }
  return failure(error.type, error.value?.type ?? error.type)
}

function moduleErrorOf(runtime: Runtime, index: number, error: number) {
  const { registry, runtimeMetadata } = apiOf(runtime)
  const pallet = runtimeMetadata.asLatest.pallets.find((candidate) => candidate.index.eq(index))
  if (!pallet?.errors.isSome) return undefined
  const { variants } = registry.lookup.getSiType(pallet.errors.unwrap().type).def.asVariant
  const variant = variants.find((candidate) => candidate.index.eq(error))
  return variant && { pallet: pallet.name.toString(), name: variant.name.toString() }
}

function failure(section: string, name: string): DispatchFailure {
  const found = explain(`${section}.${name}`)
  return new DispatchFailure(
    section,
    name,
    found?.sentence ?? `The chain refused it: ${name}`,
    found?.remedy ?? 'Nothing was done; only the network fee was paid.',
  )
}

/**
 * Whether an answer to the first and only submission of some bytes proves that no pool has them: 1010 other
 * than outdated, 1014, 1016. Everything else is one node's opinion of the moment.
 *
 * @param specVersion - of the runtime that the node answers with: it gives the numbers their meaning
 * @returns the refusal, or undefined where the submission must stay open
 */
export function poolRefusal(error: RpcError, specVersion: number): PoolRefusal | undefined {
  const { rpcCode, data } = error
  const text = `${error.details.message ?? ''} ${data}`
  if (rpcCode === 1010 && /outdated|stale/i.test(text)) return undefined
  if (rpcCode === 1014) return new PoolRefusal(...NONCE_TAKEN)
  if (rpcCode !== 1010 && rpcCode !== 1016) return undefined
  const custom = /Custom error: (\d+)/.exec(text)?.[1]
  if (custom !== undefined) {
    const found = explain({ poolCode: Number(custom), specVersion })
    const sentence =
      found?.sentence ?? `custom error ${custom}, which spec ${specVersion} is not known to use`
    return new PoolRefusal(
      found?.name ?? `CustomError${custom}`,
      rpcCode,
      sentence.charAt(0).toLowerCase() + sentence.slice(1),
      found?.remedy ?? REFUSED_REMEDY,
    )
  }
  for (const [part, name, sentence, remedy] of poolTexts) {
    if (text.includes(part)) return new PoolRefusal(name, rpcCode, sentence, remedy)
  }
  return new PoolRefusal('PoolRefusal', rpcCode, text.trim(), REFUSED_REMEDY)
}
