// Mirrors torch/nn/modules/_functions.py, where it holds custom functions of modules.

import { mul, pow, sum } from '../../_generated/torch_functions.js'
import type { Gradients } from '../../autograd/_node.js'
import { type FunctionCtx, Function as TorchFunction } from '../../autograd/function.js'
import { ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'

interface LRNFields {
  size: number
  alpha: number
  beta: number
  k: number
  /** What each value is divided by, before the power. */
  scale: Tensor
}

/** Local response normalisation over a window of channels that slides: each sum is the one before and two changes. */
export class CrossMapLRN2d extends TorchFunction {
  static override forward(
    ctx: FunctionCtx<LRNFields>,
    input: Tensor,
    size: number,
    alpha = 1e-4,
    beta = 0.75,
    k = 1,
  ): Tensor {
    Object.assign(ctx, { size, alpha, beta, k })
    if (input.dim() !== 4) {
      throw new ValueError(`CrossMapLRN2d: Expected input to be 4D, got ${input.dim()}D instead.`)
    }
    const scale = input.new_empty(input.size())
    const output = input.new_empty(input.size())
    const channels = input.size(1)
    pow(input, 2, { out: output }) // The squares, in memory that the result needs later.
    const prePad = Math.trunc((size - 1) / 2 + 1)
    const first = scale.select(1, 0).zero_()
    for (let c = 0; c < Math.min(prePad, channels); c++) first.add_(output.select(1, c))
    for (let c = 1; c < channels; c++) {
      const current = scale.select(1, c).copy_(scale.select(1, c - 1))
      if (c < channels - prePad + 1) current.add_(output.select(1, c + prePad - 1))
      if (c > prePad) current.add_(output.select(1, c - prePad), { alpha: -1 })
    }
    scale.mul_(alpha / size).add_(k)
    pow(scale, -beta, { out: output })
    output.mul_(input)
    ctx.scale = scale
    ctx.save_for_backward(input, output)
    return output
  }

  static override backward(ctx: FunctionCtx<LRNFields>, grad_output: Tensor): Gradients {
    const [input, output] = ctx.saved_tensors as [Tensor, Tensor]
    const { size, alpha, beta, scale } = ctx
    const [batch_size, channels, height, width] = input.size() as readonly number[] as Four
    const ratios = input.new_zeros(channels + size - 1, height, width)
    const center = ratios.narrow(0, Math.trunc(size - (size - 1) / 2), channels)
    const accumulated = input.new_empty(height, width)
    const factor = (2 * alpha * beta) / size
    const grad_input = grad_output.new_empty(input.size())
    pow(scale, -beta, { out: grad_input }).mul_(grad_output)
    for (let n = 0; n < batch_size; n++) {
      mul(grad_output.select(0, n), output.select(0, n), { out: center })
      center.div_(scale.select(0, n))
      sum(ratios.narrow(0, 0, size - 1), 0, { keepdim: false, out: accumulated })
      for (let c = 0; c < channels; c++) {
        accumulated.add_(ratios.select(0, c + size - 1))
        const [grad, value] = [grad_input, input].map((one) => one.select(0, n).select(0, c)) as Two
        grad.addcmul_(value, accumulated, { value: -factor })
        accumulated.add_(ratios.select(0, c), { alpha: -1 })
      }
    }
    return [grad_input, null, null, null, null]
  }
}
type Two = [Tensor, Tensor]
type Four = [number, number, number, number]

/** Gives back its arguments, in the graph behind one node of their own: the place for a module's backward hooks. */
export class BackwardHookFunction extends TorchFunction {
  static override forward(ctx: FunctionCtx, ...args: Tensor[]): Tensor[] {
    ctx.mark_non_differentiable(...args.filter((arg) => !arg.requires_grad))
    return args
  }

  static override backward(_ctx: FunctionCtx, ...args: Gradients): Gradients {
    return args
  }
}
