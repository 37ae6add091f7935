import { PassThrough } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { describe, expect, test, vi } from 'vitest'
import { askBackground, backgroundFromAnswer, backgroundFromEnvironment } from './background.ts'

describe('the background of the terminal', () => {
  test('is what the environment says', () => {
    expect(backgroundFromEnvironment({ COLORFGBG: '15;0' })).toBe('dark')
    expect(backgroundFromEnvironment({ COLORFGBG: '0;15' })).toBe('light')
    expect(backgroundFromEnvironment({ COLORFGBG: '0;default;7' })).toBe('light')
    expect(backgroundFromEnvironment({ COLORFGBG: '12;8' })).toBe('dark')
    expect(backgroundFromEnvironment({ COLORFGBG: 'default' })).toBeUndefined()
    expect(backgroundFromEnvironment({})).toBeUndefined()
  })

  test('is told by how bright the answered colour is', () => {
    expect(backgroundFromAnswer('\u001b]11;rgb:ffff/ffff/ffff\u001b\\')).toBe('light')
    expect(backgroundFromAnswer('\u001b]11;rgb:fd/f6/e3\u0007')).toBe('light')
    expect(backgroundFromAnswer('\u001b]11;rgb:0000/2b2b/3636\u001b\\')).toBe('dark')
    expect(backgroundFromAnswer('\u001b]11;rgba:1e1e/1e1e/1e1e/ffff\u001b\\')).toBe('dark')
    expect(backgroundFromAnswer('\u001b[?64;1c')).toBeUndefined()
  })
})

describe('asking the terminal', () => {
  /** A keyboard whose raw mode is watched. */
  function keyboard(): { stdin: ReadStream & PassThrough; raw: boolean[] } {
    const raw: boolean[] = []
    const stdin = Object.assign(new PassThrough(), {
      setRawMode(mode: boolean) {
        raw.push(mode)
        return stdin
      },
    }) as unknown as ReadStream & PassThrough
    return { stdin, raw }
  }

  test('ends with its answer, leaves the keyboard as it was, and gives back what was typed meanwhile', async () => {
    const { stdin, raw } = keyboard()
    const written: string[] = []
    const stdout = { write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream
    const asked = askBackground(stdin, stdout, 10_000)
    stdin.write('j\u001b]11;rgb:ffff/ffff/ffff\u001b\\')
    stdin.write('2\u001b[?62;4c')
    expect(await asked).toBe('light')
    expect(raw).toEqual([true, false])
    expect(written.join('')).toContain(']11;?')
    expect(String(stdin.read())).toBe('j2')
  })

  test('ends without an answer', async () => {
    const { stdin, raw } = keyboard()
    const stdout = { write: () => true } as unknown as NodeJS.WriteStream
    expect(await askBackground(stdin, stdout, 1)).toBe('unknown')
    expect(raw).toEqual([true, false])
  })

  test('an answer that comes too late is not taken for keys', async () => {
    const { stdin } = keyboard()
    const stdout = { write: () => true } as unknown as NodeJS.WriteStream
    expect(await askBackground(stdin, stdout, 1)).toBe('unknown')
    const read = async () => {
      await vi.waitUntil(() => stdin.readableLength > 0)
      return String(stdin.read())
    }
    stdin.write('j')
    expect(await read()).toBe('j')
    stdin.write('k\u001b]11;rgb:1f1f/ffff/3333\u001b\\')
    expect(await read()).toBe('k')
    stdin.write('\u001b[?62;4cl')
    expect(await read()).toBe('l')
    // From then on nothing stands in between.
    stdin.write('\u001b[?62;4c')
    expect(await read()).toBe('\u001b[?62;4c')
  })
})
