// Ten steps of every configuration against Python, to the bit, with the state and the text.
import torch, { nn, optim, type Tensor } from 'torch-node'
import { type Packed, pack, packAll, read } from '../golden/nn/pack.js'

interface Case {
  name: 'SGD' | 'Adam'
  kwargs: Record<string, unknown>
  dtype: 'float32' | 'float64' | 'bfloat16'
  repr: string
  params: Packed[]
  param_groups: unknown[]
  state: [number, Record<string, Packed | null>][]
}

// The settings are known at run time only.
function make(name: Case['name'], ...args: unknown[]): optim.Optimizer {
  return (optim[name] as unknown as (...args: unknown[]) => optim.Optimizer)(...args)
}

const wide = (tensor: Tensor): Packed =>
  pack(tensor.dtype === torch.bfloat16 ? tensor.float() : tensor)

function packState(state: Record<string, Tensor | null>): Record<string, Packed | null> {
  return Object.fromEntries(
    Object.entries(state).map(([name, value]) => [name, value === null ? null : wide(value)]),
  )
}

describe.each(read<Case>('optimizers'))('torch.optim.$name $kwargs $dtype', (golden) => {
  let params: Tensor[]
  let optimizer: optim.Optimizer

  beforeAll(() => {
    torch.manual_seed(7)
    const dtype = torch[golden.dtype]
    const shapes = [[4, 3], [5], [], [2, 2, 2]]
    params = shapes.map((shape) => new nn.Parameter(torch.randn(shape, { dtype })))
    const groups = [{ params: params.slice(0, 2) }, { params: params.slice(2), lr: 0.02 }]
    optimizer = make(golden.name, groups, golden.kwargs)
    for (let step = 0; step < 10; step++) {
      for (const [i, param] of params.entries()) {
        param.grad = i === 1 && step % 3 === 1 ? null : torch.randn_like(param)
      }
      optimizer.step()
    }
  })

  it('has the same parameters after ten steps', () => {
    expect(params.map(wide)).toEqual(golden.params)
  })

  it('has the same state dict', () => {
    const { state, param_groups } = optimizer.state_dict()
    const entries = [...(state as Map<number, Record<string, Tensor | null>>)]
    expect(entries.map(([i, one]) => [i, packState(one)])).toEqual(golden.state)
    // Tuples are arrays here, and lists in the golden file.
    expect(JSON.parse(JSON.stringify(param_groups))).toEqual(golden.param_groups)
    const keys = param_groups.map((group) => Object.keys(group))
    expect(keys).toEqual(golden.param_groups.map((group) => Object.keys(group as object)))
  })

  it('prints the same', () => {
    expect(`${optimizer}`).toBe(golden.repr)
  })
})

interface Training {
  name: 'SGD' | 'Adam'
  kwargs: Record<string, unknown>
  repr: string
  losses: number[]
  state: Record<string, Packed>
}

test.each(read<Training>('training'))('two epochs of a conv net with $name', (golden) => {
  const { DataLoader, TensorDataset } = torch.utils.data
  torch.manual_seed(3)
  const net = nn.Sequential(
    nn.Conv2d(1, 4, 3, { padding: 1 }),
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Flatten(),
    nn.Dropout(0.25),
    nn.Linear(64, 10),
  )
  const images = torch.randn(50, 1, 8, 8)
  const labels = torch.randint(10, [50])
  const loader = DataLoader(TensorDataset(images, labels), { batch_size: 16, shuffle: true })
  const criterion = nn.CrossEntropyLoss()
  const optimizer = make(golden.name, net.parameters(), golden.kwargs)
  const losses: number[] = []
  for (let epoch = 0; epoch < 2; epoch++) {
    for (const [x, y] of loader) {
      optimizer.zero_grad()
      const loss = criterion(net(x), y)
      loss.backward()
      optimizer.step()
      losses.push(loss.item() as number)
    }
  }
  expect(`${net}`).toBe(golden.repr)
  expect(losses).toEqual(golden.losses)
  expect(packAll(net.state_dict())).toEqual(golden.state)
})
