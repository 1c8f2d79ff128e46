// Mirrors torch/utils/data/_utils/collate.py.

import { stack } from '../../../_generated/torch_functions.js'
import { isMap } from '../../../_is_map.js'
import { isTensor } from '../../../_is_tensor.js'
import { isPlainObject } from '../../../_repr.js'
import { classText } from '../../../_typename.js'
import { as_tensor, tensor } from '../../../creation.js'
import { float64 } from '../../../dtype.js'
import { KeyError, RuntimeError } from '../../../errors.js'
import { strided } from '../../../layout.js'
import type { Tensor } from '../../../tensor.js'

/** What a batch of items becomes. */
export type Collated<T> = T extends Tensor
  ? Tensor
  : T extends number | bigint | boolean
    ? Tensor
    : T extends string
      ? string[]
      : T extends ReadonlyMap<infer K, infer V>
        ? Map<K, Collated<V>>
        : T extends readonly unknown[]
          ? { -readonly [K in keyof T]: Collated<T[K]> }
          : T extends object
            ? { [K in keyof T]: Collated<T[K]> }
            : unknown

/** What an item becomes that is not put into a batch. */
export type Converted<T> = T

// Arrays of numbers as NumPy has them: typed arrays, and strided ones with `data`, `shape` and `stride`.
function isNumeric(value: unknown): boolean {
  if (ArrayBuffer.isView(value)) return true
  const { data, shape } = Object(value) as { data?: unknown; shape?: unknown }
  return ArrayBuffer.isView(data) && Array.isArray(shape)
}

/**
 * Arrays become tensors; lists, objects and what is in them likewise; all else stays. What a loader does to items where
 * `batch_size` is null.
 *
 * @example
 * const { default_convert } = torch.utils.data
 * default_convert({ x: new Float32Array([1, 2]), name: 'a' }).x // tensor([1., 2.])
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.default_convert
 */
export function default_convert<T>(data: T): Converted<T>
export function default_convert(data: unknown): unknown {
  if (isTensor(data)) return data
  if (isNumeric(data)) return as_tensor(data as Float32Array)
  if (Array.isArray(data)) return data.map((item) => default_convert<unknown>(item))
  if (isMap(data)) return new Map([...data].map(([key, item]) => [key, default_convert(item)]))
  if (isPlainObject(data)) {
    return Object.fromEntries(
      Object.entries(data).map(([key, item]) => [key, default_convert(item)]),
    )
  }
  return data
}

/** A class whose instances are put together in a way of their own. */
type ItemClass = abstract new (...args: never[]) => unknown

/** How items of one class become a batch; `collate_fn_map` is for what is inside of them. */
export type CollateFn = (batch: never, options: { collate_fn_map: CollateFnMap }) => unknown

/** Such functions by class: the class of the first item counts, then the first one that it extends. */
export type CollateFnMap = ReadonlyMap<ItemClass, CollateFn>

/**
 * What {@link default_collate} asks first, by the class of an item: classes of one's own may be added.
 *
 * In a worker it holds what the modules there have added.
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.default_collate
 */
export const default_collate_fn_map = new Map<ItemClass, CollateFn>()

/** Whether {@link default_collate} makes everything anew: tensors in what it gives are nobody else's. */
export const makesAnew = (collate_fn: unknown): boolean =>
  collate_fn === (default_collate as unknown) && default_collate_fn_map.size === 0

function functionFor(item: object, collate_fn_map: CollateFnMap): CollateFn | undefined {
  const own = collate_fn_map.get(item.constructor as ItemClass)
  if (own) return own
  for (const [cls, collate_fn] of collate_fn_map) if (item instanceof cls) return collate_fn
  return undefined
}

/**
 * Makes one of many items of the same kind, as {@link default_collate} says, and items of the classes in
 * `collate_fn_map` by its functions.
 */
export function collate(
  batch: readonly unknown[],
  options: { collate_fn_map?: CollateFnMap | null } = {},
): unknown {
  const [first] = batch
  const { collate_fn_map = null } = options
  const inner = (items: readonly unknown[]): unknown => collate(items, options)
  if (collate_fn_map?.size && first !== null && first !== undefined) {
    const collate_fn = functionFor(Object(first) as object, collate_fn_map)
    if (collate_fn) return collate_fn(batch as never, { collate_fn_map })
  }
  if (isTensor(first)) return collate_tensor_fn(batch as Tensor[])
  switch (typeof first) {
    case 'number':
      return collateNumbers(batch as number[])
    case 'boolean':
    case 'bigint':
      return tensor(batch as boolean[])
    case 'string':
      return batch
    default:
  }
  if (isNumeric(first)) return inner(batch.map((one) => as_tensor(one as Float32Array)))
  if (isMap(first)) {
    const maps = batch as Map<unknown, unknown>[]
    return new Map([...first.keys()].map((key) => [key, inner(maps.map((m) => m.get(key)))]))
  }
  if (isPlainObject(first)) {
    const objects = batch as Record<string, unknown>[]
    const column = (key: string): unknown[] =>
      objects.map((one) => {
        if (key in one) return one[key]
        throw new KeyError(key)
      })
    return Object.fromEntries(Object.keys(first).map((key) => [key, inner(column(key))]))
  }
  if (Array.isArray(first)) return collateLists(batch as unknown[][], first, inner)
  throw new TypeError(
    `default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found ${classText(first)}`,
  )
}

function collate_tensor_fn(batch: Tensor[]): Tensor {
  const [first] = batch as [Tensor]
  const kind = first.is_nested ? 'nested' : first.layout !== strided ? 'sparse' : null
  if (kind !== null && !first.is_mkldnn) {
    throw new RuntimeError(
      `Batches of ${kind} tensors are not currently supported by the default collate_fn; ` +
        'please provide a custom collate_fn to handle them appropriately.',
    )
  }
  return stack(batch, 0)
}

// Python asks the type of the first; here a whole number says nothing, so all are asked.
function collateNumbers(batch: number[]): Tensor {
  return batch.every(Number.isInteger) ? tensor(batch) : tensor(batch, { dtype: float64 })
}

function collateLists(
  batch: unknown[][],
  first: unknown[],
  inner: (items: readonly unknown[]) => unknown,
): unknown {
  if (batch.some((one) => one.length !== first.length)) {
    throw new RuntimeError('each element in list of batch should be of equal size')
  }
  // Tuples become lists, as in Python.
  return Array.from(first, (_, i) => inner(batch.map((one) => one[i])))
}

/**
 * Makes a batch of items: tensors are stacked, numbers become a tensor, and lists and objects of them are gone through.
 *
 * @example
 * const { default_collate } = torch.utils.data
 * const [images, labels] = default_collate([[torch.zeros(2), 1], [torch.ones(2), 2]])
 * images // (2, 2)
 * labels // tensor([1, 2])
 *
 * @see https://docs.pytorch.org/docs/2.13/data.html#torch.utils.data.default_collate
 */
export function default_collate<T>(batch: readonly T[]): Collated<T> {
  return collate(batch, { collate_fn_map: default_collate_fn_map }) as Collated<T>
}
