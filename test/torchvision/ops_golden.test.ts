// torchvision.ops against what Python computes, or against what its kernels are to compute.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import torch, { nn, type Tensor } from 'torch-node'
import ops from 'torch-node/torchvision/ops'

type Packed = { tensor: [dtype: string, shape: number[], base64: string] }
type Kwargs = Record<string, unknown>

interface Golden {
  cases: {
    name: string
    args: unknown[]
    kwargs: Kwargs
    close?: true
    result?: unknown
    grad?: Packed
    error?: [name: string, message: string]
  }[]
  modules: {
    name: string
    args: unknown[]
    kwargs: Kwargs
    repr: string
    input: Packed
    state: Record<string, Packed>
    train: Packed
    eval: Packed
  }[]
  pyramid: {
    maps: Record<string, Packed>
    results: Record<string, Packed>[]
    states: string[][]
    reprs: string[]
  }
  texts: [name: string, args: unknown[], kwargs: Kwargs, text: string][]
}

const path = join(__dirname, '..', 'golden', 'torchvision_ops.gz')
const golden = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Golden

type Call = (...args: unknown[]) => Tensor
const functions = ops as unknown as Record<string, Call>

// float16 has no typed array of its own in all versions of Node: its bytes are taken as they are.
function bytes(tensor: Tensor): Buffer {
  const whole = tensor.detach().contiguous().clone()
  if (whole.numel() === 0) return Buffer.alloc(0)
  const flat = whole.reshape(-1).view(torch.uint8)
  return Buffer.from(flat.tolist() as number[])
}

const isPacked = (value: unknown): value is Packed =>
  typeof value === 'object' && value !== null && 'tensor' in value

function decode(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decode)
  if (!isPacked(value)) return value
  const [dtype, shape, base64] = value.tensor
  const type = torch[dtype as 'float32']
  if (base64 === '') return torch.empty(shape, { dtype: type })
  const raw = torch.tensor([...Buffer.from(base64, 'base64')], { dtype: torch.uint8 })
  return raw.view(type).view(shape)
}

function pack(tensor: Tensor): Packed {
  const dtype = String(tensor.dtype).replace('torch.', '')
  return { tensor: [dtype, [...tensor.shape], bytes(tensor).toString('base64')] }
}

function call(name: string, args: unknown[], kwargs: Kwargs): Tensor {
  const options = Object.entries(kwargs).map(([key, value]) => [key, decode(value)])
  const given = options.length === 0 ? args : [...args, Object.fromEntries(options)]
  return (functions[name] as Call)(...given)
}

describe('torchvision.ops', () => {
  it.each(golden.cases.map((one, i) => [i, one.name, one] as const))('%d %s', (_, name, one) => {
    const args = decode(one.args) as unknown[]
    if (one.error) {
      const [error, message] = one.error
      expect(() => call(name, args, one.kwargs)).toThrow(
        expect.objectContaining({ name: error, message }),
      )
      return
    }
    const input = args[0] as Tensor
    if (one.grad) input.requires_grad_()
    torch.manual_seed(3)
    const result = call(name, args, one.kwargs)
    if (one.close) {
      torch.testing.assert_close(result, decode(one.result), { rtol: 1e-4, atol: 1e-5 })
    } else {
      expect(pack(result)).toEqual(one.result)
    }
    if (!one.grad) return
    result.square().sum().backward()
    expect(pack(input.grad as Tensor)).toEqual(one.grad)
  })
})

describe.each(golden.modules)('torchvision.ops.$name $args $kwargs', (one) => {
  it('starts, prints and computes as in Python', () => {
    torch.manual_seed(5)
    const module = call(one.name, one.args, one.kwargs) as unknown as nn.Module
    expect(String(module)).toBe(one.repr)
    const state = Object.entries(module.state_dict() as Record<string, Tensor>)
    expect(state.map(([key, value]) => [key, pack(value)])).toEqual(Object.entries(one.state))
    const x = torch.randn(2, 3, 9, 10)
    expect(pack(x)).toEqual(one.input)
    expect(pack(module(x.clone()) as Tensor)).toEqual(one.train)
    expect(pack(module.eval()(x.clone()) as Tensor)).toEqual(one.eval)
  })
})

describe('torchvision.ops.FeaturePyramidNetwork', () => {
  it('starts, prints and computes as in Python', () => {
    const { FeaturePyramidNetwork, feature_pyramid_network } = ops
    const { maps, results, states, reprs } = golden.pyramid
    torch.manual_seed(6)
    const pool = feature_pyramid_network.LastLevelMaxPool()
    const fpn = FeaturePyramidNetwork([3, 5, 4], 6, pool)
    const more = feature_pyramid_network.LastLevelP6P7(5, 4)
    const p6p7 = FeaturePyramidNetwork([3, 5], 4, more, nn.BatchNorm2d)
    const x = {
      a: torch.randn(1, 3, 16, 12),
      b: torch.randn(1, 5, 8, 6),
      c: torch.randn(1, 4, 4, 3),
    }
    expect(Object.values(x).map(pack)).toEqual(Object.values(maps))
    const found = [fpn(x), p6p7(new Map([['a', x.a] as const, ['b', x.b] as const]))]
    const packed = found.map((one) => Object.entries(one).map(([key, value]) => [key, pack(value)]))
    expect(packed).toEqual(results.map((one) => Object.entries(one)))
    expect([fpn, p6p7].map((one) => Object.keys(one.state_dict()))).toEqual(states)
    expect([fpn, p6p7].map(String)).toEqual(reprs)
  })
})

test.each(golden.texts)(
  'torchvision.ops.%s(%j, %j) prints as in Python',
  (name, args, kwargs, text) => {
    expect(String(call(name, args, kwargs))).toBe(text)
  },
)
