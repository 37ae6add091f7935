import { isCharacter, type Key } from './key.ts'

/** A line of text being typed; `cursor` counts characters, not bytes or cells. */
export interface TextField {
  readonly text: string
  readonly cursor: number
}

/** Longer than any key phrase with its path; what is pasted beyond it is cut. */
const LONGEST = 400

const EDITING: readonly Key[] = ['Left', 'Right', 'Home', 'End', 'Backspace', 'Delete']
const CONTROLS: readonly Key[] = ['Ctrl-a', 'Ctrl-e', 'Ctrl-k', 'Ctrl-u', 'Ctrl-w']

/** A field that holds a text, with the cursor behind it. */
export function fieldWith(text: string): TextField {
  return { text, cursor: [...text].length }
}

/** Whether a key changes a field rather than the screen around it. */
export function editsText(key: Key): boolean {
  return isCharacter(key) || EDITING.includes(key) || CONTROLS.includes(key)
}

/** Types, moves or deletes, with the keys of a shell's line. */
export function edit(field: TextField, key: Key): TextField {
  if (isCharacter(key)) return insert(field, key)
  const { cursor } = field
  const before = [...field.text].slice(0, cursor)
  const after = [...field.text].slice(cursor)
  const joined = (left: readonly string[], right: readonly string[]): TextField => ({
    text: [...left, ...right].join(''),
    cursor: left.length,
  })
  switch (key) {
    case 'Left':
      return { ...field, cursor: Math.max(0, cursor - 1) }
    case 'Right':
      return { ...field, cursor: Math.min(before.length + after.length, cursor + 1) }
    case 'Home':
    case 'Ctrl-a':
      return { ...field, cursor: 0 }
    case 'End':
    case 'Ctrl-e':
      return { ...field, cursor: before.length + after.length }
    case 'Backspace':
      return joined(before.slice(0, -1), after)
    case 'Delete':
      return joined(before, after.slice(1))
    case 'Ctrl-u':
      return joined([], after)
    case 'Ctrl-k':
      return joined(before, [])
    case 'Ctrl-w':
      return joined([...before.join('').replace(/\S+\s*$/u, '')], after)
    default:
      return field
  }
}

/** Inserts a pasted text at the cursor as one line; line breaks and controls become single spaces. */
export function insert(field: TextField, text: string): TextField {
  const line = text.replace(/[\p{C}\s]+/gu, ' ')
  const characters = [...(field.text === '' ? line.trimStart() : line)]
  const all = [...field.text]
  const room = characters.slice(0, Math.max(0, LONGEST - all.length))
  all.splice(field.cursor, 0, ...room)
  return { text: all.join(''), cursor: field.cursor + room.length }
}
