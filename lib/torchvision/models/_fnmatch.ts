// Shell wildcards as Python's fnmatch reads them.

function pattern(wildcard: string): RegExp {
  const source = wildcard.replace(/\[(!?)(\]?[^\]]*)\]|[\s\S]/g, (text, not, set) => {
    if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replace(/[\\\]^[]/g, '\\$&')}]`
    if (text === '*') return '[\\s\\S]*'
    return text === '?' ? '[\\s\\S]' : text.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')
  })
  return new RegExp(`^${source}$`, 'u')
}

/** The names that fit a wildcard. */
export function fnmatchFilter(names: readonly string[], wildcard: string): string[] {
  const fits = pattern(wildcard)
  return names.filter((name) => fits.test(name))
}
