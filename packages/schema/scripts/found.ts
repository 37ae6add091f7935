/** The value, or a plain sentence about what the metadata lacks. */
export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the metadata has no ${what}`)
  return value
}
