import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import type { Failure } from '../failure.ts'
import { palette } from './palette.ts'

/** What is wrong, and what can be done about it. */
export function Problem({ failure, indent = 0 }: { failure: Failure; indent?: number }): ReactNode {
  return (
    <Box paddingLeft={indent} flexShrink={0}>
      <Text wrap="wrap">
        <Text color={palette.bad}>✗ {failure.message}</Text>
        {failure.remedy !== '' && <Text> {failure.remedy}</Text>}
      </Text>
    </Box>
  )
}
