// Every optimizer in every configuration of PyTorch's optim_db, to the bit. Made by scripts/golden/optim_db.py.
import torch, { nn, type Tensor } from 'torch-node'
import * as warnings from 'torch-node/warnings'
import { constant } from './support/container.js'
import {
  type Differentiable,
  digest,
  makeOptimizer,
  outcome,
  readOptimDb,
  runSteps,
  type Steps,
  settings,
  type Wrong,
} from './support/optim.js'

// A CPU cannot hold a step in a graph. That it may be said to lets what is for graphs run here as well.
let mockDevices: string[] | null = null
jest.mock('../../lib/optim/_common', () => {
  const actual =
    jest.requireActual<Record<string, (...args: unknown[]) => unknown>>('../../lib/optim/_common')
  const devices = (...args: unknown[]): unknown =>
    mockDevices ?? actual._get_capturable_supported_devices?.(...args)
  return { ...actual, _get_capturable_supported_devices: devices }
})

const db = readOptimDb()
// Sums split over threads round differently.
beforeAll(() => torch.set_num_threads(1))
const names = [...new Set(db.steps.map(({ name }) => name))]

// What differs, by name. JSON has the keys of objects in their order, which is that of Python's dicts.
function differences(found: object, wanted: object): string[] {
  const keys = Object.keys({ ...wanted, ...found })
  return keys.flatMap((key) => {
    const [is, was] = [found, wanted].map((one) => JSON.stringify(Reflect.get(one, key)))
    return is === was ? [] : [`${key}: ${is} instead of ${was}`]
  })
}

// All of one optimizer in one test: there are thousands of cases.
function expectSame<Case extends { name: string; kwargs: object }>(
  cases: readonly Case[],
  name: string,
  run: (wanted: Case) => Case,
): void {
  const wrong = cases.flatMap((wanted) => {
    if (wanted.name !== name) return []
    const different = differences(run(wanted), wanted)
    const { dtype, impl, kwargs, params } = wanted as Partial<Steps & Wrong>
    const label = JSON.stringify({ dtype, impl, kwargs, params })
    return different.length === 0 ? [] : [`${label}\n    ${different.join('\n    ')}`]
  })
  expect(wrong.join('\n')).toBe('')
}

describe('ten steps of', () => {
  test.each(names)('torch.optim.%s', (name) => {
    expectSame(db.steps, name, runSteps)
  })
})

describe('five steps, and five more of another optimizer that got the state, of', () => {
  // Python's files have such copies: plain values, and nothing shared.
  const copy = (value: unknown): unknown => {
    if (value instanceof torch.Tensor) return value.clone()
    if (Array.isArray(value)) return value.map(copy)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]))
  }

  test.each(names)('torch.optim.%s', (name) => {
    const cases = db.steps.filter(({ impl, dtype }) => impl === 'default' && dtype === 'float32')
    expectSame(cases, name, (wanted) =>
      runSteps(wanted, (optimizer, step, given) => {
        if (step !== 5) return optimizer
        const { state, param_groups } = optimizer.state_dict()
        const entries = [...(state as Map<number, unknown>)]
        const saved = Object.fromEntries(entries.map(([i, values]) => [i, copy(values)]))
        const other = makeOptimizer(name, regrouped(given), { lr: 0.5 })
        other.load_state_dict({ state: saved, param_groups })
        return other
      }),
    )
  })

  // Groups without the settings that the first optimizer gave them.
  function regrouped(given: unknown): unknown {
    return (given as (Tensor | { params: Tensor[] })[]).map((one) =>
      one instanceof torch.Tensor ? one : { params: one.params },
    )
  }
})

describe('ten steps that a graph can hold, of', () => {
  const capturable = [...new Set(db.capturable.map(({ name }) => name))]
  afterEach(() => {
    mockDevices = null
  })
  test.each(capturable)('torch.optim.%s', (name) => {
    expectSame<Steps>(db.capturable, name, (wanted) => {
      mockDevices = wanted.supported ? ['cpu'] : null
      return runSteps(wanted)
    })
  })
})

describe('two steps that autograd follows, of', () => {
  const differentiable = [...new Set(db.differentiable.map(({ name }) => name))]
  beforeAll(() => warnings.simplefilter('ignore'))
  afterAll(() => warnings.resetwarnings())

  function run({ name, dtype, kwargs }: Differentiable): Differentiable {
    torch.manual_seed(11)
    const draw = (): Tensor =>
      torch.randn(6, { dtype: constant<typeof torch.float64>(dtype), requires_grad: true })
    const param = draw()
    const grads = [draw(), draw()]
    try {
      const moved = param.clone()
      const optimizer = makeOptimizer(name, [moved], settings(kwargs))
      for (const grad of grads) {
        moved.grad = grad
        optimizer.step()
      }
      const total = moved.is_complex() ? torch.view_as_real(moved) : moved
      total.pow(2).sum().backward()
      const digests = [param, ...grads].map(({ grad }) => grad && digest(grad))
      return { name, dtype, kwargs, digests, moved: digest(moved) }
    } catch (error) {
      return { name, dtype, kwargs, error: outcome(error) }
    }
  }

  test.each(differentiable)('torch.optim.%s', (name) => {
    expectSame(db.differentiable, name, run)
  })
})

describe('errors of', () => {
  beforeAll(() => warnings.simplefilter('error', warnings.UserWarning))
  afterAll(() => warnings.resetwarnings())

  function decode(value: unknown, all: readonly Tensor[]): unknown {
    if (Array.isArray(value)) return value.map((item) => decode(item, all))
    if (typeof value !== 'object' || value === null) return value
    if ('param' in value) return all[value.param as number]
    const { group } = value as { group: Record<string, unknown> }
    return Object.fromEntries(Object.entries(group).map(([key, item]) => [key, decode(item, all)]))
  }

  function make([dtype, shape, isParameter, isSparse]: Wrong['rows'][number]): Tensor {
    const ones = torch.ones(shape, { dtype: constant<typeof torch.float32>(dtype) })
    if (isSparse) return isParameter ? nn.Parameter(ones.to_sparse()) : ones.to_sparse()
    return isParameter ? nn.Parameter(ones) : ones
  }

  function step(optimizer: unknown, { name, kind }: Wrong, all: readonly Tensor[]): void {
    const { step } = optimizer as { step: (closure?: unknown) => unknown }
    const run = step.bind(optimizer)
    if (kind === 'number') run(3)
    else if (kind === 'text') run(() => 'x')
    else if (name !== 'LBFGS') run()
    else if (kind === 'none') run(() => null)
    else run(() => all[0]?.abs().sum())
  }

  function run(wanted: Wrong): Wrong {
    const { name, params, rows, kind, kwargs } = wanted
    const same = { name, params, rows, kind, kwargs }
    const all = rows.map(make)
    for (const param of all) {
      if (param.is_sparse) continue
      const ones = torch.ones_like(param)
      param.grad = kind === 'sparse' ? ones.to_sparse(1) : ones
    }
    try {
      step(makeOptimizer(name, decode(params, all), settings(kwargs)), wanted, all)
    } catch (error) {
      return { ...same, error: outcome(error) }
    }
    return same
  }

  test.each(names)('torch.optim.%s', (name) => {
    expectSame(db.errors, name, run)
  })
})
