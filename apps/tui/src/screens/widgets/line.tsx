import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { palette } from './palette.ts'

/** Cells before what a line says: a mark for the focus, and the name of the line. */
export const LABEL_WIDTH = 14

/** A named line of a form or a report; `❯` where the focus is. */
export function Line({
  label,
  focused = false,
  children,
}: {
  label: string
  focused?: boolean
  children: ReactNode
}): ReactNode {
  return (
    <Box flexShrink={0}>
      <Box width={LABEL_WIDTH} flexShrink={0}>
        <Text {...(focused && { color: palette.accent, bold: true })} dimColor={!focused}>
          {focused ? '❯ ' : '  '}
          {label}
        </Text>
      </Box>
      <Box flexDirection="column" flexGrow={1} flexShrink={1}>
        {children}
      </Box>
    </Box>
  )
}
