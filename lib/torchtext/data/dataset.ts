// Mirrors Dataset of torchtext/data/dataset.py.

import { join } from 'node:path'
import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { python } from '../../_kwargs.js'
import { isPlainObject } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import type { random } from '../../builtins.js'
import { IndexError, ValueError } from '../../errors.js'
import { Dataset as TorchDataset } from '../../utils/data/index.js'
import { downloadDataset } from '../_download.js'
import { check_split_ratio, rationed_split, type SplitRatio, stratify } from './_split.js'
import type { ColumnFields, Example, NamedField } from './example.js'
import type { Field, RawField } from './field.js'
import { RandomShuffler } from './utils.js'

/** A function of an example, of which one may know more than `E` says. */
export type OfExample<E, More extends unknown[] = [], R = unknown> = {
  // As a method, whose parameters are compared both ways.
  call(example: E, ...more: More): R
}['call']

/** What an iterator sorts examples by. */
export type SortKey<E> = OfExample<E> | null

/** The fields of a dataset: a list of columns, or a dict by name. */
export type DatasetFields = ColumnFields | Readonly<Record<string, RawField | null>>

/** What `splits` takes: the files of the parts in `path`, or in what is downloaded to `root`, and what their class takes. */
export interface SplitOptions {
  path?: string | null
  root?: string
  train?: string | null
  validation?: string | null
  test?: string | null
}

const init = initializer<
  [examples: Iterable<object>, fields: DatasetFields, filter_pred: OfExample<Example> | null]
>()('Dataset.__init__(self, examples, fields, filter_pred=None)', { dicts: ['fields'] })

const bindSplit = python(
  "split(self, split_ratio=0.7, stratified=False, strata_field='label', random_state=None)",
)
const bindSplits = python(
  "splits(path=None, root='.data', train=None, validation=None, test=None, **kwargs)",
)

// Names of columns to fields; several of one column each under its own.
function fieldsByName(fields: DatasetFields): Record<string, RawField | null> {
  if (isPlainObject(fields)) return { ...(fields as Record<string, RawField | null>) }
  const named = (fields as ColumnFields).flatMap(([name, field]): NamedField[] => {
    if (typeof name === 'string') return [[name, field as RawField | null]]
    return name.map((one, i) => [one, (field as RawField[])[i] ?? null])
  })
  return Object.fromEntries(named)
}

/** A dataset of whatever examples. */
export interface AnyDataset {
  readonly examples: readonly object[]
  readonly fields: Readonly<Record<string, RawField | null>>
  readonly sort_key: unknown
  __len__(): number
}

interface DatasetClass {
  new (path: string, kw: Record<string, unknown>): object
  download(root: string): string
}

class Dataset<E extends object = Example> extends TorchDataset<E> {
  /** What to sort examples by, where an iterator is told nothing else. */
  static readonly sort_key: SortKey<Example> = null
  /** Where a dataset is, for its class to say. */
  static readonly urls: readonly (string | readonly [url: string, file: string])[] = []
  static readonly dirname: string = ''

  declare sort_key: SortKey<E>
  examples: E[]
  readonly fields: Record<string, RawField | null>

  constructor(...args: ArgumentsOf<typeof init>) {
    super()
    const { examples, fields, filter_pred } = init(args)
    const keep = filter_pred as ((example: object) => unknown) | null
    this.examples = Array.from(examples).filter((one) => keep === null || keep(one)) as E[]
    this.fields = fieldsByName(fields)
    this.sort_key = (this.constructor as typeof Dataset).sort_key as SortKey<E>
    for (const name of Object.keys(this.fields)) {
      if (name in this) continue
      const column = () => this.#column(name)
      Object.defineProperty(this, name, { get: column, configurable: true })
    }
  }

  *#column(name: string): IterableIterator<unknown> {
    for (const example of this.examples) yield Reflect.get(example, name)
  }

  override __getitem__(i: number): E {
    const at = i < 0 ? i + this.examples.length : i
    const example = this.examples[at]
    if (example === undefined) throw new IndexError('list index out of range')
    return example
  }

  override __len__(): number {
    return this.examples.length
  }

  /**
   * Cuts the examples at random into training, validation and test data, of which empty ones are left out. `split_ratio`
   * is the share of the training data, the rest being for tests, or a list of relative sizes of training, test and
   * validation data. With `stratified`, each value of `strata_field` is cut alike.
   */
  split(
    split_ratio?: SplitRatio,
    stratified?: boolean,
    strata_field?: string,
    random_state?: ReturnType<typeof random.getstate> | null,
  ): Dataset<E>[]
  split(kw: {
    split_ratio?: SplitRatio
    stratified?: boolean
    strata_field?: string
    random_state?: ReturnType<typeof random.getstate> | null
  }): Dataset<E>[]
  split(...args: unknown[]): Dataset<E>[] {
    const { split_ratio, stratified, strata_field, random_state } = bindSplit<{
      split_ratio: SplitRatio
      stratified: boolean
      strata_field: string
      random_state: ReturnType<typeof random.getstate> | null
    }>(args)
    const ratios = check_split_ratio(split_ratio)
    const shuffle = RandomShuffler(random_state)
    if (stratified && !Object.hasOwn(this.fields, strata_field)) {
      throw new ValueError(`Invalid field name for strata_field ${strata_field}`)
    }
    const groups = stratified ? stratify(this.examples, strata_field) : [this.examples]
    const parts: [E[], E[], E[]] = [[], [], []]
    for (const group of groups) {
      for (const [i, part] of rationed_split(group, ratios, shuffle).entries()) {
        parts[i as 0 | 1 | 2].push(...part)
      }
    }
    const [train, test, valid] = parts
    const splits = [train, valid, test].filter((part) => part.length > 0)
    return tuple(
      splits.map((part) => {
        const dataset = new Dataset<E>(part, this.fields)
        if (this.sort_key !== null) dataset.sort_key = this.sort_key
        return dataset
      }),
    )
  }

  /** Leaves only the words of the vocabulary in the examples of some fields. */
  filter_examples(field_names: readonly string[]): void {
    for (const name of field_names) {
      const { stoi } = (this.fields[name] as Field).vocab
      for (const example of this.examples) {
        const words = Reflect.get(example, name) as string[]
        Reflect.set(
          example,
          name,
          words.filter((word) => word in stoi),
        )
      }
    }
  }

  /**
   * Datasets of this class, of the files of training, validation and test data in `path`; without that, of what is
   * downloaded to `root`. Other keywords go to the constructor.
   */
  static splits(...args: unknown[]): object[] {
    const { path, root, train, validation, test, kwargs } = bindSplits<
      Required<SplitOptions> & { root: string; kwargs: Record<string, unknown> }
    >(args)
    // biome-ignore lint/complexity/noThisInStatic: the class that is called, as in Python's class methods.
    const cls = this as unknown as DatasetClass
    const folder = path ?? cls.download(root)
    const files = [train, validation, test].filter((file) => file !== null)
    const made = files.map((file) => new cls(join(folder, file), kwargs))
    return tuple(made)
  }

  /** Downloads and unpacks the data to a folder of `root`, unless it is there, and tells where it is. */
  static download(root: string, check: string | null = null): string {
    // Python's classes of data have a `name`, as all classes have here; it is that of the folder.
    // biome-ignore lint/complexity/noThisInStatic: the class that is called, as in Python's class methods.
    const { name, urls, dirname } = this
    return downloadDataset(join(root, name), urls, dirname, check)
  }
}

/**
 * Examples and the fields of their columns.
 *
 * @param filter_pred - keeps the examples that it is true for.
 *
 * @example
 * const { Example, Field } = torchtext.data
 * const fields = [['text', Field()]] as const
 * const examples = ['a b', 'c'].map((line) => Example.fromlist([line], fields))
 * const dataset = Dataset(examples, fields)
 * dataset.length // 2
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#dataset
 */
const Dataset_ = callable(Dataset) as typeof Dataset &
  (<E extends object = Example>(...args: ConstructorParameters<typeof Dataset<E>>) => Dataset<E>)
type Dataset_<E extends object = Example> = Dataset<E>

export { Dataset_ as Dataset }
