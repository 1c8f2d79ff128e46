// Pieces of scripts/golden/gradcheck.py, by the same names.
import torch, { type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import * as G from '../../lib/autograd/gradcheck.js'
import { catch_warnings } from '../../lib/warnings.js'
import { type Pieces, testAnswers } from '../golden/support/answers.js'

type Function = (...inputs: never[]) => Tensor | Tensor[]
type Check = (...args: unknown[]) => boolean

const { gradcheck, gradgradcheck } = torch.autograd
const double = { dtype: torch.double }

/** Gives another result in every second call after the first. */
function calls(other: Function): (x: Tensor) => Tensor {
  let count = 0
  return (x) => {
    count++
    return count > 1 && count % 2 === 0 ? ((other as (x: Tensor) => unknown)(x) as Tensor) : x.sin()
  }
}

const sin = (x: Tensor) => x.sin()
const pair = (x: Tensor, y: Tensor) => [x.mul(y), x.add(y).exp()]
const dense = (masked_grad: boolean) => (s: Tensor) => s.to_dense({ masked_grad })

/** Inputs, and what makes the function: one that has state is made anew each time. */
const functions: Record<string, [inputs: string, make: () => Function]> = {
  sin: ['x', () => sin],
  product: ['x y', () => (x: Tensor, y: Tensor) => x.mul(y)],
  pair: ['x y', () => pair],
  list: ['x', () => (x: Tensor) => [x.sin(), x.cos()]],
  matrix: ['m', () => (m: Tensor) => m.matmul(m.T)],
  point: ['p', () => (p: Tensor) => p.log()],
  empty: ['e', () => (e: Tensor) => e.mul(2)],
  unused: ['x y', () => (x: Tensor) => x.exp()],
  detached: ['x', () => (x: Tensor) => x.mul(x.detach())],
  'detached pair': ['x y', () => (x: Tensor, y: Tensor) => [x.exp(), x.mul(y.detach())]],
  'half detached': ['x', () => (x: Tensor) => [x.sin(), x.detach().mul(2)]],
  'no output': ['x', () => (x: Tensor) => x.detach().mul(2)],
  constant: ['x', () => () => torch.ones(2, double)],
  integers: ['x', () => (x: Tensor) => [x.sin(), x.floor().long()]],
  conjugate: ['c', () => (c: Tensor) => c.conj().mul(c).mul(2)],
  'complex pair': ['c d', () => (c: Tensor, d: Tensor) => [c.mul(d), d.abs()]],
  'wrong conjugate': ['c', () => (c: Tensor) => c.mul(c.detach())],
  'complex output': ['x', () => (x: Tensor) => torch.complex(x.sin(), x.cos())],
  'wrong complex output': ['x', () => (x: Tensor) => torch.complex(x.sin(), x.detach().cos())],
  single: ['f', () => sin],
  shapes: ['x', () => calls((x: Tensor) => x['0:1'] as Tensor)],
  dtypes: ['x', () => calls((x: Tensor) => x.float())],
  'no formula': ['x', () => (x: Tensor) => torch.igamma(torch.ones(3, double), x)],
  embedding_bag: ['m', () => (m: Tensor) => F.embedding_bag(torch.tensor([[0, 1, 1]]), m)],
  to_dense: ['coo', () => (s: Tensor) => s.to_dense()],
  'to_dense masked': ['coo', () => dense(true)],
  'to_dense unmasked': ['coo', () => dense(false)],
  csr: ['csr', () => dense(false)],
  'csr masked': ['csr', () => dense(true)],
  csc: ['csc', () => dense(false)],
  bsr: ['bsr', () => dense(false)],
  bsc: ['bsc', () => dense(false)],
  hybrid: ['hybrid', () => dense(false)],
  'sparse output': ['square', () => (s: Tensor) => s.to_sparse()],
  'sparse mm': ['coo square', () => (s: Tensor, d: Tensor) => torch.sparse.mm(s, d)],
}
const options: Record<string, object> = {
  '': {},
  forward: { check_forward_ad: true },
  'forward only': { check_forward_ad: true, check_backward_ad: false },
  fast: { fast_mode: true },
  'fast forward': { fast_mode: true, check_forward_ad: true },
  batched: { check_batched_grad: true },
  'batched forward': {
    check_batched_grad: true,
    check_forward_ad: true,
    check_batched_forward_grad: true,
  },
  masked: { masked: true },
  'fast masked': { masked: true, fast_mode: true },
  dtypes: { check_grad_dtypes: true, check_forward_ad: true },
  defined: { check_undefined_grad: false },
  silent: { raise_exception: false },
  deterministic: { nondet_tol: -0.5 },
  tolerant: { eps: 0.25, atol: 0.5, rtol: 0.25 },
}
const second: Record<string, object> = {
  '': {},
  fast: { fast_mode: true },
  'forward over reverse': { check_fwd_over_rev: true },
  'only forward over reverse': {
    check_fwd_over_rev: true,
    check_rev_over_rev: false,
    check_undefined_grad: false,
  },
  batched: { check_batched_grad: true },
  'not contiguous': { gen_non_contig_grad_outputs: true },
  silent: { raise_exception: false },
}
const onlyFirst = /^(to_dense|cs|bs|hybrid|sparse|constant|no output)/

/** What it gives, and what it warns of: LibTorch's own warnings come once in a process. */
const told = (code: () => unknown) => () =>
  catch_warnings((caught) => {
    const result = code()
    const texts = caught.map(({ message }) => message)
    return [result, texts.filter((text) => !text.startsWith('Sparse '))]
  })

function tables({ piece }: Pieces, get: (names: string) => Tensor | Tensor[]): void {
  for (const [name, [names, make]] of Object.entries(functions)) {
    const run = (check: Check, kw: object) => told(() => check(make(), get(names), kw))
    for (const [key, kw] of Object.entries(options)) {
      piece(`${name}: ${key}`, run(gradcheck as Check, kw))
    }
    if (onlyFirst.test(name)) continue
    for (const [key, kw] of Object.entries(second)) {
      piece(`second ${name}: ${key}`, run(gradgradcheck as Check, kw))
    }
  }
}

function single({ input, piece }: Pieces): void {
  const x = () => input('x').requires_grad_()
  const xy = (): [Tensor, Tensor] => [x(), input('y').requires_grad_()]
  const wrong = gradcheck as Check
  const wrongSecond = gradgradcheck as Check
  const mkldnn = () => input('f').to_mkldnn().requires_grad_()
  const coarse = { eps: 1e-2, atol: 0.1, rtol: 0.1 }
  const undense = (f: Tensor) => f.to_dense()
  const pieces: Record<string, () => unknown> = {
    'mixed inputs': () =>
      gradcheck((x: Tensor, n: number, y: Tensor) => x.mul(n).add(y), [x(), 3, input('y')]),
    'tuple of one': () => gradcheck(sin, [x()]),
    'view as input': () =>
      gradcheck(sin, input('m').requires_grad_()[0] as Tensor, { check_forward_ad: true }),
    'not contiguous input': () =>
      gradcheck((m) => m.sin().cumsum(0), input('m').t().requires_grad_(), { fast_mode: true }),
    'nothing requires grad': () => gradcheck(sin, input('x')),
    'stride 0': () => gradcheck(sin, torch.rand(1, double).expand(3).requires_grad_()),
    'neither mode': () => gradcheck(sin, x(), { check_backward_ad: false }),
    'batched without backward': () =>
      gradcheck(sin, x(), {
        check_backward_ad: false,
        check_forward_ad: true,
        check_batched_grad: true,
      }),
    'batched forward without forward': () =>
      gradcheck(sin, x(), { check_batched_forward_grad: true }),
    'eps by position': () => wrong(sin, x(), 1e-3),
    'unknown keyword': () => wrong(sin, x(), { foo: 1 }),
    'no inputs': () => wrong(sin),
    'output is a number': () => wrong(() => 3, x()),
    'mkldnn output': () => gradcheck((f) => f.to_mkldnn(), input('f').requires_grad_()),
    'mkldnn input': () => gradcheck(undense, mkldnn(), coarse),
    'mkldnn forward': () => gradcheck(undense, mkldnn(), { ...coarse, check_forward_ad: true }),
    'given gradients': () => gradgradcheck(sin, x(), torch.ones(3, double)),
    'given gradients require grad': () =>
      gradgradcheck(pair, xy(), [torch.ones(3, double).requires_grad_(), torch.ones(3, double)]),
    'second neither': () => gradgradcheck(sin, x(), { check_rev_over_rev: false }),
    'second undefined': () =>
      gradgradcheck(sin, x(), { check_rev_over_rev: false, check_fwd_over_rev: true }),
    'second batched': () =>
      gradgradcheck(sin, x(), {
        check_rev_over_rev: false,
        check_fwd_over_rev: true,
        check_undefined_grad: false,
        check_batched_grad: true,
      }),
    'second unknown keyword': () => wrongSecond(sin, x(), { foo: 1 }),
    'seed is not used': () => [gradcheck(sin, x(), { fast_mode: true }), torch.rand(2)],
  }
  for (const [name, code] of Object.entries(pieces)) piece(name, told(code))
}

function jacobians({ input, piece }: Pieces): void {
  const get = (name: string) => input(name).requires_grad_()
  const first = (list: readonly Tensor[]) => list[0] as Tensor
  const product = (list: readonly Tensor[]) => first(list).mul(list[1] as Tensor)
  const { get_numerical_jacobian_wrt_specific_input: one } = G
  const mul = (x: Tensor, y: Tensor) => x.mul(y)
  const analytical = (grad_out?: number) => {
    const xs = [get('x'), get('y')]
    return G.get_analytical_jacobian(xs, product(xs), 0, grad_out)
  }
  const pieces: Record<string, () => unknown> = {
    numerical: () => G.get_numerical_jacobian(product, [get('x'), get('y')]),
    'numerical target': () =>
      G.get_numerical_jacobian((xs) => first(xs).sin(), [get('x'), get('y')], null, 0.5),
    'numerical grad_out': () => G.get_numerical_jacobian(first, [get('x')], null, 1e-3, 2),
    'numerical complex': () => G.get_numerical_jacobian(first, [get('c')]),
    'numerical one': () => one(mul, 1, [get('x'), get('y')], [input('x')], 1e-3),
    'numerical one without grad': () => one(mul, 1, [get('x'), input('x')], [input('x')], 1e-3),
    'numerical one complex': () =>
      one((c: Tensor) => c.abs(), 0, [get('c')], [input('c').abs()], 1e-3),
    analytical: () => analytical(),
    'analytical grad_out': () => analytical(0.5),
    'analytical complex': () => {
      const c = get('c')
      return G.get_analytical_jacobian([c], c.mul(2))
    },
  }
  for (const [name, code] of Object.entries(pieces)) piece(name, told(code))
}

describe('torch.autograd.gradcheck', () => {
  testAnswers('gradcheck.gz', (pieces) => {
    const get = (names: string): Tensor | Tensor[] => {
      const list = names.split(' ').map((name) => pieces.input(name).requires_grad_())
      return list.length > 1 ? list : (list[0] as Tensor)
    }
    tables(pieces, get)
    single(pieces)
    jacobians(pieces)
  })

  const x = () => torch.rand(2, double).requires_grad_()

  test('the error is a RuntimeError of its own class', () => {
    const check = () => gradcheck((x) => x.mul(x.detach()), x())
    expect(check).toThrow(G.GradcheckError)
    expect(check).toThrow(expect.objectContaining({ name: 'GradcheckError' }))
    expect(G.GradcheckError('mine')).toBeInstanceOf(G.GradcheckError)
  })

  test('only failed checks are silenced', () => {
    const mine = new Error('mine')
    const fail = () => {
      throw mine
    }
    expect(() => gradcheck(fail, x(), { raise_exception: false })).toThrow(mine)
    let caught: unknown = 'nothing'
    try {
      gradcheck(
        () => {
          throw null
        },
        x(),
        { raise_exception: false },
      )
    } catch (error) {
      caught = error
    }
    expect(caught).toBeNull()
  })

  test('inputs are as they were, and have no gradients', () => {
    const input = x()
    const before = input.tolist()
    const version = input._version
    gradcheck((x) => x.exp(), input, { check_forward_ad: true, check_batched_grad: true })
    expect(input.tolist()).toEqual(before)
    expect(input._version).toBe(version)
    expect(input.grad).toBeNull()
  })

  test('under no_grad nothing has a gradient', () => {
    const check = () => torch.no_grad(() => gradcheck(sin, x()))
    expect(check).toThrow('Numerical gradient for function expected to be zero')
  })
})
