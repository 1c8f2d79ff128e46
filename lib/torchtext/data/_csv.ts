// Python's csv.reader, as far as tables of examples need it.

/** What {@link csvRows} takes, as Python's `csv.reader` does. */
export interface CsvParams {
  delimiter?: string
  quotechar?: string | null
  doublequote?: boolean
  escapechar?: string | null
  skipinitialspace?: boolean
  /** `csv.QUOTE_NONE`, 3, takes quotes for ordinary characters. */
  quoting?: number
}

const QUOTE_NONE = 3

/** The rows of a table. Fields in quotes may hold delimiters, line ends and, doubled, quotes. */
export function* csvRows(text: string, params: CsvParams = {}): IterableIterator<string[]> {
  const {
    delimiter = ',',
    doublequote = true,
    escapechar = null,
    skipinitialspace = false,
  } = params
  const quote = params.quoting === QUOTE_NONE ? null : (params.quotechar ?? '"')
  let row: string[] = []
  let field = ''
  let quoted = false
  let started = false
  const finish = (): void => {
    row.push(field)
    field = ''
    started = false
  }
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    if (char === escapechar) {
      field += text[++i] ?? ''
      started = true
    } else if (quoted) {
      if (char !== quote) field += char
      else if (doublequote && text[i + 1] === quote) field += text[++i]
      else quoted = false
    } else if (char === quote && !started) {
      quoted = true
      started = true
    } else if (char === delimiter) {
      finish()
    } else if (char === '\n') {
      if (started || field !== '' || row.length > 0) finish()
      yield row
      row = []
    } else if (!(skipinitialspace && char === ' ' && !started)) {
      field += char
      started = true
    }
  }
  if (started || row.length > 0) {
    finish()
    yield row
  }
}
