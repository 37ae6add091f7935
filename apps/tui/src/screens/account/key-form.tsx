import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { safeText } from '../../safe-text.ts'
import type { KeyForm as KeyFormState } from '../shell/state.ts'
import { networkColor, palette } from '../widgets/palette.ts'
import { Problem } from '../widgets/problem.tsx'
import { TypedText } from '../widgets/typed-text.tsx'

const DEVELOPMENT = '//Alice, //Bob, //Charlie, //Dave, //Eve and //Ferdie'

/** Asks for the key phrase. What is typed is never shown. */
export function KeyForm({
  form,
  network,
  watched,
  known,
  width,
}: {
  form: KeyFormState
  network: string
  /** The account that the key should be of. */
  watched: string | undefined
  /** Whether the keys that everybody knows are good for anything here. */
  known: boolean
  width: number
}): ReactNode {
  return (
    <Box flexDirection="column" paddingLeft={2} width={width}>
      <Text bold wrap="truncate-end">
        The key of your account on <Text color={networkColor(network)}>{safeText(network, 24)}</Text>
      </Text>
      {watched === undefined ? <Text> </Text> : <Text wrap="truncate-end">{watched}</Text>}
      <Text wrap="truncate-end">
        <Text color={palette.accent}>❯ </Text>
        <Text>Key phrase </Text>
        <TypedText field={form.phrase} focused masked width={Math.max(10, width - 20)} />
      </Text>
      <Text> </Text>
      {form.failure ? (
        <Problem failure={form.failure} width={width - 4} />
      ) : (
        <Text dimColor wrap="wrap">
          12 or 24 words, or 0x and the 64 digits of the seed. It stays in this program until you leave it,
          and is never shown or stored.{known ? ` On ${network} also ${DEVELOPMENT}.` : ''}
        </Text>
      )}
    </Box>
  )
}
