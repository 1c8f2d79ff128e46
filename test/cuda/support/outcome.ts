export type Attempt = () => unknown

/** What an attempt gives or throws, as text. */
export function outcome(attempt: Attempt): string {
  try {
    return String(attempt())
  } catch (error) {
    return String(error)
  }
}
