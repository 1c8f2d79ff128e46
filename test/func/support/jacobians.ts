import torch, { type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import type { Pieces } from '../../golden/support/answers.js'

const { hessian, jacfwd, jacrev, vmap } = torch.func

type Function = (x: Tensor) => unknown
type Pair = (a: Tensor, b: Tensor) => Tensor

/** The Jacobians of scripts/golden/func_grad.py. */
export function jacobians({ input: get, piece }: Pieces): void {
  const v = () => get('v')
  const w = () => get('w')
  const m = () => get('m')

  const vectors: Record<string, Function> = {
    square: (v) => v.pow(2),
    matvec: (v) => m().matmul(v),
    softmax: (v) => v.softmax(0),
    outer: (v) => torch.outer(v, v).sin(),
    'two outputs': (v) => [v.sin(), v.sum()],
    dict: (v) => Object.values({ a: v.sin(), b: v[':2'] as Tensor }),
    constant: () => torch.ones(3),
    norm: (v) => v.norm(),
    cumprod: (v) => v.cumprod(0),
    linear: (v) => F.linear(v, m(), w()).relu(),
  }
  for (const [name, f] of Object.entries(vectors)) {
    piece(`jacrev ${name}`, () => jacrev(f)(v()))
    piece(`jacfwd ${name}`, () => jacfwd(f)(v()))
    piece(`jacrev chunks ${name}`, () => jacrev(f, { chunk_size: 3 })(v()))
    piece(`jacrev rows ${name}`, () => jacrev(f, 0, { chunk_size: 1 })(v()))
    piece(`jacrev copy ${name}`, () =>
      jacrev(f, { chunk_size: 2, _preallocate_and_copy: true })(v()),
    )
    piece(`hessian ${name}`, () => hessian(f)(v()))
  }

  const product: Pair = (a, b) => a.mul(b)
  const mixed: Pair = (a, b) => a.sin().mul(b).sum().add(a.mul(a.cos()).sum())
  piece('jacrev both', () => jacrev(product, [0, 1])(v(), w()))
  piece('jacfwd both', () => jacfwd(product, [0, 1])(v(), w()))
  piece('jacrev second', () => jacrev(product, 1)(v(), w()))
  piece('jacfwd second', () => jacfwd(product, { argnums: 1 })(v(), w()))
  piece('hessian both', () => hessian(mixed, [0, 1])(v(), w()))
  piece('hessian scalar', () => hessian((a: Tensor) => a.pow(3))(get('s')))
  const withAux = (a: Tensor) => [a.sin(), a.mul(2)] as const
  piece('jacrev aux', () => jacrev(withAux, { has_aux: true })(v()))
  piece('jacfwd aux', () => jacfwd(withAux, 0, true)(v()))
  const sum = (a: Tensor) => a.sin().sum()
  piece('jacrev of jacrev', () => jacrev(jacrev(sum))(v()))
  piece('jacfwd of jacfwd', () => jacfwd(jacfwd(sum))(v()))
  piece('jacrev of jacfwd', () => jacrev(jacfwd(sum))(v()))
  piece('jacobians of a batch', () => vmap(jacrev((a: Tensor) => a.sin()))(m()))
  piece('hessians of a batch', () => vmap(hessian((a: Tensor) => a.prod()))(m()))
  piece('jacrev matrix', () => jacrev((a: Tensor) => a.matmul(v()))(m()))
  piece('jacfwd matrix', () => jacfwd((a: Tensor) => a.matmul(v()))(m()))
  const noisy = (a: Tensor) => a.mul(torch.rand(4))
  piece('jacfwd same noise', () => jacfwd(noisy, { randomness: 'same' })(v()))
  piece('jacfwd noise', () => jacfwd(noisy)(v()))
  piece('jacrev noise', () => jacrev(noisy)(v()))
  piece('jacrev conv', () =>
    jacrev((k: Tensor) => F.conv2d(get('img'), k, get('b')).mean([2, 3]))(get('k')),
  )
  piece('hessian mlp', () =>
    hessian((a: Tensor) => F.linear(a, m(), w()).tanh().matmul(v()).exp())(get('p')),
  )
}
