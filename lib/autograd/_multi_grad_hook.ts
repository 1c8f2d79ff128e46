// The hooks over several tensors of torch/autograd/graph.py.

import { python } from '../_kwargs.js'
import { RemovableHandle } from '../_removable_handle.js'
import { pyRepr } from '../_repr.js'
import { Tuple } from '../_tuple.js'
import { AssertionError, ValueError } from '../errors.js'
import { native } from '../native.js'
import type { Tensor } from '../types.js'
import { gradientNode } from './_gradient_edge.js'

type Grads = (Tensor | null)[]
type AllHook = (grads: Grads) => void
type AnyHook = (grad: Tensor) => void

class MultiHandle extends RemovableHandle {
  readonly #handles: readonly RemovableHandle[]

  constructor(handles: readonly RemovableHandle[]) {
    super(new Map())
    this.#handles = handles
  }

  override remove(): void {
    for (const handle of this.#handles) handle.remove()
  }
}

function graphTask(): number {
  const id = native.currentGraphTask()
  if (id === -1) throw new AssertionError('expected this hook to be called inside a backward call')
  return id
}

// Gathers the gradients of one backward and calls `fn` with the last of those that come.
function gather(tensors: readonly Tensor[], fn: AllHook): RemovableHandle[] {
  const nodes = tensors.map(gradientNode)
  const running = new Map<number, { count: number; expected: number; grads: Grads }>()
  return tensors.map((tensor, i) =>
    tensor.register_hook((grad) => {
      const id = graphTask()
      let run = running.get(id)
      if (run === undefined) {
        const expected = nodes.filter((node) => native.willExecute(node)).length
        run = { count: 0, expected, grads: tensors.map(() => null) }
        running.set(id, run)
      }
      run.grads[i] = grad
      if (++run.count < run.expected) return
      running.delete(id)
      fn(run.grads)
    }),
  )
}

function first(tensors: readonly Tensor[], fn: AnyHook): RemovableHandle[] {
  const ran = new Set<number>()
  return tensors
    .filter((tensor) => tensor.requires_grad)
    .map((tensor) =>
      tensor.register_hook((grad) => {
        const id = graphTask()
        if (ran.has(id)) return
        ran.add(id)
        fn(grad)
      }),
    )
}

const bind = python("register_multi_grad_hook(tensors, fn, *, mode='all')")

/**
 * Calls `fn` with the gradients of several tensors when the last of them is there (`mode: 'all'`: null for those that
 * this backward does not compute), or with the first one (`mode: 'any'`).
 *
 * @returns a handle whose `remove()` takes the hook away.
 *
 * @example
 * const [a, b] = [torch.ones(2).requires_grad_(), torch.ones(2).requires_grad_()]
 * let seen = null
 * const handle = torch.autograd.graph.register_multi_grad_hook([a, b], (grads) => { seen = grads })
 * a.mul(3).sum().backward()
 * seen // [tensor([3., 3.]), None]
 * handle.remove()
 *
 * @see https://docs.pytorch.org/docs/2.13/autograd.html#torch.autograd.graph.register_multi_grad_hook
 */
export function register_multi_grad_hook(
  tensors: readonly Tensor[],
  fn: AllHook,
  kw?: { mode?: 'all' | undefined },
): RemovableHandle
export function register_multi_grad_hook(
  tensors: readonly Tensor[],
  fn: AnyHook,
  kw: { mode: 'any' },
): RemovableHandle
export function register_multi_grad_hook(...args: unknown[]): RemovableHandle {
  const { tensors, fn, mode } = bind<{
    tensors: readonly Tensor[]
    fn: AllHook & AnyHook
    mode: string
  }>(args)
  const modes = Tuple.from(['all', 'any'])
  if (!modes.includes(mode)) {
    throw new ValueError(`Expects mode to be one of ${pyRepr(modes)} but got ${mode}`)
  }
  return new MultiHandle(mode === 'all' ? gather(tensors, fn) : first(tensors, fn))
}
