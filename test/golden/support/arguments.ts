import torch, { Slice, type Tensor } from 'torch-node'
import { constant } from './container.js'

/** Where a value can come from: the inputs of a case and the results of its earlier calls. */
export interface Scope {
  inputs: Tensor[]
  results: unknown[]
  /** Where to make tensors, instead of where the arguments say. */
  device?: string
}

const floats: Record<string, number> = { nan: NaN, inf: Infinity, '-inf': -Infinity, '-0': -0 }

/** An argument as scripts/golden/encode.py wrote it; objects have one key, which is the kind. */
export function decode(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => decode(item, scope))
  if (typeof value !== 'object' || value === null) return value
  const [kind, body] = Object.entries(value)[0] as [string, never]
  switch (kind) {
    case 't':
      return scope.inputs[body]
    case 'r': {
      const [call, ...path] = body as number[]
      return path.reduce((found, at) => (found as unknown[])[at], scope.results[call as number])
    }
    case 'f':
      return floats[body]
    case 'i':
      return BigInt(body)
    case 'c': {
      const [re, im] = decode(body, scope) as [number, number]
      return { re, im }
    }
    case 'd':
      return Object.fromEntries(
        Object.entries(body).map(([key, item]) => [key, decode(item, scope)]),
      )
    case 'dtype':
    case 'layout':
    case 'memory_format':
      return constant(body)
    case 'device':
      return torch.device(scope.device ?? body)
    case 'slice': {
      const [start, stop, step] = decode(body, scope) as (number | null)[]
      return Slice(start ?? null, stop ?? null, step ?? null)
    }
    case 'ellipsis':
      return '...'
    default:
      throw new Error(`no decoder for ${kind}`)
  }
}
