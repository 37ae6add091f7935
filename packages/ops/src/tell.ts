/**
 * Calls a listener. One that throws has a mistake that must be seen, so it ends as an uncaught error; but what is told
 * of goes on: something may be sent already, and who began it must not be told otherwise.
 */
export function tell<T>(listener: ((value: T) => void) | undefined, value: T): void {
  try {
    listener?.(value)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
