// Pieces of scripts/golden/func_grad.py, by the same names.
import torch, { type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import { type Pieces, testAnswers } from '../golden/support/answers.js'
import { errors } from './support/grad_errors.js'
import { jacobians } from './support/jacobians.js'
import { transforms } from './support/transforms.js'

const { grad, grad_and_value, jvp, vjp, vmap } = torch.func

type Function = (x: Tensor) => Tensor

function scalars({ input: get, piece }: Pieces): void {
  const x = () => get('x')
  const y = () => get('y')
  const at = (t: Tensor, ...index: unknown[]) => t.index(index as never)
  const weights = torch.arange(4, { dtype: torch.float })

  const functions: Record<string, Function> = {
    polynomial: (x) => x.pow(3).mul(3).sub(x.mul(2)).add(1).sum(),
    'sin cos': (x) => x.sin().mul(x.cos()).sum(),
    'exp log': (x) => x.exp().add(1).log().mean(),
    norm: (x) => x.norm(),
    logsumexp: (x) => x.logsumexp([0, 1]),
    softmax: (x) => x.softmax(-1).mul(weights).sum(),
    gelu: (x) => F.gelu(x).sum(),
    matmul: (x) => x.matmul(x.mT).tanh().sum(),
    var: (x) => x.var(),
    cumsum: (x) => x.cumsum(0).prod(1).sum(),
    index: (x) =>
      at(x, 0)
        .mul(at(x, ':', 1).sum())
        .sum()
        .add(at(x, -1, 2)),
    'advanced index': (x) =>
      at(x, torch.tensor([0, 2, 2]))
        .pow(2)
        .sum()
        .add(at(x, [0, 1], [1, 2]).sum()),
    'cross entropy': (x) => F.cross_entropy(x, get('l')),
    mse: (x) => F.mse_loss(x, y()),
    where: (x) => torch.where(x.gt(0), x, torch.mul(0.1, x)).sum(),
    'layer norm': (x) => F.layer_norm(x, [4]).mul(y()).sum(),
    sort: (x) => (x.sort(1)[0] as Tensor).mul(weights).sum(),
    max: (x) => x.max(1).values.sum(),
    'in place': (x) => x.clone().mul_(2).sin_().sum(),
    write(x) {
      const out = torch.zeros(3, 4)
      out[0] = x[1] as Tensor
      out[':, 1'] = x[':, 0'].pow(2)
      return out.mul(y()).sum()
    },
    'tensor inside': (x) => x.mul(torch.tensor([1, 2, 3, 4], { dtype: torch.float })).sum(),
    'no grad': (x) => x.sub(torch.no_grad(() => x.pow(2))).sum(),
    detach: (x) => x.sub(x.detach().pow(2)).sum(),
    constant: () => torch.tensor(3, { dtype: torch.float }),
    'stack cat': (x) =>
      torch
        .cat([x, torch.stack([x[0] as Tensor, x[1] as Tensor])])
        .pow(2)
        .sum(),
  }
  for (const [name, f] of Object.entries(functions)) {
    piece(`grad ${name}`, () => grad(f)(x()))
    piece(`value ${name}`, () => grad_and_value(f)(x()))
    piece(`second ${name}`, () => grad((x: Tensor) => grad(f)(x).pow(2).sum())(x()))
    piece(`jvp ${name}`, () => jvp(f, [x()], [y()]))
    piece(`hvp ${name}`, () => jvp(grad(f), [x()], [y()]))
    piece(`vjp ${name}`, () => vjp(f, x())[1](torch.tensor(2, { dtype: torch.float })))
  }
}

function grads({ input: get, piece }: Pieces): void {
  const [x, y, v, s, u] = ['x', 'y', 'v', 's', 'u'].map((name) => () => get(name)) as [
    () => Tensor,
    () => Tensor,
    () => Tensor,
    () => Tensor,
    () => Tensor,
  ]
  const sin: Function = (x) => x.sin()

  piece('grad of one number', () => grad(sin)(s()))
  piece('third derivative', () => grad(grad(grad((x: Tensor) => x.pow(5))))(s()))
  piece('perturbation confusion', () =>
    grad((x: Tensor) => x.mul(grad((y: Tensor) => x.add(y))(s())))(u()),
  )
  const square: Function = (x) => x.pow(2)
  const sumOfSquares: Function = (x) => x.pow(2).sum()
  piece('grad inside no_grad', () => torch.no_grad(() => grad(sumOfSquares)(x())))
  piece('vjp inside no_grad', () =>
    torch.no_grad(() => {
      const [out, f] = vjp(square, x())
      return [out, f(y())[0]]
    }),
  )
  piece('grad inside inference mode', () =>
    torch.inference_mode(() => {
      const out = grad(sumOfSquares)(x())
      return [out, out.is_inference()]
    }),
  )
  piece('jvp inside inference mode', () => torch.inference_mode(() => jvp(square, [x()], [y()])))
  piece('double', () => grad((x: Tensor) => x.sin().sum())(get('d')))
  piece('complex', () => grad((z: Tensor) => z.mul(z.conj()).real.sum())(get('c')))

  const two = (a: Tensor, b: Tensor) => a.mul(b.sin()).sum()
  piece('argnums 1', () => grad(two, 1)(x(), y()))
  piece('argnums -1', () => grad(two, { argnums: -1 })(x(), y()))
  piece('argnums both', () => grad(two, [0, 1])(x(), y()))
  piece('argnums turned', () => grad(two, [1, 0])(x(), y()))
  piece('argnums one in a tuple', () => grad(two, { argnums: [1] })(x(), y()))
  piece('aux', () => grad((x: Tensor) => [x.sum(), x.mul(2)], { has_aux: true })(x()))
  piece('aux nested', () => {
    const f = (x: Tensor) => [x.sum(), { a: x, b: [x.add(1)] }] as const
    return Object.values(grad(f, { has_aux: true })(x())[1])
  })
  piece('value aux', () =>
    grad_and_value((x: Tensor) => [x.sum(), x.mul(2)] as const, 0, true)(x()),
  )
  const tree = (t: { a: Tensor; b: [Tensor, Tensor] }) => t.a.mul(t.b[0]).sum().add(t.b[1].sum())
  piece('tree', () => {
    const { a, b } = grad(tree)({ a: x(), b: [y(), v()] })
    return [a, ...b]
  })
  piece('tree in a list', () => grad((t: [Tensor, Tensor]) => t[0].mul(t[1]).sum())([x(), y()]))
  piece('keyword arguments', () =>
    grad((x: Tensor, { scale }: { scale: Tensor }) => x.mul(scale).sum())(x(), { scale: y() }),
  )
  piece('requires_grad outside', () => {
    const a = x().requires_grad_()
    const out = grad((x: Tensor) => x.pow(3).sum())(a)
    return [out, torch.autograd.grad(out.sum(), a)[0]]
  })
  piece('functions of the graph', () => {
    const seen: unknown[] = []
    grad((x: Tensor) => {
      seen.push(String(x.sin()), x.sin().grad_fn?.name(), [x.requires_grad, x.is_leaf])
      return x.sum()
    })(s())
    return seen
  })
}

function products({ input: get, piece }: Pieces): void {
  const [x, y, v, m] = ['x', 'y', 'v', 'm'].map((name) => () => get(name)) as [
    () => Tensor,
    () => Tensor,
    () => Tensor,
    () => Tensor,
  ]
  const sin: Function = (x) => x.sin()

  piece('vjp of matmul', () => vjp((a: Tensor, b: Tensor) => a.matmul(b), x(), m())[1](y()))
  piece('vjp two outputs', () => vjp((x: Tensor) => [x.sin(), x.cos()], x())[1]([y(), x()]))
  piece('vjp dict', () =>
    vjp((x: Tensor) => ({ first: x.sin(), second: x.cos() }), x())[1]({ first: y(), second: x() }),
  )
  piece('vjp aux', () => {
    const f = (x: Tensor) => [x.sin(), x.mul(2)] as const
    const [out, product, aux] = vjp(f, x(), { has_aux: true })
    return [out, product(y())[0], aux]
  })
  const cube: Function = (x) => x.pow(3)
  piece('vjp twice', () => {
    const [, f] = vjp(cube, x())
    return [f(y())[0], f(x())[0]]
  })
  piece('vjp once', () => {
    const [, f] = vjp(cube, x())
    f(y(), false)
    return f(y())
  })
  piece('vjp of vjp', () => vjp((x: Tensor) => vjp(sin, x)[1](y())[0], x())[1](y()))
  piece('vjp mapped', () => vmap(vjp(sin, v())[1])(m()))
  piece('vjp unused', () => vjp((a: Tensor, _: Tensor) => a.mul(2), x(), y())[1](y()))

  piece('jvp two', () => jvp((a: Tensor, b: Tensor) => a.mul(b), [x(), y()], [y(), x()]))
  piece('jvp tree', () =>
    jvp(
      (t: { a: Tensor; b: Tensor }) => [t.a.mul(t.b), t.a],
      [{ a: x(), b: y() }],
      [{ a: y(), b: x() }],
    ),
  )
  const constant: Function = () => torch.ones(2)
  piece('jvp independent', () => jvp(constant, [x()], [y()]))
  piece('jvp strict', () => jvp(constant, [x()], [y()], { strict: true }))
  piece('jvp aux', () =>
    jvp((a: Tensor) => [a.sin(), a.mul(2)] as const, [x()], [y()], { has_aux: true }),
  )
  const along: Function = (a) => jvp(sin, [a], [y()])[1]
  piece('jvp of jvp', () => jvp(along, [x()], [x()]))
  piece('jvp of grad', () =>
    jvp(
      grad((a: Tensor) => a.sin().sum()),
      [x()],
      [y()],
    ),
  )
  piece('grad of jvp', () => grad((a: Tensor) => along(a).sum())(x()))
  piece('jvp mapped', () => vmap((t: Tensor) => jvp(sin, [v()], [t])[1])(m()))
}

testAnswers('func_grad.gz', (pieces) => {
  scalars(pieces)
  grads(pieces)
  products(pieces)
  jacobians(pieces)
  transforms(pieces)
  errors(pieces)
})
