import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import type { Failure } from '../../failure.ts'
import { palette } from './palette.ts'
import { wrapWords } from './word-wrap.ts'

/** What is wrong, and what can be done about it. */
export function Problem({ failure, width }: { failure: Failure; width: number }): ReactNode {
  const words = [
    ...wordsOf(`✗ ${failure.message}`).map((text) => ({ text, color: palette.bad })),
    ...wordsOf(failure.remedy).map((text) => ({ text, color: undefined })),
  ]
  return (
    <Box flexDirection="column" flexShrink={0}>
      {wrapWords(words, width).map((line, index) => (
        <Text key={index} wrap="truncate-end">
          {line.map(({ text, color }, place) => (
            <Text key={place} color={color}>
              {place > 0 && ' '}
              {text}
            </Text>
          ))}
        </Text>
      ))}
    </Box>
  )
}

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '')
}
