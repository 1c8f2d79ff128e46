// Mirrors torch/nn/modules/linear_cross_entropy.py: linear_cross_entropy one part of the batch after the other, so that
// the logits of all samples are never there at once. Here, since nn.functional does not know nn.modules.

import { addmm, empty, index_select, mul } from '../../_generated/torch_functions.js'
import type { Gradients } from '../../autograd/_node.js'
import { type FunctionCtx, Function as TorchFunction } from '../../autograd/function.js'
import { RuntimeError } from '../../errors.js'
import type { Tensor } from '../../types.js'
import { type Chunk, ChunkContext, type Chunked } from './_chunk_context.js'
import type { ChunkOptions, Wanted } from './_chunk_layout.js'

interface Results {
  loss: Tensor
  grads: ChunkGradients
}
type ChunkGradients = [
  input: Tensor | null,
  linear_weight: Tensor | null,
  linear_bias: Tensor | null,
]

/** The losses of all samples, without gradients. */
function losses(problem: Chunked, options: ChunkOptions): Tensor {
  const none = { input: false, linear_weight: false, linear_bias: false }
  const ctx = new ChunkContext(problem, options, none, null)
  const { dtype, device } = problem.input
  const out = empty([problem.input.size(0)], { dtype, device })
  for (const chunk of ctx.chunks()) {
    const logits = ctx.shiftedLogits(chunk)
    const picked = logits.gather(1, chunk.target.unsqueeze(1)).squeeze(1)
    const denominator = ctx.sumexp_(logits)
    const loss = denominator.log_().sub_(picked.to(denominator.dtype))
    loss.mul_(chunk.weight.to(denominator.dtype))
    out.narrow(0, chunk.start, chunk.size).copy_(loss)
  }
  return out
}

// From here on the logits are softmax(logits) times the weights of the samples.

function addBiasGradient(ctx: ChunkContext, { logits, target, weight }: Chunk): void {
  const sum = ctx.linear_bias_grad_chunk ?? (ctx.grad_linear_bias as Tensor)
  const { use_acc_dtype } = ctx.layout
  const dtype = use_acc_dtype ? ctx.options.acc_dtype : ctx.problem.input.dtype
  sum.sub_(logits.sum(0, { dtype }))
  sum.index_add_(0, target, weight)
}

function putInputGradient(ctx: ChunkContext, chunk: Chunk, downcast: () => Tensor): void {
  const out = ctx.gradInputChunk(chunk)
  const { input_grad_uses_logits_lw } = ctx.layout
  const factors = chunk.weight.to(out.dtype).unsqueeze(1)
  mul(index_select(ctx.linear_weight_cast, 0, chunk.target), factors, { out })
  const [logits, weight] = input_grad_uses_logits_lw
    ? [downcast(), ctx.problem.linear_weight]
    : [chunk.logits, ctx.linear_weight_cast]
  addmm(out, logits, weight, { alpha: -1, out })
}

function addWeightGradient(ctx: ChunkContext, chunk: Chunk, downcast: () => Tensor): void {
  const sum = ctx.grad_linear_weight as Tensor
  const { weight_grad_chunk: staged } = ctx
  const { target, weight, input, input_acc } = chunk
  if (staged === null) {
    sum.addmm_(downcast().t(), input, { alpha: -1 })
    sum.index_add_(0, target, ctx.to(ctx.mul(input_acc, weight), sum.dtype))
    return
  }
  // Both parts are large and nearly cancel out: they are subtracted in the type that is added up in.
  const { is_cuda, weight_grad_mm_same_dtype } = ctx.layout
  const factor = is_cuda && !weight_grad_mm_same_dtype ? input : input_acc
  ctx.mm(ctx.logitsUpcast(chunk).t(), factor, staged)
  staged.index_add_(0, target, ctx.mul(input_acc, weight), { alpha: -1 })
  sum.sub_(staged)
}

/** The loss of all samples and its gradients, in one pass. */
function accumulate(
  problem: Chunked,
  options: ChunkOptions,
  wanted: Wanted,
  loss_grad_output: Tensor | null,
): Results {
  const ctx = new ChunkContext(problem, options, wanted, loss_grad_output)
  const { output } = ctx
  const { dtype } = problem.input
  if (problem.reduction === 'mean' && problem.input.size(0) === 0) output.fill_(Number.NaN)
  const any = wanted.input || wanted.linear_weight || wanted.linear_bias
  for (const chunk of ctx.chunks()) {
    const { weight, target } = chunk
    const logits = ctx.shiftedLogits(chunk)
    const picked = logits.gather(1, target.unsqueeze(1)).squeeze(1)
    output.add_(weight.dot(picked.to(weight.dtype)))
    const denominator = ctx.sumexp_(logits)
    if (any) mul(logits, ctx.div(weight, denominator).unsqueeze(1), { out: logits })
    output.sub_(weight.to(denominator.dtype).dot(denominator.log_()))
    let downcast: Tensor | undefined
    const once = () => {
      downcast ??= ctx.logitsDowncast(chunk)
      return downcast
    }
    // The weight's comes last: it writes over the logits.
    if (wanted.linear_bias) addBiasGradient(ctx, chunk)
    if (wanted.input) putInputGradient(ctx, chunk, once)
    if (wanted.linear_weight) addWeightGradient(ctx, chunk, once)
  }
  const grad_input = ctx.grad_input?.to(dtype) ?? null
  return {
    loss: output.to(dtype),
    grads: [grad_input, ctx.grad_linear_weight, ctx.grad_linear_bias],
  }
}

type Arguments = [
  input: Tensor,
  linear_weight: Tensor,
  target: Tensor,
  linear_bias: Tensor | null,
  weight: Tensor | null,
  settings: { reduction: string; ignore_index: number; options: ChunkOptions; wanted: Wanted },
]

function problemOf(args: Arguments): Chunked {
  const [input, linear_weight, target, linear_bias, weight, { reduction, ignore_index }] = args
  return { input, linear_weight, target, linear_bias, weight, reduction, ignore_index }
}

/** Gradients by the places of the arguments. */
function placed([input, linear_weight, linear_bias]: ChunkGradients): Gradients {
  return [input, linear_weight, null, linear_bias, null, null]
}

interface ScalarFields {
  options: ChunkOptions
  /** Computed with the loss; given away by the first backward unless the graph may be kept. */
  grads: ChunkGradients | null
}

/** A mean or a sum: the gradients are computed along with it, and only scaled in backward. */
class ScalarLoss extends TorchFunction {
  static override forward(ctx: FunctionCtx<ScalarFields>, ...args: Arguments): Tensor {
    const { options, wanted } = args[5]
    const { loss, grads } = accumulate(problemOf(args), options, wanted, null)
    ctx.options = options
    ctx.grads = grads
    return loss
  }

  static override backward(ctx: FunctionCtx<ScalarFields>, grad_output: Tensor): Gradients {
    const { grads } = ctx
    if (grads === null) {
      throw new RuntimeError(
        'linear_cross_entropy chunked backward called twice; ' +
          'retain_graph=True / double backward are not supported.',
      )
    }
    const isKept = ctx.options.allow_retain_graph
    if (!isKept) ctx.grads = null
    const scaled = grads.map((grad) => {
      return isKept ? grad?.mul(grad_output) : grad?.mul_(grad_output)
    })
    return placed(scaled.map((grad) => grad ?? null) as ChunkGradients)
  }
}

interface LossesFields {
  settings: Arguments[5]
}

/** No reduction: backward computes the logits again, now that it knows what each loss counts. */
class Losses extends TorchFunction {
  static override forward(ctx: FunctionCtx<LossesFields>, ...args: Arguments): Tensor {
    const [input, linear_weight, target, linear_bias, weight, settings] = args
    const [bias, factors] = [linear_bias?.detach() ?? null, weight?.detach() ?? null]
    ctx.save_for_backward(input.detach(), linear_weight.detach(), target, bias, factors)
    ctx.settings = settings
    return losses(problemOf(args), settings.options)
  }

  static override backward(ctx: FunctionCtx<LossesFields>, grad_output: Tensor): Gradients {
    const { settings, needs_input_grad: needs } = ctx
    const saved = ctx.saved_tensors as unknown as [Tensor, Tensor, Tensor, Tensor, Tensor]
    const problem = problemOf([...saved, settings])
    const wanted: Wanted = {
      input: needs[0] as boolean,
      linear_weight: needs[1] as boolean,
      linear_bias: needs[3] as boolean,
    }
    return placed(accumulate(problem, settings.options, wanted, grad_output).grads)
  }
}

// Python has them as operators: the nodes of the graph have these names.
for (const [cls, name] of [
  [ScalarLoss, '_linear_cross_entropy_batch_chunked'],
  [Losses, '_linear_cross_entropy_batch_chunked_no_reduction'],
] as const) {
  const value = `GeneratedBackwardFor_torch_nn_${name}_default`
  Object.defineProperty(cls, 'name', { value })
}

/** The chunked loss of a batch `(N, D)`. */
export function chunkedLinearCrossEntropy(...args: Arguments): Tensor {
  return args[5].reduction === 'none' ? Losses.apply(...args) : ScalarLoss.apply(...args)
}
