// Pieces of scripts/golden/parametrize.py, by the same names.
import torch, { nn, type Tensor } from 'torch-node'
import { deepcopy } from 'torch-node/copy'
import { NotImplementedError } from 'torch-node/errors'
import { weight_norm as old_weight_norm } from 'torch-node/nn/utils'
import PS from 'torch-node/nn/utils/parametrizations'
import P from 'torch-node/nn/utils/parametrize'
import { SGD } from 'torch-node/optim'
import { catch_warnings } from 'torch-node/warnings'
import { type Pieces, testAnswers } from '../../golden/support/answers.js'
import { fails, names, state } from './support.js'

class Symmetric extends nn.Module {
  override forward(X: Tensor): Tensor {
    return X.triu().add(X.triu(1).mT)
  }
  right_inverse(A: Tensor): Tensor {
    return A.triu()
  }
}
class Doubled extends nn.Module {
  override forward(X: Tensor): Tensor {
    return X.mul(2)
  }
}
class Halving extends Doubled {
  right_inverse(X: Tensor): Tensor {
    return X.div(2)
  }
}
class NoInverse extends nn.Module {
  override forward(X: Tensor): Tensor {
    return X.add(1)
  }
  right_inverse(_X: Tensor): Tensor {
    throw new NotImplementedError()
  }
}
class RankOne extends nn.Module {
  override forward(x: Tensor, y: Tensor): Tensor {
    return x.unsqueeze(-1).mul(y.unsqueeze(-2))
  }
  right_inverse(Z: Tensor): [Tensor, Tensor] {
    return [Z[':, 0'].mul(2), (Z[0] as Tensor).mul(3)]
  }
}
type Fn = (...args: Tensor[]) => unknown
class Bad extends nn.Module {
  gives: Fn | null
  inverts: Fn | null

  constructor(forward: Fn | null = null, inverse: Fn | null = null) {
    super()
    this.gives = forward
    this.inverts = inverse
  }
  override forward(...args: Tensor[]): Tensor {
    return (this.gives ? this.gives(...args) : args[0]) as Tensor
  }
  right_inverse(X: Tensor): unknown {
    return this.inverts ? this.inverts(X) : X
  }
}

const square = () => nn.Linear(4, 4)
const typeOf = (m: nn.Module) => m.constructor.name

function lists({ input: get, piece }: Pieces): void {
  piece('symmetric', () => {
    const m = square()
    const out = P.register_parametrization(m, 'weight', new Symmetric())
    const y = m(get('x'))
    y.sum().backward()
    const facts = [
      out === m,
      m instanceof nn.Linear,
      typeOf(m),
      P.is_parametrized(m),
      P.is_parametrized(m, 'weight'),
      P.is_parametrized(m, { tensor_name: 'bias' }),
    ]
    const { weight } = out.parametrizations
    const before = [state(m), names(m), String(m), m.weight, y, weight.original.grad]
    Reflect.set(m, 'weight', get('sq').add(get('sq').mT))
    return [facts, before, m.weight, state(m), out.parametrizations.length, weight.is_tensor]
  })
  piece('several', () => {
    const m = square()
    P.register_parametrization(m, 'weight', new Symmetric())
    P.register_parametrization(m, 'weight', new Halving())
    P.register_parametrization(m, 'bias', new Doubled())
    const text = String(m)
    Reflect.set(m, 'weight', torch.eye(4))
    const error = fails(() => Reflect.set(m, 'bias', torch.zeros(4)))
    return [text, m.weight, m.bias, state(m), names(m), error, m(get('x'))]
  })
  piece('rank_one', () => {
    const m = P.register_parametrization(square(), 'weight', new RankOne())
    m(get('x')).sum().backward()
    const p = m.parametrizations.weight as P.ParametrizationList & Record<string, Tensor>
    const grads = [p.original0?.grad, p.original1?.grad]
    const before = [state(m), names(m), m.weight, ...grads, p.ntensors, p.is_tensor]
    Reflect.set(m, 'weight', get('sq'))
    const after = m.weight
    const error = fails(() => P.remove_parametrizations(m, 'weight', { leave_parametrized: false }))
    P.remove_parametrizations(m, 'weight')
    return [before, after, error, state(m), typeOf(m.weight as never), typeOf(m)]
  })
  piece('no_inverse', () => {
    const m = P.register_parametrization(nn.Linear(4, 2), 'weight', new NoInverse())
    return [state(m), m.weight, fails(() => Reflect.set(m, 'weight', torch.zeros(2, 4)))]
  })
  piece('buffer', () => {
    const m = nn.BatchNorm1d(4)
    P.register_parametrization(m, 'running_mean', new Doubled())
    const first = [names(m), state(m), String(m)]
    P.remove_parametrizations(m, 'running_mean')
    return [first, names(m), state(m)]
  })
  piece('removed', () => {
    const m = square()
    const { weight } = m
    P.register_parametrization(m, 'weight', new Symmetric())
    P.register_parametrization(m, 'bias', new Doubled())
    P.remove_parametrizations(m, 'weight')
    const same = m.weight === weight
    const first = [typeOf(m), String(m), state(m), names(m), same, 'parametrizations' in m]
    P.remove_parametrizations(m, 'bias', false)
    const has = 'parametrizations' in m
    return [first, typeOf(m), String(m), state(m), names(m), has, m(get('x'))]
  })
  piece('type_before', () => {
    const m = square()
    const before = P.type_before_parametrizations(m).name
    P.register_parametrization(m, 'weight', new Symmetric())
    return [before, P.type_before_parametrizations(m).name, typeOf(m)]
  })
  piece('cached', () => {
    let calls = 0
    class Counting extends nn.Module {
      override forward(X: Tensor): Tensor {
        calls++
        return X.mul(2)
      }
    }
    const m = P.register_parametrization(square(), 'weight', new Counting())
    const start = calls
    const read = () => m.weight
    read()
    read()
    const plain = calls - start
    const same = P.cached(() => {
      const [first, second] = [read(), read()]
      P.cached(() => m(get('x')))
      read()
      return first === second
    })
    const inside = calls - start - plain
    read()
    return [plain, same, inside, calls - start - plain - inside]
  })
  piece('training_mode', () => {
    const [m, s] = [square().eval(), new Symmetric()]
    const { parametrizations } = P.register_parametrization(m, 'weight', s)
    const before = [s.training, parametrizations.training]
    m.train()
    return [...before, parametrizations.weight[0]?.training]
  })
  piece('transferred', () => {
    const [a, b, c] = [square(), square(), nn.Linear(4, 4, { bias: false })]
    const { parametrizations } = P.register_parametrization(a, 'weight', new Symmetric())
    P.register_parametrization(a, 'bias', new Doubled())
    const to = P.transfer_parametrizations_and_params(a, b) as typeof a & {
      parametrizations: typeof parametrizations
    }
    P.transfer_parametrizations_and_params(a, c, 'weight')
    const same = parametrizations.weight.original === to.parametrizations.weight.original
    const r = P.register_parametrization(square(), 'weight', new RankOne())
    const s = square()
    P.transfer_parametrizations_and_params(r, s)
    const back = P.transfer_parametrizations_and_params(square(), s) === s
    return [state(b), String(b), state(c), String(c), same, state(s), back]
  })
  piece('copied', () => {
    const m = P.register_parametrization(square(), 'weight', new Symmetric())
    const n = deepcopy(m)
    torch.no_grad(() => n.parametrizations.weight.original.add_(1))
    return [String(n), state(n), n.weight, m.weight, n.constructor === m.constructor]
  })
  piece('loaded', () => {
    const make = () => P.register_parametrization(square(), 'weight', new Symmetric())
    const [m, n] = [make(), make()]
    n.load_state_dict(m.state_dict())
    return [n.weight, fails(() => n.load_state_dict(square().state_dict()))]
  })
  piece('trained', () => {
    const m = P.register_parametrization(square(), 'weight', new Symmetric())
    const optimizer = SGD(m.parameters(), { lr: 0.1, momentum: 0.9 })
    for (let i = 0; i < 4; i++) {
      optimizer.zero_grad()
      m(get('x')).pow(2).sum().backward()
      optimizer.step()
    }
    return [state(m), m.weight]
  })
  const unsafe = { unsafe: true }
  piece('unsafe', () => {
    const flat = new Bad((X) => (X as Tensor).double().flatten())
    const m = P.register_parametrization(nn.Linear(4, 2), 'weight', flat, unsafe)
    P.register_parametrization(m, 'weight', new Bad((X) => X?.['0:2']), unsafe)
    return [m.weight, m.parametrizations.weight.unsafe]
  })
  piece('errors', () => {
    const bad = (forward: Fn | null, inverse: Fn | null = null, first: nn.Module | null = null) => {
      const m = nn.Linear(4, 2)
      if (first) P.register_parametrization(m, 'weight', first)
      return fails(() => P.register_parametrization(m, 'weight', new Bad(forward, inverse)))
    }
    const row: Fn = (X) => X?.[0]
    const double: Fn = (X) => X?.double()
    const three: Fn = () => 3
    const m = P.register_parametrization(nn.Linear(4, 2), 'weight', new Doubled())
    const two = new Bad(
      (a) => a,
      (X) => [X, X],
    )
    const swaps = P.register_parametrization(nn.Linear(4, 2), 'weight', two, unsafe)
    const assign = (value: unknown) => {
      two.inverts = () => value
      return fails(() => Reflect.set(swaps, 'weight', torch.zeros(2, 4)))
    }
    const zeros = torch.zeros(2, 4)
    const register = P.register_parametrization as (...args: unknown[]) => unknown
    return [
      bad(three),
      bad(double),
      bad(row),
      bad(null, three),
      bad(null, double),
      bad(null, (X) => [X, 3]),
      bad(three, null, new Doubled()),
      bad(double, null, new Doubled()),
      bad(row, null, new Doubled()),
      bad(null, three, new Doubled()),
      bad(null, double, new Doubled()),
      bad(null, row, new Doubled()),
      fails(() => P.register_parametrization(nn.Linear(4, 2), 'other', new Doubled())),
      fails(() => P.remove_parametrizations(nn.Linear(4, 2), 'weight')),
      fails(() => P.remove_parametrizations(m, 'bias')),
      fails(() => P.ParametrizationList([], torch.zeros(2))),
      fails(() => Reflect.set(m, 'weight', nn.Parameter(zeros))),
      assign(3),
      assign([zeros]),
      assign([zeros, 3]),
      assign([zeros, zeros.double()]),
      fails(() => register(m, 'weight')),
    ]
  })
}

function ready({ input: get, piece }: Pieces): void {
  const fitted = (m: nn.Module & { weight: Tensor }, x = 'x') => {
    const start = state(m)
    const optimizer = SGD(m.parameters(), { lr: 0.1 })
    for (let i = 0; i < 2; i++) {
      optimizer.zero_grad()
      ;(m(get(x)) as Tensor).pow(2).sum().backward()
      optimizer.step()
    }
    return [start, String(m), names(m), state(m), m.weight]
  }
  piece('orthogonal', () => {
    const out: unknown[] = []
    for (const [n, k] of [
      [4, 4],
      [4, 6],
      [4, 3],
    ] as const) {
      for (const map of [null, 'matrix_exp', 'cayley', 'householder'] as const) {
        for (const use_trivialization of [true, false]) {
          const m = PS.orthogonal(nn.Linear(n, k), 'weight', map, { use_trivialization })
          out.push(fitted(m))
        }
      }
    }
    return out
  })
  piece('orthogonal_assigned', () => {
    const Q = (name: string) => torch.linalg.qr(get(name))[0] as Tensor
    const out = [true, false].map((use_trivialization) => {
      const options = { orthogonal_map: 'householder', use_trivialization } as const
      const m = PS.orthogonal(nn.Linear(3, 5), options)
      Reflect.set(m, 'weight', Q('tall'))
      return [m.weight, state(m)]
    })
    const m = PS.orthogonal(square())
    Reflect.set(m, 'weight', Q('sq'))
    const n = PS.orthogonal(square())
    Reflect.set(n, 'weight', get('sq'))
    return [out, m.weight, n.weight]
  })
  const complex = (out: number) => nn.Linear(3, out, { dtype: torch.complex64 })
  piece('orthogonal_complex', () => [
    PS.orthogonal(complex(3)).weight,
    PS.orthogonal(complex(4), { orthogonal_map: 'cayley' }).weight,
  ])
  piece('orthogonal_errors', () => {
    const options = { orthogonal_map: 'cayley', use_trivialization: false } as const
    const m = PS.orthogonal(square(), options)
    return [
      fails(() => PS.orthogonal(square(), 'other')),
      fails(() => PS.orthogonal(square(), 'bias')),
      fails(() => PS.orthogonal(square(), { orthogonal_map: 'other' as 'cayley' })),
      fails(() =>
        PS.orthogonal(nn.Linear(3, 4, { dtype: torch.complex64 }), {
          orthogonal_map: 'householder',
        }),
      ),
      fails(() => Reflect.set(m, 'weight', torch.eye(4))),
      fails(() => Reflect.set(m, 'weight', torch.eye(3))),
    ]
  })
  piece('weight_norm', () => {
    const out = [fitted(PS.weight_norm(nn.Linear(4, 2)))]
    for (const dim of [0, 1, -1, null]) {
      out.push(fitted(PS.weight_norm(nn.Conv2d(3, 4, 3), { dim }), 'img'))
    }
    const m = PS.weight_norm(nn.Linear(4, 2))
    Reflect.set(m, 'weight', torch.ones(2, 4))
    return [out, state(m), fails(() => PS.weight_norm(nn.Linear(4, 2), 'other'))]
  })
  piece('weight_norm_of_old_state', () => {
    const old = catch_warnings(() => old_weight_norm(nn.Linear(4, 2)))
    const m = PS.weight_norm(nn.Linear(4, 2))
    const text = String(m.load_state_dict(old.state_dict()))
    P.remove_parametrizations(m, 'weight')
    return [text, old.weight, m.weight]
  })
  piece('spectral_norm', () => {
    const out = [
      fitted(PS.spectral_norm(nn.Linear(4, 3))),
      fitted(PS.spectral_norm(nn.Conv2d(3, 4, 3), { n_power_iterations: 3 }), 'img'),
      fitted(PS.spectral_norm(nn.ConvTranspose2d(3, 4, 3)), 'img'),
      fitted(PS.spectral_norm(nn.Linear(4, 3), 'bias')),
    ]
    const m = PS.spectral_norm(nn.Linear(4, 3), { dim: -1, eps: 1e-6 })
    m.eval()
    return [out, m.weight, m.weight, state(P.remove_parametrizations(m, 'weight'))]
  })
  piece('spectral_norm_errors', () => [
    fails(() => PS.spectral_norm(nn.Linear(4, 3), 'other')),
    fails(() => PS.spectral_norm(nn.Linear(4, 3), { n_power_iterations: 0 })),
    fails(() => PS.spectral_norm(nn.Linear(4, 3), { dim: 2 })),
  ])
}

testAnswers('parametrize.gz', (pieces) => {
  lists(pieces)
  ready(pieces)
})

describe('torch.nn.utils.parametrize', () => {
  it('hands on what a parametrization throws, and the tensor stays', () => {
    const problem = new Error('mine')
    const m = square()
    const { weight } = m
    const fail = () => {
      throw problem
    }
    expect(() => P.register_parametrization(m, 'weight', new Bad(fail))).toThrow(problem)
    expect(m.weight).toBe(weight)
    expect(P.is_parametrized(m)).toBe(false)
  })

  it('ends the cache when the block throws', () => {
    const m = P.register_parametrization(square(), 'weight', new Doubled())
    expect(() =>
      P.cached(() => {
        throw new Error('mine')
      }),
    ).toThrow('mine')
    expect(m.weight).not.toBe(m.weight)
    {
      using _ = P.cached()
      expect(m.weight).toBe(m.weight)
    }
    expect(m.weight).not.toBe(m.weight)
  })
})
