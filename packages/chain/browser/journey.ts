import {
  buildCall,
  type ConnectionState,
  connect,
  readSnapshot,
  readValidators,
  sign,
  signerFromUri,
  submit,
} from '../src/index.ts'

/** What a client in a browser does on a devnet, from the first socket to a final transaction. */
export interface Journey {
  readonly specVersion: number
  readonly states: readonly ConnectionState['status'][]
  readonly subnets: number
  /** Rao, as decimal text. */
  readonly freeBefore: string
  readonly freeAfter: string
  readonly outcome: string
  readonly events: readonly string[]
}

/** Connects, reads, signs and stakes. The page that loads this bundle calls it. */
export async function journey(url: string): Promise<Journey> {
  const chain = await connect(url)
  const states: ConnectionState['status'][] = []
  chain.connection.onState(({ status }) => states.push(status))
  try {
    const signer = signerFromUri('//Alice')
    const at = await chain.at('best')
    const before = await readSnapshot(at, { coldkeys: [signer.address] })
    const [validator] = await readValidators(at, 2)
    if (!validator) throw new Error('Subnet 2 has no validator.')
    const call = buildCall(chain, 'SubtensorModule', 'add_stake', {
      hotkey: validator.hotkey,
      netuid: 2,
      amount_staked: 10_000_000_000n,
    })
    const signed = await chain.nonces.allocate(signer.address, (nonce) =>
      sign(chain, call, signer, { nonce }),
    )
    const outcome = await submit(chain, signed).outcome
    const after = await readSnapshot(await chain.at('best'), { coldkeys: [signer.address] })
    return {
      specVersion: chain.specVersion,
      states,
      subnets: before.subnets.size,
      freeBefore: String(before.accounts.get(signer.address)?.free.rao),
      freeAfter: String(after.accounts.get(signer.address)?.free.rao),
      outcome: outcome.kind,
      events:
        outcome.kind === 'included'
          ? outcome.execution.events.map(({ pallet, name }) => `${pallet}.${name}`)
          : [],
    }
  } finally {
    await chain.close()
  }
}
