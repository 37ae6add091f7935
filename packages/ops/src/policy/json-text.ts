/** A place in a text, both from 1. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/** The keys and indices that lead to a value. */
export type JsonPath = readonly (string | number)[]

/** A value of JSON, and where its parts stand. */
export interface ReadJson {
  readonly value: unknown
  /** Where the value at a path begins; undefined where there is none. */
  positionOf(path: JsonPath): TextPosition | undefined
}

/** What is wrong with a text, and where. */
export class JsonFault extends Error {
  readonly position: TextPosition

  constructor(reason: string, position: TextPosition) {
    super(reason)
    this.position = position
  }
}

/** Deeper than any policy or settings. */
const DEEPEST = 16

/**
 * Reads JSON as `JSON.parse` does, and says where each value stands. A key that occurs twice is a fault: which of the
 * two is meant nobody can know, and readers differ.
 *
 * @throws JsonFault
 */
export function readJsonText(text: string): ReadJson {
  const reader = new Reader(text)
  const value = reader.value([])
  reader.end()
  return { value, positionOf: (path) => reader.positionOf(path) }
}

const SPACE = /[ \t\n\r]*/y
const STRING = /"(?:[^"\\]|\\.)*"/y
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y

class Reader {
  readonly #offsets = new Map<string, number>()
  readonly #text: string
  #at = 0

  constructor(text: string) {
    // Editors of some systems put a mark before the text.
    this.#text = text.replace(/^\uFEFF/, '')
  }

  value(path: JsonPath): unknown {
    this.#match(SPACE)
    this.#offsets.set(JSON.stringify(path), this.#at)
    if (path.length > DEEPEST) throw this.#fault('it is nested too deeply')
    const next = this.#text[this.#at]
    if (next === '{') return this.#object(path)
    if (next === '[') return this.#array(path)
    if (next === '"') return this.#string()
    const plain = this.#match(PLAIN)
    if (plain === '') throw this.#fault(next === undefined ? 'it ends too early' : 'this is no value of JSON')
    return JSON.parse(plain)
  }

  positionOf(path: JsonPath): TextPosition | undefined {
    const offset = this.#offsets.get(JSON.stringify(path))
    return offset === undefined ? undefined : this.#position(offset)
  }

  end(): void {
    this.#match(SPACE)
    if (this.#at < this.#text.length) throw this.#fault('something follows its end')
  }

  #object(path: JsonPath): unknown {
    const entries = new Map<string, unknown>()
    this.#list('{', '}', () => {
      const start = this.#at
      const name = this.#string()
      if (entries.has(name)) throw this.#fault(`"${name}" stands here twice`, start)
      this.#match(SPACE)
      if (this.#text[this.#at] !== ':') throw this.#fault(`a colon should follow "${name}"`)
      this.#at++
      entries.set(name, this.value([...path, name]))
    })
    return Object.fromEntries(entries)
  }

  #array(path: JsonPath): unknown {
    const items: unknown[] = []
    this.#list('[', ']', () => items.push(this.value([...path, items.length])))
    return items
  }

  #list(open: string, close: string, item: () => void): void {
    this.#at += open.length
    this.#match(SPACE)
    if (this.#text[this.#at] === close) {
      this.#at++
      return
    }
    for (;;) {
      this.#match(SPACE)
      item()
      this.#match(SPACE)
      const next = this.#text[this.#at]
      if (next !== close && next !== ',') {
        throw this.#fault(next === undefined ? 'it ends too early' : `here "," or "${close}" should be`)
      }
      this.#at++
      if (next === close) return
    }
  }

  #string(): string {
    const start = this.#at
    try {
      return JSON.parse(this.#match(STRING)) as string
    } catch {
      throw this.#fault('here a text in double quotes should be', start)
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [text = ''] = pattern.exec(this.#text) ?? []
    this.#at += text.length
    return text
  }

  #fault(reason: string, offset = this.#at): JsonFault {
    return new JsonFault(reason, this.#position(offset))
  }

  #position(offset: number): TextPosition {
    const before = this.#text.slice(0, offset).split('\n')
    return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
  }
}
