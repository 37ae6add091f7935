import type { Connection } from './connection.ts'

/** All WebSockets that are open. */
export class Connections {
  readonly #open = new Set<Connection>()

  add(connection: Connection): void {
    this.#open.add(connection)
    connection.closed.listen(() => this.#open.delete(connection))
  }

  /** Cuts all connections without a word. */
  drop(): void {
    for (const connection of this.#open) connection.drop()
  }

  /** Leaves all present connections open and silent: nothing is read from them and nothing sent to them again. */
  silence(): void {
    for (const connection of this.#open) connection.silence()
  }
}
