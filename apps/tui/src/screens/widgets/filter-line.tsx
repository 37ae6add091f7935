import { Text } from 'ink'
import type { ReactNode } from 'react'
import type { Filter } from './filter.ts'
import { palette } from './palette.ts'
import { TypedText } from './typed-text.tsx'

/** Says that a list shows less than everything, and why. */
export function FilterLine({ filter, found }: { filter: Filter; found: number }): ReactNode {
  return (
    <Text wrap="truncate-end">
      {'  '}
      <Text color={palette.accent}>filter: </Text>
      <TypedText field={filter.field} focused={filter.typing} />
      <Text dimColor>{`  ${found} found`}</Text>
    </Text>
  )
}
