// Every scheduler against Python, to the bit: rates and momenta of all groups after each step, state dicts, errors.
import torch, { nn, optim } from 'torch-node'
import { resetwarnings, simplefilter } from 'torch-node/warnings'
import { pow } from '../../lib/_libm.js'
import { encodeNumber, readJson } from '../golden/support/json.js'

type Spec = [name: string, kwargs: Record<string, unknown>]

interface Case {
  scheduler: Spec
  optimizer?: 'SGD' | 'Adam' | 'Optimizer'
  lrs?: number[]
  tensor?: 'float32' | 'float64'
  initial?: number[]
  steps?: unknown[][]
  rows: unknown[]
  last?: unknown
  state?: { dict: [string, unknown][] }
  groups?: string[][]
  error?: [name: string, message: string]
}

// Those of scripts/golden/schedulers.py; Python's `**` is the C library's.

const functions: Record<string, (x: number) => number> = {
  power: (epoch) => pow(0.95, epoch),
  stairs: (epoch) => Math.floor(epoch / 30),
  constant: () => 0.9,
  warmup: (epoch) => Math.min(1, (epoch + 1) / 7),
  inverse: (x) => 1 / pow(5, x * 0.0001),
}

type Any = (...args: unknown[]) => optim.lr_scheduler.LRScheduler

function decode(value: unknown, optimizer: optim.Optimizer): unknown {
  if (Array.isArray(value)) return value.map((one) => decode(one, optimizer))
  const { fn, scheduler } = Object(value) as { fn?: string; scheduler?: Spec }
  if (fn !== undefined) return functions[fn]
  return scheduler === undefined ? value : make(scheduler, optimizer)
}

function make([name, given]: Spec, optimizer: optim.Optimizer): optim.lr_scheduler.LRScheduler {
  const kwargs = Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, decode(value, optimizer)]),
  )
  const home: object = name === 'SWALR' ? optim.swa_utils : optim.lr_scheduler
  const cls = Reflect.get(home, name) as Any
  return name === 'ChainedScheduler' ? cls(kwargs) : cls(optimizer, kwargs)
}

function encode(value: unknown): unknown {
  if (typeof value === 'number') return encodeNumber(value)
  if (typeof value !== 'object' || value === null) return value
  if (torch.is_tensor(value)) return { tensor: [`${value.dtype}`, encode(value.tolist())] }
  if (Array.isArray(value)) return value.map(encode)
  if (value instanceof Map) return { map: [...value] }
  return { dict: Object.entries(value).map(([key, one]) => [key, encode(one)]) }
}

function settings({ param_groups }: optim.Optimizer): unknown[] {
  return param_groups.map(({ lr, betas, momentum }) =>
    [lr, Array.isArray(betas) ? betas[0] : momentum].map(encode),
  )
}

function optimizerOf(golden: Case): optim.Optimizer {
  const { optimizer = 'SGD', lrs = [0.1, 0.05], tensor, initial } = golden
  const groups = lrs.map((lr, i) => ({
    params: [nn.Parameter(torch.zeros(1))],
    lr: tensor ? torch.tensor(lr, { dtype: torch[tensor] }) : lr,
    ...(initial && { initial_lr: initial[i] }),
  }))
  return optimizer === 'Optimizer'
    ? optim.Optimizer(groups, { lr: 0.1 })
    : (optim[optimizer] as (groups: unknown) => optim.Optimizer)(groups)
}

const cases = readJson<Case[]>('schedulers.gz')
const named = cases.map((golden) => {
  const { scheduler, optimizer = '', tensor = '', steps } = golden
  const [name, kwargs] = scheduler
  const how = [optimizer, tensor, steps?.[0]?.length ? 'by epoch' : ''].filter(Boolean).join(', ')
  return [`torch.optim.lr_scheduler.${name} ${JSON.stringify(kwargs)} ${how}`, golden] as const
})

beforeAll(() => simplefilter('ignore'))
afterAll(resetwarnings)

describe('schedulers', () => {
  it.each(named.filter(([, { error }]) => !error))('%s', (_, golden) => {
    const optimizer = optimizerOf(golden)
    const scheduler = make(golden.scheduler, optimizer)
    const rows = [settings(optimizer)]
    const { steps = new Array<unknown[]>(40).fill([]) } = golden
    for (const args of steps) {
      optimizer.step()
      ;(scheduler.step as (...args: unknown[]) => void)(...args)
      rows.push(settings(optimizer))
    }
    expect(rows).toEqual(golden.rows)
    expect(encode(scheduler.get_last_lr())).toEqual(golden.last)
    expect(encode(scheduler.state_dict())).toEqual(golden.state)
    const keys = optimizer.param_groups.map((group) =>
      Object.keys(group).filter((key) => key !== 'params'),
    )
    expect(keys).toEqual(golden.groups)
  })

  it.each(named.filter(([, { error }]) => error))('%s fails', (_, golden) => {
    const rows: unknown[] = []
    let thrown: unknown
    try {
      const optimizer = optimizerOf(golden)
      const scheduler = make(golden.scheduler, optimizer)
      rows.push(settings(optimizer))
      for (const args of golden.steps ?? []) {
        optimizer.step()
        ;(scheduler.step as (...args: unknown[]) => void)(...args)
        rows.push(settings(optimizer))
      }
    } catch (error) {
      thrown = error
    }
    const { name, message } = thrown as Error
    expect([name, message]).toEqual(golden.error)
    expect(rows).toEqual(golden.rows)
  })
})
