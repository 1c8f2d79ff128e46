import torch, { type Tensor } from 'torch-node'
import type { Pieces } from '../../golden/support/answers.js'

// Called with what no type allows.
type Loose = (...args: unknown[]) => unknown
const { grad, jacfwd, jacrev, jvp, vjp, vmap } = torch.func as unknown as {
  [name in keyof typeof torch.func]: Loose
}
type Transformed = (...args: unknown[]) => unknown
type Function = (x: Tensor) => unknown

/** The errors of scripts/golden/func_grad.py, and what may not be done inside of a transform. */
export function errors({ input: get, piece }: Pieces): void {
  const x = () => get('x')
  const v = () => get('v')
  const c = () => get('c')
  const i = () => get('i')
  const sum: Function = (a) => a.sum()
  const same: Function = (a) => a
  const three: Function = () => 3

  const gradOf = (f: Function, ...options: unknown[]) => grad(f, ...options) as Transformed
  piece('not a scalar', () => gradOf(same)(x()))
  piece('not a tensor', () => gradOf(() => 1)(x()))
  piece('nothing', () => gradOf(() => null)(x()))
  piece('a list', () => gradOf((a) => [a.sum()])(x()))
  piece('argnum too large', () => gradOf(sum, { argnums: 3 })(x()))
  piece('argnum too small', () => gradOf(sum, -2)(x()))
  piece('argnums twice', () => gradOf(sum, [0, 0])(x()))
  piece('argnums empty', () => gradOf(sum, [])(x()))
  piece('argnums text', () => gradOf(sum, 'a')(x()))
  piece('argnums half', () => gradOf(sum, [0, 0.5])(x()))
  piece('no aux', () => gradOf(sum, { has_aux: true })(x()))
  piece('aux number', () => gradOf((a) => [a.sum(), 3], { has_aux: true })(x()))
  piece('number', () => gradOf(same)(3))
  piece('no argument', () => gradOf(same)())
  piece('integers', () => gradOf(sum)(i()))

  const vjpOf = (f: Function, ...args: unknown[]) =>
    vjp(f, ...args) as unknown as [Tensor, Transformed]
  piece('vjp number', () => vjpOf(three, x()))
  piece('vjp nothing', () => vjpOf(() => null, x()))
  piece('vjp empty', () => vjpOf(() => [], x()))
  piece('vjp mixed', () => vjpOf((a) => [a, 3], x()))
  piece('vjp integers', () => vjpOf((a) => a.long(), x()))
  piece('vjp no aux', () => vjpOf(same, x(), { has_aux: true }))
  piece('cotangents one for two', () => vjpOf((a) => [a, a], x())[1](x()))
  piece('cotangents two for one', () => vjpOf(same, x())[1]([x(), x()]))
  piece('cotangents other key', () => vjpOf((a) => ({ a }), x())[1]({ b: x() }))
  piece('cotangents shape', () => vjpOf((a) => a.mul(1), x())[1](v()))

  piece('primals no tuple', () => jvp(same, x(), get('y')))
  piece('tangents two', () => jvp(same, [x()], [x(), get('y')]))
  piece('tangents shape', () => jvp(same, [x()], [v()]))
  piece('tangents none', () => jvp(same, [], []))
  piece('tangents numbers', () => jvp(same, [3], [3]))
  piece('jvp number', () => jvp(three, [x()], [x()]))
  piece('jvp no aux', () => jvp(same, [x()], [x()], { has_aux: true }))
  piece('jvp integers', () => jvp(same, [i()], [i()]))

  const rev = (f: Function, ...options: unknown[]) =>
    jacrev(f, ...options) as unknown as Transformed
  const fwd = (f: Function, ...options: unknown[]) =>
    jacfwd(f, ...options) as unknown as Transformed
  const imaginary: Function = (a) => a.mul({ re: 0, im: 1 } as never)
  piece('chunk size 0', () => rev(same, { chunk_size: 0 }))
  piece('jacrev complex', () => rev(same)(c()))
  piece('jacrev complex output', () => rev(imaginary)(v()))
  piece('jacfwd complex', () => fwd(same)(c()))
  piece('jacfwd complex output', () => fwd(imaginary)(v()))
  piece('jacrev argnum', () => rev(same, { argnums: 2 })(v()))
  piece('jacfwd argnum', () => fwd(same, { argnums: 2 })(v()))
  piece('jacfwd randomness', () => fwd(same, { randomness: 'some' })(v()))
  piece('jacrev number', () => rev(three)(v()))
  piece('jacfwd number', () => fwd(three)(v()))

  // What may not be done inside; the layer must be gone afterwards, which the other pieces show.
  const inside = (does: (a: Tensor) => unknown, transform = grad) =>
    (
      transform((a: Tensor) => {
        does(a)
        return a.sum()
      }) as unknown as Transformed
    )(x())
  piece('backward inside', () => inside((a) => a.sum().backward()))
  piece('requires_grad_ inside', () => inside((a) => a.requires_grad_()))
  piece('retain_grad inside', () => inside((a) => a.retain_grad()))
  piece('retain_grad of another', () => inside((a) => a.retain_grad(), vmap))
  piece('numpy inside', () => inside((a) => a.numpy()))
  piece('data_ptr inside', () => inside((a) => a.data_ptr()))
  piece('storage inside', () => inside((a) => a.untyped_storage()))
  piece('in place on the input', () => gradOf((a) => a.mul_(2).sum())(x()))
  piece('write into another', () => {
    const out = torch.zeros(3, 4)
    inside((a) => out.copy_(a))
    return out
  })
  piece('numbers inside', () => {
    const seen: unknown[] = []
    gradOf((a) => {
      const first = (a[0] as Tensor)[0] as Tensor
      seen.push(a.sum().item(), a.tolist(), first.item(), first.gt(5).item())
      seen.push([...a.shape], [...a.stride()], a.dim())
      return a.sum()
    })(get('d'))
    return seen
  })
  piece('grad inside', () =>
    gradOf((a) => torch.autograd.grad(a.pow(2).sum(), a, { create_graph: true })[0]?.sum())(x()),
  )
}
