// torch.device itself, which needs no GPU.

import torch from 'torch-node'
import { outcome } from './support/outcome.js'

const { device } = torch

describe('torch.device', () => {
  test.each([
    [device('cuda'), "device(type='cuda')", 'cuda'],
    [device('cuda:0'), "device(type='cuda', index=0)", 'cuda:0'],
    [device('cuda', 1), "device(type='cuda', index=1)", 'cuda:1'],
    [device({ type: 'cuda', index: 2 }), "device(type='cuda', index=2)", 'cuda:2'],
    [device(device('cuda:1')), "device(type='cuda', index=1)", 'cuda:1'],
    [device('cpu:0'), "device(type='cpu', index=0)", 'cpu:0'],
    [device('mps'), "device(type='mps')", 'mps'],
  ])('%s', (made, repr, text) => {
    expect(made.__repr__()).toBe(repr)
    expect(String(made)).toBe(text)
  })

  test.each([
    ['cuda:-1', "RuntimeError: Invalid device string: 'cuda:-1'"],
    ['cuda:x', "RuntimeError: Invalid device string: 'cuda:x'"],
    ['cuda:', "RuntimeError: Invalid device string: 'cuda:'"],
    ['cuda:01', "RuntimeError: Invalid device string: 'cuda:01'"],
    ['cuda:0:1', "RuntimeError: Invalid device string: 'cuda:0:1'"],
    ['cuda ', "RuntimeError: Invalid device string: 'cuda '"],
    [':0', "RuntimeError: Invalid device string: ':0'"],
    ['', 'RuntimeError: Device string must not be empty'],
    [
      'cuda:99999999999',
      "RuntimeError: Could not parse device index '99999999999' in device string 'cuda:99999999999'",
    ],
    [
      'gpu',
      'RuntimeError: Expected one of cpu, cuda, ipu, xpu, mkldnn, opengl, opencl, ideep, hip, ve, fpga, maia, xla, lazy, vulkan, mps, meta, hpu, mtia, privateuseone device type at start of device string: gpu',
    ],
  ])('refuses %j', (text, expected) => {
    expect(outcome(() => device(text))).toBe(expected)
  })

  test('refuses what is no index', () => {
    expect(outcome(() => device('cuda', -1))).toBe(
      'RuntimeError: Device index must not be negative',
    )
    expect(outcome(() => device(-1))).toBe('RuntimeError: Device index must not be negative')
    expect(outcome(() => device('cuda:0', 1))).toBe(
      'RuntimeError: type (string) must not include an index because index was passed explicitly: cuda:0',
    )
    expect(outcome(() => device('cuda', '0' as unknown as number))).toBe(
      "TypeError: device(): argument 'index' (position 2) must be int, not str",
    )
  })

  test('compares by place', () => {
    expect(device('cuda:0').equals(device('cuda', 0))).toBe(true)
    expect(device('cuda').equals(device('cuda:0'))).toBe(false)
  })
})

describe('torch.backends', () => {
  const { cuda, cudnn, mkl, mkldnn, openmp, cpu } = torch.backends

  test('tells what LibTorch was built with', () => {
    const config = torch.__config__.show()
    expect(cuda.is_built()).toBe(/USE_CUDA=(1|ON)/.test(config))
    expect(mkl.is_available()).toBe(/Math Kernel Library/.test(config))
    expect(mkldnn.is_available()).toBe(/MKL-DNN/.test(config))
    expect(openmp.is_available()).toBe(/OpenMP/.test(config))
    expect(cudnn.is_available()).toBe(cuda.is_built())
    expect(config).toContain(cpu.get_cpu_capability())
  })

  test.each([
    [cudnn, 'enabled', true],
    [cudnn, 'benchmark', false],
    [cudnn, 'deterministic', false],
    [cudnn, 'allow_tf32', true],
    [mkldnn, 'enabled', true],
    [cuda.matmul, 'allow_tf32', false],
  ])('%#: %j has the switch %s', (owner, name, standard) => {
    const switches: Record<string, unknown> = owner as object as Record<string, unknown>
    expect(switches[name]).toBe(standard)
    switches[name] = !standard
    expect(switches[name]).toBe(!standard)
    switches[name] = standard
    expect(switches[name]).toBe(standard)
  })

  test('takes only booleans', () => {
    const set = () => {
      cudnn.benchmark = 1 as unknown as boolean
    }
    expect(outcome(set)).toBe('RuntimeError: set_benchmark_cudnn expects a bool, but got int')
  })
})
