import { createHash } from 'node:crypto'
import torch, { nn, type Tensor } from 'torch-node'
import { decode } from './arguments.js'
import { bytesOf } from './compare.js'
import type { Container } from './container.js'

/** A module and the call of it, as scripts/golden/sequence_modules.py writes them. */
export interface ModuleCall {
  name: string
  module: unknown
  /** [row, whether it requires a gradient]. */
  inputs: [number, 0 | 1][]
  args: unknown[]
  kwargs: { d: Record<string, unknown> }
}

type Make = (...args: unknown[]) => nn.Module
type Function = (...args: unknown[]) => unknown

/** Arguments of modules: beside those of functions there are modules, packed sequences and functions of `F`. */
export function decodeArgument(value: unknown, inputs: Tensor[]): unknown {
  if (Array.isArray(value)) return value.map((item) => decodeArgument(item, inputs))
  if (typeof value !== 'object' || value === null) return value
  const [kind, body] = Object.entries(value)[0] as [string, never]
  switch (kind) {
    case 'module': {
      const [name, args, kwargs] = body as [string, unknown[], unknown]
      return (nn[name as 'Linear'] as unknown as Make)(...argumentsOf(args, kwargs, inputs))
    }
    case 'packed':
      return new nn.utils.rnn.PackedSequence(
        ...(decodeArgument(body, inputs) as [Tensor, Tensor, Tensor | null, Tensor | null]),
      )
    case 'F':
      return nn.functional[body as 'relu']
    case 'd':
      return Object.fromEntries(
        Object.entries(body).map(([key, item]) => [key, decodeArgument(item, inputs)]),
      )
    default:
      return decode(value, { inputs, results: [] })
  }
}

function argumentsOf(args: unknown[], kwargs: unknown, inputs: Tensor[]): unknown[] {
  const keywords = decodeArgument(kwargs, inputs) as object
  const positional = args.map((one) => decodeArgument(one, inputs))
  return Object.keys(keywords).length === 0 ? positional : [...positional, keywords]
}

/** Calls a module with new copies of its inputs under the seed; gives the result and those copies. */
export function callModule(
  module: unknown,
  { inputs, args, kwargs }: ModuleCall,
  box: Container<unknown>,
): { result: unknown; leaves: Tensor[] } {
  const leaves = inputs.map(([row, grad]) =>
    grad ? box.make(row).requires_grad_() : box.make(row),
  )
  torch.manual_seed(1)
  return { result: (module as Function)(...argumentsOf(args, kwargs, leaves)), leaves }
}

/** The bits of a tensor in short. */
export function digest(tensor: Tensor | null): string | null {
  if (tensor === null) return null
  return createHash('sha256').update(bytesOf(tensor)).digest('hex').slice(0, 16)
}
