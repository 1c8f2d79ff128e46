// Batches in page-locked memory, on their way to a GPU.

import torch, { type Tensor } from 'torch-node'
import data from 'torch-node/utils/data'
import { onGpu } from './support/gpu.js'

onGpu('torch.utils.data.DataLoader with pin_memory', () => {
  const x = torch.arange(24).view(8, 3)
  const y = torch.arange(8)
  const dataset = new data.TensorDataset(x, y)

  test.each([0, 2])('pins what %i workers bring, and only that', (num_workers) => {
    const options = { batch_size: 4, num_workers, pin_memory: true }
    const rows: unknown[] = []
    for (const [a, b] of new data.DataLoader(dataset, options)) {
      expect([a.is_pinned(), b.is_pinned()]).toEqual([true, true])
      const there = a.to('cuda', { non_blocking: true })
      expect(there.is_cuda).toBe(true)
      rows.push(...(there.cpu().tolist() as unknown[]))
    }
    expect(rows).toEqual(x.tolist())
    for (const [a] of new data.DataLoader(dataset, { batch_size: 4, num_workers })) {
      expect(a.is_pinned()).toBe(false)
    }
  })

  test('pins nested batches, and asks what has a pin_memory of its own', () => {
    class Pair {
      constructor(
        readonly a: Tensor,
        readonly pinned = false,
      ) {}
      pin_memory(): Pair {
        return new Pair(this.a.pin_memory(), true)
      }
    }
    const rows = [{ name: 'one', at: [torch.ones(2), 3] as const }]
    const nested = new data.DataLoader(rows, { pin_memory: true })
    const [batch] = nested
    expect(batch?.name).toEqual(['one'])
    expect(batch?.at[0].is_pinned()).toBe(true)
    expect(batch?.at[1].is_pinned()).toBe(true)
    const collate_fn = (items: Tensor[]) => new Pair(torch.stack(items))
    const [pair] = new data.DataLoader([torch.ones(2)], { pin_memory: true, collate_fn })
    expect([pair?.pinned, pair?.a.is_pinned()]).toEqual([true, true])
  })

  test('pinned memory comes back over many batches', () => {
    const many = new data.TensorDataset(torch.zeros(256, 1 << 16))
    const before = process.memoryUsage().rss
    for (let epoch = 0; epoch < 60; epoch++) {
      for (const [batch] of new data.DataLoader(many, { batch_size: 32, pin_memory: true })) {
        batch.to('cuda', { non_blocking: true })
      }
    }
    torch.cuda.synchronize()
    // 60 x 64 MB would be 3.8 GB.
    expect(process.memoryUsage().rss - before).toBeLessThan(1.5e9)
  })
})
