// Mirrors torchtext/data/batch.py.

import { callable } from '../../_callable.js'
import { pyStr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { AttributeError } from '../../errors.js'
import type { Device, Tensor } from '../../index.js'
import torch from '../../index.js'
import type { AnyDataset } from './dataset.js'

type Values = Readonly<Record<string, unknown>>

// How old PyTorch wrote a tensor in one line.
function shortText(value: unknown): string {
  if (Array.isArray(value)) return pyStr(tuple(value.map(shortText)))
  if (!(value instanceof torch.Tensor)) return pyStr(value)
  const place = value.is_cuda ? ` (GPU ${value.get_device()})` : ''
  return `[${value.type()} of size ${value.size().join('x')}${place}]`
}

class BatchClass {
  declare readonly batch_size: number
  declare readonly dataset: AnyDataset
  /** The names of the fields. */
  declare readonly fields: readonly string[]
  /** The names of the fields that are no targets, and of those that are. */
  declare readonly input_fields: readonly string[]
  declare readonly target_fields: readonly string[]

  constructor(
    data: readonly object[] | null = null,
    dataset: AnyDataset | null = null,
    device: Device | null = null,
  ) {
    if (data === null || dataset === null) return
    const fields = Object.entries(dataset.fields).filter(([, field]) => field !== null)
    const named = (target: boolean): string[] =>
      fields.filter(([, field]) => field?.is_target === target).map(([name]) => name)
    const columns = fields.map(([name, field]) => [
      name,
      field?.process(
        data.map((example) => Reflect.get(example, name) as unknown),
        device,
      ),
    ])
    Object.assign(this, {
      batch_size: data.length,
      dataset,
      fields: Object.keys(dataset.fields),
      input_fields: named(false),
      target_fields: named(true),
      ...(Object.fromEntries(columns) as Values),
    })
  }

  /** A batch of tensors that are made already. */
  static fromvars<F extends object = Record<string, Tensor>>(
    dataset: AnyDataset,
    batch_size: number,
    kw: F,
  ): Batch<F> {
    const fields = Object.keys(dataset.fields)
    return Object.assign(
      new BatchClass(),
      { batch_size, dataset, fields },
      kw,
    ) as unknown as Batch<F>
  }

  __len__(): number {
    return this.batch_size
  }

  // What is to be learned from and what is to be found: one tensor, a tuple of several, or null.
  *[Symbol.iterator](): IterableIterator<Tensor> {
    yield this.#values('input_fields')
    yield this.#values('target_fields')
  }

  #values(kind: 'input_fields' | 'target_fields'): Tensor {
    const names = this[kind] as readonly string[] | undefined
    if (names === undefined) throw new AttributeError(`'Batch' object has no attribute '${kind}'`)
    const values = names.map((name) => Reflect.get(this, name) as unknown)
    return (values.length > 1 ? tuple(values) : (values[0] ?? null)) as Tensor
  }

  toString(): string {
    if (Object.keys(this).length === 0) return 'Empty torchtext.data.batch.Batch instance'
    const { name } = this.dataset as { name?: unknown }
    const from = typeof name === 'string' ? ` from ${name.toUpperCase()}` : ''
    const lines = this.fields
      .filter((field) => Object.hasOwn(this, field))
      .map((field) => `\t[.${field}]:${shortText(Reflect.get(this, field))}`)
    return `\n[torchtext.data.batch.Batch of size ${this.batch_size}${from}]\n${lines.join('\n')}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/**
 * Examples as tensors, one under the name of each field: `batch.text`, `batch.label`. Taken apart, it is what is to be
 * learned from and what is to be found: `const [x, y] = batch`. With `include_lengths` a field gives a pair of tensors.
 *
 * @example
 * const { Dataset, Example, Field } = torchtext.data
 * const TEXT = Field()
 * const examples = ['a b', 'a'].map((line) => Example.fromlist([line], [['text', TEXT]]))
 * TEXT.build_vocab(examples.map((one) => one.text as string[]))
 * const batch = Batch(examples, Dataset(examples, [['text', TEXT]]))
 * batch.text // tensor([[2, 2], [3, 1]])
 *
 * @see https://docs.pytorch.org/text/0.8.1/data.html#batch
 */
export const Batch = callable(BatchClass) as unknown as {
  new <F extends object = Record<string, Tensor>>(...args: Arguments): Batch<F>
  <F extends object = Record<string, Tensor>>(...args: Arguments): Batch<F>
  readonly prototype: BatchClass
  fromvars: typeof BatchClass.fromvars
}
type Arguments = ConstructorParameters<typeof BatchClass>
/** A batch whose fields have these types. */
export type Batch<F extends object = Record<string, Tensor>> = BatchClass & F
