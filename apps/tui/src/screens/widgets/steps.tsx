import { Text } from 'ink'
import type { ReactNode } from 'react'
import { padEnd } from '../../safe-text.ts'
import { palette } from './palette.ts'

/** Something on the way to an end: done, failed, yet to come, or nobody knows. */
export interface StepView {
  readonly mark: '✓' | '✗' | '◌' | '?'
  readonly name: string
  readonly text: string
}

/** What has happened and what is yet to happen, one line each. */
export function Steps({ steps }: { steps: readonly StepView[] }): ReactNode {
  return steps.map(({ mark, name, text }) => (
    <Text key={name} wrap="truncate-end">
      {'  '}
      <Mark mark={mark} />{' '}
      <Text bold={mark !== '◌'} dimColor={mark === '◌'}>
        {padEnd(name, 9)}
      </Text>
      <Text dimColor={mark === '◌'}> {text}</Text>
    </Text>
  ))
}

export function Mark({ mark }: Pick<StepView, 'mark'>): ReactNode {
  const color = { '✓': palette.good, '✗': palette.bad, '◌': undefined, '?': palette.warning }[mark]
  return <Text {...(color !== undefined && { color })}>{mark}</Text>
}
