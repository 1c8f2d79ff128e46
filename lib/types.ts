// The types that signatures share. Python keeps its own in torch/types.py.

import type { device } from './device.js'
import type { dtype } from './dtype.js'
import type { layout } from './layout.js'
import type { memory_format } from './memory_format.js'
import type { qscheme } from './qscheme.js'
import type { Generator } from './random.js'
import type { Tensor } from './tensor.js'

export type { dtype, Generator, layout, memory_format, qscheme, Tensor }

/** A complex number, as `torch.complex(re, im)` and `item()` give it. */
export interface Complex {
  /** The real part. */
  readonly re: number
  /** The imaginary part. */
  readonly im: number
}

/** What Python calls a Number. An integral `number` is an int, any other a float. */
export type Scalar = number | bigint | boolean | Complex

/** What stands for a device: `torch.device('cpu')`, `'cuda:1'`, or the index of an accelerator. */
export type Device = device | string | number

/** A stream of work on a device, such as `torch.cuda.Stream()`. */
export interface Stream {
  readonly device: device
  readonly stream_id: number
}

/**
 * A result with named fields, Python's `torch.return_types`: a list that has the fields too.
 *
 * @example
 * const x = torch.tensor([[1, 3], [4, 2]])
 * const [values, indices] = x.max(1)
 * x.max(1).indices // tensor([1, 0])
 */
export type Named<Items extends unknown[], Fields> = Items & Readonly<Fields>

/** The keywords of every function that makes a tensor. */
export interface TensorOptions {
  /** The type of the elements. */
  dtype?: dtype | null | undefined
  /** How the elements are kept; `torch.strided` unless given. */
  layout?: layout | null | undefined
  /** Where the memory lies. */
  device?: Device | null | undefined
  /** Whether the memory is page-locked, for faster copies to a GPU. */
  pin_memory?: boolean | null | undefined
  /** Whether autograd records what is done with the tensor. */
  requires_grad?: boolean | null | undefined
}
