import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import type { Failure } from '../../failure.ts'
import { palette } from './palette.ts'
import { wrapWords } from './word-wrap.ts'

/** What is wrong, and what can be done about it. */
export function Problem({ failure, width }: { failure: Failure; width: number }): ReactNode {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {wrapWords(wordsOf(failure), width).map((line, index) => (
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

/** The rows that it takes. */
export function problemHeight(failure: Failure, width: number): number {
  return wrapWords(wordsOf(failure), width).length
}

function wordsOf({
  message,
  remedy,
}: Failure): readonly { readonly text: string; readonly color: string | undefined }[] {
  const split = (text: string, color: string | undefined) =>
    text
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => ({ text: word, color }))
  return [...split(`✗ ${message}`, palette.bad), ...split(remedy, undefined)]
}
