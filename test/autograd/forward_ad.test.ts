// Pieces of scripts/golden/forward_ad.py, by the same names.
import torch, { type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import { type Pieces, testAnswers } from '../golden/support/answers.js'

const fw = torch.autograd.forward_ad

type Function = (x: Tensor) => Tensor

function derivatives({ input: get, piece }: Pieces): void {
  /** The dual number f(x), taken apart. */
  const jvp = (f: Function, x = 'x', t = 't') =>
    fw.dual_level(() => fw.unpack_dual(f(fw.make_dual(get(x), get(t)))))

  const smooth: Record<string, Function> = {
    sin: (d) => d.sin(),
    exp: (d) => d.exp(),
    tanh: (d) => d.tanh(),
    sigmoid: (d) => d.sigmoid(),
    erf: (d) => d.erf(),
    softplus: (d) => F.softplus(d),
    cumsum: (d) => d.cumsum(1),
    logcumsumexp: (d) => d.logcumsumexp(1),
    logsumexp: (d) => d.logsumexp(1),
    norm: (d) => torch.norm(d),
    var: (d) => d.var(1),
    std: (d) => d.std(1),
    prod: (d) => d.prod(1),
    sum: (d) => d.sum(1),
    mean: (d) => d.mean(1),
    matmul: (d) => d.mT.matmul(d),
    'of another input': () => get('y').sin(),
    svd: (d) => torch.linalg.svdvals(d),
  }
  for (const [name, f] of Object.entries(smooth)) piece(`jvp ${name}`, () => jvp(f))
  piece('jvp complex', () => jvp((d) => d.mul(d.conj()), 'c', 'ct'))
  piece('jvp float32', () => jvp((d) => d.softmax(1), 'f', 'ft'))
  piece('no formula', () => jvp((d) => torch.igamma(d, d.detach()), 'positive', 'positive'))

  /** The tangent of the gradient. */
  const overReverse = (loss: Function, x: string, t: string) =>
    fw.dual_level(() => {
      const dual = fw.make_dual(get(x), get(t)).requires_grad_()
      const [gradient] = torch.autograd.grad(loss(dual).pow(2), dual, { create_graph: true })
      const { primal, tangent } = fw.unpack_dual(gradient as Tensor)
      return [primal.detach(), tangent?.detach()]
    })
  const labels = () => get('labels')
  const row = () => get('row')
  const losses: Record<string, Function> = {
    nll_loss: (d) => F.nll_loss(d, labels()),
    'nll_loss sum weight': (d) => F.nll_loss(d, labels(), row().abs(), { reduction: 'sum' }),
    'nll_loss none': (d) => F.nll_loss(d, labels(), { ignore_index: 3, reduction: 'none' }).sum(),
    cross_entropy: (d) => F.cross_entropy(d, labels()),
    softmax: (d) => d.softmax(1).mul(get('y')).sum(),
    log_softmax: (d) => d.log_softmax(0).mul(get('y')).sum(),
    logsigmoid: (d) => F.logsigmoid(d).sum(),
    layer_norm: (d) => F.layer_norm(d, [4], row(), row()).mul(get('y')).sum(),
    'layer_norm plain': (d) => F.layer_norm(d, [3, 4]).mul(get('y')).sum(),
    trace: (d) => d.mT.matmul(d).trace(),
  }
  const images: Record<string, Function> = {
    nll_loss2d: (d) => F.nll_loss(d, get('map')),
    batch_norm: (d) => F.batch_norm(d, null, null, row(), row(), true).mul(get('imgt')).sum(),
    'batch_norm plain': (d) =>
      F.batch_norm(d, null, null, { training: true }).mul(get('imgt')).sum(),
    'batch_norm eval': (d) => F.batch_norm(d, row(), row().abs()).mul(get('imgt')).sum(),
  }
  const name = (loss: string) => `forward over reverse ${loss}`
  for (const [key, f] of Object.entries(losses)) piece(name(key), () => overReverse(f, 'x', 't'))
  for (const [key, f] of Object.entries(images)) {
    piece(name(key), () => overReverse(f, 'img', 'imgt'))
  }
}

function levels({ input: get, piece }: Pieces): void {
  const dual = () => fw.make_dual(get('x'), get('t'))

  piece('printed', () => {
    using _ = fw.dual_level()
    const dual = fw.make_dual(get('row'), get('row').neg())
    const product = fw.make_dual(get('row'), get('row').requires_grad_().mul(2)).mul(3)
    const first = get('f')[0] as Tensor
    const grown = fw.make_dual(first.requires_grad_(), get('ft')[0] as Tensor)
    return [dual, product, grown, dual.detach(), dual.sum(), dual.new_zeros(2)].map(String)
  })
  piece('text of parts', () => {
    using _ = fw.dual_level()
    const parts = fw.unpack_dual(fw.make_dual(torch.ones(2), torch.zeros(2)))
    return [String(parts), String(fw.unpack_dual(torch.ones(2)))]
  })
  piece('after the level', () => {
    const dual = fw.dual_level(() => fw.make_dual(get('row'), get('row')))
    return [dual, fw.unpack_dual(dual)]
  })
  piece('through backward', () => {
    const x = get('x').requires_grad_()
    const t = get('t').requires_grad_()
    return fw.dual_level(() => {
      const { tangent } = fw.unpack_dual(fw.make_dual(x, t).sin())
      tangent?.sum().backward()
      return [tangent, x.grad, t.grad]
    })
  })
  piece('in place', () =>
    fw.dual_level(() => {
      const changed = dual()
      changed.mul_(2)
      changed.index_put_([0], 1)
      return fw.unpack_dual(changed)
    }),
  )
  piece('views', () =>
    fw.dual_level(() => {
      const dual = fw.make_dual(get('x').mT, get('t').mT)
      return [
        fw.unpack_dual(dual).tangent,
        fw.unpack_dual((dual['1:'] as Tensor).reshape(-1)).tangent,
      ]
    }),
  )
  piece('switched off', () =>
    fw.dual_level(() => {
      const one = dual()
      const [inside, product] = fw._set_fwd_grad_enabled(false, () => [
        fw._is_fwd_grad_enabled(),
        one.mul(2),
      ])
      return [inside, fw._is_fwd_grad_enabled(), fw.unpack_dual(product as Tensor).tangent]
    }),
  )
  piece('under no grad', () =>
    fw.dual_level(() => torch.no_grad(() => fw.unpack_dual(dual().exp()).tangent)),
  )
  piece('numbers', () => {
    const first = fw.enter_dual_level()
    fw.exit_dual_level()
    const second = fw.enter_dual_level()
    fw.exit_dual_level({ level: second })
    return [first, second]
  })
  piece('nested', () =>
    fw.dual_level(() => {
      const outer = dual()
      return fw.dual_level(() => outer.mul(2))
    }),
  )
}

function errors({ input: get, piece }: Pieces): void {
  const make = fw.make_dual as (...args: unknown[]) => Tensor
  const made: Record<string, () => unknown[]> = {
    'primal of ints': () => [get('ints'), get('t')],
    'tangent of ints': () => [get('x'), get('ints')],
    'other shape': () => [get('x'), get('row')],
    'other dtype': () => [get('x'), get('ft')],
    'number as primal': () => [1, get('ft')],
    'number as tangent': () => [get('x'), 1],
    'no tangent': () => [get('x')],
    'tangent twice': () => [get('x'), get('t'), { tangent: get('t') }],
    'level by position': () => [get('x'), get('t'), 0],
    'dual of a dual': () => [make(get('x'), get('t')), get('t')],
  }
  for (const [name, args] of Object.entries(made)) {
    piece(name, () => fw.dual_level(() => make(...args())))
  }
  piece('no level', () => make(get('x'), get('t')))
  piece('unpack without a level', () => fw.unpack_dual(get('x')))
  piece('unpack at a level', () =>
    fw.dual_level(() => fw.unpack_dual(make(get('x'), get('t')), { level: 0 })),
  )
  piece('exit without a level', () => fw.exit_dual_level())
  piece('exit another level', () => fw.dual_level(() => fw.exit_dual_level({ level: 3 })))
  piece('switch is a number', () => fw._set_fwd_grad_enabled(1 as never))
}

describe('torch.autograd.forward_ad', () => {
  testAnswers('forward_ad.gz', (pieces) => {
    derivatives(pieces)
    levels(pieces)
    errors(pieces)
  })

  test('a level ends with its block, whatever that throws', () => {
    const failure = new Error('mine')
    const fail = () =>
      fw.dual_level(() => {
        throw failure
      })
    expect(fail).toThrow(failure)
    expect(() =>
      fw.dual_level(() => {
        throw null
      }),
    ).toThrow()
    expect(fw.dual_level(() => fw.make_dual(torch.ones(1), torch.ones(1)).dim())).toBe(1)
  })

  test('a level refuses a promise and ends', () => {
    expect(() => fw.dual_level(async () => 1)).toThrow('the block is over')
    expect(fw.enter_dual_level()).toBe(0)
    fw.exit_dual_level()
  })

  test('what it gives is a list with names', () => {
    const parts = fw.UnpackedDualTensor(torch.ones(1), null)
    const [primal, tangent] = parts
    expect(parts.primal).toBe(primal)
    expect(parts.tangent).toBe(tangent)
    expect(tangent).toBeNull()
    expect(parts).toBeInstanceOf(fw.UnpackedDualTensor)
    expect(parts).toHaveLength(2)
  })

  test('a disposed tensor throws', () => {
    const gone = torch.ones(1)
    gone.dispose()
    expect(() => fw.dual_level(() => fw.make_dual(gone, torch.ones(1)))).toThrow(/disposed/)
  })
})
