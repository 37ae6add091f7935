import type { LegState, Progress } from '@stake/ops'
import { safeText } from '../safe-text.ts'

/** Tells a person on standard error how it goes, a line for each change. */
export class ProgressLines {
  readonly #total: number
  readonly #say: (text: string) => void
  readonly #last = new Map<number, string>()

  constructor(total: number, say: (text: string) => void) {
    this.#total = total
    this.#say = say
  }

  readonly tell = ({ leg, operation, state, done, total }: Progress): void => {
    const sentence = sentenceOf(state, this.#total > 1)
    if (sentence === '' || this.#last.get(leg) === sentence) return
    this.#last.set(leg, sentence)
    const whose = this.#total > 1 ? `[${done}/${total}] ${safeText(operation.id, 40)}: ` : ''
    this.#say(`${whose}${safeText(sentence, 200)}\n`)
  }
}

function sentenceOf(state: LegState, several: boolean): string {
  switch (state.status) {
    case 'broadcast':
      return 'Sent; waiting for a block …'
    case 'inBlock':
      return `In block ${state.inclusion.block.number}.`
    case 'retracted':
      return 'Its block was replaced by another; waiting …'
    case 'unresolved':
      return `Not settled: ${state.reason}; looking for it …`
    case 'reported':
      return several ? `${state.report.status}.` : ''
    default:
      return ''
  }
}
