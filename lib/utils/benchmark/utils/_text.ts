// Python's text functions.

/** `text.center(width, fill)`. */
export function center(text: string, width: number, fill = ' '): string {
  const room = Math.max(width - text.length, 0)
  const left = Math.floor(room / 2) + (room & width & 1)
  return fill.repeat(left) + text + fill.repeat(room - left)
}

/** `textwrap.indent(text, '  ')`. */
export function indent(text: string): string {
  return text.replace(/^(?=.*\S)/gm, '  ')
}

/** A snippet without what its lines are indented by in common, and without an empty first line. */
export function dedented(code: string): string {
  const lines = code.split('\n').map((line) => (/\S/.test(line) ? line : ''))
  const margins = lines.filter((line) => line !== '').map((line) => /^\s*/.exec(line)?.[0] ?? '')
  let margin = margins[0] ?? ''
  for (const one of margins) {
    while (!one.startsWith(margin)) margin = margin.slice(0, -1)
  }
  return lines
    .map((line) => line.slice(margin.length))
    .join('\n')
    .replace(/^\n/, '')
    .trimEnd()
}
