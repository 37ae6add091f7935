import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { padEnd } from '../../safe-text.ts'
import type { State } from '../shell/state.ts'
import { networkColor, palette } from '../widgets/palette.ts'
import { PartLine } from '../widgets/parts.tsx'
import { TypedText } from '../widgets/typed-text.tsx'
import { confirmLayout } from './confirm-layout.ts'
import { WIDE, yesWords } from './confirm-lines.ts'
import { type Confirmation, isSatisfied } from './confirmation.ts'

/** The last question before a signature: everything that will be signed, in words. It starts on Cancel. */
export function ConfirmScreen({
  state,
  confirmation,
}: {
  state: State
  confirmation: Confirmation
}): ReactNode {
  const { focus, demand, typed } = confirmation
  const layout = confirmLayout(state, confirmation)
  const { framed, roomy, labelWidth, width, shown, top, below } = layout
  const frame =
    framed && ({ borderStyle: 'round', borderColor: networkColor(state.session?.network ?? '') } as const)
  const satisfied = isSatisfied(confirmation)
  return (
    <Box flexDirection="column" flexShrink={0} width={width + (framed ? 3 : 1)} {...frame}>
      {shown.map(({ label, parts }, index) => (
        <PartLine
          key={index}
          parts={[{ text: label === WIDE ? ' ' : ` ${padEnd(label, labelWidth - 1)}`, dim: true }, ...parts]}
        />
      ))}
      {(below > 0 || top > 0) && (
        <Text color={palette.warning} wrap="truncate-end">
          {' '}
          {below > 0
            ? `↓ ${below} more ${below === 1 ? 'line' : 'lines'}: PgDn`
            : '↑ PgUp shows the beginning'}
        </Text>
      )}
      {roomy && <Text> </Text>}
      {demand !== undefined && (
        <Text wrap="truncate-end">
          <Text {...(focus === 'typed' ? { color: palette.accent, bold: true } : { dimColor: true })}>
            {focus === 'typed' ? '❯' : ' '}
            {padEnd(labelWidth < 13 ? ' Type' : ' Type again', labelWidth - 1)}
          </Text>
          <TypedText field={typed} focused={focus === 'typed'} width={16} />
          <Text dimColor={!satisfied} {...(satisfied && { color: palette.good })}>
            {'  '}
            {satisfied
              ? '✓'
              : demand.kind === 'ending'
                ? `type ${demand.reason}`
                : `type ${demand.text} ${demand.reason}`}
          </Text>
        </Text>
      )}
      <Box flexShrink={0}>
        <Button text="Cancel" focused={focus === 'cancel'} />
        <Button
          text={yesWords(confirmation)}
          focused={focus === 'yes'}
          disabled={!satisfied || !layout.read}
        />
      </Box>
    </Box>
  )
}

function Button({
  text,
  focused,
  disabled = false,
}: {
  text: string
  focused: boolean
  disabled?: boolean
}): ReactNode {
  return (
    <Text bold={focused} inverse={focused} dimColor={disabled && !focused}>
      {`${focused ? '❯' : ' '} [ ${text} ] `}
    </Text>
  )
}
