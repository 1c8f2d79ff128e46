import torch, { nn, type Tensor } from 'torch-node'
import type { Pieces } from '../../golden/support/answers.js'

const { debug_unwrap, functionalize, grad, jacfwd, jvp, linearize, vmap } = torch.func

type Function = (x: Tensor) => Tensor

/** functionalize, linearize, debug_unwrap and texts of wrapped tensors of scripts/golden/func_grad.py. */
export function transforms({ input: get, piece }: Pieces): void {
  const x = () => get('x')
  const y = () => get('y')
  const v = () => get('v')

  const mutating: Function = (a) => {
    const b = a.add(1)
    b.view(-1).add_(1)
    return b
  }
  const mutatingInput: Function = (a) => {
    a.view(-1).mul_(2)
    return a.sum()
  }
  const views = { remove: 'mutations_and_views' } as const
  const changed = (f: (f: Function) => Function) => {
    const a = x()
    return [f(mutatingInput)(a), a]
  }
  piece('functionalize', () => functionalize(mutating)(x()))
  piece('functionalize views', () => functionalize(mutating, views)(x()))
  piece('functionalize input', () => changed((f) => functionalize(f)))
  piece('functionalize input views', () => changed((f) => functionalize(f, views)))
  piece('functionalize grad', () =>
    functionalize(grad((a: Tensor) => a.clone().mul_(3).sin_().sum()))(x()),
  )
  piece('functionalize mapped', () => vmap(functionalize(mutating))(x()))
  piece('functionalize wrong', () => functionalize(mutating, { remove: 'views' as 'mutations' }))

  const sin: Function = (a) => a.sin()
  piece('linearize', () => {
    const [out, product] = linearize(sin, x())
    return [out, product(y())]
  })
  piece('linearize two', () => {
    const [out, product] = linearize((a: Tensor, b: Tensor) => [a.mul(b), a], x(), y())
    return [out, product(y(), x())]
  })
  piece('linearize shape', () => linearize(sin, x())[1](v()))
  piece('linearize dtype', () => linearize(sin, x())[1](get('d')))
  piece('linearize structure', () =>
    (linearize(sin, x())[1] as (...t: Tensor[]) => Tensor)(y(), y()),
  )

  piece('debug_unwrap', () => {
    const seen: unknown[] = []
    const f: Function = (a) => {
      seen.push(debug_unwrap(a), String(debug_unwrap(a, { recurse: false })))
      return a.sum()
    }
    vmap(grad(f))(x())
    return [...seen, debug_unwrap(get('s'))]
  })

  const printed = (transform: (f: Function) => Function, arg: Tensor) => {
    const texts: string[] = []
    transform((a) => {
      texts.push(String(a))
      return a.mul(1).sum()
    })(arg)
    return texts
  }
  const makers: Record<string, Function> = {
    tensor: () => torch.tensor([1.5, 2]),
    'tensor of a tensor': (a) => torch.tensor(a[0] as Tensor),
    'tensor with a gradient': () => torch.tensor([1.5], { requires_grad: true }),
    as_tensor: () => torch.as_tensor([1, 2]),
    from_numpy: () => torch.from_numpy(new Float32Array([1, 2])),
    new_tensor: (a) => a.new_tensor([1.5, 2]),
    zeros_like: (a) => torch.zeros_like(a),
    linspace: () => torch.linspace(0, 1, 3),
    Parameter: () => nn.Parameter(torch.zeros(2)),
    Linear: () => nn.Linear(2, 1).bias as Tensor,
    'list index': (a) => a.index([[0, 1]]),
    sparse: () => torch.sparse_coo_tensor([[0]], [1.5], [2]),
  }
  for (const [name, make] of Object.entries(makers)) {
    piece(`made ${name}`, () => {
      const seen: string[] = []
      grad((a: Tensor) => {
        seen.push(String(make(a)))
        return a.sum()
      })(v())
      return seen
    })
  }

  piece('text grad', () => printed((f) => grad(f), x()))
  piece('text grad of grad', () => printed((f) => grad((a: Tensor) => grad(f)(a).sum()), v()))
  piece('text jvp', () => {
    const texts: string[] = []
    const f: Function = (a) => {
      texts.push(String(a))
      return a
    }
    jvp(f, [v()], [get('w')])
    jacfwd(f)(v())
    return texts
  })
  piece('text functional', () => printed((f) => functionalize(f), v()))
  piece('text dead', () => {
    let leaked = v()
    grad((a: Tensor) => {
      leaked = a
      return a.sum()
    })(v())
    return [String(leaked), leaked.add(1), leaked.tolist(), leaked.requires_grad]
  })
}
