// Pieces of scripts/golden/func_modules.py, by the same names.
import torch, { nn, type Tensor } from 'torch-node'
import F from 'torch-node/nn/functional'
import { type Pieces, testAnswers } from '../golden/support/answers.js'
import { applications } from './support/applications.js'
import { mlp, state, type Tensors } from './support/models.js'

const { functional_call, grad } = torch.func

class Tied extends nn.Module {
  foo = nn.Parameter(torch.ones(1))
  foo_tied = this.foo
  declare bar: Tensor

  constructor() {
    super()
    this.register_buffer('bar', torch.full([1], 2, { dtype: torch.float }))
  }

  override forward(x: Tensor): Tensor {
    return x.add(this.foo).add(this.foo_tied).add(this.bar)
  }
}

class Counter extends nn.Module {
  declare count: Tensor

  constructor() {
    super()
    this.register_buffer('count', torch.zeros(1))
  }

  override forward(x: Tensor, { scale = 1 }: { scale?: number } = {}): Tensor {
    this.count = this.count.add(1)
    return x.mul(scale).add(this.count)
  }
}

const five = () => torch.full([1], 5, { dtype: torch.float })

function calls({ input: get, piece }: Pieces): void {
  const x = () => get('x')

  piece('call', () => {
    const model = mlp()
    const [params] = state(model)
    const doubled = Object.fromEntries(Object.entries(params).map(([k, v]) => [k, v.mul(2)]))
    return [functional_call(model, doubled, x()), model(x())]
  })
  piece('call partial', () => {
    const model = mlp()
    const out = functional_call(model, { '0.weight': torch.ones(6, 4) }, [x()])
    return [out, (model[0] as nn.Linear).weight]
  })
  piece('call gradient', () => {
    const model = mlp()
    const [params] = state(model)
    const loss = (p: Tensors) => F.mse_loss(functional_call(model, p, [x()]), get('y'))
    return Object.values(grad(loss)(params))
  })
  piece('call and backward', () => {
    const model = mlp()
    const params = new Map(
      [...model.named_parameters()].map(([k, v]) => [k, v.detach().requires_grad_()]),
    )
    functional_call(model, params, [x()]).sum().backward()
    return [[...params.values()].map((p) => p.grad), [...model.parameters()].map((p) => p.grad)]
  })
  const counting = (kwargs: Record<string, unknown> | null) => {
    const model = new Counter()
    const buffers = { count: five() }
    const out = functional_call(model, buffers, [torch.ones(1)], kwargs)
    return [out, buffers.count, model.count]
  }
  piece('buffers', () => counting(null))
  piece('keywords', () => counting({ scale: 3 }))
  piece('buffers of two dicts', () => {
    const model = new Counter()
    const buffers = { count: five() }
    const out = functional_call(model, [{}, buffers], [torch.ones(1)])
    return [out, buffers.count, model.count]
  })
  piece('dropout', () => {
    const model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5))
    return functional_call(model, state(model)[0], [x()])
  })
  piece('after an error', () => {
    const model = mlp()
    const before = (model[0] as nn.Linear).weight
    try {
      functional_call(model, { '0.weight': torch.ones(6, 4) }, [torch.ones(3, 3)])
    } catch (error) {
      return [(error as Error).message, (model[0] as nn.Linear).weight === before]
    }
    return null
  })
  const linear = (dicts: unknown, kw: { strict?: boolean } = {}) =>
    functional_call(nn.Linear(4, 2), dicts as Tensors, x(), kw)
  const w = () => get('w')
  const b = () => get('b')
  piece('linear', () => linear({ weight: w(), bias: b() }))
  const tied = (dict: Tensors, kw: { tie_weights?: boolean } = {}) =>
    functional_call(new Tied(), dict, torch.zeros(1), null, kw)
  piece('tied', () => tied({ foo: torch.zeros(1) }))
  piece('untied', () => tied({ foo: torch.zeros(1) }, { tie_weights: false }))
  piece('tied to one value', () => {
    const zeros = torch.zeros(1)
    return tied({ foo: zeros, foo_tied: zeros })
  })
  piece('tied to two values', () => tied({ foo: torch.zeros(1), foo_tied: torch.ones(1) }))
  const strict = { strict: true }
  piece('strict', () => linear({ weight: w(), bias: b() }, strict))
  piece('strict missing', () => linear({ weight: w() }, strict))
  piece('strict unexpected', () => linear({ weight: w(), bias: b(), more: b() }, strict))
  piece('twice in dicts', () => linear([{ weight: w() }, { weight: w() }]))
  piece('no dict', () => linear(3))
  piece('no dicts', () => linear([3]))
  piece('no submodule', () => functional_call(mlp(), { '7.weight': w() }, x()))
  piece('not a submodule', () => functional_call(mlp(), { '0.weight.data': w() }, x()))
  piece('not a tensor', () => linear({ weight: 3 }))
  piece('unknown name', () => linear({ more: w(), weight: w(), bias: b() }))
}

testAnswers('func_modules.gz', (pieces) => {
  calls(pieces)
  applications(pieces)
})
