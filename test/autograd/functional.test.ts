// Pieces of scripts/golden/autograd_functional.py, by the same names.
import torch, { type Tensor } from 'torch-node'
import { type Pieces, testAnswers } from '../golden/support/answers.js'

const A = torch.autograd.functional

type Value = Tensor | null | readonly Value[]
type Function = (...inputs: never[]) => Tensor | Tensor[]
/** Names of inputs, names of what fits the outputs, the function. */
type Row = [inputs: string, outputs: string, f: Function]
type Call = (...args: unknown[]) => Value

const exp = (x: Tensor) => x.exp().sum(1)
const pair = (x: Tensor, y: Tensor): [Tensor, Tensor] => [x.sin().mul(y), x.mul(y).prod(1)]
const cube = (x: Tensor) => x.pow(3).sum()

const functions: Record<string, Row> = {
  exp: ['x', 'v', exp],
  adder: ['x y', 'm', (x: Tensor, y: Tensor) => x.mul(2).add(y.mul(3))],
  pair: ['x y', 'm v', pair],
  net: [
    'x f',
    'f',
    (x: Tensor, f: Tensor) => x.float().matmul(torch.ones(2, 4)).tanh().sum(0).mul(f),
  ],
  first: ['x y', 'm', (x: Tensor) => x.pow(2)],
  constant: ['x', 'v', () => torch.ones(3, { dtype: torch.double })],
  number: ['one', 'one', (x: Tensor) => x.pow(3)],
  detached: ['x y', 'm v', (x: Tensor, y: Tensor) => [x.mul(y), x.detach().sum(1)]],
  conjugate: ['c', 'c', (c: Tensor) => c.mul(c.conj()).add(c)],
}
const scalars: Record<string, Row> = {
  cube: ['x', 'm', cube],
  squares: [
    'x y',
    'm w',
    (x: Tensor, y: Tensor) => x.pow(2).mul(2).add(y.pow(2).mul(3).mul(x)).sum(),
  ],
  linear: ['x', 'm', (x: Tensor) => x.mul(2).sum()],
  cubic: ['one', 'one', (x: Tensor) => x.pow(3)],
  apart: ['x y', 'm w', (x: Tensor) => x.pow(3).sum()],
  fixed: ['x', 'm', () => torch.ones([], { dtype: torch.double })],
  float: ['f', 'f', (f: Tensor) => torch.norm(f.sigmoid())],
}

function tensors(value: Value): Tensor[] {
  if (value instanceof torch.Tensor) return [value]
  return value === null ? [] : (value as readonly Value[]).flatMap(tensors)
}

/** All ways to switch flags on, the last one changing fastest. */
function choices(flags: readonly string[]): Record<string, boolean>[] {
  return Array.from({ length: 2 ** flags.length }, (_, bits) =>
    Object.fromEntries(
      flags.map((flag, i) => [flag, ((bits >> (flags.length - 1 - i)) & 1) === 1]),
    ),
  )
}

const named = (...words: unknown[]) => words.join(' ')
const on = (options: Record<string, boolean>) => Object.keys(options).filter((key) => options[key])

function tables({ input, piece }: Pieces, get: (names: string) => Tensor | Tensor[]): void {
  /** `call` on inputs that require a gradient, and a backward pass through what it gives. */
  const both = (names: string, call: (inputs: Tensor | Tensor[]) => Value) => () => {
    const inputs = get(names)
    for (const tensor of tensors(inputs)) tensor.requires_grad_()
    const result = call(inputs)
    const ends = tensors(result).filter((end) => end.requires_grad)
    if (ends.length === 0) return [result, null]
    let total = torch.zeros([], { dtype: torch.float32 })
    ends.forEach((end, i) => {
      const sum = end.abs().pow(2).sum()
      total = i === 0 ? sum.add(0) : total.add(sum)
    })
    return [result, torch.autograd.grad(total, tensors(inputs), { allow_unused: true })]
  }
  const product = (name: 'vjp' | 'jvp' | 'vhp' | 'hvp', table: Record<string, Row>) => {
    for (const [key, [names, outputs, f]] of Object.entries(table)) {
      for (const options of choices(['create_graph', 'strict'])) {
        const v = get(name === 'jvp' ? names : outputs)
        const call = A[name] as Call
        piece(
          named(name, key, ...on(options)),
          both(names, (inputs) => call(f, inputs, v, options)),
        )
      }
    }
  }
  product('vjp', functions)
  product('jvp', functions)
  product('vhp', scalars)
  product('hvp', scalars)

  const matrix = (name: 'jacobian' | 'hessian', table: Record<string, Row>, strategy: string) => {
    for (const [key, [names, , f]] of Object.entries(table)) {
      for (const way of ['reverse-mode', 'forward-mode']) {
        for (const options of choices(['create_graph', 'strict', 'vectorize'])) {
          const call = A[name] as Call
          piece(
            named(name, key, way, ...on(options)),
            both(names, (inputs) => call(f, inputs, { ...options, [strategy]: way })),
          )
        }
      }
    }
  }
  matrix('jacobian', functions, 'strategy')
  matrix('hessian', scalars, 'outer_jacobian_strategy')

  const batched = (options: object) => {
    const x = input('v').requires_grad_()
    const y = input('v').requires_grad_()
    const kw = { is_grads_batched: true, allow_unused: true, ...options }
    return torch.autograd.grad(x.sin().mul(2), [x, y], input('batch'), kw)
  }
  piece('batched grad', () => batched({}))
  piece('batched grad materialized', () => batched({ materialize_grads: true }))
  piece('batched grad create_graph', () => batched({ create_graph: true, materialize_grads: true }))
}

function calls({ input: get, piece }: Pieces): void {
  const x = () => get('x')
  const v = () => get('v')
  piece('vjp without v', () => A.vjp(cube, x()))
  piece('jvp without v', () => A.jvp((x) => x.mul(2), get('one')))
  piece('vhp without v', () => A.vhp((x) => x.pow(2), get('one')))
  piece('hvp without v', () => A.hvp((x) => x.pow(2), get('one')))
  piece('keywords', () => A.vjp({ func: exp, inputs: x(), v: v(), strict: true }))
  piece('positions', () => A.jacobian(exp, x(), false, false, true, 'reverse-mode'))
  piece('list of one', () => A.jacobian(exp, [x()]))
  piece('function gives a list of one', () => A.jacobian((x) => [x.exp()], v()))
  piece('hessian of a list of one', () => A.hessian(cube, [x()]))
  piece('under no grad', () =>
    torch.no_grad(() => [
      A.vjp(exp, x(), v(), true),
      A.vjp(exp, x(), v()),
      A.jvp(exp, x(), x()),
      A.hessian(cube, x(), true),
    ]),
  )
  piece('captured', () => {
    const outside = x().requires_grad_()
    const f = (inner: Tensor) => inner.mul(outside).sum()
    return [A.jacobian(f, outside, { create_graph: true }), A.jacobian(f, outside)]
  })
}

function wrongCalls({ input: get, piece }: Pieces): void {
  const x = () => get('x')
  const v = () => get('v')
  const wrong = A as unknown as Record<'vjp' | 'jvp' | 'jacobian' | 'hessian', Call>
  piece('vjp needs v', () => A.vjp(exp, x()))
  piece('jvp needs v', () => A.jvp(exp, x()))
  piece('vhp needs v', () => A.vhp(cube, x()))
  piece('hvp needs v', () => A.hvp(cube, x()))
  piece('v of another shape', () => A.vjp(exp, x(), x()))
  piece('v of another length', () => A.vjp(pair, [x(), get('y')], v()))
  piece('v too long', () => A.vjp(exp, x(), [v(), v()]))
  piece('entry of v of another shape', () => A.jvp(pair, [x(), get('y')], [x(), v()]))
  piece('inputs is a number', () => wrong.vjp(exp, 1))
  piece('inputs has a number', () => wrong.jacobian(exp, [x(), 2.5]))
  piece('v is None in a list', () => wrong.jvp(exp, x(), [null]))
  piece('func gives a number', () => wrong.jvp(() => 1, x(), x()))
  piece('func gives a list with a number', () => wrong.jacobian((x: Tensor) => [x, 'a'], x()))
  piece('func gives None', () => wrong.hessian(() => null, x()))
  piece('func is a number', () => wrong.vjp(1, x()))
  piece('vhp of many', () => A.vhp(exp, x(), x()))
  piece('vhp of a list', () => A.vhp((x) => [cube(x)], x(), x()))
  piece('hvp of many', () => A.hvp(exp, x(), x()))
  piece('hvp of a list', () => A.hvp((x) => [cube(x)], x(), x()))
  piece('hessian of many', () => A.hessian(exp, x()))
  piece('hessian of a list', () => wrong.hessian((x: Tensor) => [cube(x)], x()))
  piece('unknown strategy', () => wrong.jacobian(exp, x(), { strategy: 'backward' }))
  piece('unknown outer strategy', () =>
    wrong.hessian(cube, x(), { outer_jacobian_strategy: 'backward' }),
  )
  piece('too many arguments', () => wrong.vjp(exp, x(), v(), false, false, 3))
  piece('unknown keyword', () => wrong.hessian(cube, x(), { foo: 1 }))
  piece('no inputs', () => wrong.jacobian(exp))

  const { grad } = torch.autograd
  const grown = (name: string) => get(name).requires_grad_()
  piece('batched grad without gradients', () =>
    grad(grown('one').sum().mul(2), grown('x'), { is_grads_batched: true }),
  )
  piece('batched grad of another shape', () =>
    grad(grown('x').mul(2), grown('x'), get('batch'), { is_grads_batched: true }),
  )
  piece('materialized and not unused', () =>
    grad(grown('one'), x(), { materialize_grads: true, allow_unused: false }),
  )
  piece('too few gradients', () => grad([grown('v').mul(2), grown('x').mul(2)], grown('x'), v()))
}

describe('torch.autograd.functional', () => {
  testAnswers('autograd_functional.gz', (pieces) => {
    const get = (names: string): Tensor | Tensor[] => {
      const list = names.split(' ').map((name) => pieces.input(name))
      return list.length > 1 ? list : (list[0] as Tensor)
    }
    tables(pieces, get)
    calls(pieces)
    wrongCalls(pieces)
  })

  test.each([new Error('mine'), null])(
    'what the function throws arrives unchanged: %p',
    (thrown) => {
      const fail = () => {
        throw thrown
      }
      let caught: unknown
      for (const strategy of ['reverse-mode', 'forward-mode'] as const) {
        try {
          A.jacobian(fail, torch.ones(2), { vectorize: true, strategy })
        } catch (error) {
          caught = error
        }
        expect(caught).toBe(thrown)
        caught = undefined
      }
      expect(A.jacobian((x) => x.mul(2), torch.ones(2), { vectorize: true }).tolist()).toEqual([
        [2, 0],
        [0, 2],
      ])
    },
  )
})
