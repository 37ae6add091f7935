import { fieldWith, type TextField } from './text-field.ts'

/**
 * A field for an amount or a tolerance after typing into it. Behind `all` or a `%` nothing can follow: what is typed
 * there takes the place of what stood there, as with a preset one has not chosen oneself.
 */
export function amountTyped(before: TextField, after: TextField): TextField {
  const complete = /^(all|.*%)$/i.test(before.text) && after.text.startsWith(before.text)
  const added = complete ? after.text.slice(before.text.length) : ''
  return added.trim() === '' ? after : fieldWith(added)
}
