import { newsFor } from '../src/screens/shell/room.ts'
import type { Command, Message, State } from '../src/screens/shell/state.ts'
import { update } from '../src/screens/shell/update.ts'
import { assess } from '../src/screens/trade/assess.ts'
import type { TradeNews } from '../src/screens/trade/room.ts'
import type { TradeForm } from '../src/screens/trade/trade-form.ts'
import type { TradeWish } from '../src/screens/trade/trade-state.ts'
import type { Key } from '../src/screens/widgets/key.ts'
import { ready } from './sample.ts'

/** The screens, and everything they wanted done so far. Quotes come at once, as they do in the program. */
export class Screens {
  state: State
  readonly commands: Command[] = []

  constructor(state: State = ready()) {
    this.state = state
  }

  send(message: Message): this {
    const [state, ...commands] = update(this.state, message)
    this.state = state
    for (const command of commands) {
      const snapshot = this.state.live?.snapshot
      if (command.type === 'wish' && command.room === 'trade' && command.wish.type === 'assess' && snapshot) {
        const { draft } = command.wish
        const assessment = assess(draft, snapshot)
        this.send(newsFor('trade', { type: 'assessed', draft, block: snapshot.block.hash, assessment }))
      } else this.commands.push(command)
    }
    return this
  }

  /** An answer to the trade room. */
  tell(news: TradeNews): this {
    return this.send(newsFor('trade', news))
  }

  press(...keys: Key[]): this {
    for (const key of keys) this.send({ type: 'key', key })
    return this
  }

  type(text: string): this {
    return this.press(...text)
  }

  get form(): TradeForm {
    if (this.state.view !== 'trade' || this.state.dialog)
      throw new Error(`the form is not shown, but ${this.state.view}`)
    return this.state.trade.form
  }

  get dialog(): string | undefined {
    return this.state.dialog?.kind
  }

  /** What was wanted of one kind. */
  wanted<T extends Command['type']>(type: T): readonly Extract<Command, { type: T }>[] {
    return this.commands.filter((command): command is Extract<Command, { type: T }> => command.type === type)
  }

  /** What the trade room wished for. */
  wished<T extends TradeWish['type']>(type: T): readonly Extract<TradeWish, { type: T }>[] {
    return this.commands.flatMap((command) =>
      command.type === 'wish' && command.room === 'trade' && command.wish.type === type
        ? [command.wish as Extract<TradeWish, { type: T }>]
        : [],
    )
  }
}
