import { StakeError } from '@stake/math'

/** A person ended what was going on (Ctrl-C, Ctrl-D). */
export class Interrupted extends StakeError {
  constructor() {
    super('Interrupted', 'Interrupted.', { remedy: 'Nothing was sent.' })
  }
}

const ENTER = /[\r\n]/
const BACKSPACE = /[\b\u007F]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: keys that send more than a character
const KEY_SEQUENCE = /\u001B(?:\[[0-?]*[ -/]*[@-~]|O.|.)?/gu

/**
 * Reads one line from the terminal without showing it. The question goes to stderr; whatever happens, the
 * terminal is left as it was.
 *
 * @throws Interrupted on Ctrl-C, and on Ctrl-D with nothing typed
 */
export function readSecret(question: string): Promise<string> {
  const { stdin, stderr } = process
  return new Promise((resolve, reject) => {
    let typed = ''
    const restore = () => {
      stdin.setRawMode(false)
    }
    const leave = () => {
      stdin.off('data', receive)
      stdin.off('end', stop)
      process.off('exit', restore)
      restore()
      stdin.pause()
      stderr.write('\n')
    }
    const stop = () => {
      leave()
      reject(new Interrupted())
    }
    const receive = (chunk: string) => {
      for (const key of chunk.replace(KEY_SEQUENCE, '')) {
        if (key === '\u0003' || (key === '\u0004' && typed === '')) return stop()
        if (ENTER.test(key)) {
          leave()
          return resolve(typed)
        }
        if (key === '\u0015') typed = ''
        else if (BACKSPACE.test(key)) typed = [...typed].slice(0, -1).join('')
        else if (key >= ' ') typed += key
      }
    }
    stdin.setEncoding('utf8')
    stdin.setRawMode(true)
    process.on('exit', restore)
    stdin.on('data', receive)
    stdin.on('end', stop)
    stdin.resume()
    stderr.write(question)
  })
}
