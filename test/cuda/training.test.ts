import torch from 'torch-node'
import { onGpu, withoutTf32 } from './support/gpu.js'

const { nn, optim } = torch
const { functional: F } = nn

type Tensor = InstanceType<typeof torch.Tensor>

/** What torch.testing.assert_close allows for float32. */
function expectClose(actual: Tensor, expected: Tensor): void {
  const close = torch.allclose(actual.cpu(), expected, { rtol: 1.3e-6, atol: 1e-5 })
  expect({ close, actual: close || actual.tolist() }).toEqual({ close: true, actual: true })
}

function train(device: string, seed: number): { losses: number[]; parameters: Tensor[] } {
  torch.manual_seed(seed)
  const net = nn.Sequential(nn.Linear(6, 16), nn.Tanh(), nn.Linear(16, 3))
  const x = torch.randn(32, 6)
  const y = torch.randint(0, 3, [32])
  net.to(device)
  const optimizer = optim.Adam(net.parameters(), { lr: 0.01 })
  const losses = []
  for (let i = 0; i < 20; i++) {
    optimizer.zero_grad()
    const loss = F.cross_entropy(net(x.to(device)), y.to(device))
    loss.backward()
    optimizer.step()
    losses.push(Number(loss.item()))
  }
  return { losses, parameters: [...net.parameters()].map((p) => p.detach()) }
}

onGpu('training on a GPU', () => {
  withoutTf32()

  test('comes to the same network as on the CPU', () => {
    const onCpu = train('cpu', 1)
    const onGpu = train('cuda', 1)
    expectClose(torch.tensor(onGpu.losses), torch.tensor(onCpu.losses))
    expect(onCpu.losses.at(-1)).toBeLessThan(onCpu.losses[0] as number)
    for (const [i, parameter] of onGpu.parameters.entries()) {
      expect(parameter.is_cuda).toBe(true)
      expectClose(parameter, onCpu.parameters[i] as Tensor)
    }
  })

  test('convolutions and their gradients equal those of the CPU', () => {
    torch.manual_seed(2)
    const conv = nn.Conv2d(3, 4, 3, { padding: 1 })
    const x = torch.randn(2, 3, 8, 8)
    const out = conv(x)
    out.pow(2).mean().backward()
    const there = nn.Conv2d(3, 4, 3, { padding: 1, device: 'cuda' })
    there.load_state_dict(conv.state_dict())
    const outThere = there(x.cuda())
    outThere.pow(2).mean().backward()
    expectClose(outThere.detach(), out.detach())
    expectClose(there.weight.grad as Tensor, conv.weight.grad as Tensor)
  })
})
