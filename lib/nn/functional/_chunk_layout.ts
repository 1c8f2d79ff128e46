// Which types and buffers the chunked linear_cross_entropy works with: the first half of _ChunkContext.build in
// torch/nn/modules/linear_cross_entropy.py. All that depends on precision, device or policy is decided here.

import { bfloat16, float16, float32 } from '../../dtype.js'
import { RuntimeError } from '../../errors.js'
import type { dtype, Tensor } from '../../types.js'

/** Of which arguments the gradients are computed. */
export interface Wanted {
  input: boolean
  linear_weight: boolean
  linear_bias: boolean
}

/** What a problem is computed by, settled: the end of LinearCrossEntropyOptions. */
export interface ChunkOptions {
  readonly allow_retain_graph: boolean
  readonly batch_chunk_size: number
  readonly acc_policy: string
  readonly acc_dtype: dtype
}

export interface ChunkLayout {
  is_cuda: boolean
  use_acc_dtype: boolean
  output_dtype: dtype
  grad_input_dtype: dtype
  logits_buf_dtype: dtype
  weight_chunk_dtype: dtype
  linear_weight_cast_dtype: dtype
  /** Whether the gradient of the weight goes by a buffer `(C, D)` in the type that is added up in. */
  alloc_weight_grad_chunk: boolean
  alloc_linear_bias_grad_chunk: boolean
  alloc_input_grad_acc_buf: boolean
  alloc_input_chunk_acc_buf: boolean
  alloc_logits_acc_buf: boolean
  forward_uses_acc_input: boolean
  forward_uses_cuda_out_dtype: boolean
  weight_grad_mm_same_dtype: boolean
  input_grad_uses_logits_lw: boolean
  loop_caches_logits_downcast: boolean
  weight_grad_uses_logits_buf_temp: boolean
}

function bufferTypes(dtype: dtype, { acc_dtype, acc_policy }: ChunkOptions) {
  if (dtype === acc_dtype) {
    return { output_dtype: dtype, grad_input_dtype: dtype, logits_buf_dtype: dtype }
  }
  const isMemoryLike = acc_policy === 'balanced' || acc_policy === 'compact'
  const isFloat16 = dtype === float16
  return {
    output_dtype: isFloat16 ? acc_dtype : dtype,
    grad_input_dtype: isMemoryLike ? dtype : acc_dtype,
    // Of half precision only float16 is fine enough for the logits.
    logits_buf_dtype: isFloat16 && isMemoryLike ? dtype : acc_dtype,
  }
}

export function layoutOf(
  input: Tensor,
  linear_weight: Tensor,
  options: ChunkOptions,
  wanted: Wanted,
): ChunkLayout {
  const { dtype } = input
  const { acc_dtype, acc_policy } = options
  const use_acc_dtype = dtype !== acc_dtype
  const isMixable = (dtype === float16 || dtype === bfloat16) && acc_dtype === float32
  if (use_acc_dtype && !isMixable) {
    throw new RuntimeError(
      'linear_cross_entropy supports float32 acc_dtype with float16/bfloat16 inputs, ' +
        `but got ${acc_dtype} acc_dtype and ${dtype} inputs.`,
    )
  }
  const is_cuda = input.device.type === 'cuda'
  const types = bufferTypes(dtype, options)
  const { grad_input_dtype, logits_buf_dtype } = types
  const casts =
    use_acc_dtype && (!is_cuda || (wanted.input && grad_input_dtype === logits_buf_dtype))
  const linear_weight_cast_dtype = casts ? logits_buf_dtype : dtype
  const streams = acc_policy === 'compact' && (is_cuda || logits_buf_dtype === dtype)
  const alloc_weight_grad_chunk = wanted.linear_weight && !streams
  const isUpcast = use_acc_dtype && !is_cuda && dtype !== logits_buf_dtype
  const input_grad_uses_logits_lw = is_cuda && wanted.input && logits_buf_dtype !== grad_input_dtype
  const [num_classes, in_features] = [linear_weight.size(0), input.size(1)]
  return {
    ...types,
    is_cuda,
    use_acc_dtype,
    // The 1/N of a mean is too small a number for float16.
    weight_chunk_dtype: acc_dtype,
    linear_weight_cast_dtype,
    alloc_weight_grad_chunk,
    alloc_linear_bias_grad_chunk: wanted.linear_bias && use_acc_dtype,
    alloc_input_grad_acc_buf:
      wanted.input && !is_cuda && grad_input_dtype !== linear_weight_cast_dtype,
    alloc_input_chunk_acc_buf: use_acc_dtype && (wanted.linear_weight || isUpcast),
    alloc_logits_acc_buf: alloc_weight_grad_chunk && !is_cuda && logits_buf_dtype !== acc_dtype,
    forward_uses_acc_input: isUpcast,
    forward_uses_cuda_out_dtype: is_cuda && use_acc_dtype,
    weight_grad_mm_same_dtype: logits_buf_dtype === acc_dtype,
    input_grad_uses_logits_lw,
    loop_caches_logits_downcast:
      input_grad_uses_logits_lw ||
      (wanted.linear_weight && !alloc_weight_grad_chunk && logits_buf_dtype !== dtype),
    weight_grad_uses_logits_buf_temp:
      !alloc_weight_grad_chunk &&
      use_acc_dtype &&
      num_classes * logits_buf_dtype.itemsize >= in_features * dtype.itemsize,
  }
}
