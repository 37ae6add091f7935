import type { Snapshot } from '@stake/chain'
import { Text } from 'ink'
import type { ReactNode } from 'react'
import { showAmount } from '../../amounts.ts'
import { isFiltering } from '../widgets/filter.ts'
import { FilterLine } from '../widgets/filter-line.tsx'
import { shortAddress, takeLabel } from '../widgets/labels.ts'
import { windowOf } from '../widgets/list.ts'
import { palette } from '../widgets/palette.ts'
import { hotkeyChoices, type TradeForm } from './trade-form.ts'

/** The validators of a subnet to choose from, as many as there is room for. */
export function ValidatorLines({
  form,
  snapshot,
  symbol,
  columns,
  height,
}: {
  form: TradeForm
  snapshot: Snapshot | undefined
  symbol: string
  columns: number
  height: number
}): ReactNode {
  const choices = hotkeyChoices(form)
  const { validators, unread, filter, hotkey } = form
  const filtering = isFiltering(filter)
  const narrow = columns < 72
  const shown = windowOf(choices, hotkey, filtering ? height - 1 : height)
  if (unread) return <Text color={palette.bad}>{unread.message}</Text>
  if (!validators && choices.length === 0) return <Text dimColor>reading the validators …</Text>
  return (
    <>
      {filtering && <FilterLine filter={filter} found={choices.length} />}
      {choices.length === 0 && !filtering && <Text>This subnet has no validators.</Text>}
      {(!filtering || height > 1) &&
        shown.entries.map((address, index) => {
          const chosen = address === hotkey
          const validator = validators?.find((candidate) => candidate.hotkey === address)
          const own = snapshot?.positions.find(
            (position) =>
              position.hotkey === address &&
              position.netuid === form.netuid &&
              position.coldkey === form.coldkey,
          )
          const more = index === shown.entries.length - 1 && shown.above + shown.below > 0
          return (
            <Text key={address} wrap="truncate-end" bold={chosen}>
              {chosen ? '●' : '○'} {shortAddress(address, narrow ? 4 : 6)}
              {validator && (
                <Text dimColor={!chosen}>
                  {` ${showAmount(validator.stake, symbol, 2).padStart(narrow ? 12 : 14)}  take ${takeLabel(validator.take)}`}
                  {!validator.permit && ' no permit'}
                </Text>
              )}
              {validators && !validator && <Text dimColor> not registered here</Text>}
              {own && (
                <Text color={palette.accent}> yours{!narrow && ` ${showAmount(own.stake, symbol, 2)}`}</Text>
              )}
              {more && !own && <Text dimColor>{`  ${choices.indexOf(address) + 1}/${choices.length}`}</Text>}
            </Text>
          )
        })}
    </>
  )
}
