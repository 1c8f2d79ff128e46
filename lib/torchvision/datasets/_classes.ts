/** Names to their indices: `class_to_idx`. */
export function indexed(classes: readonly string[]): Record<string, number> {
  return Object.fromEntries(classes.map((name, i) => [name, i]))
}
