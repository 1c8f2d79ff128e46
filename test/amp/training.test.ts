// A small net under autocast with a GradScaler against Python: losses, scales and parameters after each step, to the bit.
import torch, { nn, optim, type Tensor } from 'torch-node'
import { pack } from '../golden/nn/pack.js'
import { encodeNumber, readJson } from '../golden/support/json.js'

interface Case {
  dtype: 'bfloat16' | 'float16'
  optimizer: 'SGD' | 'Adam'
  kwargs: Record<string, unknown>
  scaler: { init_scale?: number; growth_interval?: number; enabled?: boolean }
  unscale?: boolean
  set?: [number, number]
  rows: unknown[][]
  state: Record<string, number>
}

// As the reference: sums that threads share are rounded differently.
beforeAll(() => torch.set_num_threads(1))

test.each(readJson<Case[]>('amp_training.gz'))(
  '$dtype, $optimizer $kwargs, $scaler, unscale: $unscale, set: $set',
  (golden) => {
    torch.manual_seed(11)
    const net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
    const make = optim[golden.optimizer] as (params: unknown, kwargs: unknown) => optim.Optimizer
    const optimizer = make(net.parameters(), golden.kwargs)
    const scaler = torch.amp.GradScaler('cpu', golden.scaler)
    const inputs = torch.randn(9, 16, 4)
    const targets = [...torch.randn(9, 16, 2)]
    const rows: unknown[][] = []
    for (const [i, x] of [...inputs].entries()) {
      optimizer.zero_grad()
      const [out, loss] = torch.autocast('cpu', { dtype: torch[golden.dtype] }, () => {
        const result = net(x)
        return [result, nn.functional.mse_loss(result, targets[i] as Tensor)] as const
      })
      scaler.scale(loss).backward()
      const [weight] = net.parameters()
      if (i === 2 || i === 5) {
        weight?.grad?.index_put_([0, 0], i === 2 ? Number.POSITIVE_INFINITY : Number.NaN)
      }
      if (golden.unscale) scaler.unscale_(optimizer)
      scaler.step(optimizer)
      scaler.update(i === golden.set?.[0] ? golden.set[1] : null)
      rows.push([
        `${out.dtype}`,
        `${loss.dtype}`,
        encodeNumber(loss.item() as number),
        scaler.get_scale(),
        scaler._get_growth_tracker(),
        [...net.parameters()].map((p) => pack(p)[2]),
      ])
    }
    expect(rows).toEqual(golden.rows)
    expect(scaler.state_dict()).toEqual(golden.state)
    expect(Object.keys(optimizer)).not.toContain('found_inf')
  },
)
