/** What a person typed is matched against some texts; a smaller rank is a better match, undefined is none. */
export function rankOf(typed: string, texts: readonly string[]): number | undefined {
  const wanted = typed.trim().toLowerCase()
  if (wanted === '') return 0
  const ranks = texts.map((text) => rankIn(wanted, text.toLowerCase())).filter((rank) => rank !== undefined)
  return ranks.length === 0 ? undefined : Math.min(...ranks)
}

/** Longer than this it is an address: letters far apart in one mean nothing. */
const LONGEST_NAME = 40

function rankIn(wanted: string, text: string): number | undefined {
  if (text === wanted) return 0
  if (text.startsWith(wanted)) return 1
  const at = text.indexOf(wanted)
  if (at > 0) return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 3 : 2
  return text.length <= LONGEST_NAME && wanted.length > 1 && isSpreadIn(wanted, text) ? 4 : undefined
}

/** Whether all characters are there in their order. */
function isSpreadIn(wanted: string, text: string): boolean {
  let from = 0
  for (const character of wanted) {
    const at = text.indexOf(character, from)
    if (at < 0) return false
    from = at + character.length
  }
  return true
}
