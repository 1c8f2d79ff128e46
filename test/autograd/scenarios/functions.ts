import type { Tensor } from 'torch-node'
import torch from 'torch-node'
import {
  Function as AutogradFunction,
  type FunctionCtx,
  once_differentiable,
} from 'torch-node/autograd/function'
import { fails, leaf, type Out, type Scenario } from './support.js'

class Exp extends AutogradFunction {
  static override forward(ctx: FunctionCtx, i: Tensor) {
    const result = i.exp()
    ctx.save_for_backward(result)
    return result
  }

  static override backward(ctx: FunctionCtx, grad_output: Tensor) {
    const [result] = ctx.saved_tensors as [Tensor]
    return grad_output.mul(result)
  }
}

class LegendrePolynomial3 extends AutogradFunction {
  static override forward(ctx: FunctionCtx, input: Tensor) {
    ctx.save_for_backward(input)
    return torch.mul(0.5, torch.mul(5, input.pow(3)).sub(torch.mul(3, input)))
  }

  static override backward(ctx: FunctionCtx, grad_output: Tensor) {
    const [input] = ctx.saved_tensors as [Tensor]
    return grad_output.mul(1.5).mul(torch.mul(5, input.pow(2)).sub(1))
  }
}

class ScaleBy extends AutogradFunction {
  static override forward(
    ctx: FunctionCtx<{ factor: number }>,
    x: Tensor,
    factor: number,
    _name: string,
  ) {
    ctx.factor = factor
    return x.mul(factor)
  }

  static override backward(ctx: FunctionCtx<{ factor: number }>, g: Tensor) {
    return [g.mul(ctx.factor), null, null]
  }
}

class Several extends AutogradFunction {
  static seen: unknown[] = []

  static override forward(ctx: FunctionCtx, a: Tensor, b: Tensor): [Tensor, Tensor, number] {
    ctx.save_for_backward(a, null, b)
    return [a.mul(b), a.add(b), 7]
  }

  static override backward(ctx: FunctionCtx, g1: Tensor, g2: Tensor, g3: null) {
    const [a, nothing, b] = ctx.saved_tensors as [Tensor, null, Tensor]
    Several.seen = [g1, g2, g3, nothing, ctx.needs_input_grad]
    return [g1.mul(b).add(g2), g1.mul(a).add(g2)]
  }
}

export const functions: Scenario = (out) => {
  const x = leaf([3])
  const y = Exp.apply(x)
  out(y)
  out(y.grad_fn?.name())
  y.sum().backward()
  out(x.grad)
  x.grad = null
  const apply = LegendrePolynomial3.apply
  apply(x).sum().backward()
  out(x.grad)
  out(Exp.apply(torch.ones(2)))
  out(torch.no_grad(() => Exp.apply(x).requires_grad))
  const z = ScaleBy.apply(x, 2.5, 'name')
  out(torch.autograd.grad(z.sum(), x)[0])
  out((z.grad_fn as FunctionCtx<{ factor: number }>).factor)
}

export const function_outputs: Scenario = (out) => {
  const [a, b] = [leaf([2]), leaf([2], 1)]
  const [p, s, n] = Several.apply(a, b)
  out(n)
  out(p)
  out(p.grad_fn === s.grad_fn)
  out(s.output_nr)
  p.sum().backward()
  for (const seen of Several.seen.slice(1)) out(seen)
  out(a.grad)
  fails(out, () => (p.grad_fn as FunctionCtx).saved_tensors)
  const [p2, s2] = Several.apply(a, torch.ones(2))
  p2.add(s2).sum().backward()
  out(Several.seen[4])
  out(a.grad)
}

export const function_double_backward: Scenario = (out) => {
  const x = leaf([3])
  const twice = (y: Tensor, show: Out) => {
    const [g] = torch.autograd.grad(y.sum(), x, { create_graph: true }) as [Tensor]
    show(g)
    out(torch.autograd.grad(g.sum(), x)[0])
  }
  twice(Exp.apply(x), out)
  twice(LegendrePolynomial3.apply(x), () => {})
}

class Once extends AutogradFunction {
  static override forward(ctx: FunctionCtx, x: Tensor) {
    ctx.save_for_backward(x)
    return x.mul(x)
  }

  static override backward = once_differentiable((ctx: FunctionCtx, g: Tensor) => {
    const [x] = ctx.saved_tensors as [Tensor]
    return torch.mul(2, x).mul(g)
  })
}

export const function_once: Scenario = (out) => {
  const x = leaf([2])
  Once.apply(x).sum().backward()
  out(x.grad)
  out(torch.autograd.grad(Once.apply(x).sum(), x, { create_graph: true })[0]?.requires_grad)
  const y = Once.apply(x).mul(x).sum()
  const [g] = torch.autograd.grad(y, x, { create_graph: true }) as [Tensor]
  fails(out, () => g.sum().backward())
}

class InPlace extends AutogradFunction {
  static override forward(ctx: FunctionCtx, x: Tensor) {
    x.mul_(2)
    ctx.mark_dirty(x)
    return x
  }

  static override backward(_ctx: FunctionCtx, g: Tensor) {
    return g.mul(2)
  }
}

class Sorted extends AutogradFunction {
  static seen: Tensor | null = null

  static override forward(ctx: FunctionCtx, x: Tensor): [Tensor, Tensor] {
    const [values, indices] = x.sort()
    ctx.mark_non_differentiable(indices)
    ctx.save_for_backward(x, indices)
    return [values, indices]
  }

  static override backward(ctx: FunctionCtx, g: Tensor, g_indices: Tensor) {
    const [x, indices] = ctx.saved_tensors as [Tensor, Tensor]
    Sorted.seen = g_indices
    return torch.zeros_like(x).index_add_(0, indices, g)
  }
}

class Unmaterialized extends AutogradFunction {
  static seen: unknown[] = []

  static override forward(ctx: FunctionCtx, x: Tensor): [Tensor, Tensor] {
    ctx.set_materialize_grads(false)
    return [x.mul(2), x.mul(3)]
  }

  static override backward(_ctx: FunctionCtx, g1: Tensor, g2: Tensor | null) {
    Unmaterialized.seen = [g1, g2]
    return g1.mul(2)
  }
}

export const function_marks: Scenario = (out) => {
  const x = leaf([3])
  const y = x.mul(1)
  const z = InPlace.apply(y)
  out(z === y)
  out(y.grad_fn?.name())
  out(y._version)
  z.sum().backward()
  out(x.grad)
  x.grad = null
  const [values, indices] = Sorted.apply(x)
  out(values.requires_grad)
  out(indices.requires_grad)
  values
    .mul(torch.tensor([1, 2, 3], { dtype: torch.float }))
    .sum()
    .backward()
  out(x.grad)
  out(Sorted.seen)
  const [a] = Unmaterialized.apply(x)
  a.sum().backward()
  out(Unmaterialized.seen[1])
}

class Setup extends AutogradFunction {
  static override forward(x: Tensor, n: number) {
    return x.pow(n)
  }

  static setup_context(ctx: FunctionCtx<{ n: number }>, inputs: [Tensor, number], _output: Tensor) {
    const [x, n] = inputs
    ctx.save_for_backward(x)
    ctx.n = n
  }

  static override backward(ctx: FunctionCtx<{ n: number }>, g: Tensor) {
    const [x] = ctx.saved_tensors as [Tensor]
    return [g.mul(ctx.n).mul(x.pow(ctx.n - 1)), null]
  }
}

export const function_setup_context: Scenario = (out) => {
  const x = leaf([3])
  const y = Setup.apply(x, 3)
  out(y)
  y.sum().backward()
  out(x.grad)
}

class SavedOnce extends AutogradFunction {
  static override clear_saved_tensors_on_access = true
  static override boxed_grads_call = true
  static seen = 0
  static error: unknown

  static override forward(ctx: FunctionCtx, a: Tensor, b: Tensor): [Tensor, Tensor] {
    ctx.save_for_backward(a, b)
    return [a.mul(b), a.exp()]
  }

  static override backward(ctx: FunctionCtx, grads: Tensor[]) {
    SavedOnce.seen = grads.length
    const [g, h] = grads.splice(0) as [Tensor, Tensor]
    const [a, b] = ctx.saved_tensors as [Tensor, Tensor]
    try {
      void ctx.saved_tensors
    } catch (error) {
      SavedOnce.error = (error as Error).message
    }
    return [g.mul(b).add(h.mul(a.exp())), g.mul(a)]
  }
}

export const function_saved_once: Scenario = (out) => {
  const [a, b] = [leaf([2]), leaf([2], 1)]
  const backward = ([p, q]: [Tensor, Tensor]) => p.add(q).sum().backward({ retain_graph: true })
  const once = SavedOnce.apply(a, b)
  backward(once)
  out(SavedOnce.seen)
  out(SavedOnce.error)
  out(a.grad)
  out(b.grad)
  fails(out, () => backward(once))
  SavedOnce.clear_saved_tensors_on_access = false
  const often = SavedOnce.apply(a, b)
  for (let i = 0; i < 2; i++) backward(often)
  out(a.grad)
  SavedOnce.clear_saved_tensors_on_access = true
}

class Few extends AutogradFunction {
  static override forward(_ctx: FunctionCtx, x: Tensor, _name: string) {
    return x.mul(2)
  }

  static override backward(_ctx: FunctionCtx, g: Tensor) {
    return g
  }
}

class Cube extends AutogradFunction {
  static override forward(ctx: FunctionCtx, x: Tensor) {
    ctx.save_for_backward(x)
    return x.pow(3)
  }

  static override backward(ctx: FunctionCtx, g: Tensor) {
    const [x] = ctx.saved_tensors as [Tensor]
    return torch.mul(3, g).mul(x.pow(2))
  }
}

class WrongCube extends Cube {
  static override backward(ctx: FunctionCtx, g: Tensor) {
    const [x] = ctx.saved_tensors as [Tensor]
    return torch.mul(2, g).mul(x.pow(2))
  }
}

export const function_gradchecks: Scenario = (out) => {
  const { gradcheck, gradgradcheck } = torch.autograd
  const leaf64 = (seed: number) => leaf([2], seed).detach().double().requires_grad_()
  const failsWhole = (body: () => unknown) => {
    try {
      body()
    } catch (error) {
      out((error as Error).message)
      return
    }
    out('no error')
  }
  const [a, b] = [leaf64(0), leaf64(1)]
  const several = (x: Tensor, y: Tensor): [Tensor, Tensor] => {
    const [p, s] = Several.apply(x, y)
    return [p, s]
  }
  for (const check of [gradcheck, gradgradcheck]) {
    for (const fast_mode of [false, true]) {
      out(check(Exp.apply, a, { fast_mode }))
      out(check(LegendrePolynomial3.apply, a, { fast_mode }))
      out(check((x) => ScaleBy.apply(x, 2.5, 'name'), a, { fast_mode }))
      out(check(several, [a, b], { fast_mode }))
      out(check((x) => Setup.apply(x, 3), a, { fast_mode }))
      out(check(Cube.apply, a, { fast_mode }))
    }
  }
  out(gradcheck(Once.apply, a))
  failsWhole(() => gradcheck(WrongCube.apply, a))
  fails(out, () => gradgradcheck(Once.apply, a))
  fails(out, () => gradcheck((x) => Few.apply(x, 'too few gradients'), a))
  out(gradcheck(WrongCube.apply, a, { raise_exception: false }))
}
