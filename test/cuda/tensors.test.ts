import torch from 'torch-node'
import { onGpu } from './support/gpu.js'

const CUDA = { device: 'cuda' }

onGpu('devices of tensors', () => {
  test.each([
    ['a type', 'cuda'],
    ['a type and an index', 'cuda:0'],
    ['a number', 0],
    ['an object', torch.device('cuda')],
  ])('factories take %s', (_name, device) => {
    const x = torch.ones(2, 3, { device })
    expect(x.device.__repr__()).toBe("device(type='cuda', index=0)")
    expect([x.is_cuda, x.is_cpu, x.get_device()]).toEqual([true, false, 0])
    expect(x.tolist()).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ])
  })

  test.each([
    ['tensor', () => torch.tensor([1, 2, 3], CUDA)],
    ['as_tensor', () => torch.as_tensor([1, 2, 3], CUDA)],
    ['arange', () => torch.arange(1, 4, CUDA)],
    ['linspace', () => torch.linspace(1, 3, 3, CUDA)],
    ['full', () => torch.full([3], 2, CUDA).add(torch.tensor([-1, 0, 1], CUDA))],
    ['zeros_like', () => torch.zeros_like(torch.empty(3), CUDA).add(torch.arange(1, 4, CUDA))],
    ['new_tensor', () => torch.empty(0, CUDA).new_tensor([1, 2, 3])],
    ['from the CPU', () => torch.tensor([1, 2, 3]).cuda()],
  ])('%s', (_name, make) => {
    const x = make()
    expect(x.is_cuda).toBe(true)
    expect(x.tolist()).toEqual([1, 2, 3])
  })

  test('tensors move between the CPU and the GPU', () => {
    const x = torch.arange(6).view(2, 3)
    const y = x.cuda()
    expect(y.cuda()).toBe(y)
    expect(y.to('cuda')).toBe(y)
    expect(torch.equal(y.cpu(), x)).toBe(true)
    expect(y.to('cpu').device.type).toBe('cpu')
    const half = x.to('cuda', torch.float16)
    expect([half.device.type, half.dtype]).toEqual(['cuda', torch.float16])
    expect(x.to(y).is_cuda).toBe(true)
    expect(y.type()).toBe('torch.cuda.LongTensor')
    expect(x.type('torch.cuda.FloatTensor').is_cuda).toBe(true)
  })

  test('pinned memory', () => {
    const x = torch.arange(4).pin_memory()
    expect(x.is_pinned()).toBe(true)
    expect(torch.zeros(2, { pin_memory: true }).is_pinned()).toBe(true)
    expect(torch.zeros(2).is_pinned()).toBe(false)
    const y = x.cuda({ non_blocking: true })
    torch.cuda.synchronize()
    expect(y.tolist()).toEqual([0, 1, 2, 3])
  })

  test('the default device', () => {
    torch.set_default_device('cuda')
    try {
      expect(torch.get_default_device().__repr__()).toBe("device(type='cuda', index=0)")
      expect(torch.zeros(2).is_cuda).toBe(true)
      expect(torch.tensor([1]).is_cuda).toBe(true)
      expect(torch.nn.Linear(2, 2).weight.is_cuda).toBe(true)
    } finally {
      torch.set_default_device(null)
    }
    expect(torch.zeros(2).is_cuda).toBe(false)
  })

  test('printing', () => {
    const x = torch.tensor([1, 2], { device: 'cuda', dtype: torch.float32 })
    expect(x.toString()).toBe("tensor([1., 2.], device='cuda:0')")
    expect(x.requires_grad_().toString()).toBe(
      "tensor([1., 2.], device='cuda:0', requires_grad=True)",
    )
    expect(x.half().detach().toString()).toBe(
      "tensor([1., 2.], device='cuda:0', dtype=torch.float16)",
    )
  })

  test('operands on two devices are refused', () => {
    expect(() => torch.ones(2).add(torch.ones(2, CUDA))).toThrow(
      'Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu!',
    )
    expect(() => torch.ones(2, CUDA).numpy()).toThrow(
      "can't convert cuda:0 device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.",
    )
  })
})

onGpu('torch.cuda', () => {
  const { cuda } = torch

  test('knows the GPU', () => {
    cuda.init()
    expect(cuda.is_initialized()).toBe(true)
    expect(cuda.device_count()).toBeGreaterThan(0)
    const { name, major, minor, total_memory, multi_processor_count } =
      cuda.get_device_properties(0)
    expect(cuda.get_device_name()).toBe(name)
    expect(name).toMatch(/\w/)
    expect(cuda.get_device_capability('cuda')).toEqual([major, minor])
    expect(major).toBeGreaterThanOrEqual(5)
    expect(total_memory).toBeGreaterThan(1e9)
    expect(multi_processor_count).toBeGreaterThan(0)
    expect(() => cuda.get_device_name(cuda.device_count())).toThrow('Invalid device id')
  })

  test('has a current device', () => {
    cuda.set_device(0)
    expect(cuda.current_device()).toBe(0)
    expect(cuda.device('cuda:0', () => cuda.current_device())).toBe(0)
    expect(cuda.device(-1, () => cuda.current_device())).toBe(0)
    expect(() => cuda.set_device(cuda.device_count())).toThrow('invalid device ordinal')
    cuda.synchronize()
    cuda.synchronize('cuda:0')
  })
})
