import type { ReadStream } from 'node:tty'
import type { Background } from '../widgets/palette.ts'

/** OSC 11 asks for the colour of the background; what every terminal answers (DA1) comes after it, so the wait has an end. */
const QUESTION = '\u001b]11;?\u001b\\\u001b[c'
const COLOR =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
  /\u001b\]11;rgba?:([0-9a-f]{2,4})\/([0-9a-f]{2,4})\/([0-9a-f]{2,4})[^\u0007\u001b]*(?:\u0007|\u001b\\)/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
const ATTRIBUTES = /\u001b\[\?[\d;]*c/

/** What some terminals say without being asked: `15;0` is white on black. */
export function backgroundFromEnvironment({ COLORFGBG }: NodeJS.ProcessEnv): Background | undefined {
  const color = /;(\d{1,2})$/.exec(COLORFGBG ?? '')?.[1]
  if (color === undefined) return undefined
  const index = Number(color)
  return index === 7 || index > 8 ? 'light' : 'dark'
}

/** Light or dark, by how bright the answered colour is; undefined where there is no answer in the text. */
export function backgroundFromAnswer(text: string): Background | undefined {
  const channels = COLOR.exec(text)?.slice(1)
  if (!channels) return undefined
  const [red = 0, green = 0, blue = 0] = channels.map(
    (digits) => Number.parseInt(digits, 16) / (16 ** digits.length - 1),
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 ? 'light' : 'dark'
}

/**
 * Asks the terminal, before anything else reads its keys. What was typed meanwhile is given back.
 *
 * @param patience - milliseconds to wait for an answer
 */
export function askBackground(
  stdin: ReadStream,
  stdout: Pick<NodeJS.WriteStream, 'write'>,
  patience: number,
): Promise<Background> {
  return new Promise((resolve) => {
    let heard = ''
    const finish = () => {
      clearTimeout(timer)
      stdin.off('data', hear)
      stdin.pause()
      stdin.setRawMode(false)
      const typed = withoutAnswer(heard)
      if (!ATTRIBUTES.test(heard)) dropLateAnswer(stdin)
      if (typed !== '') stdin.unshift(Buffer.from(typed))
      resolve(backgroundFromAnswer(heard) ?? 'unknown')
    }
    const hear = (chunk: Buffer | string) => {
      heard += chunk.toString()
      if (ATTRIBUTES.test(heard)) finish()
    }
    const timer = setTimeout(finish, patience)
    stdin.setRawMode(true)
    stdin.on('data', hear)
    stdout.write(QUESTION)
  })
}

/**
 * Over a slow line the answer comes when the keys are read already; it must not be taken for keys. What is read passes
 * here until it came.
 */
function dropLateAnswer(stdin: ReadStream): void {
  const read = stdin.read.bind(stdin)
  stdin.read = (size?: number): unknown => {
    const chunk: unknown = read(size)
    if (chunk === null) return null
    const text = String(chunk)
    const typed = withoutAnswer(text)
    if (ATTRIBUTES.test(text)) stdin.read = read
    if (typed === text) return chunk
    return typed === '' ? stdin.read(size) : typed
  }
}

function withoutAnswer(text: string): string {
  return text.replace(COLOR, '').replace(ATTRIBUTES, '')
}
