import torch from 'torch-node'
import { onGpu } from './support/gpu.js'

const { cuda } = torch
const MB = 2 ** 20
const block = () => torch.empty(4 * MB, { device: 'cuda', dtype: torch.uint8 })

onGpu('memory of a GPU', () => {
  test('is counted up and down', () => {
    cuda.init()
    const before = cuda.memory_allocated()
    const x = block()
    expect(cuda.memory_allocated()).toBe(before + 4 * MB)
    expect(cuda.memory_reserved()).toBeGreaterThanOrEqual(cuda.memory_allocated())
    expect(cuda.max_memory_allocated()).toBeGreaterThanOrEqual(before + 4 * MB)
    x.dispose()
    expect(cuda.memory_allocated()).toBe(before)
    cuda.reset_peak_memory_stats()
    expect(cuda.max_memory_allocated()).toBe(before)
    const reserved = cuda.memory_reserved()
    cuda.empty_cache()
    expect(cuda.memory_reserved()).toBeLessThanOrEqual(reserved)
    expect(cuda.max_memory_reserved()).toBe(reserved)
  })

  test('comes back in a synchronous loop', () => {
    cuda.reset_peak_memory_stats()
    for (let i = 0; i < 3000; i++) block()
    expect(cuda.max_memory_allocated()).toBeLessThan(1024 * MB)
  })

  test('that is not there is an OutOfMemoryError', () => {
    const { total_memory } = cuda.get_device_properties()
    expect(() => torch.empty(2 * total_memory, { device: 'cuda', dtype: torch.uint8 })).toThrow(
      torch.OutOfMemoryError,
    )
  })
})
