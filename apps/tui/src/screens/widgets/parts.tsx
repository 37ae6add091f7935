import { Text } from 'ink'
import type { ReactNode } from 'react'
import { wrapWords } from './word-wrap.ts'

/** A piece of a line in one look. */
export interface Part {
  readonly text: string
  readonly color?: string | undefined
  readonly bold?: boolean
  readonly dim?: boolean
}

/** Breaks parts into lines between words; two spaces between parts stay together on a line. */
export function wrapParts(parts: readonly Part[], width: number): readonly (readonly Part[])[] {
  const words = parts.flatMap(({ text, ...look }) =>
    text
      .split(' ')
      .filter((word) => word !== '')
      .map((word): Part => ({ text: word, ...look })),
  )
  return wrapWords(words, width).map((line) =>
    line.map((part, index) => (index === 0 ? part : { ...part, text: ` ${part.text}` })),
  )
}

/** One line of parts. */
export function PartLine({ parts }: { parts: readonly Part[] }): ReactNode {
  return (
    <Text wrap="truncate-end">
      {parts.length === 0
        ? ' '
        : parts.map(({ text, color, bold = false, dim = false }, index) => (
            <Text key={index} bold={bold} dimColor={dim} {...(color !== undefined && { color })}>
              {text}
            </Text>
          ))}
    </Text>
  )
}
