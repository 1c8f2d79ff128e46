import torch, { type Tensor } from 'torch-node'
import { decode, type Scope } from './arguments.js'
import { type Call, perform } from './call.js'
import { compare, compareTensor, type Equality, Mismatch } from './compare.js'
import type { Container } from './container.js'

/** One call of one op_db entry, with what Python gave; written by scripts/golden/op_db.py. */
export interface Case {
  form: 'function' | 'keyword' | 'method' | 'in-place' | 'out' | 'alias' | 'error'
  dtype: string
  /** [row, whether it requires a gradient]. */
  inputs: [number, 0 | 1][]
  calls: Call[]
  out?: unknown
  want?: unknown
  /** Inputs that the calls change, by position: their row afterwards. */
  after?: Record<string, number>
  grads?: (number | null)[]
  grad_error?: [string, string]
  /** Class and first line. */
  error?: [string, string]
}

/** A fixed, exact, uneven gradient; `cotangent` of scripts/golden/replay.py. */
function cotangent(tensor: Tensor): Tensor {
  const at = Array.from({ length: tensor.numel() }, (_, index) => index)
  const real = torch.tensor(Float64Array.from(at, (i) => 1 + (i % 7) / 4))
  const imag = torch.tensor(Float64Array.from(at, (i) => ((i % 5) - 2) / 4))
  const flat = tensor.is_complex() ? torch.complex(real, imag) : real
  return flat.to(tensor.dtype).reshape(tensor.shape).to(tensor.device)
}

function* differentiable(value: unknown): Generator<Tensor> {
  if (value instanceof torch.Tensor) {
    if (value.requires_grad && value.layout === torch.strided) yield value
  } else if (Array.isArray(value)) {
    for (const item of value) yield* differentiable(item)
  }
}

/** Backward through every differentiable result in turn; `gradients` of scripts/golden/replay.py. */
export function backward(out: unknown) {
  for (const tensor of differentiable(out))
    tensor.backward(cotangent(tensor), { retain_graph: true })
}

/** Checks that `action` throws what Python threw. */
export function expectThrow(action: () => unknown, [name, message]: [string, string]) {
  let error: Error | undefined
  try {
    action()
  } catch (thrown) {
    error = thrown as Error
  }
  if (error === undefined) throw new Mismatch(`throws nothing instead of ${name}: ${message}`)
  const line = String(error.message).split('\n')[0]
  if (error.name !== name || line !== message) {
    throw new Mismatch(`throws ${error.name}: ${line}\n    instead of ${name}: ${message}`)
  }
}

/** Runs a case; throws a Mismatch, or says how equal everything was. */
export function runCase(test: Case, box: Container<unknown>): Equality {
  const inputs = test.inputs.map(([row, grad]) => {
    const tensor = box.make(row)
    return grad ? tensor.requires_grad_() : tensor
  })
  const scope: Scope = { inputs, results: [] }
  const act = () => {
    torch.manual_seed(0)
    for (const step of test.calls) scope.results.push(perform(step, scope))
  }
  if (test.error) {
    expectThrow(act, test.error)
    return 'bits'
  }
  act()
  const out = decode(test.out, scope)
  const found = [compare(out, test.want, box)]
  for (const [at, row] of Object.entries(test.after ?? {})) {
    found.push(compareTensor(inputs[Number(at)], box, row, `input ${at} afterwards`))
  }
  if (test.grad_error) expectThrow(() => backward(out), test.grad_error)
  else if (test.grads) {
    backward(out)
    test.grads.forEach((row, at) => {
      const grad = inputs[at]?.grad ?? null
      if (row !== null) found.push(compareTensor(grad, box, row, `gradient of input ${at}`))
      else if (grad !== null) throw new Mismatch(`gradient of input ${at}: there should be none`)
    })
  }
  return found.includes('close') ? 'close' : 'bits'
}
