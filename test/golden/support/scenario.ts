import torch from 'torch-node'
import { decode, type Scope } from './arguments.js'
import { type Call, perform } from './call.js'
import type { Container } from './container.js'

/** A small program: tensors, calls on them, and where the result is. See scripts/golden/scenario.py. */
export interface Program {
  name: string
  /** [row, whether it requires a gradient]. */
  inputs: [number, 0 | 1][]
  calls: Call[]
  out: unknown
}

/** Runs a program under a seed; gives its result and all that it had on the way. */
export function run(
  program: Program,
  box: Container<unknown>,
  seed = 0,
): { result: unknown; scope: Scope } {
  const inputs = program.inputs.map(([row, grad]) => {
    const tensor = box.make(row)
    return grad ? tensor.requires_grad_() : tensor
  })
  const scope: Scope = { inputs, results: [] }
  torch.manual_seed(seed)
  for (const step of program.calls) scope.results.push(perform(step, scope))
  return { result: decode(program.out, scope), scope }
}
