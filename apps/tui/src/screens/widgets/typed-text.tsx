import { Text } from 'ink'
import type { ReactNode } from 'react'
import { palette } from './palette.ts'
import type { TextField } from './text-field.ts'

/** A text being typed. The cursor is a sign of its own, so that it is seen without colours too. */
export function TypedText({
  field: { text, cursor },
  focused,
  masked = false,
  width = 48,
}: {
  field: TextField
  focused: boolean
  masked?: boolean
  /** At most so many characters are shown, those around the cursor. */
  width?: number
}): ReactNode {
  const characters = [...text].map((character) => (masked ? '•' : character))
  const start = Math.max(0, Math.min(cursor - Math.floor(width / 2), characters.length - width))
  const end = start + width
  const before = characters.slice(start, cursor).join('')
  const after = characters.slice(cursor, end).join('')
  return (
    <Text>
      {start > 0 && '…'}
      {before}
      {focused && <Text color={palette.accent}>▏</Text>}
      {after}
      {end < characters.length && '…'}
    </Text>
  )
}
