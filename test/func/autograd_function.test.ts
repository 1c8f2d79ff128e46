// Pieces of scripts/golden/func_autograd_function.py, by the same names.
import torch, { type Tensor } from 'torch-node'
import { type Pieces, testAnswers } from '../golden/support/answers.js'
import {
  Both,
  Cube,
  Double,
  GivesNothing,
  Mul,
  Noise,
  Old,
  Once,
  Outer,
  Plain,
  Reserved,
  ReservedLate,
  rule,
  Sin,
  SinOfSins,
  Sum,
  TwoRules,
  VjpOnly,
} from './support/custom_functions.js'

const { functionalize, grad, grad_and_value, hessian, jacfwd, jacrev, jvp, linearize, vjp, vmap } =
  torch.func

type One = (x: Tensor) => Tensor
type Two = (x: Tensor, y: Tensor) => Tensor
type Input = () => Tensor

const inputs = ({ input }: Pieces): Input[] =>
  ['x', 'y', 'z', 'v', 'w'].map((name) => () => input(name))

const total =
  <A extends Tensor[]>(f: (...args: A) => Tensor) =>
  (...args: A): Tensor =>
    f(...args).sum()

const at = (t: Tensor, text: string): Tensor => t.index([text])

function double(x: Tensor): Tensor {
  const copy = x.clone()
  const out = Double.apply(copy) as Tensor
  return out.mul(copy)
}

function ofOne(pieces: Pieces): void {
  const [x, y, z, v] = inputs(pieces) as [Input, Input, Input, Input]
  const functions: Record<string, One> = {
    sin: Sin.apply,
    nested: SinOfSins.apply,
    cube: (x) => Cube.apply(x)[0],
    double,
    both: (x) => Both.apply(x, 3)[0],
  }
  for (const [name, f] of Object.entries(functions)) {
    const piece = (what: string, code: () => unknown): void => pieces.piece(`${name} ${what}`, code)
    piece('vmap', () => vmap(f)(x()))
    piece('vmap of columns', () => vmap(f, 1, 1)(x()))
    piece('vmap twice', () => vmap(vmap(f, 1), 1)(z()))
    piece('grad', () => grad_and_value(total(f))(x()))
    piece('second', () => grad((x: Tensor) => grad(total(f))(x).pow(2).sum())(x()))
    piece('vjp', () => vjp(f, x())[1](y()))
    piece('jacrev', () => jacrev(f)(v()))
    piece('per sample', () => vmap(grad(total(f)))(x()))
    piece('per sample twice', () => vmap(vmap(grad(total(f))))(z()))
    piece('grad of vmap', () => grad(total(vmap(f)))(x()))
    piece('jacrev twice', () => jacrev(jacrev(f))(v()))
    piece('jvp', () => jvp(f, [x()], [y()]))
    piece('jacfwd', () => jacfwd(f)(v()))
    piece('vmap of jvp', () => vmap((a: Tensor, b: Tensor) => jvp(f, [a], [b]))(x(), y()))
    piece('jvp of vmap', () => jvp(vmap(f), [x()], [y()]))
    piece('hessian', () => hessian(total(f))(v()))
    piece('jvp of grad', () => jvp(grad(total(f)), [x()], [y()]))
    piece('grad of jvp', () => grad((x: Tensor) => jvp(f, [x], [y()])[1].sum())(x()))
  }
}

function ofTwo(pieces: Pieces): void {
  const [x, y, z, v, w] = inputs(pieces) as [Input, Input, Input, Input, Input]
  const functions: Record<string, Two> = { mul: Mul.apply, outer: Outer.apply }
  for (const [name, f] of Object.entries(functions)) {
    const piece = (what: string, code: () => unknown): void => pieces.piece(`${name} ${what}`, code)
    piece('vmap', () => vmap(f)(x(), y()))
    piece('vmap of one', () => vmap(f, [0, null])(x(), v()))
    piece('vmap of the other', () =>
      vmap(f, [null, 1], 1)(name === 'outer' ? v() : at(v(), ':3'), x()),
    )
    piece('grad', () => grad(total(f), [0, 1])(v(), w()))
    piece('grad of one', () => grad(total(f), 1)(v(), w()))
    piece('grad of vmap of one', () => grad(total(vmap(f, [0, null])), [0, 1])(x(), v()))
    piece('grad of vmap of the other', () => grad(total(vmap(f, [null, 0])), [0, 1])(v(), x()))
    piece('broadcast', () => grad(total(vmap(f)), [0, 1])(x(), z()[0] as Tensor))
    piece('jacrev', () => jacrev(f, [0, 1])(v(), w()))
    piece('per sample', () => vmap(grad(total(f), [0, 1]), [0, null])(x(), v()))
    piece('jvp', () => jvp(f, [v(), w()], [w(), v()]))
    piece('jvp of one', () => jvp((a: Tensor) => f(a, w()), [v()], [w()]))
    piece('jvp of vmap of one', () => jvp((a: Tensor) => vmap(f, [0, null])(a, w()), [x()], [y()]))
  }
  const mul: Two = Mul.apply
  const gradOfMul = grad(total(vmap(mul)), [0, 1])
  pieces.piece('mul of a scalar', () => gradOfMul(v(), at(x().t(), ':, :1')))
  pieces.piece('mul of smaller samples', () => gradOfMul(x(), at(x(), ':, :1')))
}

function others(pieces: Pieces): void {
  const { piece } = pieces
  const [x, y, z, v, w] = inputs(pieces) as [Input, Input, Input, Input, Input]
  const sin: One = Sin.apply
  const sum: One = Sum.apply
  const noise: One = Noise.apply

  function told(in_dims: number, randomness: 'different' | 'same' | 'error'): unknown {
    const seen: unknown[] = []
    const noting = rule((info, in_dims, x) => {
      const { length } = Array.from(info as never)
      seen.push([info.batch_size, info.randomness, String(info), in_dims, length])
      return [x, in_dims[0]]
    })
    vmap(noting, in_dims, { randomness })(z())
    return seen
  }

  piece('sum', () => vmap(sum)(x()))
  piece('sum per sample', () => vmap(grad(sum))(x()))
  piece('sum grad of vmap', () => grad((x: Tensor) => vmap(sum, 1)(x).pow(2).sum())(x()))
  piece('sum jvp', () => jvp(sum, [x()], [y()]))
  piece('both', () => vmap((x: Tensor) => Both.apply(x, 2))(x()))
  piece('cube both', () => vmap(Cube.apply)(x()))
  piece('cube jacrev both', () => jacrev(Cube.apply as never)(v() as never))
  piece('linearize', () => linearize(sin, v())[1](w()))
  for (const randomness of ['different', 'same', 'error'] as const) {
    piece(`noise ${randomness}`, () => vmap(noise, { randomness })(x()))
    piece(`noise grad ${randomness}`, () => vmap(grad(total(noise)), { randomness })(x()))
    piece(`told ${randomness}`, () => told(0, randomness))
  }
  piece('told of columns', () => told(-1, 'error'))
  piece('untouched', () => {
    const never = rule(() => {
      throw new Error('nothing is mapped')
    })
    return vmap((a: Tensor) => never(v()).add(a))(x())
  })
  piece('dead', () => {
    const a = v().requires_grad_()
    const g = w().requires_grad_()
    const [out] = vjp(SinOfSins.apply as One, a)[1](g) as unknown as [Tensor]
    return [out, torch.autograd.grad(out.sum(), [a, g])]
  })
  piece('outside', () => {
    const a = x().requires_grad_()
    const out = vmap(grad(total(sin)))(a)
    return [out, torch.autograd.grad(out.sum(), a)]
  })
  piece('no_grad outside', () => torch.no_grad(() => grad(total(sin))(x())))
  piece('no_grad inside', () =>
    grad((x: Tensor) => {
      const a = torch.no_grad(() => sin(x))
      return a.mul(sin(x)).sum()
    })(x()),
  )
  piece('names', () => {
    const seen: unknown[] = []
    grad((x: Tensor) => {
      const out = sin(x)
      seen.push(out.grad_fn?.name())
      return out.sum()
    })(x())
    return seen
  })
  piece('once', () => grad(total(Once.apply as One))(x()))
  piece('chunks', () => vmap(sin, { chunk_size: 2 })(x()))
  piece('out dim none', () =>
    vmap(
      rule((_, __, x) => [x.sum(0), null]),
      { out_dims: null },
    )(x()),
  )
  piece('nested outputs', () => {
    const nested = rule((_, __, x) => [
      [x, x.add(1)],
      [0, 1],
    ])
    return vmap(nested, { out_dims: [0, 0] })(at(x(), ':, :3'))
  })
  piece('one dim for all', () => vmap(rule((_, __, x) => [[x, x.add(1)], 0]))(x()))
}

function errors(pieces: Pieces): void {
  const { piece } = pieces
  const [x, y, z, v] = inputs(pieces) as [Input, Input, Input, Input]
  const old: One = Old.apply as never
  const scalar = (f: unknown): One => total(f as One)

  piece('twice differentiated', () => grad(total(grad(scalar(Once.apply))))(x()))
  piece('reserved', () => vmap(Reserved.apply as One)(x()))
  piece('reserved twice', () => vmap(vmap(Reserved.apply as One))(z()))
  piece('reserved late', () => grad(total(vmap(ReservedLate.apply as One)))(x()))
  piece('no setup_context vmap', () => vmap(old)(v()))
  piece('no setup_context grad', () => grad(old)(v()))
  piece('no setup_context jacfwd', () => jacfwd(old)(v()))
  piece('no setup_context functionalize', () => functionalize(old)(v()))
  piece('no rule', () => vmap(Plain.apply as One)(x()))
  piece('two rules', () => vmap(TwoRules.apply as One)(x()))
  piece('no backward', () => grad(scalar(Plain.apply))(x()))
  piece('no jvp', () => jvp(Plain.apply as One, [x()], [y()]))
  piece('only vjp', () => grad(scalar(VjpOnly.apply))(x()))
  piece('only vjp mapped', () => grad(total(vmap(VjpOnly.apply as One)))(x()))
  piece('functionalize', () => functionalize(Sin.apply as One)(x()))
  piece('gives nothing', () => vmap(GivesNothing.apply as One)(x()))
  piece('rule gives a tensor', () => vmap(rule((_, __, x) => x))(x()))
  piece('rule gives nothing', () => vmap(rule(() => null))(x()))
  piece('rule gives three', () => vmap(rule((_, __, x) => [x, 0, 0]))(x()))
  piece("rule's dims differ", () => vmap(rule((_, __, x) => [x, [0, 0]]))(x()))
  piece("rule's dims are too many", () =>
    vmap(
      rule((_, __, x) => [
        [x, x],
        [0, 0, null],
      ]),
    )(x()),
  )
}

testAnswers('func_autograd_function.gz', (pieces) => {
  ofOne(pieces)
  ofTwo(pieces)
  others(pieces)
  errors(pieces)
})
