/**
 * What happens when the price would pass the limit: `strict` does all or nothing, `partial` fills what fits,
 * `unsafe` sets no limit of its own.
 */
export type SafetyMode = 'strict' | 'partial' | 'unsafe'
