// Mirrors torch/utils/tensorboard/_convert_np.py. Where Python calculates with NumPy's arrays, tensors on the CPU do here.

import { float } from '../../_builtins/conversion.js'
import * as C from '../../_generated/torch_functions.js'
import { isMap } from '../../_is_map.js'
import { isTensor } from '../../_is_tensor.js'
import { isPlainObject } from '../../_repr.js'
import { classText } from '../../_typename.js'
import { tensor } from '../../creation.js'
import { bfloat16, type dtype, float16, float64 } from '../../dtype.js'
import { NotImplementedError } from '../../errors.js'
import { strided } from '../../layout.js'
import { from_numpy, type NdArrayLike, type NumpyData } from '../../numpy.js'
import type { Tensor } from '../../types.js'

/** What the summaries take for an array: a tensor, a strided or typed array, or one number, also as text. */
export type Arrayish = Tensor | NdArrayLike | NumpyData | number | bigint | boolean | string

function isArray(x: unknown): x is NdArrayLike | NumpyData {
  if (ArrayBuffer.isView(x)) return true
  if (typeof x !== 'object' || x === null) return false
  const { data, shape } = x as Partial<NdArrayLike>
  return ArrayBuffer.isView(data) && Array.isArray(shape)
}

/** Whether a value is a dict that is no array. */
export function isDict(x: unknown): x is Record<string, unknown> | ReadonlyMap<string, unknown> {
  return isMap(x) || (isPlainObject(x) && !isArray(x))
}

/**
 * The data of an array, a tensor or a number as a tensor on the CPU without a gradient, on the same memory where that is
 * possible.
 *
 * @example
 * make_np(new Float32Array([1, 2])) // tensor([1., 2.])
 * make_np(0.5) // tensor([0.5000], dtype=torch.float64)
 */
export function make_np(x: Arrayish): Tensor {
  if (isTensor(x)) return _prepare_pytorch(x)
  if (isArray(x)) return from_numpy(x)
  if (typeof x === 'number' || typeof x === 'bigint' || typeof x === 'boolean') {
    return Number.isInteger(x) || typeof x !== 'number'
      ? tensor([x])
      : tensor([x], { dtype: float64 })
  }
  if (typeof x === 'string') return tensor([float(x)], { dtype: float64 })
  throw new NotImplementedError(
    `Got ${classText(x)}, but numpy array or torch tensor are expected.`,
  )
}

const isKnown = ({ is_complex, is_floating_point, itemsize }: dtype): boolean =>
  !is_floating_point || is_complex || itemsize > 1

function _prepare_pytorch(x: Tensor): Tensor {
  if (x.is_meta) return C.randn(1, { dtype: float64 })
  const host = (x.dtype === bfloat16 ? x.to(float16) : x).detach().cpu()
  const plain = host.layout === strided && !host.is_quantized && !host.is_conj() && !host.is_neg()
  // It says why there is no array of these.
  if (!plain || !isKnown(host.dtype)) host.numpy()
  return host
}

/** All values of a tensor in an array of its own. */
export function float64Array(x: Tensor): Float64Array {
  return x.to(float64, { copy: true }).reshape(-1).numpy<Float64Array>().data
}
