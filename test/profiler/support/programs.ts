// The programs of scripts/golden/profiler.py.
import torch, { nn, type Tensor } from 'torch-node'

const { record_function } = torch.profiler
const F = nn.functional

function mlpStep(set_to_none = true, options: { foreach?: boolean; momentum?: number } = {}): void {
  torch.manual_seed(0)
  const net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 4))
  const sgd = torch.optim.SGD(net.parameters(), { lr: 0.1, ...options })
  const x = torch.randn(5, 8)
  const y = torch.randint(4, [5])
  for (let i = 0; i < 2; i++) {
    const loss = record_function('forward', () => F.cross_entropy(net(x) as Tensor, y))
    sgd.zero_grad(set_to_none)
    record_function('backward', 'an argument', () => loss.backward())
    sgd.step()
    loss.item()
  }
}

// Made outside of the profile: Python fills the counter of a BatchNorm in another way.
const net = nn.Sequential(
  nn.Conv2d(1, 4, 3),
  nn.BatchNorm2d(4),
  nn.ReLU(),
  nn.MaxPool2d(2),
  nn.Flatten(),
  nn.Linear(36, 2),
)

function convolutions(): void {
  const x = torch.randn(2, 1, 8, 8)
  const out = net(x) as Tensor
  out.pow(2).mean().backward()
  net.eval()
  torch.no_grad(() => net(x))
}

function algebra(): void {
  torch.manual_seed(0)
  const a = torch.randn(6, 6)
  const b = torch.linalg.solve(a, torch.eye(6))
  {
    using _outer = record_function('outer')
    record_function('inner', () => torch.cat([a, b]).softmax(-1).topk(2))
    torch.einsum('ij,jk->ik', a, b).std()
  }
  a.add_(1).t().contiguous().max(1)
}

export const programs: Readonly<Record<string, () => void>> = {
  mlp: () => mlpStep(),
  mlp_zeros: () => mlpStep(false),
  mlp_one_by_one: () => mlpStep(true, { foreach: false, momentum: 0.9 }),
  convolutions,
  algebra,
}
