// Pieces of scripts/golden/func_vmap.py, by the same names.
import torch, { type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import { type Pieces, testAnswers } from '../golden/support/answers.js'
import { layers } from './support/vmap_layers.js'
import { limits } from './support/vmap_limits.js'

const { grad, vmap } = torch.func

type Function = (x: Tensor) => unknown
const floats = (...numbers: number[]) => torch.tensor(numbers, { dtype: torch.float })

function operators({ input: get, piece }: Pieces): void {
  const v = () => get('v')
  const m = () => get('m')
  const at = (t: Tensor, ...index: unknown[]) => t.index(index as never)

  const functions: Record<string, Function> = {
    sum: (a) => a.sum(),
    softmax: (a) => a.softmax(0),
    matvec: (a) => m().matmul(a),
    index: (a) => at(a, 1).add(at(a, -1)),
    slice: (a) => a['1:3'],
    'list index': (a) => at(a, [0, 2]),
    'tensor index': (a) => at(a, torch.tensor([3, 0])),
    stack: (a) => torch.stack([a, a.add(1)]),
    cat: (a) => torch.cat([a, v()]),
    constant: () => v(),
    ones: (a) => torch.ones(2).mul(at(a, 0)),
    'new tensor': (a) => a.new_tensor([1, 2], { dtype: torch.float }).mul(at(a, 0)),
    tensor: (a) => floats(1, 2).add(at(a, 0)),
    where: (a) => torch.where(a.gt(0), a, a.neg()),
    clamp: (a) => a.clamp(-0.5, 0.5),
    sort: (a) => a.sort({ descending: true }),
    topk: (a) => a.topk(2).values,
    max: (a) => a.max(0),
    argmax: (a) => a.argmax(),
    cumsum: (a) => a.cumsum(0),
    norm: (a) => a.norm(),
    einsum: (a) => torch.einsum('i,ij->j', a, m()),
    outer: (a) => torch.outer(a, a),
    view: (a) => a.view(2, 2).mT.reshape(-1),
    'flip roll': (a) => a.flip(0).roll(1),
    gather: (a) => a.gather(0, torch.tensor([1, 1])),
    scatter: (a) => torch.zeros(4).scatter(0, torch.tensor([1, 0, 3, 2]), a),
    'in place': (a) => a.clone().mul_(2).add_(1),
    write(a) {
      const out = a.new_zeros(2, 4)
      out[0] = a
      out.index_put_([':', 1], 5)
      return out
    },
    chunk: (a) => a.chunk(2),
    split: (a) => torch.split(a, [1, 3]),
    linalg: (a) => torch.linalg.solve(m(), a),
    expand: (a) => a.expand(2, 4).add(1),
    dtype: (a) => a.to(torch.double),
    'mean var': (a) => torch.var_mean(a, 0),
    'layer norm': (a) => F.layer_norm(a, [4]),
    linear: (a) => F.linear(a, m(), v()),
    mse: (a) => F.mse_loss(a, v()),
    'dropout off': (a) => F.dropout(a, 0.5, false),
    unfold: (a) => a.unfold(0, 2, 1),
    histc: (a) => a.histc(4),
    searchsorted: (a) => torch.searchsorted(floats(-1, 0, 1), a),
    dict: (a) => Object.values({ a, b: [a.sum(), a.mul(2)] }),
    tuple: (a) => [a, a.sum()],
  }
  const scalar = (out: unknown): Tensor => {
    if (!Array.isArray(out)) return (out as Tensor).to(torch.float).mul(2).sum()
    return out.map(scalar).reduce((sum, one) => sum.add(one), torch.tensor(0))
  }
  for (const [name, f] of Object.entries(functions)) {
    piece(`of ${name}`, () => vmap(f)(get('x')))
    piece(`columns ${name}`, () => vmap((a: Tensor) => f(a), 1)(get('x').mT.contiguous()))
    piece(`twice ${name}`, () => vmap(vmap(f))(get('t')))
    piece(`gradient ${name}`, () => vmap(grad((a: Tensor) => scalar(f(a))))(get('x')))
  }
}

function dimensions({ input: get, piece }: Pieces): void {
  const x = () => get('x')
  const y = () => get('y')
  const v = () => get('v')
  const t = () => get('t')
  const dot = (a: Tensor, b: Tensor) => a.mul(b).sum()
  const { dot: torchDot } = torch as { dot: (a: Tensor, b: Tensor) => Tensor }
  const mul = (a: Tensor, b: Tensor) => a.mul(b)

  piece('dot', () => vmap(torchDot)(x(), y()))
  piece('in_dims tuple', () => vmap(torchDot, { in_dims: [0, null] })(x(), v()))
  piece('in_dims turned', () => vmap(mul, [0, 1])(x(), y().mT))
  piece('in_dims negative', () => vmap(dot, [-2, -1])(x(), y().mT))
  piece('in_dims nested', () => {
    const f = (d: { a: Tensor; b: [Tensor] }) => dot(d.a, d.b[0])
    return vmap(f, [{ a: 0, b: [null] }])({ a: x(), b: [v()] })
  })
  piece('in_dims of a list', () =>
    vmap((d: [Tensor, Tensor]) => dot(...d), [[0, null]])([x(), v()]),
  )
  const ofDict = (d: { a: Tensor; b: Tensor }) => dot(d.a, d.b)
  piece('a dict alone', () => vmap(ofDict)({ a: x(), b: y() }))
  const scaled = (a: Tensor, { scale }: { scale: Tensor | number }) => a.mul(scale)
  piece('keywords', () => vmap(scaled)(x(), { scale: x() }))
  piece('keywords and in_dims', () => vmap(scaled, [0])(x(), { scale: 4 }))
  const square = (a: Tensor) => a.pow(2)
  piece('out_dims', () => vmap(square, 0, 1)(x()))
  piece('out_dims negative', () => vmap(square, { out_dims: -1 })(x()))
  piece('out_dims tuple', () => vmap((a: Tensor) => [a, a.mul(2)], { out_dims: [0, 1] })(x()))
  piece('out_dims none', () => vmap((a: Tensor) => [a, 3], 0, [0, null])(x()))
  piece('out_dims dict', () =>
    Object.values(vmap((a: Tensor) => ({ a, b: a }), 0, { out_dims: { a: 1, b: 0 } })(x())),
  )
  piece('out_dims list of one', () => vmap((a: Tensor) => a, 0, [1])(x()))
  piece('out_dims of a constant', () => vmap((_: Tensor) => v(), { out_dims: 1 })(x()))
  piece('nested dims', () =>
    vmap(
      vmap((a: Tensor) => a.sum(), 1),
      { out_dims: 1 },
    )(t()),
  )
  piece('outer inside', () => vmap((a: Tensor) => vmap((b: Tensor) => a.mul(b))(y()))(x()))
  piece('of the outer only', () => vmap((a: Tensor) => vmap((_: Tensor) => a)(y()))(x()))
  const sin = (a: Tensor) => a.sin()
  piece('chunks', () => vmap(sin, { chunk_size: 2 })(x()))
  piece('chunks of one', () => vmap((a: Tensor) => [a.sin(), a.sum()], { chunk_size: 1 })(x()))
  piece('chunks too large', () => vmap(sin, 0, 0, 'error', { chunk_size: 10 })(x()))
  piece('chunks out_dims', () => {
    const add = (a: Tensor, b: Tensor) => a.add(b)
    return vmap(add, [1, null], { out_dims: 1, chunk_size: 3 })(x(), v()[':3'] as Tensor)
  })
  piece('chunks half', () => vmap(sin, { chunk_size: 1.5 })(x()))
  piece('empty', () => vmap((a: Tensor) => a.sum())(get('e')))
  piece('empty chunks', () => vmap((a: Tensor) => a.sum(), { chunk_size: 2 })(get('e')))
}

function randomness({ input: get, piece }: Pieces): void {
  const rand: Function = (a) => a.add(torch.rand(4))
  const functions: Record<string, Function> = {
    rand,
    randn_like: (a) => a.add(torch.randn_like(a)),
    dropout: (a) => F.dropout(a, 0.5),
    bernoulli: (a) => torch.bernoulli(a.sigmoid()),
    randint: (a) => a.add(torch.randint(5, [4])),
    randperm: (a) => a.index([torch.randperm(4)]),
    multinomial: (a) => a.softmax(0).multinomial(2),
    normal_: (a) => a.clone().normal_(),
    uniform_: (a) => a.clone().uniform_(),
    normal: (a) => torch.normal(a, 1.0),
    exponential_: (a) => a.clone().exponential_(),
    rrelu: (a) => F.rrelu(a, { training: true }),
    'feature dropout': (a) => F.dropout1d(a.unsqueeze(0), 0.5),
    'alpha dropout': (a) => F.alpha_dropout(a, 0.5, true),
  }
  // What the generator gives next shows how much was drawn.
  const draw = (mapped: (x: Tensor) => unknown) => [mapped(get('x')), torch.rand(2)]
  for (const [name, f] of Object.entries(functions)) {
    for (const mode of ['error', 'same', 'different'] as const) {
      piece(`${mode} ${name}`, () => draw(vmap(f, { randomness: mode })))
    }
  }
  const same = { randomness: 'same' } as const
  const different = { randomness: 'different' } as const
  piece('same chunks', () => draw(vmap(rand, { ...same, chunk_size: 2 })))
  piece('different chunks', () => draw(vmap(rand, { ...different, chunk_size: 2 })))
  piece('same of different', () => vmap(vmap(rand, different), same)(get('t')))
  piece('different of same', () => vmap(vmap(rand, same), different)(get('t')))
  piece('seeded', () => {
    torch.manual_seed(7)
    return vmap(rand, different)(get('x'))
  })
}

testAnswers('func_vmap.gz', (pieces) => {
  operators(pieces)
  dimensions(pieces)
  randomness(pieces)
  layers(pieces)
  limits(pieces)
})
