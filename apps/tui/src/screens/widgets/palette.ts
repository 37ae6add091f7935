/** The few colours of the screens, by what they mean; each meaning also has a word or a sign. */
export const palette = {
  accent: 'cyan',
  good: 'green',
  bad: 'red',
  warning: 'yellow',
} as const

/** The colour of a network; its name stands beside it. Red is where real money is. */
export function networkColor(network: string): string {
  if (network === 'finney') return palette.bad
  return network === 'test' ? palette.warning : palette.good
}
