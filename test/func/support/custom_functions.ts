// Custom functions of scripts/golden/func_autograd_function.py, by the same names.
import torch, { type Tensor } from 'torch-node'
import { type FunctionCtx, once_differentiable } from 'torch-node/autograd/function'

export type Ctx = FunctionCtx<Record<string, unknown>>
export interface Info {
  batch_size: number
  randomness: string
}
export type Dim = number | null

const { Function: AutogradFunction } = torch.autograd
const saved = (ctx: Ctx): [Tensor, Tensor] => ctx.saved_tensors as [Tensor, Tensor]

export class Sin extends AutogradFunction {
  static override generate_vmap_rule = true
  static override forward(x: Tensor): Tensor {
    return x.sin()
  }
  static setup_context(ctx: Ctx, [x]: [Tensor], _output: unknown): void {
    ctx.save_for_backward(x)
    ctx.save_for_forward(x)
  }
  static override backward(ctx: Ctx, g: Tensor): Tensor {
    return g.mul(saved(ctx)[0].cos())
  }
  static override jvp(ctx: Ctx, t: Tensor): Tensor {
    return t.mul(saved(ctx)[0].cos())
  }
}

export class Mul extends AutogradFunction {
  static override generate_vmap_rule = true
  static override forward(x: Tensor, y: Tensor): Tensor {
    return x.mul(y)
  }
  static setup_context(ctx: Ctx, [x, y]: [Tensor, Tensor], _output: unknown): void {
    ctx.save_for_backward(x, y)
    ctx.save_for_forward(x, y)
  }
  static override backward(ctx: Ctx, g: Tensor): (Tensor | null)[] {
    const [x, y] = saved(ctx)
    return [ctx.needs_input_grad[0] ? g.mul(y) : null, ctx.needs_input_grad[1] ? g.mul(x) : null]
  }
  static override jvp(ctx: Ctx, s: Tensor, t: Tensor): Tensor {
    const [x, y] = saved(ctx)
    return s.mul(y).add(t.mul(x))
  }
}

export class SinOfSins extends AutogradFunction {
  static override generate_vmap_rule = true
  static override forward(x: Tensor): Tensor {
    return x.sin()
  }
  static setup_context(ctx: Ctx, [x]: [Tensor], output: Tensor): void {
    ctx.save_for_backward(x, output)
  }
  static override backward(ctx: Ctx, g: Tensor): Tensor {
    const [x, y] = saved(ctx)
    return Mul.apply(g, Sin.apply(x.add(Math.PI / 2))).add(torch.mul(0, y))
  }
}

export class Sum extends AutogradFunction {
  static override generate_vmap_rule = true
  static override forward(x: Tensor): Tensor {
    return x.sum()
  }
  static setup_context(ctx: Ctx, [x]: [Tensor], _output: unknown): void {
    ctx.shape = x.shape
  }
  static override backward(ctx: Ctx, g: Tensor): Tensor {
    return g.expand(ctx.shape as number[])
  }
}

export class Both extends AutogradFunction {
  static override generate_vmap_rule = true
  static override forward(x: Tensor, exponent: number): [Tensor, Tensor] {
    return [x.pow(exponent), x.gt(0)]
  }
  static setup_context(ctx: Ctx, [x, exponent]: [Tensor, number], output: [Tensor, Tensor]): void {
    ctx.exponent = exponent
    ctx.save_for_backward(x)
    ctx.mark_non_differentiable(output[1])
    ctx.set_materialize_grads(false)
  }
  static override backward(ctx: Ctx, g: Tensor, none: Tensor | null): (Tensor | null)[] {
    if (none !== null) throw new Error('a gradient of a bool tensor')
    const exponent = ctx.exponent as number
    return [g.mul(exponent).mul(saved(ctx)[0].pow(exponent - 1)), null]
  }
}

export class Cube extends AutogradFunction {
  static override forward(x: Tensor): [Tensor, Tensor] {
    return [x.pow(3), torch.mul(3, x.pow(2))]
  }
  static setup_context(ctx: Ctx, [x]: [Tensor], output: [Tensor, Tensor]): void {
    ctx.save_for_backward(x, output[1])
    ctx.save_for_forward(x, output[1])
  }
  static override backward(ctx: Ctx, g: Tensor, dg: Tensor): Tensor {
    const [x, dx] = saved(ctx)
    return g.mul(dx).add(dg.mul(6).mul(x))
  }
  static override jvp(ctx: Ctx, t: Tensor): [Tensor, Tensor] {
    const [x, dx] = saved(ctx)
    return [t.mul(dx), torch.mul(6, t).mul(x)]
  }
  static override vmap(_info: Info, in_dims: Dim[], x: Tensor): unknown {
    return [Cube.apply(x), [in_dims[0], in_dims[0]]]
  }
}

export class Outer extends AutogradFunction {
  static override forward(x: Tensor, y: Tensor): Tensor {
    return x.unsqueeze(-1).mul(y.unsqueeze(-2))
  }
  static setup_context(ctx: Ctx, inputs: [Tensor, Tensor], _output: unknown): void {
    ctx.save_for_backward(...inputs)
  }
  static override backward(ctx: Ctx, g: Tensor): Tensor[] {
    const [x, y] = saved(ctx)
    return [g.mul(y.unsqueeze(-2)).sum(-1), g.mul(x.unsqueeze(-1)).sum(-2)]
  }
  static override vmap(info: Info, in_dims: Dim[], ...tensors: Tensor[]): unknown {
    const [x, y] = tensors.map((t, i) => {
      const dim = in_dims[i] as Dim
      return dim === null ? t.expand([info.batch_size, ...t.shape]) : t.movedim(dim, 0)
    }) as [Tensor, Tensor]
    return [Outer.apply(x, y), 0]
  }
}

export class Double extends AutogradFunction {
  static override forward(x: Tensor): Tensor {
    return x.mul_(2)
  }
  static setup_context(ctx: Ctx, [x]: [Tensor], _output: unknown): void {
    ctx.mark_dirty(x)
  }
  static override backward(_ctx: Ctx, g: Tensor): Tensor {
    return torch.mul(2, g)
  }
  static override jvp(_ctx: Ctx, t: Tensor): Tensor {
    return t.mul_(2)
  }
  static override vmap(_info: Info, in_dims: Dim[], x: Tensor): unknown {
    return [Double.apply(x), in_dims[0]]
  }
}

export class Noise extends AutogradFunction {
  static override generate_vmap_rule = true
  static override forward(x: Tensor): Tensor {
    return x.mul(torch.rand_like(x))
  }
  static setup_context(): void {}
  static override backward(_ctx: Ctx, g: Tensor): Tensor {
    return g
  }
}

export class Once extends Sin {
  static override backward = once_differentiable((ctx: Ctx, g: Tensor) =>
    g.mul(saved(ctx)[0].cos()),
  )
}

export class Reserved extends Sin {
  static override setup_context(ctx: Ctx): void {
    ctx._pt_current_level = 1
  }
}

export class ReservedLate extends Sin {
  static override setup_context(ctx: Ctx, [x]: [Tensor]): void {
    ctx.save_for_backward(x)
    ctx._pt_new_saved_tensors = 1
  }
}

export class Old extends AutogradFunction {
  static override forward(_ctx: Ctx, x: Tensor): Tensor {
    return x
  }
  static override backward(_ctx: Ctx, g: Tensor): Tensor {
    return g
  }
}

export class Plain extends AutogradFunction {
  static override forward(x: Tensor): Tensor {
    return x.clone()
  }
  static setup_context(): void {}
}

export class VjpOnly extends Plain {
  static override generate_vmap_rule = true
  static override vjp(_ctx: Ctx, g: Tensor): Tensor {
    return g
  }
}

export class TwoRules extends Plain {
  static override generate_vmap_rule = true
  static override vmap(_info: Info, in_dims: Dim[], x: Tensor): unknown {
    return [x, in_dims[0]]
  }
}

export class GivesNothing extends Plain {
  static override generate_vmap_rule = true
  // What a script may do, whatever the types say.
  static override forward(_x: Tensor): Tensor {
    return null as unknown as Tensor
  }
}

export type Rule = (info: Info, in_dims: Dim[], x: Tensor) => unknown

/** A function with this rule for vmap. */
export function rule(result: Rule): (x: Tensor) => Tensor {
  class Ruled extends Plain {
    static override vmap(info: Info, in_dims: Dim[], x: Tensor): unknown {
      return result(info, in_dims, x)
    }
  }
  return Ruled.apply
}
