import type { RuntimeCall } from '@stake/schema'

/** How deep calls may lie in calls before a node refuses to read on. */
const DEEPEST = 256

/** The calls directly inside a call. */
export function innerCalls({ value }: RuntimeCall): readonly RuntimeCall[] {
  const args = value.value
  if (args === undefined) return []
  if ('calls' in args) return args.calls
  if ('call' in args) return [args.call]
  return 'main' in args ? [args.main, args.fallback] : []
}

/** Throws for calls nested deeper than a node reads, which nothing after this could run through either. */
export function assertShallow(call: RuntimeCall): RuntimeCall {
  let level: readonly RuntimeCall[] = [call]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new Error('Maximum recursion depth reached when decoding')
    level = level.flatMap(innerCalls)
  }
  return call
}
