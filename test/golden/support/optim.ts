// What scripts/golden/optim_db.py wrote, and how it is made again.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import torch, { nn, optim, type Tensor } from 'torch-node'
import { bytesOf } from './compare.js'
import { constant } from './container.js'

type Error = [name: string, message: string]
type Shape = number[] | 'transposed'

/** Ten steps of one configuration. */
export interface Steps {
  name: string
  impl: string
  dtype: string
  shapes: Shape[]
  kwargs: Record<string, unknown>
  closure: boolean
  groups: boolean
  sparse: boolean
  /** Whether the CPU is said to be able to hold a step in a graph. */
  supported?: boolean
  error?: Error
  repr?: string
  digests?: string[]
  params?: string[]
  param_groups?: Record<string, unknown>[]
  state?: [number, unknown][]
}

/** Two steps that autograd follows. */
export interface Differentiable {
  name: string
  dtype: string
  kwargs: Record<string, unknown>
  error?: Error
  digests?: (string | null)[]
  moved?: string
}

/** A constructor or a step that fails. */
export interface Wrong {
  name: string
  params: unknown
  rows: [dtype: string, shape: number[], isParameter: boolean, isSparse: boolean][]
  kind: 'dense' | 'complex' | 'sparse' | 'number' | 'none' | 'text'
  kwargs: Record<string, unknown>
  error?: Error
}

export interface OptimDb {
  steps: Steps[]
  capturable: Steps[]
  differentiable: Differentiable[]
  errors: Wrong[]
}

export function readOptimDb(): OptimDb {
  const file = join(__dirname, '..', 'optim_db.gz')
  return JSON.parse(gunzipSync(readFileSync(file)).toString()) as OptimDb
}

/** An optimizer by its name; the settings are known at run time only. */
export function makeOptimizer(name: string, ...args: unknown[]): optim.Optimizer {
  const make = (optim as unknown as Record<string, (...args: unknown[]) => optim.Optimizer>)[name]
  if (make === undefined) throw new Error(`no optimizer ${name}`)
  return make(...args)
}

function isSetting(value: unknown): value is { tensor: number | number[]; dtype: string } {
  return typeof value === 'object' && value !== null && 'tensor' in value
}

/** A keyword's value from its form in the golden. */
export function setting(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(setting)
  if (!isSetting(value)) return value
  return torch.tensor(value.tensor, { dtype: constant<typeof torch.float32>(value.dtype) })
}

export const settings = (kwargs: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(kwargs).map(([key, value]) => [key, setting(value)]))

/** The form in the golden of a keyword's value. */
export function packSetting(value: unknown): unknown {
  if (value instanceof torch.Tensor) {
    return { tensor: value.tolist(), dtype: String(value.dtype).replace('torch.', '') }
  }
  return Array.isArray(value) ? Array.from(value, packSetting) : value
}

export function digest(...tensors: Tensor[]): string {
  const hash = createHash('sha1')
  for (const tensor of tensors) hash.update(bytesOf(tensor))
  return hash.digest('hex').slice(0, 6)
}

const isDict = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** All tensors of a state in its order. */
export function tensorsOf(value: unknown): Tensor[] {
  if (value instanceof torch.Tensor) return [value]
  if (Array.isArray(value)) return value.flatMap(tensorsOf)
  return isDict(value) ? Object.values(value).flatMap(tensorsOf) : []
}

/** A state with tensors by dtype, shape and digest. */
export function summary(value: unknown): unknown {
  if (value instanceof torch.Tensor) {
    const dtype = String(value.dtype).replace('torch.', '')
    return `${dtype} [${[...value.shape].join(', ')}] ${digest(value)}`
  }
  if (Array.isArray(value)) return value.map(summary)
  if (!isDict(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, summary(item)]))
}

function drawParam(shape: Shape, dtype: typeof torch.float32): Tensor {
  return shape === 'transposed' ? torch.randn([2, 3], { dtype }).t() : torch.randn(shape, { dtype })
}

// Uncoalesced: a row comes twice.
function sparseGrad(param: Tensor): Tensor {
  const indices = torch.randint(param.size(0), [1, 4])
  const values = torch.randn([4, ...param.shape.slice(1)], { dtype: param.dtype })
  return torch.sparse_coo_tensor(indices, values, param.shape)
}

// A bowl with a slope and a little of the fourth power, so that line searches have something to do.
function quadratic(optimizer: optim.Optimizer, params: readonly Tensor[]): () => Tensor {
  return () => {
    optimizer.zero_grad()
    let loss = torch.scalar_tensor(0)
    for (const [i, param] of params.entries()) {
      const shifted = (param.is_complex() ? param.abs() : param).sub(0.1 * (i + 1))
      const bowl = shifted
        .pow(2)
        .mul(i + 1)
        .sum()
      loss = i === 0 ? bowl.add(shifted.pow(4).sum()) : loss.add(bowl).add(shifted.pow(4).sum())
    }
    loss.backward()
    return loss
  }
}

/** Runs a configuration and gives the case as it should be. `between` may replace the optimizer before a step. */
export function runSteps(
  wanted: Steps,
  between: (optimizer: optim.Optimizer, step: number, given: unknown) => optim.Optimizer = (same) =>
    same,
): Steps {
  const { name, impl, dtype, shapes, kwargs, closure, groups, sparse } = wanted
  const given = { name, impl, dtype, shapes, kwargs, closure, groups, sparse }
  const same = 'supported' in wanted ? { ...given, supported: wanted.supported as boolean } : given
  torch.manual_seed(7)
  const type = constant<typeof torch.float32>(dtype)
  const tensors = shapes.map((shape) => drawParam(shape, type))
  const params = kwargs.differentiable ? tensors : tensors.map((one) => nn.Parameter(one))
  const grouped =
    params.length > 1 && groups
      ? [{ params: params.slice(0, 2) }, { params: params.slice(2), lr: 0.02 }]
      : params
  const digests: string[] = []
  let optimizer: optim.Optimizer
  try {
    optimizer = makeOptimizer(name, grouped, settings(kwargs))
    for (let step = 0; step < 10; step++) {
      optimizer = between(optimizer, step, grouped)
      if (closure) optimizer.step(quadratic(optimizer, params))
      else {
        for (const [i, param] of params.entries()) {
          if (sparse && param.dim() > 0) param.grad = sparseGrad(param)
          else param.grad = i === 1 && step % 3 === 1 ? null : torch.randn_like(param)
        }
        optimizer.step()
      }
      digests.push(digest(...params, ...tensorsOf([...optimizer.state.values()])))
    }
  } catch (error) {
    return { ...same, error: outcome(error) }
  }
  const { state, param_groups } = optimizer.state_dict()
  return {
    ...same,
    repr: `${optimizer}`,
    digests,
    params: params.slice(0, 5).map((param) => digest(param)),
    param_groups: param_groups.map((group) =>
      Object.fromEntries(Object.entries(group).map(([key, value]) => [key, packSetting(value)])),
    ),
    state: [...(state as Map<number, unknown>)]
      .slice(0, 5)
      .map(([i, values]) => [i, summary(values)]),
  }
}

/** Class and first line of an error. */
export function outcome(error: unknown): Error {
  const { name, message } = error as globalThis.Error
  return [name, message.split('\n')[0] as string]
}
