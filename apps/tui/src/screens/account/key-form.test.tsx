import { StakeError } from '@stake/math'
import { renderToString } from 'ink'
import { expect, test } from 'vitest'
import { Screens } from '../../../test/driver.ts'
import { coldkey, hotkeys, ready } from '../../../test/sample.ts'
import { failureOf } from '../../failure.ts'
import { Frame } from '../shell/app.tsx'

const { session } = ready()
if (!session) throw new Error('there is no session')

function frame({ state }: Screens): string {
  return renderToString(<Frame state={state} />, { columns: state.size.columns })
}

test('asks for the key of the account that is watched, by its whole address, and never shows what is typed', () => {
  const screens = new Screens(ready({ session: { ...session, canSign: false } }, { columns: 60, rows: 15 }))
  screens.press('4', 'Enter').type('apex').press('Enter')
  screens.send({ type: 'paste', text: hotkeys[1] }).press('Enter').type('1').press('Enter')
  expect(frame(screens)).toContain(coldkey)
  expect(frame(screens)).toContain('//Alice')
  screens.type('bottom drive obey')
  expect(frame(screens)).toContain('•'.repeat(17))
  expect(frame(screens)).not.toMatch(/bottom|drive|obey/)
  screens.press('Enter')
  expect(screens.wanted('useKey')).toEqual([{ type: 'useKey', phrase: 'bottom drive obey', of: coldkey }])
  const failure = failureOf(new StakeError('InvalidKeyPhrase', 'It has 3 words, not 12 or 24.'))
  expect(frame(screens.send({ type: 'keyRefused', failure }))).toContain('It has 3 words, not 12 or 24.')
})

test('after the key the form is still there, and nothing goes on by itself', () => {
  const screens = new Screens(ready({ session: { ...session, canSign: false } }))
  screens.press('4', 'Enter').type('apex').press('Enter')
  screens.send({ type: 'paste', text: hotkeys[1] }).press('Enter').type('1').press('Enter')
  screens.send({ type: 'keyAccepted', coldkey, canSign: true })
  expect(screens.form.amount.text).toBe('1')
  expect(screens.wished('plan')).toEqual([])
})

test('development keys are not suggested where there is real TAO', () => {
  const screens = new Screens(
    ready({
      session: {
        ...session,
        network: 'finney',
        embedded: false,
        developmentKeys: false,
        coldkey: undefined,
        canSign: false,
      },
    }),
  )
  expect(frame(screens.press('a'))).toContain('The key of your account on finney')
  expect(frame(screens)).not.toContain('//Alice')
})
