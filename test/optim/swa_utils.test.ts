import torch, { nn, optim, type Tensor } from 'torch-node'
import swa_utils, { AveragedModel } from 'torch-node/optim/swa_utils'
import { type Packed, pack, packAll } from '../golden/nn/pack.js'
import { readJson } from '../golden/support/json.js'

interface Case {
  name: string
  use_buffers: boolean
  device: string | null
  state: Record<string, Packed>
  after: Record<string, Packed>
  output: Packed
  repr: string
}

const functions: Record<string, object> = {
  none: {},
  ema: { avg_fn: swa_utils.get_ema_avg_fn(0.9) },
  swa: { avg_fn: swa_utils.get_swa_avg_fn() },
  multi_ema: { multi_avg_fn: swa_utils.get_ema_multi_avg_fn(0.9) },
  multi_swa: { multi_avg_fn: swa_utils.get_swa_multi_avg_fn() },
}

test.each(readJson<Case[]>('swa.gz'))(
  'torch.optim.swa_utils.AveragedModel $name, use_buffers: $use_buffers, device: $device',
  ({ name, use_buffers, device, ...golden }) => {
    // As the reference: sums that threads share are rounded differently, and this net amplifies it.
    torch.set_num_threads(1)
    torch.manual_seed(3)
    const net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2))
    const averaged = AveragedModel(net, { device, use_buffers, ...functions[name] })
    const optimizer = optim.SGD(net.parameters(), { lr: 0.1 })
    const inputs = torch.randn(5, 16, 4)
    for (const x of inputs) {
      optimizer.zero_grad()
      net(x).pow(2).sum().backward()
      optimizer.step()
      averaged.update_parameters(net)
    }
    expect(packAll(averaged.state_dict())).toEqual(golden.state)
    swa_utils.update_bn(
      [...inputs].map((x) => [x]),
      averaged,
    )
    averaged.eval()
    expect(packAll(averaged.state_dict())).toEqual(golden.after)
    expect(pack(averaged(inputs[0] as Tensor))).toEqual(golden.output)
    expect(`${averaged}`).toBe(golden.repr)
  },
)

describe('torch.optim.swa_utils', () => {
  it('averages integers as Python does', () => {
    const [averaged, current] = [torch.tensor([4, 8]), torch.tensor([9, 2])]
    swa_utils.get_ema_multi_avg_fn(0.5)([averaged], [current], 1)
    expect(averaged.tolist()).toEqual([6, 5])
  })

  it('leaves the model alone', () => {
    const net = nn.Linear(2, 2)
    const averaged = AveragedModel(net)
    expect(averaged.module).not.toBe(net)
    expect(averaged.module).toBeInstanceOf(nn.Linear)
    averaged.update_parameters(net)
    torch.no_grad(() => net.weight.add_(2))
    averaged.update_parameters(net)
    expect(averaged.module.weight.add(1).allclose(net.weight)).toBe(true)
    expect(averaged.n_averaged.item()).toBe(2)
    expect(net.weight.requires_grad && averaged.module.weight.requires_grad).toBe(true)
  })

  it('fails as Python does', () => {
    const { ema, multi_ema } = functions
    expect(() => AveragedModel(nn.Linear(1, 1), { ...ema, ...multi_ema })).toThrow(
      'Only one of avg_fn and multi_avg_fn should be provided',
    )
    for (const make of [swa_utils.get_ema_avg_fn, swa_utils.get_ema_multi_avg_fn]) {
      expect(() => make(1.5)).toThrow(
        'Invalid decay value 1.5 provided. Please provide a value in [0,1] range.',
      )
    }
    expect(() => AveragedModel(nn.Linear(1, 1)).update_parameters(nn.BatchNorm1d(1))).toThrow(
      'zip() argument 2 is longer than argument 1',
    )
    const problem = new Error('mine')
    const fails = (): never => {
      throw problem
    }
    const model = AveragedModel(nn.Linear(1, 1), { avg_fn: fails })
    model.update_parameters(model.module)
    expect(() => model.update_parameters(model.module)).toThrow(problem)
    expect(torch.is_grad_enabled()).toBe(true)
  })

  it('gives momenta back after update_bn, and does nothing without a normalisation', () => {
    const net = nn.Sequential(nn.BatchNorm1d(2, { momentum: 0.3 }))
    net.eval()
    swa_utils.update_bn([torch.randn(4, 2)], net, { device: 'cpu' })
    expect(String(net)).toContain('momentum=0.3')
    expect(net.training).toBe(false)
    swa_utils.update_bn([3], nn.Linear(1, 1))
  })
})
