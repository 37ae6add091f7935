import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import type { KeyringPair } from '@polkadot/keyring/types'
import { rootClaim } from '@stake/math'
import type { AccountId32, Hex, RuntimeCall } from '@stake/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hashOf } from '../src/chain/block.ts'
import type { Chain } from '../src/chain/chain.ts'
import { encodeSigned } from '../src/chain/extrinsic.ts'
import { PoolError } from '../src/chain/pool-error.ts'
import { readChain, writeChain } from '../src/chain/saved-chain.ts'
import { type Genesis, namedAccount } from '../src/index.ts'
import { EXISTENTIAL_DEPOSIT } from '../src/pallets/balances.ts'
import { keyHash } from '../src/pallets/mev-shield/envelope.ts'
import { stakeOf } from '../src/pallets/subtensor/share-pool.ts'
import { netuidsOf, ROOT, subnetAccount } from '../src/pallets/subtensor/subnets.ts'
import { accountOf } from '../src/pallets/system.ts'
import type { Storage } from '../src/runtime/storage.ts'
import { fromHex, toHex } from '../src/scale/hex.ts'
import { arbitraryCall } from './arbitrary-call.ts'
import { pair } from './client.ts'
import { HOTKEY, movingGenesis, SECOND_HOTKEY } from './genesis.ts'
import { newChain, resumedChain } from './new-chain.ts'
import { propertyRuns } from './property-runs.ts'
import { stored } from './stored.ts'

const RUNS = { ...propertyRuns, numRuns: Math.ceil(propertyRuns.numRuns / 6) }
const EMITTING = [1, 10, 20, 30]
const EMISSION = { alphaOut: '1', alphaIn: '0.5', taoIn: '0.25' }
/** A claim sells what two validators owe of four subnets, and stakes it on root each time. */
const CHANGES_OF_A_CLAIM = 8n
const COST_OF_A_SWAP = 100_000_000n
const signers = [pair('//Alice'), pair('//Alice'), pair('//Bob'), pair('//Charlie')]
const OWNERS = new Map([
  [HOTKEY, pair('//Charlie').address],
  [SECOND_HOTKEY, pair('//Alice').address],
])
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stake-devnet-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What a block is asked to hold: who signs what, and whether it travels encrypted. */
type Plan = readonly (readonly [signer: number, call: RuntimeCall, encrypted: boolean])[]

const plans = fc.array(
  fc.array(
    fc.tuple(
      fc.nat({ max: signers.length - 1 }),
      arbitraryCall,
      fc.constantFrom(false, false, false, false, true),
    ),
    { maxLength: 3 },
  ),
  { minLength: 2, maxLength: 10 },
)

/** The moving genesis with emission and an epoch every third block, where two validators have stake. */
function emittingGenesis(): Genesis {
  const { subnets, stakes, hotkeys, ...genesis } = movingGenesis()
  const owner = namedAccount('owner of subnets')
  return {
    ...genesis,
    sudo: pair('//Alice').address,
    // Who can sign for their hotkeys.
    hotkeys: hotkeys.map((each) => ({ ...each, owner: OWNERS.get(each.hotkey) ?? each.owner })),
    storage: {
      ...genesis.storage,
      ...Object.fromEntries([
        stored('LimitOrders', 'LimitOrdersEnabled', [], true),
        // Half of one validator's stake works for the other, which takes its part of that, and asks no time for more.
        stored('SubtensorModule', 'ChildKeys', [SECOND_HOTKEY, 1], [[2n ** 63n, HOTKEY]]),
        stored('SubtensorModule', 'ParentKeys', [HOTKEY, 1], [[2n ** 63n, SECOND_HOTKEY]]),
        stored('SubtensorModule', 'ChildkeyTake', [HOTKEY, 1], 6553),
        stored('SubtensorModule', 'PendingChildKeyCooldown', [], 0n),
        stored('SubtensorModule', 'ColdkeySwapAnnouncementDelay', [], 1),
      ]),
    },
    stakes: [
      ...stakes,
      ...EMITTING.map((netuid) => ({ hotkey: SECOND_HOTKEY, coldkey: owner, netuid, alpha: '7.5' })),
    ],
    subnets: subnets.map((subnet) =>
      EMITTING.includes(subnet.netuid)
        ? {
            ...subnet,
            owner,
            ownerHotkey: SECOND_HOTKEY,
            tempo: 3,
            emission: EMISSION,
            validators: [{ hotkey: HOTKEY }, { hotkey: SECOND_HOTKEY }],
          }
        : subnet,
    ),
  }
}

test.each([true, false])('no TAO and no alpha comes from or goes to nowhere (emission: %s)', (emission) => {
  fc.assert(
    fc.property(plans, (blocks) => {
      const chain = newChain(emittingGenesis(), emission)
      let books = bookOf(chain.storageAt(chain.best))
      for (const plan of blocks) {
        submit(chain, plan)
        chain.seal()
        books = audit(chain.storageAt(chain.best), books, emission)
      }
    }),
    RUNS,
  )
})

test('the same extrinsics make the same chain, to the last hash, also across a restart', async () => {
  let files = 0
  await fc.assert(
    fc.asyncProperty(plans, fc.nat(), async (blocks, stop) => {
      const chain = newChain(emittingGenesis())
      const submitted = blocks.map((plan) => {
        const taken = submit(chain, plan)
        chain.seal()
        return taken
      })
      let twin = newChain(emittingGenesis())
      // What waits for a block is not saved: whoever sent it sends it again.
      const waiting = new Map<Hex, Uint8Array>()
      const send = (bytes: Uint8Array) =>
        void twin.pool.submitAndWatch(bytes, (status) => {
          waiting.delete(hashOf(bytes))
          const waits = status === 'future' || status === 'ready' || 'broadcast' in Object(status)
          if (waits) waiting.set(hashOf(bytes), bytes)
        })
      for (const [at, extrinsics] of submitted.entries()) {
        if (at === stop % blocks.length) {
          files += 1
          const file = join(folder, `${files}.json`)
          await writeChain(file, twin.save())
          const saved = await readChain(file)
          if (saved === undefined) throw new Error('nothing was saved')
          twin = resumedChain(saved)
          for (const bytes of [...waiting.values()]) send(bytes)
        }
        for (const bytes of extrinsics) send(bytes)
        twin.seal()
      }
      expect(twin.best.header).toEqual(chain.best.header)
    }),
    RUNS,
  )
})

/** Signs and submits; what the pool does not take is left out. Returns what it took. */
function submit(chain: Chain, plan: Plan): Uint8Array[] {
  const nonces = new Map<string, number>()
  const storage = chain.storageAt(chain.best)
  // What is encrypted for this key is opened in the next block.
  const shieldKey = storage.get('MevShield', 'PendingKey')
  return plan.flatMap(([at, call, encrypted]) => {
    const signer = signers[at] ?? pair('//Alice')
    const nonce = nonces.get(signer.address) ?? accountOf(storage, signer.address).nonce
    const key = encrypted ? shieldKey : undefined
    const bytes = key === undefined ? sign(chain, signer, nonce, call) : wrap(chain, signer, nonce, call, key)
    try {
      chain.pool.submit(bytes)
    } catch (error) {
      if (error instanceof PoolError) return []
      throw error
    }
    nonces.set(signer.address, nonce + (key === undefined ? 1 : 2))
    return [bytes]
  })
}

function sign(chain: Chain, signer: KeyringPair, nonce: number, call: RuntimeCall): Uint8Array {
  const context = { ...chain.identity, birthHash: chain.genesisHash }
  return encodeSigned({ signer: signer.address, nonce, call }, context, (message) => signer.sign(message))
}

/** The call with the next nonce, in an envelope for the author, signed for a few blocks. */
function wrap(chain: Chain, signer: KeyringPair, nonce: number, call: RuntimeCall, key: Hex): Uint8Array {
  const { cipherText, sharedSecret } = ml_kem768.encapsulate(fromHex(key))
  const salt = new Uint8Array(24)
  const envelope = Buffer.concat([
    fromHex(keyHash(key)),
    Uint8Array.of(cipherText.length % 256, Math.floor(cipherText.length / 256)),
    cipherText,
    salt,
    xchacha20poly1305(sharedSecret, salt).encrypt(sign(chain, signer, nonce + 1, call)),
  ])
  const { number } = chain.best.header
  return encodeSigned(
    {
      signer: signer.address,
      nonce,
      call: {
        type: 'MevShield',
        value: { type: 'submit_encrypted', value: { ciphertext: toHex(envelope) } },
      },
      era: { type: 'Mortal', value: { period: 8, phase: number % 8 } },
    },
    { ...chain.identity, birthHash: chain.best.hash },
    (message) => signer.sign(message),
  )
}

interface Book {
  readonly issuance: bigint
  /** In pools and outside them, by netuid. */
  readonly alpha: ReadonlyMap<number, bigint>
  /** Outside pools but for nobody: burned, or lost in rounding; by netuid. */
  readonly nobodys: ReadonlyMap<number, bigint>
  /** What waits for the next epoch, root's part and all of it; by netuid. */
  readonly waiting: ReadonlyMap<number, readonly [root: bigint, all: bigint]>
  /** What stakers on root are owed, by netuid and position. */
  readonly owed: ReadonlyMap<number, ReadonlyMap<string, bigint>>
  /** What validators have staked on root. */
  readonly rootStakes: ReadonlyMap<AccountId32, bigint>
}

/** Adds up all there is, and checks that accounts hold all TAO. */
function bookOf(storage: Storage): Book {
  let issuance = 0n
  for (const [, { data }] of storage.entries('System', 'Account')) issuance += data.free + data.reserved
  expect(storage.get('Balances', 'TotalIssuance')).toBe(issuance)
  const held = new Map<number, bigint>()
  const rootStakes = new Map<AccountId32, bigint>()
  for (const [[hotkey, netuid], alpha] of storage.entries('SubtensorModule', 'TotalHotkeyAlpha')) {
    held.set(netuid, (held.get(netuid) ?? 0n) + alpha)
    if (netuid === ROOT) rootStakes.set(hotkey, alpha)
  }
  const netuids = netuidsOf(storage).filter((netuid) => netuid !== ROOT)
  const owed = owedOf(storage)
  const outside = (netuid: number) => storage.get('SubtensorModule', 'SubnetAlphaOut', netuid)
  const root = (netuid: number) => storage.get('SubtensorModule', 'PendingRootAlphaDivs', netuid)
  const pending = (netuid: number) =>
    storage.get('SubtensorModule', 'PendingOwnerCut', netuid) +
    storage.get('SubtensorModule', 'PendingServerEmission', netuid) +
    storage.get('SubtensorModule', 'PendingValidatorEmission', netuid) +
    root(netuid)
  return {
    issuance,
    alpha: new Map(
      netuids.map((netuid) => [
        netuid,
        storage.get('SubtensorModule', 'SubnetAlphaIn', netuid) + outside(netuid),
      ]),
    ),
    nobodys: new Map(
      netuids.map((netuid) => {
        let claimable = 0n
        for (const alpha of owed.get(netuid)?.values() ?? []) claimable += alpha
        return [netuid, outside(netuid) - (held.get(netuid) ?? 0n) - pending(netuid) - claimable]
      }),
    ),
    waiting: new Map(netuids.map((netuid) => [netuid, [root(netuid), pending(netuid)] as const])),
    owed,
    rootStakes,
  }
}

/** What each staker on root could claim of each subnet, were there no threshold. */
function owedOf(storage: Storage): Map<number, Map<string, bigint>> {
  const owed = new Map<number, Map<string, bigint>>()
  for (const [[hotkey], rates] of storage.entries('SubtensorModule', 'RootClaimable'))
    for (const [[coldkey]] of storage.entries('SubtensorModule', 'StakingHotkeys')) {
      const rootStake = stakeOf(storage, hotkey, coldkey, ROOT)
      for (const [netuid, { bits: rate }] of rates) {
        const claimed = storage.get('SubtensorModule', 'RootClaimed', netuid, hotkey, coldkey)
        const { owed: alpha } = rootClaim({ rate, rootStake, claimed, threshold: 0n })
        const positions = owed.get(netuid) ?? new Map<string, bigint>()
        owed.set(netuid, positions.set(`${hotkey} ${coldkey}`, alpha))
      }
    }
  return owed
}

/** Checks a block against the books before it: everything that came or went is named by emission or by an event. */
function audit(storage: Storage, before: Book, emission: boolean): Book {
  const after = bookOf(storage)
  const { dust, paidForSwaps, recycled, burned, changes, leavers, added, registered } = losses(storage)
  const minted = emission ? BigInt(EMITTING.length) * 250_000_000n : 0n
  expect(after.issuance - before.issuance).toBe(minted - dust - paidForSwaps)
  for (const netuid of after.alpha.keys()) {
    const emitted = emission && EMITTING.includes(netuid) ? 1_500_000_000n : 0n
    const alpha = before.alpha.get(netuid)
    // The pool of a new subnet is made with its alpha.
    if (alpha === undefined) expect(added).toContain(netuid)
    const grown = alpha === undefined ? 0n : (after.alpha.get(netuid) ?? 0n) - alpha
    const expected = emitted - (recycled.get(netuid) ?? 0n)
    // What a registration pays buys alpha that is gone, and no event says how much.
    if (registered.has(netuid)) expect(grown < expected).toBe(true)
    else expect([netuid, grown]).toEqual([netuid, expected])

    const lost =
      (after.nobodys.get(netuid) ?? 0n) - (before.nobodys.get(netuid) ?? 0n) - (burned.get(netuid) ?? 0n)
    // A few rao a block; an epoch's shares are cut to 2^-32 of its three blocks of alpha, for two hotkeys.
    let bound = emitted === 0n ? 0n : 40n
    const epoch = bound === 0n ? undefined : dividendsOf(storage, netuid)
    // Rates of root are cut to 2^-32 for each rao staked there.
    if (epoch !== undefined) for (const stake of before.rootStakes.values()) bound += 1n + (stake >> 32n)
    // Where nobody has stake to be paid for, what has gathered, with this block's, is nobody's.
    const [root, all] = before.waiting.get(netuid) ?? [0n, 0n]
    if (epoch?.alpha === 0n) bound += all + 1_000_000_000n
    else if (epoch?.root === 0n) bound += root + 500_000_000n
    // Each time stake on root changes, what is owed for it changes by the fraction of a rao that is cut; and who took
    // stake from root before he claimed may have lost what he was owed.
    const positions = before.owed.get(netuid)
    const cut = after.owed.has(netuid) ? changes : 0n
    bound += cut
    if (leavers.size > 0) bound += epoch?.root ?? 0n
    for (const position of leavers) bound += positions?.get(position) ?? 0n
    expect(lost >= -cut && lost <= bound ? 'rounding' : { netuid, lost, bound, cut }).toBe('rounding')

    const tao = storage.get('SubtensorModule', 'SubnetTAO', netuid)
    const { free } = accountOf(storage, subnetAccount(netuid)).data
    expect(free >= tao || (free === 0n && tao < EXISTENTIAL_DEPOSIT)).toBe(true)
  }
  return after
}

/** What this block's epoch paid, if there was one: root's is not held by anybody until it is claimed. */
function dividendsOf(storage: Storage, netuid: number) {
  const now = BigInt(storage.get('System', 'Number'))
  if (storage.get('SubtensorModule', 'LastMechansimStepBlock', netuid) !== now) return undefined
  const sum = (item: 'AlphaDividendsPerSubnet' | 'RootAlphaDividendsPerSubnet') =>
    [...storage.entries('SubtensorModule', item, netuid)].reduce((total, [, paid]) => total + paid, 0n)
  return { root: sum('RootAlphaDividendsPerSubnet'), alpha: sum('AlphaDividendsPerSubnet') }
}

function losses(storage: Storage) {
  const [recycled, burned] = [new Map<number, bigint>(), new Map<number, bigint>()]
  const leavers = new Set<string>()
  const added: number[] = []
  const registered = new Set<number>()
  let [dust, changes, paidForSwaps] = [0n, 0n, 0n]
  for (const { event } of storage.get('System', 'Events')) {
    if (event.type === 'Balances' && event.value.type === 'DustLost') dust += event.value.value.amount
    if (event.type !== 'SubtensorModule') continue
    changes += event.value.type === 'RootClaimed' ? CHANGES_OF_A_CLAIM : 1n
    if (event.value.type === 'NetworkAdded') added.push(event.value.value[0])
    if (event.value.type === 'NeuronRegistered') registered.add(event.value.value[0])
    if (event.value.type === 'ColdkeySwapAnnounced') paidForSwaps += COST_OF_A_SWAP
    if (event.value.type === 'StakeRemoved' && event.value.value[4] === ROOT)
      leavers.add(`${event.value.value[1]} ${event.value.value[0]}`)
    if (event.value.type !== 'AlphaRecycled' && event.value.type !== 'AlphaBurned') continue
    const [, , alpha, netuid] = event.value.value
    const sum = event.value.type === 'AlphaBurned' ? burned : recycled
    sum.set(netuid, (sum.get(netuid) ?? 0n) + alpha)
  }
  return { dust, paidForSwaps, recycled, burned, changes, leavers, added, registered }
}
