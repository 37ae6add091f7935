import type { SafetyMode } from '@stake/math'
import type { Preview, Route } from '@stake/ops'
import { Box, Text } from 'ink'
import type { ReactNode } from 'react'
import { showPrice } from '../../amounts.ts'
import type { State } from '../shell/state.ts'
import { palette } from '../widgets/palette.ts'
import { type Part, PartLine, wrapParts } from '../widgets/parts.tsx'
import type { RouteAssessment } from './assess.ts'
import { amountsOf } from './leg-words.ts'
import { modeMeanings, modeSentence, routeSentence } from './mode-words.ts'
import { fieldsOf, modesOf, routes } from './trade-form.ts'
import { knownOf } from './trade-state.ts'

/** The ways it can be done side by side: the routes of a move as long as the safe one is taken, else the modes. */
export function ModeColumns({ state, width }: { state: State; width: number }): ReactNode {
  const { form } = state.trade
  const { assessment } = knownOf(state)
  const fields = fieldsOf(form)
  const byRoute = fields.includes('route') && (form.focus === 'route' || !fields.includes('mode'))
  if (byRoute) {
    return (
      <Columns
        width={width}
        title="The two routes"
        columns={routes.map((route) => ({
          name: route,
          chosen: route === form.route,
          paragraphs: routeParagraphs(route, assessment?.routes?.[route]),
        }))}
      />
    )
  }
  if (!fields.includes('mode')) return null
  return (
    <Columns
      width={width}
      title={`What the ${modesOf(form).length} modes would do`}
      columns={modesOf(form).map((mode) => ({
        name: mode,
        chosen: mode === form.mode,
        paragraphs: modeParagraphs(mode, assessment?.preview),
      }))}
    />
  )
}

interface Column {
  readonly name: string
  readonly chosen: boolean
  readonly paragraphs: readonly Part[]
}

function Columns({
  title,
  columns,
  width,
}: {
  title: string
  columns: readonly Column[]
  width: number
}): ReactNode {
  const each = Math.floor((width - 2) / columns.length)
  return (
    <>
      <Text bold>
        {'  '}
        {title}
      </Text>
      <Box paddingLeft={1}>
        {columns.map(({ name, chosen, paragraphs }) => (
          <Box
            key={name}
            width={each}
            height={10}
            flexDirection="column"
            overflow="hidden"
            borderStyle="round"
            {...(chosen ? { borderColor: palette.accent } : { borderDimColor: true })}
          >
            <Text bold={chosen} {...(chosen && { color: palette.accent })}>
              {chosen ? ' ● ' : ' ○ '}
              {name}
            </Text>
            {paragraphs.flatMap((part, index) =>
              wrapParts([part], each - 4).map((line, row) => (
                <PartLine key={`${index}.${row}`} parts={[{ text: ' ' }, ...line]} />
              )),
            )}
          </Box>
        ))}
      </Box>
    </>
  )
}

function modeParagraphs(mode: SafetyMode, preview: Preview | undefined): readonly Part[] {
  const expected = preview?.modes?.[mode]
  const meaning: Part = { text: modeMeanings[mode], dim: true }
  if (!preview || !expected) return [meaning]
  const exact = amountsOf(preview.subnets)
  const { quote, purchase } = expected
  const got = (purchase ?? quote)?.received
  const sentence = modeSentence(mode, preview)
  return [
    { ...sentence, text: `Now: ${sentence.text}` },
    ...(got && expected.result !== 'refused' ? [{ text: `Receive ${exact(got)}`, bold: true }] : []),
    ...(quote && !purchase && expected.result !== 'refused'
      ? [{ text: `End price ${showPrice(quote.endPrice, 9)}` }]
      : []),
    meaning,
  ]
}

const routeMeanings: Readonly<Record<Route, string>> = {
  direct:
    'One call and one swap fee. The chain only caps how much may move, by a formula that ignores the weights of the pools.',
  protected:
    'A strict sale and a strict purchase of what the sale guarantees, in one batch: all or nothing. One swap fee more, and a little TAO becomes free.',
}

function routeParagraphs(route: Route, known: RouteAssessment | undefined): readonly Part[] {
  const sentence = routeSentence(route, known)
  const meaning: Part = { text: routeMeanings[route], dim: true }
  const { preview } = known ?? {}
  if (!preview) return known?.failure ? [{ ...sentence, text: `Now: ${sentence.text}` }, meaning] : [meaning]
  const exact = amountsOf(preview.subnets)
  return [
    { ...sentence, text: `Now: ${sentence.text}` },
    ...(preview.received.isZero() ? [] : [{ text: `Receive ${exact(preview.received)}`, bold: true }]),
    meaning,
  ]
}
