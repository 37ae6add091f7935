import { Text } from 'ink'
import type { ReactNode } from 'react'
import { palette } from '../widgets/palette.ts'
import { tolerancePresets } from './trade-form.ts'

/** The tolerances that people use, the chosen one marked, and the keys that go through them. */
export function TolerancePresets({ chosen }: { chosen: string }): ReactNode {
  const typed = chosen.trim()
  return (
    <Text>
      <Text color={palette.accent}>+ -</Text>
      {tolerancePresets.map((preset) => (
        <Text key={preset} bold={preset === typed} dimColor={preset !== typed}>
          {' '}
          {preset === typed ? `[${preset}]` : preset}
        </Text>
      ))}
    </Text>
  )
}
