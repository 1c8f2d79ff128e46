import torch, { nn, optim, type Tensor } from 'torch-node'
import { onGpu } from './support/gpu.js'

const { cuda } = torch

onGpu('mixed precision on a GPU', () => {
  test.each([
    ['float16', torch.float16],
    ['bfloat16', torch.bfloat16],
  ])('autocast chooses dtypes: %s', (_name, dtype) => {
    const x = torch.randn(4, 4, { device: 'cuda' })
    torch.autocast('cuda', { dtype }, () => {
      expect(x.mm(x).dtype).toBe(dtype)
      expect(x.mm(x).softmax(1).dtype).toBe(torch.float32)
      expect(x.mm(x).add(x).dtype).toBe(torch.float32)
      torch.autocast('cuda', { enabled: false }, () => expect(x.mm(x).dtype).toBe(torch.float32))
    })
    expect(x.mm(x).dtype).toBe(torch.float32)
    expect(cuda.amp.autocast(() => x.mm(x)).dtype).toBe(torch.float16)
  })

  test('GradScaler trains, skips a step with infinities and halves its scale', () => {
    torch.manual_seed(1)
    const net = nn.Linear(8, 1).cuda()
    const optimizer = optim.SGD(net.parameters(), { lr: 0.05 })
    const scaler = torch.amp.GradScaler('cuda', { init_scale: 1024, growth_interval: 5 })
    const x = torch.randn(64, 8, { device: 'cuda' })
    const y = x.sum({ dim: 1, keepdim: true })
    const step = (spoil = false): number => {
      optimizer.zero_grad()
      const loss = torch.autocast('cuda', { dtype: torch.float16 }, () =>
        nn.functional.mse_loss(net(x), y),
      )
      scaler.scale(loss).backward()
      if (spoil) (net.weight.grad as Tensor).fill_(Infinity)
      scaler.step(optimizer)
      scaler.update()
      return loss.item() as number
    }
    const losses = Array.from({ length: 20 }, () => step())
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) / 4)
    const [scale, weight] = [scaler.get_scale(), net.weight.detach().clone()]
    expect(scale).toBe(1024 * 2 ** 4)
    step(true)
    expect(scaler.get_scale()).toBe(scale / 2)
    expect(torch.equal(net.weight, weight)).toBe(true)
  })
})
