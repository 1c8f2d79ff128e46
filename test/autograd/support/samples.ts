// Differentiable cases of PyTorch's operator database, in double precision; of scripts/golden/gradcheck_op_db.py.
import torch, { type Tensor } from 'torch-node'
import { decode, type Scope } from '../../golden/support/arguments.js'
import { perform } from '../../golden/support/call.js'
import type { Case } from '../../golden/support/case.js'
import type { Container } from '../../golden/support/container.js'

/** An operator at a point: what to call, and what to differentiate by. */
export interface Sample {
  readonly f: (...inputs: Tensor[]) => Tensor[]
  readonly inputs: Tensor[]
}

function widened(tensor: Tensor): Tensor {
  if (tensor.is_complex()) return tensor.to(torch.complex128)
  return tensor.is_floating_point() ? tensor.to(torch.float64) : tensor
}

function* floating(value: unknown): Generator<Tensor> {
  if (value instanceof torch.Tensor) {
    if (value.is_floating_point() || value.is_complex()) yield value
  } else if (Array.isArray(value)) {
    for (const item of value) yield* floating(item)
  }
}

/** The function of a case, and its inputs. */
export function sampleOf(test: Case, box: Container<unknown>): Sample {
  const tensors = test.inputs.map(([row]) => widened(box.make(row)))
  const places = test.inputs.flatMap(([, grad], i) => (grad ? [i] : []))
  return {
    inputs: places.map((i) => (tensors[i] as Tensor).detach().clone().requires_grad_()),
    f(...given) {
      const scope: Scope = { inputs: [...tensors], results: [] }
      places.forEach((place, i) => {
        scope.inputs[place] = given[i] as Tensor
      })
      torch.manual_seed(0)
      for (const step of test.calls) scope.results.push(perform(step, scope))
      return [...floating(decode(test.out, scope))]
    },
  }
}
