// Files of tensors that live on a GPU, and files loaded to one.

import { join } from 'node:path'
import torch, { nn, optim, type Tensor } from 'torch-node'
import safetensors from 'torch-node/safetensors/torch'
import type { MapLocation } from '../../lib/_serialization/location.js'
import { fileOf, folder } from '../serialization/support.js'
import { onGpu } from './support/gpu.js'

onGpu('torch.save and torch.load', () => {
  const dir = folder()

  const dtypes = [torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.bool] as const
  const formats = [true, false] as const

  test.each(formats)('keep device, dtype and values (zip: %s)', (zip) => {
    for (const dtype of dtypes) {
      const x = torch.arange(6).view(2, 3).to('cuda', dtype)
      const y = torch.load<Tensor>(fileOf(x, { _use_new_zipfile_serialization: zip }))
      expect(String(y.device)).toBe('cuda:0')
      expect(y.dtype).toBe(dtype)
      expect(torch.equal(x, y)).toBe(true)
    }
  })

  test.each(formats)('keep views of one storage together (zip: %s)', (zip) => {
    const whole = torch.arange(12, { device: 'cuda' })
    const file = fileOf([whole, whole.view(3, 4).t()], { _use_new_zipfile_serialization: zip })
    const [a, b] = torch.load<[Tensor, Tensor]>(file)
    expect(b.stride()).toEqual([1, 4])
    a.zero_()
    expect(b.sum().item()).toBe(0)
  })

  test('take every kind of map_location', () => {
    const file = fileOf([torch.ones(2, { device: 'cuda' }), torch.zeros(2)])
    const devices = (map_location: MapLocation = null) =>
      torch.load<[Tensor, Tensor]>(file, map_location).map(({ device }) => String(device))
    expect(devices()).toEqual(['cuda:0', 'cpu'])
    expect(devices('cpu')).toEqual(['cpu', 'cpu'])
    expect(devices('cuda')).toEqual(['cuda:0', 'cuda:0'])
    expect(devices(torch.device('cuda', 0))).toEqual(['cuda:0', 'cuda:0'])
    expect(devices({ 'cuda:0': 'cpu' })).toEqual(['cpu', 'cpu'])
    expect(devices({ cpu: 'cuda:0' })).toEqual(['cuda:0', 'cuda:0'])
    expect(devices((storage) => storage)).toEqual(['cpu', 'cpu'])
    expect(devices((storage, location) => (location === 'cpu' ? storage.cuda(0) : null))).toEqual([
      'cuda:0',
      'cuda:0',
    ])
  })

  test('refuse a GPU that is not there', () => {
    const file = fileOf(torch.ones(2))
    const count = torch.cuda.device_count()
    expect(() => torch.load(file, `cuda:${count}`)).toThrow(
      `Attempting to deserialize object on CUDA device ${count} but torch.cuda.device_count() is ${count}. Please use torch.load with map_location to map your storages to an existing device.`,
    )
  })

  test('map a file to memory and go to the GPU from there', () => {
    const path = join(dir, 'mapped.pt')
    torch.save({ x: torch.arange(1000) }, path)
    const { x } = torch.load<{ x: Tensor }>(path, { mmap: true, map_location: 'cuda' })
    expect(x.is_cuda).toBe(true)
    expect(x.sum().item()).toBe(499500)
  })

  test('a training goes on, on the GPU and on the CPU', () => {
    const make = (device: string) => {
      torch.manual_seed(0)
      const net = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Linear(8, 1)).to(device)
      return { net, optimizer: optim.Adam(net.parameters(), { lr: 0.01 }) }
    }
    const step = ({ net, optimizer }: ReturnType<typeof make>, device: string) => {
      optimizer.zero_grad()
      const loss = net(torch.linspace(0, 1, 8, { device }).view(2, 4))
        .pow(2)
        .sum()
      loss.backward()
      optimizer.step()
      return loss.item()
    }
    const first = make('cuda')
    for (let i = 0; i < 3; i++) step(first, 'cuda')
    const file = fileOf({ net: first.net.state_dict(), optimizer: first.optimizer.state_dict() })
    const wanted = step(first, 'cuda')
    for (const device of ['cuda', 'cpu']) {
      const other = make(device)
      // Without map_location the state comes back where it was, and load_state_dict brings it to the parameters.
      const state = torch.load<{ net: never; optimizer: never }>(file)
      other.net.load_state_dict(state.net)
      other.optimizer.load_state_dict(state.optimizer)
      expect(step(other, device)).toBeCloseTo(wanted, 5)
      for (const p of other.net.parameters()) {
        const { exp_avg, step: count } = other.optimizer.state.get(p) as Record<string, Tensor>
        expect(exp_avg?.device.type).toBe(device)
        expect(count?.device.type).toBe('cpu')
      }
    }
  })

  test('safetensors, to and from the GPU', () => {
    const path = join(dir, 'x.safetensors')
    const x = torch.randn(3, 4, { device: 'cuda' })
    safetensors.save_file({ x }, path)
    const there = safetensors.load_file(path, { device: 'cuda' }).x as Tensor
    const here = safetensors.load_file(path).x as Tensor
    expect(String(there.device)).toBe('cuda:0')
    expect(torch.equal(there, x)).toBe(true)
    expect(torch.equal(here, x.cpu())).toBe(true)
  })
})
