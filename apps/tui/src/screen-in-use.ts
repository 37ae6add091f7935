let leave: (() => void) | undefined

/** The screens have the terminal from now on; `restore` gives it back at once. */
export function takeTerminal(restore: () => void): void {
  leave = restore
}

/** Gives the terminal back, where the screens have it: what is written from now on is read by a person. */
export function giveTerminalBack(): void {
  const restore = leave
  leave = undefined
  try {
    restore?.()
  } catch {
    // Ink gives it back when the process ends, too.
  }
}
