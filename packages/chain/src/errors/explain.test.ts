import { pallets, types } from '@stake/schema'
import { describe, expect, test } from 'vitest'
import { RpcError } from './errors.ts'
import { explain } from './explain.ts'
import { explanations } from './explanations.ts'
import { poolRefusal } from './failures.ts'

/** What subnet owners, miners and validators meet, but nobody who stakes or sends. */
const NOT_FOR_STAKERS =
  /Weight|Uid|UID|Commit|Reveal|Lease|Beneficiary|Alpha(High|Low)|LiquidAlpha|Epoch|Tempo|ActivityCutoff|Symbol|VotingPower|Ip|Port|Serving|Faucet|Difficulty|Seal|WorkBlock|Evm|RecoveredPublicKey|RecoverPublicKey|AdminAction|NeuronNoValidatorPermit|Transactor|NewHotKeyNotClean|AllNetworksInImmunity|MaxWeight|TrimmingWould|InputLengths/

describe('every error has a meaning and a remedy', () => {
  test('those of SubtensorModule that stakers meet', () => {
    const silent = Object.keys(pallets.SubtensorModule.errors).filter(
      (name) => !NOT_FOR_STAKERS.test(name) && !explain(`SubtensorModule.${name}`),
    )
    expect(silent).toEqual([])
  })

  test.each([
    'Swap',
    'Balances',
    'Proxy',
    'Utility',
    'System',
    'Multisig',
    'LimitOrders',
    'MevShield',
    'Sudo',
  ] as const)('all of %s', (pallet) => {
    const silent = Object.keys(pallets[pallet].errors).filter((name) => !explain(`${pallet}.${name}`))
    expect(silent).toEqual([])
  })

  test('all dispatch errors of every kind', () => {
    const namesOf = (type: string) => {
      const schema = types[type]
      return schema && 'variants' in schema ? schema.variants : {}
    }
    const kinds = Object.entries(namesOf('DispatchError')).filter(([kind]) => kind !== 'Module')
    expect(kinds).toHaveLength(14)
    for (const [kind, { fields }] of kinds) {
      const names = fields.length === 0 ? [kind] : Object.keys(namesOf(`${kind}Error`))
      expect(names.length).toBeGreaterThan(0)
      for (const name of names) expect(explain(`${kind}.${name}`), `${kind}.${name}`).toBeDefined()
    }
  })

  test('no explanation is of an error that no runtime has, or had', () => {
    const strange = Object.entries(explanations).flatMap(([section, table]) => {
      const known: object | undefined = pallets[section as 'Swap']?.errors
      return known
        ? Object.keys(table)
            .filter((name) => !(name in known))
            .map((name) => `${section}.${name}`)
        : []
    })
    // chain-rules 3 and 7: runtimes from 285 to 422, and before 283.
    expect(strange).toEqual([
      'SubtensorModule.StakingOperationRateLimitExceeded',
      'SubtensorModule.ZeroMaxStakeAmount',
    ])
  })

  test('each is a sentence without its end, and a remedy that is one', () => {
    for (const table of Object.values(explanations)) {
      for (const [sentence, remedy] of Object.values(table)) {
        expect(sentence).toMatch(/^[A-Z].*[^.]$/)
        expect(remedy).toMatch(/^[A-Z].*\.$|^increase_take .*\.$/)
      }
    }
  })
})

describe('explain', () => {
  test('one name in two pallets is told apart', () => {
    expect(explain('InsufficientLiquidity')?.section).toBe('SubtensorModule')
    expect(explain('Swap.InsufficientLiquidity')?.sentence).not.toBe(
      explain('InsufficientLiquidity')?.sentence,
    )
  })

  test.each(['', '.', 'Swap.', 'toString', 'Swap.toString', 'constructor', 'Nope.SlippageTooHigh'])(
    '"%s" is no error',
    (name) => {
      expect(explain(name)).toBeUndefined()
    },
  )
})

describe('the numbers of pool refusals', () => {
  const refusal = (code: number, specVersion: number) =>
    poolRefusal(
      new RpcError('author_submitExtrinsic', {
        code: 1010,
        message: 'Invalid Transaction',
        data: `Custom error: ${code}`,
      }),
      specVersion,
    )

  // product.md 1h: `common/src/transaction_error.rs`
  test.each([
    [0, 'ColdkeySwapAnnounced'],
    [1, 'StakeAmountTooLow'],
    [2, 'BalanceTooLow'],
    [3, 'SubnetNotExists'],
    [4, 'HotkeyAccountDoesntExist'],
    [5, 'NotEnoughStakeToWithdraw'],
    [6, 'RateLimitExceeded'],
    [7, 'InsufficientLiquidity'],
    [8, 'SlippageTooHigh'],
    [9, 'TransferDisallowed'],
    [10, 'HotKeyNotRegisteredInNetwork'],
    [14, 'ZeroMaxAmount'],
    [21, 'ColdkeySwapDisputed'],
    [25, 'NonAssociatedColdKey'],
    [26, 'DelegateTakeTooLow'],
    [27, 'DelegateTakeTooHigh'],
    [255, 'BadRequest'],
  ])('%i is %s', (code, name) => {
    expect(refusal(code, 424)?.code).toBe(name)
    expect(explain({ poolCode: code, specVersion: 233 })?.name).toBe(name)
  })

  test('every number of the list is known', () => {
    const silent = [...Array(28).keys(), 255].filter((code) => !explain({ poolCode: code, specVersion: 424 }))
    expect(silent).toEqual([])
  })

  test('runtimes before pools meant other things', () => {
    expect([1, 2, 3, 4, 5].map((code) => refusal(code, 232)?.code)).toEqual([
      'NotEnoughStakeToCommitWeights',
      'NotEnoughStakeToRevealWeights',
      'NotEnoughStakeToSetWeights',
      'NotEnoughStakeToSetRootWeights',
      'TooManyRegistrationsThisInterval',
    ])
  })

  test('an unknown number is named as it is', () => {
    expect(refusal(99, 424)).toMatchObject({
      code: 'CustomError99',
      message: 'The node refused the transaction: custom error 99, which spec 424 is not known to use.',
    })
    expect(refusal(8, 200)?.code).toBe('CustomError8')
  })

  test('what is only an opinion of the moment refuses nothing', () => {
    const said = (code: number, data: string) =>
      poolRefusal(new RpcError('m', { code, message: '', data }), 424)
    expect(said(1010, 'Transaction is outdated')).toBeUndefined()
    expect(said(1012, 'Transaction is temporarily banned')).toBeUndefined()
    expect(said(1013, '')).toBeUndefined()
    expect(said(1014, '')?.code).toBe('NonceTaken')
    expect(said(1010, 'Inability to pay some fees')?.code).toBe('CannotPayFees')
    expect(said(1016, 'Immediately Dropped')?.code).toBe('PoolRefusal')
  })
})
