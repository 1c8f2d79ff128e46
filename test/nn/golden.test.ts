// Every module against Python: initial values, text, outputs, gradients and state, to the bit.
import torch, { nn, type Tensor } from 'torch-node'
import { type Packed, pack, packAll, read } from '../golden/nn/pack.js'

interface Case {
  name: string
  args: unknown[]
  kwargs: Record<string, unknown>
  inputs: unknown[]
  seed: number
  repr: string
  /** The parameters come with the first call. */
  lazy?: true
  initial: Record<string, Packed>
  output: Packed
  grads: Packed[]
  state: Record<string, Packed>
  eval: Packed
}

type Make = (...args: unknown[]) => nn.Module

function draw(spec: unknown[]): Tensor {
  const [kind] = spec
  if (kind === 'int') return torch.randint(spec[1] as number, spec[2] as number[])
  if (kind === 'prob') return torch.rand(spec[1] as number[])
  if (kind === 'sign')
    return torch
      .rand(spec[1] as number[])
      .sub(0.5)
      .sign()
  if (kind === 'float64') return torch.randn(spec[1] as number[], { dtype: torch.float64 })
  return torch.randn(spec as number[])
}

// Of several results the first, which the others follow from.
function single(output: Tensor | Tensor[]): Tensor {
  return Array.isArray(output) ? (output[0] as Tensor) : output
}

// In the golden files lists of floats are tensors. JSON writes 1.0 as 1: what holds a fraction is recognised.
function argument(value: unknown): unknown {
  const isFloats =
    Array.isArray(value) && value.some((one) => !Number.isInteger(one) && one !== null)
  return isFloats ? torch.tensor(value as number[]) : value
}

function keyword(key: string, value: unknown): [string, unknown] {
  return [key, key === 'dtype' ? torch[value as 'float64'] : argument(value)]
}

describe.each(read<Case>('modules'))('torch.nn.$name $args $kwargs', (golden) => {
  let module: nn.Module
  let inputs: Tensor[]
  let output: Tensor
  let initial: Record<string, Packed>
  let text: string

  beforeAll(() => {
    torch.manual_seed(golden.seed)
    const kwargs = Object.entries(golden.kwargs).map(([key, value]) => keyword(key, value))
    const make = nn[golden.name as 'Linear'] as unknown as Make
    const options = kwargs.length === 0 ? [] : [Object.fromEntries(kwargs)]
    module = make(...golden.args.map(argument), ...options)
    text = `${module}`
    if (golden.lazy) module(...golden.inputs.map((spec) => draw(spec as unknown[])))
    initial = packAll(module.state_dict())
    inputs = golden.inputs.map((spec) => draw(spec as unknown[]))
    const [first, ...rest] = inputs as [Tensor]
    const leaf = first.is_floating_point()
    if (leaf) first.requires_grad_()
    output = single(module(leaf ? first.mul(1) : first, ...rest))
  })

  it('starts with the same values', () => {
    expect(initial).toEqual(golden.initial)
    expect(Object.keys(initial)).toEqual(Object.keys(golden.initial))
  })

  it('prints the same', () => {
    expect(text).toBe(golden.repr)
  })

  it('gives the same output, gradients and state', () => {
    expect(pack(output)).toEqual(golden.output)
    if (output.requires_grad) {
      output.pow(2).sum().backward()
      const [first] = inputs as [Tensor]
      const grads = [...module.parameters()].map((param) => param.grad as Tensor)
      if (first.requires_grad) grads.push(first.grad as Tensor)
      expect(grads.map(pack)).toEqual(golden.grads)
    }
    expect(packAll(module.state_dict())).toEqual({ ...golden.initial, ...golden.state })
    module.eval()
    const evaluated = torch.no_grad(() =>
      single(module(...inputs.map((one) => one.detach().clone()))),
    )
    expect(pack(evaluated)).toEqual(golden.eval)
  })
})
