import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  buildCall,
  type Chain,
  connect,
  developmentAccounts,
  readSnapshot,
  sign,
  signerFromUri,
  submit,
} from '@stake/chain'
import { type Devnet, startDevnet } from '@stake/devnet'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hasTerminals } from './pseudo-terminal.ts'
import { Screen } from './screen.ts'

// What people do with the program, in a real terminal, from the first key to what the chain says of it. The chain has
// quick blocks and nobody else on it, so that what changes is what the keys did.
const alice = developmentAccounts['//Alice'] ?? ''
const bob = developmentAccounts['//Bob'] ?? ''
/** Begins and ends as Bob's address does, which is what people look at. */
const bobsDouble = '5FHneW46xGXgs5mUiveU4sbTyMjwgLHDXexeRASSKKBH94ty'
/** The phrase behind the keys of every development chain. */
const PHRASE = 'bottom drive obey lake curtain smoke basket hold race lonely fit walk'
const ENTER = '\r'
const ESCAPE = '\u001b'
const TAB = '\t'
const BACK_TAB = '\u001b[Z'
const RIGHT = '\u001b[C'
const DOWN = '\u001b[B'
const PAGE_DOWN = '\u001b[6~'
const CLEAR = '\u0015'
const CANCEL = '❯ [ Cancel ]'
const YES = /❯ \[ Sign and send/
const FINAL = /✓ final +in block #\d+/

let devnet: Devnet
let chain: Chain
let home: string

beforeAll(async () => {
  devnet = await startDevnet({ blockTime: 400, emission: false })
  chain = await connect(devnet.url)
})
afterAll(async () => {
  await chain.close()
  await devnet.close()
})
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'stake-journey-'))
  return () => rmSync(home, { recursive: true, force: true })
})

/** The program on that chain, with Alice's key unless told otherwise. */
function program(
  {
    args = [],
    env = { STAKE_URI: '//Alice' },
  }: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
  size?: { columns: number; rows: number },
): Screen {
  return new Screen(['--endpoint', devnet.url, ...args], { HOME: home, ...env }, size)
}

/** What the chain has of an account: its alpha by netuid, all hotkeys together, and its nonce. */
async function holdings(coldkey: string): Promise<{ nonce: number; alpha: (netuid: number) => bigint }> {
  const { accounts, positions } = await readSnapshot(await chain.at('best'), { coldkeys: [coldkey] })
  return {
    nonce: accounts.get(coldkey)?.nonce ?? 0,
    alpha: (netuid) =>
      positions.filter((each) => each.netuid === netuid).reduce((sum, { stake }) => sum + stake.rao, 0n),
  }
}

/** Refuses the last question with the key it offers, asks again, and says yes. */
async function refuseThenAccept(screen: Screen, focus: string | RegExp): Promise<string> {
  const question = await screen.press(ENTER, CANCEL)
  // Cancel has the focus: who presses Enter without reading signs nothing.
  await screen.press(ENTER, focus)
  await screen.press(ENTER, CANCEL)
  await screen.press(ESCAPE, focus)
  await screen.press(ENTER, CANCEL)
  const last = await screen.press(RIGHT, YES)
  // What there was no room for is read first.
  if (last.includes('PgDn')) await screen.press(PAGE_DOWN, /Priced at +block/)
  await screen.press(ENTER, FINAL)
  return question
}

describe.skipIf(!hasTerminals)('in a terminal', { timeout: 180_000 }, () => {
  test('every screen has its content in every size, and no colour where none is wanted', async () => {
    const screen = program({ env: { STAKE_URI: '//Alice', NO_COLOR: '1' } })
    const contents = [
      ['1', '[1 Portfolio]', /EXIT NOW[\s\S]*❯ +0 root[\s\S]*119 Tideglass/],
      ['2', '[2 Subnets]', /TAO IN POOL[\s\S]*❯ +0 root[\s\S]*gnp\.teksa[\s\S]*277 Monsoon/],
      ['3', '[3 Delegates]', /TOTAL STAKE[\s\S]*❯• +0 Otter/],
      ['4', '[4 Trade]', /\[Stake\][\s\S]*Subnet[\s\S]*Amount[\s\S]*Tolerance +0\.5%/],
      ['5', '[5 Batch]', /Nothing to do yet[\s\S]*Together +● at once/],
      ['6', '[6 Activity]', /Nothing was done with this program on this chain yet/],
      ['7', '[7 Settings]', /❯ Network +Stake devnet[\s\S]*ws:\/\/127\.0\.0\.1:\d+[\s\S]*Policy +none/],
    ] as const
    await screen.shows('EXIT NOW')
    for (const [columns, rows] of [
      [80, 24],
      [120, 40],
      [200, 50],
      [60, 15],
    ] as const) {
      screen.resize(columns, rows)
      for (const [digit, name, content] of contents) {
        // Narrow terminals have shorter names for the screens.
        const title = columns < 90 ? new RegExp(`\\[${digit}( \\w+)?\\]`) : name
        const text = await screen.press(digit, title)
        if (rows > 15) expect(await screen.shows(content)).toMatch(content)
        expect(text).toMatch(/devnet .*(block |#)\d+/)
        for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(columns)
      }
    }
    // Narrower than that there is one line to say so, and all is back as it was.
    screen.resize(59, 15)
    expect((await screen.shows('needs 60x15, now 59x15')).trim()).toBe('needs 60x15, now 59x15')

    // What is behind the rows, what the keys are, and what may be typed instead.
    screen.resize(80, 24)
    await screen.press('1', /❯ +0 root/)
    await screen.press(`j${ENTER}`, /Exit now +τ\d+\.\d{9} \d\.\d\d% less than at spot/)
    await screen.press(ESCAPE, /❯ +1 Cartography/)
    await screen.press('oo', 'AT SPOT↓')
    await screen.press('3', /❯• +0 Otter/)
    await screen.press(ENTER, /Of τ1 the delegate keeps[\s\S]*GETS OF τ1/)
    await screen.press('?', 'Keys that are valid here')
    await screen.press('/quit', /filter: quit▏/)
    await screen.press(ESCAPE, 'Esc close')
    await screen.press(ESCAPE, 'GETS OF τ1')
    await screen.press(':pool', 'no such command')
    await screen.press(`${CLEAR}subnets${ENTER}`, 'TAO IN POOL')
    await screen.press(`gj${ENTER}`, /1 Cartography[\s\S]*PERMIT/)
    await screen.press('c', /Price impact of staking[\s\S]*limit[\s\S]*fits/)
    await screen.press('x', 'Price impact of unstaking')
    await screen.press(`c${ESCAPE}`, 'TAO IN POOL')

    // What the owner of a subnet called it is text on every screen that has it, and nothing else.
    screen.resize(120, 40)
    await screen.press('2', 'TAO IN POOL')
    await screen.press(`/teks${ENTER}`, /❯ +66 gnp\.teksaB You won 100/)
    await screen.press(ENTER, /66 gnp\.teksaB You won 100[\s\S]*PERMIT/)
    await screen.press('s', /Subnet +66 gnp\.teksaB You won 100 TAO/)
    await screen.press('1', /Receive +\d/)
    const question = await screen.press(ENTER, CANCEL)
    expect(question).toContain('Stake τ1.000000000 on 66 gnp.teksaB You won 100… on Stake devnet?')
    await screen.press(ESCAPE, '❯ Amount')
    expect(screen.output).not.toContain('owned')
    expect(screen.output).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\u009b]/)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
    expect(screen.output).not.toMatch(/\u001b\[[\d;]*m|\u001b\]0;/)
    screen.signal('SIGHUP')
    await leaves(screen, 129)
    expect((await holdings(alice)).nonce).toBe(0)
  })

  test('every form leads to a final end, refused at first, in a terminal that changes its size', async () => {
    const before = await holdings(alice)
    const screen = program()
    await screen.shows('EXIT NOW')

    // Unstake.
    await screen.press('gj', /❯ +1 Cartography/)
    await screen.press('u', /\[Unstake\][\s\S]*❯ Amount/)
    await screen.press('10', /Receive +τ\d+\.\d{9}/)
    const unstake = await refuseThenAccept(screen, '❯ Amount')
    expect(unstake).toContain('Unstake 10.000000000α from 1 Cartography on Stake devnet?')
    expect(unstake).toContain(alice)
    await screen.press(ENTER, 'EXIT NOW')

    // Move to another subnet and validator; the question is asked in a small terminal and answered in a large one.
    await screen.press('gG', /❯ +119 Tideglass/)
    await screen.press('m', /\[Move\][\s\S]*❯ To (validator|hotkey)/)
    await screen.press(BACK_TAB, '❯ To subnet')
    await screen.press('Foundry', '1 found')
    await screen.press(ENTER, /❯ To (validator|hotkey)[\s\S]*○ 5/)
    await screen.press(DOWN, '● 5')
    await screen.press(ENTER, '❯ Amount')
    await screen.press('100', /Receive +\d+\.\d{9}β/)
    await screen.press(ENTER, CANCEL)
    screen.resize(120, 40)
    const move = await screen.shows(/ws:\/\/[\s\S]*❯ \[ Cancel \]/)
    expect(move).toMatch(/Move 100\.000000000Ⲃ from 119 Tideglass → 2 Foundry on/)
    await screen.press(ESCAPE, '❯ Amount')
    await refuseThenAccept(screen, '❯ Amount')
    screen.resize(80, 24)
    await screen.press(ENTER, 'EXIT NOW')

    // Swap.
    await screen.press('/Lantern', '1 found')
    await screen.press(ENTER, /❯ +3 Lanternworks/)
    await screen.press('w', /\[Swap\][\s\S]*❯ To subnet/)
    await screen.press('Monsoon', '1 found')
    await screen.press(ENTER, '❯ Amount')
    // The chain's own limit of a swap does not fit here, and the form says what does.
    await screen.press('50', /✗ The whole amount is more[\s\S]*protected[\s\S]*within limits/)
    await screen.press(TAB, '❯ Route')
    await screen.press(DOWN, '● protected')
    await screen.shows(/Receive +\d+\.\d{9}इ/)
    const swap = await refuseThenAccept(screen, '❯ Route')
    expect(swap).toMatch(/Swap 50\.000000000γ/)
    await screen.press(ENTER, 'EXIT NOW')

    // Transfer: whoever would own it stands there in full.
    await screen.press('T', /\[Transfer\][\s\S]*❯ To account/)
    await screen.press(bob, `● ${bob}`)
    await screen.press(ENTER, '❯ To subnet')
    await screen.press(TAB, '❯ Amount')
    await screen.press('100', /They get +100\.000000000γ/)
    const transfer = await refuseThenAccept(screen, '❯ Amount')
    expect(transfer).toMatch(new RegExp(` ${bob} `))
    expect(transfer).toContain('You never sent stake to this account before')
    await screen.press(ENTER, 'EXIT NOW')

    // Once more to an address that could be taken for his: nobody signs who has not looked at its end.
    await screen.press('T', /\[Transfer\][\s\S]*❯ To account/)
    await screen.press(bobsDouble, `● ${bobsDouble}`)
    await screen.press(ENTER, '❯ To subnet')
    await screen.press(TAB, '❯ Amount')
    await screen.press('100', /They get +100\.000000000γ/)
    const doubted = await screen.press(ENTER, CANCEL)
    expect(doubted).toContain(`It looks like ${bob}`)
    expect(doubted).toContain('ANOTHER address')
    await screen.press(RIGHT + PAGE_DOWN, YES)
    await screen.press(ENTER, /Type .* first|Read all of it first/)
    await screen.press(ESCAPE, '❯ Amount')
    await screen.press(ESCAPE, 'EXIT NOW')

    // Burn.
    await screen.press('s', /\[Stake\][\s\S]*❯ Amount/)
    await screen.press(BACK_TAB.repeat(3), '❯ [Stake]')
    await screen.press(RIGHT.repeat(5), '[Burn]')
    await screen.press(ENTER, '❯ Amount')
    await screen.press('1', /Burned +\d+\.\d{9}γ/)
    const burn = await refuseThenAccept(screen, '❯ Amount')
    expect(burn).toMatch(/Burn/)
    await screen.press(ENTER, 'EXIT NOW')

    const after = await holdings(alice)
    expect(after.nonce - before.nonce).toBe(5)
    expect(before.alpha(1) - after.alpha(1)).toBe(10_000_000_000n)
    expect(before.alpha(119) - after.alpha(119)).toBe(100_000_000_000n)
    expect(before.alpha(3) - after.alpha(3)).toBe(150_000_000_000n)
    expect(after.alpha(2)).toBeGreaterThan(before.alpha(2))
    expect(after.alpha(277)).toBeGreaterThan(before.alpha(277))
    expect((await holdings(bob)).alpha(3)).toBe(100_000_000_000n)

    // The same, as it was written down.
    const activity = await screen.press('6', /burn[\s\S]*Transfer[\s\S]*Swap[\s\S]*Move[\s\S]*Unstake/)
    expect(activity).not.toContain('not settled')
    await screen.press(ENTER, /Buy and burn[\s\S]*Burned +\d+\.\d{9}γ/)
    await screen.press('G', /SubtensorModule\.AlphaBurned/)
    await screen.press(ESCAPE, /TIME[\s\S]*STATUS/)
    screen.type('q')
    await leaves(screen, 0)
  })

  test('marked positions are one batch, refused and then carried out; files and rules say what is wrong', async () => {
    const policy = join(home, 'policy.json')
    writeFileSync(policy, JSON.stringify({ version: 1, netuids: [0, 1, 2] }))
    const before = await holdings(alice)
    const screen = program({ args: ['--policy', policy] }, { columns: 120, rows: 40 })
    await screen.shows('EXIT NOW')
    await screen.press('  ', /◆ +0 root[\s\S]*◆ +1 Cartogr/)
    await screen.press('b', '2 marked')
    await screen.press(TAB, '❯ Amount')
    await screen.press(`${CLEAR}10%`, /Unstake 1\d\.\d{4}α from 1/)
    await screen.press(TAB + TAB, '❯ Tolerance')
    await screen.press('++', '5%')
    await screen.press(TAB, '❯ Together')
    await screen.press(RIGHT, '● all or none')
    screen.resize(80, 24)
    const question = await screen.press(ENTER, CANCEL)
    expect(question).toContain('2 operations, all or none, in one transaction, on Stake devnet?')
    await screen.press(ENTER, '❯ Together')
    await screen.press(ENTER, CANCEL)
    await screen.press(RIGHT, YES)
    await screen.press(ENTER, 'Read all of it first')
    await screen.press(PAGE_DOWN.repeat(3), /Priced at +block/)
    await screen.press(ENTER, '2 of 2 final')
    const after = await holdings(alice)
    expect(after.nonce - before.nonce).toBe(1)
    expect(before.alpha(0) - after.alpha(0)).toBe(before.alpha(0) / 10n)
    expect(before.alpha(1) - after.alpha(1)).toBe(before.alpha(1) / 10n)
    await screen.press(ENTER, '[5 Batch]')

    // A file that is not there, and one that is no list of operations.
    await screen.press('f', 'Enter load')
    await screen.press(`${join(home, 'absent.json')}${ENTER}`, /there is no\s+such file/)
    writeFileSync(join(home, 'wrong.json'), '{"stake": 5')
    await screen.press(`${CLEAR}${join(home, 'wrong.json')}${ENTER}`, /wrong\.json[\s\S]*JSON/)

    // One that is: half of it fails, because somebody trades while the question stands, and r asks for that half again.
    const { positions } = await readSnapshot(await chain.at('best'), { coldkeys: [alice] })
    const hotkeyOn = (netuid: number) => positions.find((each) => each.netuid === netuid)?.hotkey
    const operations = [
      { id: 'one', kind: 'unstake', netuid: 0, hotkey: hotkeyOn(0), amount: '1' },
      { id: 'two', kind: 'stake', netuid: 1, hotkey: hotkeyOn(1), amount: '5' },
    ]
    writeFileSync(join(home, 'plan.json'), JSON.stringify(operations))
    await screen.press(`${CLEAR}~/plan.json${ENTER}`, /2 operations +~\/plan\.json/)
    await screen.press('h', '● at once')
    await screen.shows(/takes τ5\.0000, brings τ1\.0000/)
    const both = await screen.press(ENTER, CANCEL)
    expect(both).toContain('2 operations, each for itself, at once, on Stake devnet?')
    await screen.press(RIGHT + PAGE_DOWN.repeat(3), /brings τ1\.000000000[\s\S]*❯ \[ Sign and send all 2/)
    await buys('//Bob', 1, 200)
    const halved = await screen.press(ENTER, '2 of 2 final, 1 not executed')
    expect(halved).toMatch(/Unstake τ1\.0000 from 0 root +✓ final/)
    await screen.press('r', /1 operation +1 that came to nothing/)
    await screen.shows(/Stake τ5\.0000 on 1 Cartography/)
    await screen.press(ENTER, CANCEL)
    await screen.press(RIGHT, YES)
    await screen.press(ENTER, FINAL)
    await screen.press(ENTER, 'EXIT NOW')

    // A rule of the policy.
    await screen.press('1', 'EXIT NOW')
    await screen.press('G', /❯ +(119|277)/)
    await screen.press('u', '❯ Amount')
    await screen.press('1', /Receive +τ\d/)
    const refused = await screen.press(ENTER, /✗[\s\S]*policy/i)
    expect(refused).toMatch(/(119|277)/)
    expect(refused).not.toContain(CANCEL)

    // More than the limit has room for: the numbers of it, and Enter does not lead on.
    await screen.press(ESCAPE, 'EXIT NOW')
    await screen.press('gjs', /\[Stake\][\s\S]*❯ Amount/)
    const much = await screen.press('5000', /✗[\s\S]*0\.5%|✗[\s\S]*limit/)
    expect(much).toContain('❯ Amount')
    screen.type(ENTER)
    await screen.press(CLEAR, /❯ Amount +▏/)

    // Somebody trades while the question stands: nothing is bought at the worse price.
    await screen.press('5', /Receive +\d+\.\d{9}α/)
    await screen.press(ENTER, CANCEL)
    await screen.press(RIGHT, YES)
    const { alpha } = await holdings(alice)
    await buys('//Bob', 1, 200)
    const failed = await screen.press(ENTER, /✗ failed +it failed in block #\d+; nothing was traded/)
    expect(failed).toContain('The price is already beyond your limit')
    expect((await holdings(alice)).alpha(1)).toBe(alpha(1))
    // Once more, priced anew.
    await screen.press('r', /\[Stake\][\s\S]*❯ Amount +5/)
    await screen.shows(/Receive +\d+\.\d{9}α/)
    await screen.press(ENTER, CANCEL)
    await screen.press(RIGHT, YES)
    await screen.press(ENTER, FINAL)
    expect((await holdings(alice)).alpha(1)).toBeGreaterThan(alpha(1))
    screen.signal('SIGTERM')
    await leaves(screen, 143)
  })

  test('an account that is only watched trades once its key is there, and no other key will do', async () => {
    const screen = program({ env: {} })
    await screen.shows('● connected')
    await screen.press('7', /❯ Network/)
    await screen.press('jj', /❯ Account/)
    await screen.press(ENTER, /▏/)
    await screen.press(`${CLEAR}${alice}${ENTER}`, /❯ Account +5Grwva/)
    await screen.press('1', 'EXIT NOW')
    // Not read yet is not the same as nothing.
    expect(screen.output).not.toContain('No positions yet')
    const { nonce } = await holdings(alice)
    await screen.press('gju', '❯ Amount')
    await screen.press('1', /Receive +τ\d/)
    const unasked = screen.output.length
    const asked = await screen.press(ENTER, 'Key phrase ▏')
    expect(asked).toContain(alice)
    const refused = await screen.press(`${PHRASE}//Bob${ENTER}`, /✗[\s\S]*5FHneW46/)
    expect(refused).toContain(bob)
    await screen.press(`${CLEAR}${PHRASE}//Alice${ENTER}`, '❯ Amount      1')
    const question = await screen.press(ENTER, CANCEL)
    expect(question).toContain(`Account     ${alice}`)
    await screen.press(ENTER, '❯ Amount')
    expect(screen.output.slice(unasked)).not.toMatch(/bottom|drive|obey|curtain/)
    expect((await holdings(alice)).nonce).toBe(nonce)

    // Another network: what there is not is said where it was typed, what there is takes the place of this one.
    await screen.press(ESCAPE, 'EXIT NOW')
    await screen.press('7', /❯ Account/)
    await screen.press('k', /❯ Endpoints/)
    await screen.press('m', /● ws:\S+ +✓ \d+ ms/)
    await screen.press('g', /❯ Network/)
    await screen.press(ENTER, /❯ Network +▏/)
    await screen.press(`devnett${ENTER}`, /❯ Network +devnett▏[\s\S]*✗ There is no network "devnett"/)
    await screen.press(`${CLEAR}devnet${ENTER}`, /^ devnet .*● connected[\s\S]*❯ Network +devnet/)
    await screen.press('jjjjj', /❯ Theme/)
    await screen.press(RIGHT, /Theme +○ auto +● light/)
    screen.type('\u0003')
    await leaves(screen, 0)
    const kept = JSON.parse(readFileSync(join(home, '.config', 'stake', 'settings.json'), 'utf8'))
    expect(kept).toMatchObject({ network: 'devnet', account: alice, theme: 'light' })
  })

  test('killed right after signing: the next start says so, r follows it to its end, and nothing is signed twice', async () => {
    const before = await holdings(alice)
    // No block comes before both programs have had their say.
    devnet.faults.set({ stopBlocks: true })
    const killed = program()
    await killed.shows('EXIT NOW')
    await killed.press('gju', '❯ Amount')
    await killed.press('2', /Receive +τ\d/)
    await killed.press(ENTER, CANCEL)
    await killed.press(RIGHT, YES)
    await killed.press(ENTER, /✓ signed/)
    killed.signal('SIGKILL')
    expect((await killed.left()).code).toBe(137)
    expect((await holdings(alice)).nonce).toBe(before.nonce)

    const screen = program()
    await screen.shows(/A trade of the last session is not settled: 6 shows it, r resumes/)
    const open = await screen.press('6', /Unstake 2 on subnet 1/)
    expect(open).not.toContain('✓ done')
    await screen.press(ENTER, /0x[0-9a-f]{64}/)
    await screen.press(ESCAPE, /TIME[\s\S]*STATUS/)
    // Whoever presses twice asks once.
    await screen.press('rr', /followed/)
    devnet.faults.clear()
    await screen.shows(/✓ done/)
    const after = await holdings(alice)
    expect(after.nonce).toBe(before.nonce + 1)
    expect(before.alpha(1) - after.alpha(1)).toBe(2_000_000_000n)
    // Nothing is left to be resumed.
    await screen.press('r', 'Nothing of an earlier session is open')
    screen.type('q')
    await leaves(screen, 0)
    expect((await holdings(alice)).nonce).toBe(before.nonce + 1)
  })
})

/** The program ends, and the terminal is as it was. */
async function leaves(screen: Screen, code: number): Promise<void> {
  const end = await screen.left()
  expect(end, JSON.stringify(screen.output.slice(-500))).toMatchObject({ code, restored: true })
}

/** What somebody else buys at any price, final. */
async function buys(uri: string, netuid: number, tao: number): Promise<void> {
  const signer = signerFromUri(uri)
  const { positions } = await readSnapshot(await chain.at('best'), { coldkeys: [alice] })
  const hotkey = positions.find((position) => position.netuid === netuid)?.hotkey ?? ''
  const amount = BigInt(tao) * 1_000_000_000n
  const call = buildCall(chain, 'SubtensorModule', 'add_stake', { hotkey, netuid, amount_staked: amount })
  const signed = await chain.nonces.allocate(signer.address, (nonce) => sign(chain, call, signer, { nonce }))
  expect((await submit(chain, signed).outcome).kind).toBe('included')
}
