// Mirrors _ChunkContext and _ChunkViews of torch/nn/modules/linear_cross_entropy.py: the buffers of one call, and the
// operators whose types depend on the layout.

import { amax, div, empty, mm, mul, where, zeros } from '../../_generated/torch_functions.js'
import type { dtype, Tensor } from '../../types.js'
import { type ChunkLayout, type ChunkOptions, layoutOf, type Wanted } from './_chunk_layout.js'

/** The problem of one call. */
export interface Chunked {
  input: Tensor
  linear_weight: Tensor
  target: Tensor
  linear_bias: Tensor | null
  weight: Tensor | null
  reduction: string
  ignore_index: number
}

/** The part of the batch at hand. */
export interface Chunk {
  start: number
  size: number
  input: Tensor
  /** The input in the type that is added up in. */
  input_acc: Tensor
  target: Tensor
  weight: Tensor
  logits: Tensor
}

/** A buffer that is only there where it is needed. */
function buffer(when: boolean, make: () => Tensor): Tensor | null {
  return when ? make() : null
}

export class ChunkContext {
  readonly layout: ChunkLayout
  readonly output: Tensor
  readonly linear_weight_cast: Tensor
  readonly linear_bias_cast: Tensor | null
  readonly grad_input: Tensor | null
  readonly grad_linear_weight: Tensor | null
  readonly grad_linear_bias: Tensor | null
  readonly weight_grad_chunk: Tensor | null
  readonly linear_bias_grad_chunk: Tensor | null
  readonly #logits_buf: Tensor
  readonly #tmp: Tensor
  readonly #logits_acc_buf: Tensor | null
  readonly #input_grad_acc_buf: Tensor | null
  readonly #input_chunk_acc_buf: Tensor | null

  constructor(
    readonly problem: Chunked,
    readonly options: ChunkOptions,
    wanted: Wanted,
    /** Without reduction: the gradients of the losses, where gradients are asked for. */
    readonly loss_grad_output: Tensor | null,
  ) {
    const { input, linear_weight, linear_bias } = problem
    const { dtype, device } = input
    const { acc_dtype, batch_chunk_size } = options
    const layout = layoutOf(input, linear_weight, options, wanted)
    this.layout = layout
    const [num_classes, in_features] = [linear_weight.size(0), input.size(1)]
    const { logits_buf_dtype, linear_weight_cast_dtype } = layout
    const acc = { dtype: acc_dtype, device }
    const logits = { dtype: logits_buf_dtype, device }
    this.output = zeros([], { dtype: layout.output_dtype, device })
    this.#logits_buf = empty([batch_chunk_size, num_classes], logits)
    this.#tmp = empty([batch_chunk_size], logits)
    this.linear_weight_cast =
      linear_weight_cast_dtype === dtype
        ? linear_weight
        : linear_weight.to(linear_weight_cast_dtype)
    this.linear_bias_cast = linear_bias?.to(logits_buf_dtype) ?? null
    this.grad_input = buffer(wanted.input, () =>
      empty(input.size(), { dtype: layout.grad_input_dtype, device }),
    )
    this.grad_linear_weight = buffer(wanted.linear_weight, () =>
      zeros(linear_weight.size(), { dtype, device }),
    )
    this.grad_linear_bias = buffer(wanted.linear_bias, () =>
      zeros([num_classes], { dtype, device }),
    )
    this.weight_grad_chunk = buffer(layout.alloc_weight_grad_chunk, () =>
      empty([num_classes, in_features], acc),
    )
    this.linear_bias_grad_chunk = buffer(layout.alloc_linear_bias_grad_chunk, () =>
      zeros([num_classes], acc),
    )
    this.#logits_acc_buf = buffer(layout.alloc_logits_acc_buf, () =>
      empty([batch_chunk_size, num_classes], acc),
    )
    this.#input_grad_acc_buf = buffer(layout.alloc_input_grad_acc_buf, () =>
      empty([batch_chunk_size, in_features], { dtype: linear_weight_cast_dtype, device }),
    )
    this.#input_chunk_acc_buf = buffer(layout.alloc_input_chunk_acc_buf, () =>
      empty([batch_chunk_size, in_features], acc),
    )
  }

  /** The parts of the batch, one after the other; what each has gathered is put in its place before the next comes. */
  *chunks(): Generator<Chunk> {
    const num_batches = this.problem.input.size(0)
    if (num_batches === 0) return
    const mask = this.problem.target.eq(this.problem.ignore_index)
    const target = this.#correctedTarget(mask)
    const weight = this.#negWeightTarget(mask, target)
    const step = this.options.batch_chunk_size
    for (let start = 0; start < num_batches; start += step) {
      const size = Math.min(step, num_batches - start)
      const input = this.problem.input.narrow(0, start, size)
      const chunk: Chunk = {
        start,
        size,
        input,
        input_acc: this.#input_chunk_acc_buf?.narrow(0, 0, size).copy_(input) ?? input,
        target: target.narrow(0, start, size),
        weight: weight.narrow(0, start, size),
        logits: this.#logits_buf.narrow(0, 0, size),
      }
      yield chunk
      if (this.#input_grad_acc_buf !== null) {
        this.grad_input?.narrow(0, start, size).copy_(this.gradInputChunk(chunk))
      }
      const gathered = this.linear_bias_grad_chunk
      if (gathered !== null) {
        this.grad_linear_bias?.add_(gathered.to(this.problem.input.dtype))
        gathered.zero_()
      }
    }
  }

  // What is ignored may be no class: class 0 stands for it.
  #correctedTarget(mask: Tensor): Tensor {
    const { ignore_index, target, linear_weight } = this.problem
    const isClass = ignore_index >= 0 && ignore_index < linear_weight.size(0)
    return isClass ? target : where(mask, 0, target)
  }

  // What each sample's loss counts, as a factor of its logit: negative but for the losses without reduction.
  #negWeightTarget(mask: Tensor, target: Tensor): Tensor {
    const { weight, reduction } = this.problem
    const type = this.layout.weight_chunk_dtype
    let factors: Tensor
    if (weight === null) factors = mask.logical_not().to(type)
    else {
      const isLong = target.numel() > weight.numel()
      const picked = isLong
        ? weight.to(type).index_select(0, target)
        : weight.index_select(0, target).to(type)
      factors = where(mask, 0, picked)
    }
    if (reduction === 'mean') {
      const sum = factors.sum()
      return factors.div_(where(sum.eq(0), Number.NaN, sum.neg()))
    }
    if (reduction === 'sum') return factors.neg_()
    const grads = this.loss_grad_output
    return grads === null ? factors : factors.neg_().mul_(grads.to(factors.dtype))
  }

  /** The logits of a chunk, less the largest of each sample, in its buffer. */
  shiftedLogits(chunk: Chunk): Tensor {
    const { forward_uses_acc_input, forward_uses_cuda_out_dtype } = this.layout
    const input = forward_uses_acc_input ? chunk.input_acc : chunk.input
    const weight = forward_uses_cuda_out_dtype
      ? this.problem.linear_weight
      : this.linear_weight_cast
    const { logits, size } = chunk
    this.mm(input, weight.t(), logits)
    if (this.linear_bias_cast !== null) logits.add_(this.linear_bias_cast)
    const out = this.#tmp.narrow(0, 0, size).unsqueeze(1)
    return logits.sub_(amax(logits, { dim: 1, keepdim: true, out }))
  }

  gradInputChunk({ start, size }: Chunk): Tensor {
    const { grad_input } = this
    return (
      this.#input_grad_acc_buf?.narrow(0, 0, size) ?? (grad_input as Tensor).narrow(0, start, size)
    )
  }

  /** The logits in the type of the weight. To be taken when they have their last values. */
  logitsDowncast({ logits }: Chunk): Tensor {
    const { loop_caches_logits_downcast } = this.layout
    return loop_caches_logits_downcast ? logits.to(this.problem.linear_weight.dtype) : logits
  }

  /** The logits in the type that is added up in, where the matrix product does not see to that. */
  logitsUpcast({ logits, size }: Chunk): Tensor {
    return this.#logits_acc_buf?.narrow(0, 0, size).copy_(logits) ?? logits
  }

  mm(mat1: Tensor, mat2: Tensor, out: Tensor): void {
    if (mat1.dtype === out.dtype) mm(mat1, mat2, { out })
    else mm(mat1, mat2, { out_dtype: out.dtype, out })
  }

  /** `Σ exp(x)` of each sample; leaves the powers in x. In float16 the sum may vanish. */
  sumexp_(x: Tensor): Tensor {
    return x.exp_().sum(1, { dtype: this.options.acc_dtype })
  }

  div(num: Tensor, den: Tensor): Tensor {
    return div(num, den, { out: this.#tmp.narrow(0, 0, num.size(0)) })
  }

  /** Each row of x times its factor, in memory that is done with if there is any. */
  mul(x: Tensor, factors: Tensor): Tensor {
    const column = factors.unsqueeze(1)
    if (this.layout.use_acc_dtype) return x.mul_(column)
    const [rows, columns] = [x.size(0), x.size(1)]
    if (this.#logits_buf.size(1) < columns) return x.mul(column)
    return mul(x, column, { out: this.#logits_buf.narrow(0, 0, rows).narrow(1, 0, columns) })
  }

  /** x in another type, in the memory of the logits if it fits. */
  to(x: Tensor, type: dtype): Tensor {
    if (x.dtype === type || !this.layout.weight_grad_uses_logits_buf_temp) return x.to(type)
    const place = this.#logits_buf.view(type).narrow(0, 0, x.size(0))
    return place.narrow(1, 0, x.size(1)).copy_(x)
  }
}
