/** What the background of the terminal is; `unknown` where nobody can tell. */
export type Background = 'light' | 'dark' | 'unknown'

/** The few colours of the screens, by what they mean; each meaning also has a word or a sign. */
interface Palette {
  readonly accent: string
  readonly good: string
  readonly bad: string
  readonly warning: string
}

const palettes: Readonly<Record<Background, Palette>> = {
  // The terminal's own colours, which its owner chose to be read on dark.
  dark: { accent: 'cyan', good: 'green', bad: 'red', warning: 'yellow' },
  light: { accent: '#005f87', good: '#006000', bad: '#af0000', warning: '#875f00' },
  // A contrast of 4 and more to black and to white alike.
  unknown: { accent: '#0087af', good: '#008700', bad: '#d70000', warning: '#af5f00' },
}

let background: Background = 'dark'

/** A process has one terminal: all frames from now on are in colours for this background. */
export function paintFor(now: Background): void {
  background = now
}

/** The colours for the background of this terminal. */
export const palette: Palette = {
  get accent() {
    return palettes[background].accent
  },
  get good() {
    return palettes[background].good
  },
  get bad() {
    return palettes[background].bad
  },
  get warning() {
    return palettes[background].warning
  },
}

/** The colour of a network; its name stands beside it. Red is where real money is. */
export function networkColor(network: string): string {
  if (network === 'finney') return palette.bad
  return network === 'test' ? palette.warning : palette.good
}
