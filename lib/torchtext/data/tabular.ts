// Mirrors TabularDataset of torchtext/data/dataset.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { isPlainObject } from '../../_repr.js'
import { KeyError, ValueError } from '../../errors.js'
import { linesOf, readText } from '../_text.js'
import { type CsvParams, csvRows } from './_csv.js'
import { Dataset, type OfExample, type SplitOptions } from './dataset.js'
import { type ColumnFields, Example, type KeyedFields, type NamedField } from './example.js'

/** The kind of a file: a JSON object on each line, or a table. */
export type TableFormat = 'csv' | 'tsv' | 'json' | 'CSV' | 'TSV' | 'JSON'
type TableFields = ColumnFields | KeyedFields
type Filter = OfExample<Example> | null

const init = initializer<
  [
    path: string,
    format: TableFormat,
    fields: TableFields,
    skip_header: boolean,
    csv_reader_params: CsvParams | null,
    filter_pred: Filter,
  ]
>()(
  'TabularDataset.__init__(self, path, format, fields, skip_header=False, csv_reader_params=None, filter_pred=None)',
  { dicts: ['fields', 'csv_reader_params'] },
)

interface Table {
  readonly format: string
  readonly fields: TableFields
  readonly skip_header: boolean
  readonly csv_reader_params: CsvParams | null
}

function examplesOf(text: string, table: Table): Example[] {
  const { format, fields, skip_header } = table
  if (format === 'json') {
    const lines = linesOf(text).slice(skip_header ? 1 : 0)
    return lines.map((line) => Example.fromJSON(line, fields as KeyedFields))
  }
  const rows = [
    ...csvRows(text, {
      ...(format === 'tsv' ? { delimiter: '\t' } : {}),
      ...table.csv_reader_params,
    }),
  ]
  if (!isPlainObject(fields)) {
    return rows
      .slice(skip_header ? 1 : 0)
      .map((row) => Example.fromCSV(row, fields as ColumnFields))
  }
  if (skip_header) {
    throw new ValueError(
      `When using a dict to specify fields with a ${format} file, skip_header must be False and the file must have a header.`,
    )
  }
  const [header = [], ...body] = rows
  const columns = Object.keys(fields).map((name) => {
    const at = header.indexOf(name)
    if (at < 0) throw new ValueError(`'${name}' is not in list`)
    return [name, at] as const
  })
  const indices = Object.fromEntries(columns)
  return body.map((row) => Example.fromCSV(row, fields as KeyedFields, indices))
}

// A dict of columns gives the attributes that are made of them.
function namedFields(fields: TableFields): ColumnFields {
  if (!isPlainObject(fields)) return fields as ColumnFields
  return Object.values(fields as KeyedFields).flatMap((field): NamedField[] => {
    if (field === null) return []
    return typeof field[0] === 'string' ? [field as NamedField] : [...(field as NamedField[])]
  })
}

class TabularDataset<E extends object = Example> extends Dataset<E> {
  constructor(...args: ArgumentsOf<typeof init>) {
    const given = init(args)
    const { path, fields, filter_pred } = given
    const format = given.format.toLowerCase()
    if (!['json', 'tsv', 'csv'].includes(format)) throw new KeyError(format)
    const examples = examplesOf(readText(path, 'utf-8'), { ...given, format })
    super(examples, namedFields(fields), filter_pred)
  }

  static override splits(
    kw: SplitOptions & {
      format: TableFormat
      fields: TableFields
      skip_header?: boolean
      csv_reader_params?: CsvParams
      filter_pred?: Filter
    },
  ): [TabularDataset, TabularDataset, TabularDataset]
  static override splits(...args: unknown[]): object[] {
    // biome-ignore lint/complexity/noThisInStatic: the class that is called, as in Python's class methods.
    return super.splits(...args)
  }
}

/**
 * The examples of a table: comma or tab separated, or a JSON object on each line.
 *
 * @param fields - a list with a name and a field, or null, for each column; or a dict from column names, which the first
 *     line then has, to such pairs.
 * @param skip_header - whether to skip the first line.
 * @param csv_reader_params - `delimiter`, `quotechar` and others of Python's `csv.reader`.
 *
 * @example
 * const { Field, LabelField } = torchtext.data
 * const read = () => TabularDataset('reviews.tsv', 'tsv', [['text', Field()], ['label', LabelField()]])
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#tabulardataset
 */
const TabularDataset_ = callable(TabularDataset) as typeof TabularDataset &
  (<E extends object = Example>(
    ...args: ConstructorParameters<typeof TabularDataset<E>>
  ) => TabularDataset<E>)
type TabularDataset_<E extends object = Example> = TabularDataset<E>

export { TabularDataset_ as TabularDataset }
