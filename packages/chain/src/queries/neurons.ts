import { Balance } from '@stake/math'
import type { NeuronInfoLite } from '@stake/schema'
import type { ChainAt } from '../at.ts'
import { checkInteger, checkNetuid } from '../calls/arguments.ts'
import { callRuntime } from '../runtime/runtime-api.ts'
import { type Axon, axonOf } from './axon.ts'

/** A hotkey registered on a subnet, and how it does. Scores are parts of 65535. */
export interface Neuron {
  readonly uid: number
  readonly netuid: number
  readonly hotkey: string
  readonly coldkey: string
  readonly active: boolean
  /** Whether it may validate. */
  readonly permit: boolean
  /** Alpha behind the hotkey on this subnet. */
  readonly stake: Balance
  /** What it was given in the last epoch. */
  readonly emission: Balance
  readonly incentive: number
  readonly dividends: number
  readonly consensus: number
  readonly validatorTrust: number
  /** The block of its last weights. */
  readonly lastUpdate: number
  readonly axon: Axon
}

const API = 'NeuronInfoRuntimeApi'

/**
 * The neurons of a subnet in the order of their uids, without weights and bonds (`get_neurons_lite`); empty where there
 * is no such subnet. One request. For some fields of all of them `readMetagraph` is lighter.
 *
 * @throws InvalidNetuid, MissingInRuntime
 *
 * @example
 * ```ts
 * import { connect, readNeurons } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const neurons = await readNeurons(await chain.at('best'), 8)
 * neurons.map(({ uid, permit }) => `${uid} ${permit}`).join() // => 0 true,1 true,2 true,3 true
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readNeurons(at: ChainAt, netuid: number): Promise<Neuron[]> {
  const neurons = await callRuntime<NeuronInfoLite[]>(at, `${API}.get_neurons_lite`, [checkNetuid(netuid)])
  return neurons.map(neuronOf)
}

/**
 * One neuron; undefined where there is none of that uid. One request.
 *
 * @throws InvalidNetuid, InvalidArgument, MissingInRuntime
 *
 * @example
 * ```ts
 * import { connect, readNeuron } from '@stake/chain'
 * import { startDevnet } from '@stake/devnet'
 *
 * const devnet = await startDevnet()
 * const chain = await connect({ endpoints: devnet.url })
 * const at = await chain.at('best')
 * const neuron = await readNeuron(at, 8, 3)
 * neuron?.uid // => 3
 * await readNeuron(at, 8, 4) // => undefined
 * await chain.close()
 * await devnet.close()
 * ```
 */
export async function readNeuron(at: ChainAt, netuid: number, uid: number): Promise<Neuron | undefined> {
  const neuron = await callRuntime<NeuronInfoLite | undefined>(at, `${API}.get_neuron_lite`, [
    checkNetuid(netuid),
    checkInteger('uid', uid, 0xffff),
  ])
  return neuron && neuronOf(neuron)
}

function neuronOf(neuron: NeuronInfoLite): Neuron {
  const { uid, netuid, hotkey, coldkey, active, incentive, dividends, consensus } = neuron
  return {
    uid,
    netuid,
    hotkey,
    coldkey,
    active,
    permit: neuron.validator_permit,
    stake: Balance.fromRao(
      neuron.stake.reduce((sum, [, rao]) => sum + rao, 0n),
      netuid,
    ),
    emission: Balance.fromRao(neuron.emission, netuid),
    incentive,
    dividends,
    consensus,
    validatorTrust: neuron.validator_trust,
    lastUpdate: Number(neuron.last_update),
    axon: axonOf(neuron.axon_info),
  }
}
