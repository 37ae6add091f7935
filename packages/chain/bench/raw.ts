// Bare @polkadot/api does the same; the address of the node is its argument.
import './counted-socket.ts'
import { coldkeys } from './genesis.ts'
import { measure } from './measured.ts'
import { BALANCES, CONNECT, SUBMISSIONS, SUBMIT, SUBNETS_AND_PORTFOLIO } from './tasks.ts'

/** What polkadot-js knows of this chain only when it runs. */
interface Multi {
  multi(keys: readonly unknown[]): Promise<unknown[]>
}
type Queries = Record<string, Record<string, Multi>>
type Calls = Record<string, Record<string, (...args: unknown[]) => Promise<{ toJSON(): unknown }>>>

const [url = ''] = process.argv.slice(2)

const { api, alice } = await measure(CONNECT, async () => {
  const [{ ApiPromise, WsProvider }, { Keyring }] = await Promise.all([
    import('@polkadot/api'),
    import('@polkadot/keyring'),
  ])
  const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true })
  return { api, alice: new Keyring({ type: 'sr25519' }).addFromUri('//Alice') }
})
const stakes = await measure(SUBNETS_AND_PORTFOLIO, async () => {
  const at = await api.at(await api.rpc.chain.getBlockHash())
  const call = at.call as unknown as Calls
  const query = at.query as unknown as Queries
  const [subnets, positions, availability] = await Promise.all([
    call.subnetInfoRuntimeApi?.getAllDynamicInfo?.(),
    call.stakeInfoRuntimeApi?.getStakeInfoForColdkeys?.([alice.address]),
    call.stakeInfoRuntimeApi?.getStakeAvailabilityForColdkeys?.([alice.address], null),
    query.system?.account?.multi([alice.address]),
  ])
  const known = (subnets?.toJSON() ?? []) as ({ netuid: number } | null)[]
  const netuids = known.flatMap((subnet) => subnet?.netuid ?? [])
  await Promise.all(
    [
      query.subtensorModule?.subnetTAO,
      query.subtensorModule?.subnetAlphaIn,
      query.subtensorModule?.subnetMechanism,
      query.subtensorModule?.subtokenEnabled,
      query.swap?.feeRate,
      query.swap?.swapBalancer,
    ].map((item) => item?.multi(netuids)),
  )
  availability?.toJSON()
  return positions?.toJSON() as [string, { hotkey: string; netuid: number }[]][]
})
await measure(
  BALANCES,
  () => (api.query as unknown as Queries).system?.account?.multi(coldkeys) ?? Promise.resolve([]),
)

const [position] = stakes[0]?.[1] ?? []
await measure(SUBMIT, async () => {
  let nonce = (await api.rpc.system.accountNextIndex(alice.address)).toNumber()
  const ends: Promise<void>[] = []
  for (let count = 0; count < SUBMISSIONS; count++) {
    const stake = api.tx.subtensorModule?.addStakeLimit?.(
      position?.hotkey,
      position?.netuid,
      1_000_000_000n,
      10n ** 15n,
      false,
    )
    const number = nonce++
    ends.push(
      new Promise((resolve, reject) => {
        stake
          ?.signAndSend(alice, { nonce: number }, ({ isFinalized, isError }) => {
            if (isFinalized) resolve()
            if (isError) reject(new Error('Not all were included.'))
          })
          .catch(reject)
      }),
    )
  }
  await Promise.all(ends)
})
await api.disconnect()
