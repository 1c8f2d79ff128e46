// The older kind of checkpoint of torch/utils/checkpoint.py: a custom function that runs backward inside backward.

import { backward } from '../../autograd/_backward.js'
import { _is_checkpoint_valid } from '../../autograd/_graph_task.js'
import { Function as AutogradFunction, type FunctionCtx } from '../../autograd/function.js'
import { enable_grad, no_grad } from '../../autograd/grad_mode.js'
import { RuntimeError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import { warn } from '../../warnings.js'
import { capture, type Replay } from './state.js'

/**
 * Copies of the tensors in a list, out of the graph and with the same `requires_grad`; anything else stays.
 *
 * @example
 * const [x, n] = torch.utils.checkpoint.detach_variable([torch.ones(2).requires_grad_().mul(2), 3])
 * x // tensor([2., 2.], requires_grad=True)
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html
 */
export function detach_variable<T extends unknown[]>(inputs: T): T {
  if (!Array.isArray(inputs)) {
    throw new RuntimeError(
      `Only tuple of tensors is supported. Got Unsupported input type: ${typeof inputs}`,
    )
  }
  return inputs.map((input) =>
    input instanceof Tensor ? input.detach().requires_grad_(input.requires_grad) : input,
  ) as T
}

/**
 * Warns where no input requires gradients: then nothing does.
 *
 * @example
 * torch.utils.checkpoint.check_backward_validity([torch.ones(2).requires_grad_(), 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html
 */
export function check_backward_validity(inputs: Iterable<unknown>): void {
  for (const input of inputs) if (input instanceof Tensor && input.requires_grad) return
  warn('None of the inputs have requires_grad=True. Gradients will be None')
}

type Run = (...args: unknown[]) => unknown
type Context = FunctionCtx<{ run_function: Run; replay: Replay; inputs: unknown[] }>

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

/**
 * The custom function behind {@link checkpoint} with `use_reentrant: true`.
 *
 * @see https://docs.pytorch.org/docs/2.13/checkpoint.html
 */
export class CheckpointFunction extends AutogradFunction {
  static override forward(
    ctx: Context,
    run_function: Run,
    preserve_rng_state: boolean,
    ...args: unknown[]
  ): unknown {
    check_backward_validity(args)
    ctx.run_function = run_function
    ctx.replay = capture(args, preserve_rng_state)
    // A place for each tensor, filled from what is saved.
    ctx.inputs = args.map((arg) => (arg instanceof Tensor ? Tensor : arg))
    ctx.save_for_backward(...args.filter((arg) => arg instanceof Tensor))
    return no_grad(() => run_function(...args))
  }

  static override backward(ctx: Context, ...grads: (Tensor | null)[]): unknown[] {
    if (!_is_checkpoint_valid()) {
      throw new RuntimeError(
        'When use_reentrant=True, torch.utils.checkpoint is incompatible with .grad() or passing an `inputs` parameter to .backward(). To resolve this error, you can either set use_reentrant=False, or call .backward() without passing the `inputs` argument.',
      )
    }
    const saved = ctx.saved_tensors[Symbol.iterator]()
    const inputs = ctx.inputs.map((input) => (input === Tensor ? saved.next().value : input))
    const detached = detach_variable(inputs)
    const outputs = asList(ctx.replay(() => enable_grad(() => ctx.run_function(...detached))))
    const kept = outputs.flatMap((output, i) =>
      output instanceof Tensor && output.requires_grad ? [[output, grads[i] ?? null] as const] : [],
    )
    if (kept.length === 0) {
      throw new RuntimeError(
        'none of output has requires_grad=True, this checkpoint() is not necessary',
      )
    }
    backward(
      kept.map(([output]) => output),
      kept.map(([, grad]) => grad),
    )
    return [null, null, ...detached.map((input) => (input instanceof Tensor ? input.grad : null))]
  }
}
