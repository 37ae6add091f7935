/** A type name of `@stake/schema` taken apart: a generic with its arguments, a tuple, an array, or a plain name. */
export type TypeName =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'generic'; readonly name: string; readonly args: readonly string[] }
  | { readonly kind: 'tuple'; readonly parts: readonly string[] }
  | { readonly kind: 'array'; readonly item: string; readonly length: number }

export function parseTypeName(text: string): TypeName {
  if (text.startsWith('(')) return { kind: 'tuple', parts: splitOutside(text.slice(1, -1), ', ') }
  if (text.startsWith('[')) {
    const [item = '', length] = splitOutside(text.slice(1, -1), '; ')
    return { kind: 'array', item, length: Number(length) }
  }
  const open = text.indexOf('<')
  if (open < 0) return { kind: 'plain', name: text }
  return { kind: 'generic', name: text.slice(0, open), args: splitOutside(text.slice(open + 1, -1), ', ') }
}

/** Splits at a separator that stands outside all brackets. */
function splitOutside(text: string, separator: string): string[] {
  if (text === '') return []
  let depth = 0
  let from = 0
  const parts: string[] = []
  for (let at = 0; at < text.length; at++) {
    if ('<(['.includes(text.charAt(at))) depth++
    if ('>)]'.includes(text.charAt(at))) depth--
    if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(from, at))
      from = at + separator.length
    }
  }
  return [...parts, text.slice(from)]
}
