// What layers do beside their calls.
import torch, { nn, type Tensor } from 'torch-node'

test('torch.nn.AdaptiveLogSoftmaxWithLoss knows all probabilities', () => {
  torch.manual_seed(0)
  const adaptive = nn.AdaptiveLogSoftmaxWithLoss(8, 12, [3, 7], { div_value: 2 })
  expect(adaptive.tail[1].toString()).toContain('Linear(in_features=8, out_features=2, bias=False)')
  const input = torch.randn(20, 8)
  const log_prob = adaptive.log_prob(input)
  expect([...log_prob.shape]).toEqual([20, 12])
  expect(log_prob.exp().sum(1).sub(1).abs().max().item()).toBeLessThan(1e-5)
  const target = torch.randint(12, [20])
  const { output, loss } = adaptive(input, target)
  const picked = log_prob.gather(1, target.unsqueeze(1)).squeeze(1)
  expect(output.sub(picked).abs().max().item()).toBeLessThan(1e-5)
  expect(loss.item()).toBeCloseTo(-(output.mean().item() as number), 6)
  const best = log_prob.argmax(1)
  // All rows, those with a frequent class, and those without one take ways of their own.
  const rare = adaptive.head(input).argmax(1).ge(3)
  for (const rows of [rare.ge(0), rare, rare.logical_not()]) {
    expect(rows.any().item()).toBe(true)
    expect(adaptive.predict(input.index([rows])).tolist()).toEqual(best.index([rows]).tolist())
  }
  const [alone] = adaptive(input[0], target[0])
  expect(alone.dim()).toBe(0)
  adaptive.reset_parameters()
  expect(adaptive.log_prob(input).equal(log_prob)).toBe(false)
})

test('torch.nn.EmbeddingBag takes given vectors', () => {
  const table = torch.randn(4, 3)
  const bag = nn.EmbeddingBag.from_pretrained(table, { mode: 'sum', padding_idx: -1 })
  expect(bag.weight.requires_grad).toBe(false)
  expect(`${bag}`).toBe("EmbeddingBag(4, 3, mode='sum', padding_idx=3)")
  const input = torch.tensor([0, 1, 3, 2])
  const sums = bag(input, torch.tensor([0, 2]))
  expect(sums[0].equal(table[0].add(table[1]))).toBe(true)
  expect(sums[1].equal(table[2])).toBe(true)
  const weights = torch.tensor([[2, 0.5]])
  const weighted = nn.EmbeddingBag.from_pretrained(table, { mode: 'sum', freeze: false })
  const row = weighted(input['0:2'].unsqueeze(0), null, weights)
  expect(row.requires_grad).toBe(true)
  expect(
    row[0]
      .sub(table[0].mul(2).add(table[1].mul(0.5)))
      .abs()
      .max()
      .item(),
  ).toBeLessThan(1e-6)
})

test('torch.nn.MaxUnpool1d to 3d undo max pooling', () => {
  const cases = [
    [nn.MaxPool1d(2, { return_indices: true }), nn.MaxUnpool1d(2), [1, 1, 9]],
    [nn.MaxPool2d(2, { return_indices: true }), nn.MaxUnpool2d(2), [1, 1, 5, 4]],
    [nn.MaxPool3d(2, { return_indices: true }), nn.MaxUnpool3d(2), [1, 1, 5, 4, 6]],
  ] as const
  for (const [pool, unpool, size] of cases) {
    const input = torch.randn(size).abs()
    const [output, indices] = pool(input) as unknown as [Tensor, Tensor]
    const back = unpool(output, indices, input.size())
    expect([...back.shape]).toEqual(size)
    expect(back.sum().item()).toBeCloseTo(output.sum().item() as number, 4)
    expect(back.where(back.ne(0), input).equal(input)).toBe(true)
  }
  expect(`${nn.MaxUnpool2d([2, 3], { padding: 1 })}`).toBe(
    'MaxUnpool2d(kernel_size=(2, 3), stride=(2, 3), padding=(1, 1))',
  )
})

test('torch.nn.TripletMarginWithDistanceLoss takes any distance', () => {
  const [anchor, positive, negative] = [0, 1, 3].map((x) => torch.full([2, 1], x).float()) as [
    Tensor,
    Tensor,
    Tensor,
  ]
  const distance_function = (a: Tensor, b: Tensor): Tensor => a.sub(b).abs().amax(1)
  const loss = nn.TripletMarginWithDistanceLoss({ distance_function, margin: 2.5 })
  expect(loss(anchor, positive, negative).item()).toBe(0.5)
  const modules = nn.TripletMarginWithDistanceLoss({ distance_function: nn.CosineSimilarity() })
  expect(`${modules}`).toBe(
    'TripletMarginWithDistanceLoss(\n  (distance_function): CosineSimilarity()\n)',
  )
  const own = new TypeError('mine')
  const wrong = nn.TripletMarginWithDistanceLoss({
    distance_function: () => {
      throw own
    },
  })
  expect(() => wrong(anchor, positive, negative)).toThrow(own)
})

test('torch.nn.SyncBatchNorm takes the place of batch normalisation', () => {
  const net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Sequential(nn.BatchNorm2d(4, { eps: 0.1 })))
  const { running_mean } = (net[1] as nn.Sequential)[0] as nn.BatchNorm2d
  net.eval()
  const input = torch.randn(2, 3, 5, 5)
  const before = net(input)
  const converted = nn.SyncBatchNorm.convert_sync_batchnorm(net) as nn.Sequential
  expect(converted).toBe(net)
  const norm = (net[1] as nn.Sequential)[0] as nn.SyncBatchNorm
  expect(norm).toBeInstanceOf(nn.SyncBatchNorm)
  expect(norm.running_mean).toBe(running_mean)
  expect(net(input).equal(before)).toBe(true)
  expect(norm(torch.randn(2, 4)).shape).toHaveLength(2)
})

test('torch.nn.ParameterDict.fromkeys and torch.nn.Container', () => {
  expect([...nn.ParameterDict().fromkeys(['x', 'y']).items()]).toEqual([
    ['x', null],
    ['y', null],
  ])
  expect(nn.ParameterDict().fromkeys('ab', 3).__getitem__('b')).toBe(3)
  const container = nn.Container({ a: nn.ReLU() })
  expect(`${container}`).toBe('Container(\n  (a): ReLU()\n)')
})
