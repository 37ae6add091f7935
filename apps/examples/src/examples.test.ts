import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { namedAccount, startDevnet } from '@stake/devnet'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs an example as a person does, on the devnet that it starts. */
async function run(
  name: string,
  { env = {}, args = [] }: { env?: Record<string, string>; args?: readonly string[] } = {},
): Promise<Ended> {
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url))
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(
      ([variable]) => !/^(WALLET|STAKE_URI|.*_TO_(UN)?STAKE.*)$/.test(variable),
    ),
  )
  try {
    const ended = await promisify(execFile)(process.execPath, [script, ...args], {
      env: { ...clean, ...env },
    })
    return { code: 0, ...ended }
  } catch (error) {
    const { code, stdout, stderr } = error as Ended
    return { code, stdout, stderr }
  }
}

/** Its output where it ended well. */
async function output(...wanted: Parameters<typeof run>): Promise<string> {
  const { code, stdout, stderr } = await run(...wanted)
  expect(stderr).toBe('')
  expect(stdout).toMatch(/\n✔ \d+ checks held\.\n$/)
  expect(code).toBe(0)
  return stdout
}

const WALLET = 'PracticeKey!'

describe.concurrent('examples', { timeout: 120_000 }, () => {
  test('balance', async () => {
    const text = await output('balance')
    expect(text).toContain('Using wallet: PracticeKey! (//Alice of the devnet')
    expect(text).toContain('\nτ1000000.000000000\n')
  })

  test('exchange rates: the six labelled lines', async () => {
    const lines = (await output('exchange-rates')).split('\n').filter((line) => /_to_/.test(line))
    expect(lines).toEqual([
      'alpha_to_tao_with_slippage (τ62.470494322, slippage τ4.196172344)',
      'alpha_to_tao_with_slippage percentage 6.2943%',
      'tao_to_alpha_with_slippage (136.301210234α, slippage 13.698789766α)',
      'tao_to_alpha_with_slippage percentage 9.1325%',
      'tao_to_alpha 150.000000000α',
      'alpha_to_tao τ66.666666666',
    ])
  })

  test('burned register', async () => {
    const text = await output('burned-register')
    expect(text).toContain('Registering on subnet 3 costs τ0.000500000 now')
    expect(text).toMatch(/✅ Registered as uid 4 in block \d+; fee τ0\.00\d{7}\./)
  })

  test('netuids of a hotkey', async () => {
    expect(await output('netuids-for-hotkey')).toContain('\n[0, 1, 2, 3, 5, 51, 277]\n')
  })

  test('stake over top subnets', async () => {
    const text = await output('stake-top-subnets', { env: { WALLET } })
    const stakes = text.split('\n').filter((line) => line.includes('Staking τ'))
    expect(stakes).toHaveLength(9)
    expect(stakes[0]).toContain(
      'Staking τ0.111111112 to 5FCPTnjevGqAuTttetBy4a24Ej3pH9fiQ8fmvP1ZkrVsLUoT on subnet 277...',
    )
    expect(stakes.slice(1).every((line) => line.includes('Staking τ0.111111111 to '))).toBe(true)
    expect(text).toContain('🔍 Subnet 277 had τ0.415595173 emissions!')
    expect(text).toContain(
      '  2. Validator index 5EFtEvPcgZHheW36jGXMPMrDETzbngziR3DPPVVp5L5Gt7Wo - Stake: 123175.8515625',
    )
    expect(text).toMatch(/✅ Retrieved metagraph for subnet 119 in \d\.\d\d seconds\./)
    expect(text.match(/^\[True, True, True\]$/gm)).toHaveLength(3)
    expect(text).toMatch(/^Staking completed in \d+\.\d\ds$/m)
  })

  test('stake over top subnets honours its numbers', async () => {
    const env = {
      WALLET,
      TOTAL_TAO_TO_STAKE: '10',
      NUM_SUBNETS_TO_STAKE_IN: '2',
      NUM_VALIDATORS_PER_SUBNET: '1',
    }
    const text = await output('stake-top-subnets', { env })
    expect(text.match(/Staking τ5\.000000000 to /g)).toHaveLength(2)
  })

  test.each([
    [{}, /^❌ WALLET not specified\. Usage: `WALLET=my-wallet TOTAL_TAO_TO_STAKE=1 /],
    [{ WALLET, NUM_SUBNETS_TO_STAKE_IN: '1.5' }, /^❌ Invalid NUM_SUBNETS_TO_STAKE_IN\.$/m],
  ])('stake over top subnets refuses %o', async (env, text) => {
    const { code, stdout, stderr } = await run('stake-top-subnets', { env })
    expect(stderr).toMatch(text)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  test('unstake lowest emission', async () => {
    const text = await output('unstake-lowest-emission', { env: { WALLET } })
    expect(text).toContain('📊 Preparing to unstake from 10 validators:')
    const blocks = [...text.matchAll(/NetUID: (\d+)\n {2}Stake: (\S+)\n {2}Emission: (\S+)/g)].map(
      ([, ...rest]) => rest,
    )
    expect(blocks).toEqual([
      ['119', '229.212349960Ⲃ', '0.000000000Ⲃ'],
      ['119', '19.766958098Ⲃ', '0.000000000Ⲃ'],
      ['119', '18.475227001Ⲃ', '0.000000000Ⲃ'],
      ['3', '44.463571197γ', '0.005925040γ'],
      ['3', '786.209456613γ', '0.102145233γ'],
      ['277', '5.058595339इ', '4.550549887इ'],
      ['3', '11.654577962γ', '5.429011017γ'],
      ['277', '5.258687558इ', '11.038508585इ'],
      ['119', '20.942357630Ⲃ', '16.662837489Ⲃ'],
      ['3', '87.243220111γ', '22.063085545γ'],
    ])
    expect(text).not.toMatch(/unstake[d]? τ/)
    expect(text.match(/✅ Successfully unstaked 0\.100000000[Ⲃγइ] from /g)).toHaveLength(10)
    expect(text).toContain('🎯 Unstake complete. Success: 10/10')
  })

  test('unstake lowest emission with nothing to unstake', async () => {
    const { code, stderr } = await run('unstake-lowest-emission', {
      env: { WALLET, UNSTAKE_MINIMUM: '1000' },
    })
    expect(stderr).toBe('❌ No eligible stakes found to unstake.\n')
    expect(code).toBe(1)
  })

  test('move stake', async () => {
    const text = await output('move-stake')
    expect(text).toContain('Call      remove_stake_limit + add_stake_limit (all or nothing)')
    expect(text).toContain('Stake was successfully moved!')
    expect(text).toContain('On subnet 5: 11.5 alpha')
  })

  test('stake operations: the numbers of Alice', async () => {
    const text = await output('stake-operations')
    expect(text).toContain('Alice gets 136.363636363β; at the price before it would be 150.000000000β')
    expect(text).toContain('Pool τ1100.000000000 and 1363.636363637β')
    expect(text).toContain('Price 0.666666666 -> 0.806666666 (+21.0%)')
    expect(text).toContain('Slippage 9.0909%')
    expect(text).toContain('Alice gets 136.301210234α')
    expect(text).toContain('InsufficientBalance')
    expect(text).toMatch(/AutoStakeDestination: what this coldkey mines on subnet 1 is staked with 5\w{47}\./)
  })

  test('stake burn: the table, the errors and their remedies, the pool', async () => {
    const text = await output('stake-burn')
    expect(text).toMatch(
      /14 {2}5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY +10\.0000 τ +0\.9861482403319707 δ\/Τ +9\.7681 δ +Τ 0\.0050 +0\.00\d\d τ +0\.9812 δ\/Τ/,
    )
    for (const name of ['SlippageTooHigh', 'AddStakeBurnRateLimitExceeded', 'HotKeyAccountNotExists']) {
      expect(text).toMatch(new RegExp(`^${name}: .+\\.\\n {3}→ .+\\.$`, 'm'))
    }
    expect(text).toContain('Would you like to continue? [y/n] (n): y')
    expect(text).toMatch(/^✅ Your extrinsic has been included as \d+-\d+$/m)
    expect(text).toContain('✅ Subnet stake burn succeeded on SN14.')
    expect(text).toContain('the price rose by 1.82%')
  })

  test('delegation: twelve columns, the split, the take, all that Alice has', async () => {
    const text = await output('delegation')
    const columns =
      'INDEX  DELEGATE  SS58  NOMINATORS  DELEGATE STAKE(τ)  TOTAL STAKE(τ)  CHANGE/(4h)  VPERMIT  TAKE  NOMINATOR/(24h)/kτ  DELEGATE/(24h)  Desc'
    const title = text.split('\n').find((line) => line.startsWith('INDEX'))
    expect(title?.replace(/ {2,}/g, '  ')).toBe(columns)
    expect(text).toContain('0.8 + 0.2 × 0.18 = 0.836')
    for (const gain of ['0.082', '0.0574', '0.0246']) expect(text).toContain(` = ${gain}\n`)
    expect(text).toContain('Take 18.00% ➡ 10.00% (6553 of 65535)')
    expect(text).toContain('DelegateTxRateLimitExceeded')
    expect(text).toMatch(/Balance: τ121,000\.000000000 ➡ τ0\.000000\d{3}\n/)
    expect(text).toMatch(/Stake: τ0\.000000000 ➡ τ120,999\.99\d{7}\n/)
    expect(text).toMatch(/Total delegated Tao: τ120,999\.99\d{7}\n/)
  })

  test('protection modes: the table of the documents, and their options', async () => {
    const text = await output('protection-modes')
    expect(text).toMatch(/^strict +refused: SlippageTooHigh +- +0\.00%/m)
    expect(text).toMatch(/^partial +what fits +390\.807887449α +39\.08%/m)
    expect(text).toMatch(/^unsafe +all of it +1000\.000000000α +100\.00%/m)
    expect(text).toMatch(/^unstake\(50, safe_staking=True, rate_tolerance=0\.05\) +strict +5%$/m)
    expect(text).toContain('InvalidOperation')
  })

  test('another network: nothing without a key, nothing signed without a yes, no numbers of the own chain', async () => {
    const devnet = await startDevnet({ blockTime: 250 })
    try {
      const network = ['--network', devnet.url]
      const keyless = await run('balance', { args: network })
      expect(keyless.stderr).toMatch(/^No key is known on this network\.\n {3}→ Set STAKE_URI/)
      expect(keyless.code).toBe(1)

      const args = [...network, '--hotkey', namedAccount('somebody new')]
      const env = { STAKE_URI: '//Bob' }
      const unasked = await run('burned-register', { args, env })
      expect(unasked.stdout).toContain('Sign and send? [y/n] (n): n')
      expect(unasked.stdout).toContain('Call      register_limit')
      expect(unasked.stderr).toBe('Nothing was signed.\n')
      expect(unasked.code).toBe(1)

      const text = await output('burned-register', { args: [...args, '--yes'], env })
      expect(text).toContain('Sign and send? [y/n] (n): y')
      expect(text).toContain('✅ Registered as uid 4')
      expect(text).not.toContain('//Bob')
    } finally {
      await devnet.close()
    }
  })

  test('an unknown network is refused by name', async () => {
    const { code, stderr } = await run('balance', { args: ['--network', 'nowhere'] })
    expect(stderr).toContain('UnknownNetwork')
    expect(code).toBe(1)
  })

  test('--help names flags and variables, and starts nothing', async () => {
    const { code, stdout } = await run('stake-top-subnets', { args: ['--help'] })
    expect(stdout).toContain('--network VALUE')
    expect(stdout).toContain('NUM_SUBNETS_TO_STAKE_IN')
    expect(stdout).toContain('STAKE_URI')
    expect(code).toBe(0)
  })
})

test('signs that are several bytes long take one cell', async () => {
  const { table } = await import('./stage/table.ts')
  const lines = table(
    ['a', 'b'],
    [
      ['1.0इ', 'x'],
      ['22.0Ⲃ', 'y'],
      ['3γ', 'z'],
    ],
  ).split('\n')
  expect(lines.map((line) => stringWidth(line))).toEqual([8, 8, 8, 8])
  expect(lines[1]).toBe(' 1.0इ  x')
})
