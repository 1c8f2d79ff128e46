import torch, { type Tensor } from 'torch-node'
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
