// Pieces of scripts/golden/nn_utils.py, by the same names.
import torch, { nn, type Tensor } from 'torch-node'
import { deepcopy } from 'torch-node/copy'
import utils from 'torch-node/nn/utils'
import { type Pieces, testAnswers } from '../../golden/support/answers.js'
import { fails, names, state, warned } from './support.js'

type Order = number | string
type Loose = (...args: unknown[]) => unknown

function clipping({ input: get, piece }: Pieces): void {
  const params = (...which: string[]): Tensor[] =>
    which.map((name) => {
      const made = torch.zeros_like(get(name)).requires_grad_()
      made.grad = get(name)
      return made
    })
  const grads = (made: readonly Tensor[]) => made.map((p) => p.grad)
  const clip = (
    order: Order,
    max_norm = 1,
    which = ['g1', 'g2'],
    foreach: boolean | null = null,
  ) => {
    const made = params(...which)
    return [utils.clip_grad_norm_(made, max_norm, order, { foreach }), grads(made)]
  }
  piece('clip_norms', () =>
    [2, 1, 3, 0.5, Number.POSITIVE_INFINITY, 'inf', Number.NEGATIVE_INFINITY, 0].map((order) =>
      clip(order),
    ),
  )
  piece('clip_without_foreach', () =>
    [2, 1, Number.POSITIVE_INFINITY].map((order) => clip(order, 1, ['g1', 'g2'], false)),
  )
  piece('clip_not_needed', () => clip(2, 1000))
  piece('clip_to_zero', () => clip(2, 0))
  piece('clip_one', () => {
    const [made] = params('g1') as [Tensor]
    return [utils.clip_grad_norm_(made, { max_norm: 2, norm_type: 2 }), made.grad]
  })
  piece('clip_double', () => [clip(2, 1, ['g3']), clip(2, 1, ['g3'], true)])
  piece('clip_without_gradients', () => [
    utils.clip_grad_norm_([torch.zeros(2, { requires_grad: true })], 1),
    utils.clip_grad_norm_([], 1),
    warned(() => utils.clip_grad_norm_(nn.ReLU().parameters(), 1)),
  ])
  piece('clip_deprecated', () => {
    const made = params('g1', 'g2')
    return [warned(() => utils.clip_grad_norm(made, 1)), grads(made)]
  })
  piece('clip_nonfinite', () => {
    const spoilt = (value: number): Tensor[] => {
      const made = params('g1')
      made[0]?.grad?.index_put_([0, 0], value)
      return made
    }
    const made = spoilt(Number.NaN)
    const out = fails(() => utils.clip_grad_norm_(made, 1, { error_if_nonfinite: true }))
    const norm = utils.clip_grad_norm_(made, 1)
    const other = spoilt(Number.POSITIVE_INFINITY)
    return [out, norm, grads(made), fails(() => utils.clip_grad_norm_(other, 1, 3, true))]
  })
  piece('clip_errors', () => {
    const meta = () => [torch.zeros(1, { device: 'meta' })]
    return [
      fails(() => (utils.clip_grad_norm_ as Loose)()),
      fails(() => utils.clip_grad_norm_(params('g1'), 'x')),
      fails(() => utils.clip_grad_norm_(meta(), 1, { foreach: true })),
      fails(() => utils.get_total_norm(meta(), { foreach: true })),
      fails(() => (utils.get_total_norm as Loose)()),
    ]
  })
  piece('total_norm', () => {
    const tensors = () => [get('g1'), get('g2')]
    return [
      utils.get_total_norm(tensors()),
      utils.get_total_norm(tensors(), 1),
      utils.get_total_norm(tensors(), { norm_type: Number.POSITIVE_INFINITY, foreach: false }),
      utils.get_total_norm(get('g2')),
      utils.get_total_norm([]),
      utils.get_total_norm([nn.Parameter(get('g1')), get('g2')]).requires_grad,
    ]
  })
  piece('clip_with_norm', () => {
    const [made, other] = [params('g1', 'g2'), params('g1', 'g2')]
    const total_norm = torch.tensor(7, { dtype: torch.float })
    utils.clip_grads_with_norm_(made, 2, total_norm)
    utils.clip_grads_with_norm_(other, { max_norm: 2, total_norm, foreach: false })
    return [grads(made), grads(other)]
  })
  piece('clip_value', () => {
    const [made, other, one] = [params('g1', 'g2'), params('g1', 'g2'), params('g2')]
    utils.clip_grad_value_(made, 0.5)
    utils.clip_grad_value_(other, { clip_value: 2, foreach: false })
    utils.clip_grad_value_(one[0] as Tensor, 1)
    return [grads(made), grads(other), grads(one)]
  })
}

function converting({ input: get, piece }: Pieces): void {
  piece('vectors', () => {
    const fc = nn.Linear(4, 2)
    const vec = utils.parameters_to_vector(fc.parameters())
    utils.vector_to_parameters(get('vec')['0:10'], fc.parameters())
    return [vec, fc.weight, fc.bias, vec.grad_fn?.name()]
  })
  piece('vector_errors', () => [
    fails(() => (utils.vector_to_parameters as Loose)(3, [])),
    fails(() => utils.vector_to_parameters(get('vec')['0:9'], nn.Linear(4, 2).parameters())),
    fails(() => utils.parameters_to_vector([])),
    fails(() => utils.parameters_to_vector([get('x').t()])),
  ])

  const trained = <M extends nn.BatchNorm2d | nn.BatchNorm1d>(bn: M, x: Tensor): M => {
    torch.no_grad(() => {
      for (const p of bn.parameters()) p.normal_()
      bn(x)
      bn(x.mul(2))
    })
    bn.eval()
    return bn
  }
  const bn2d = () => trained(nn.BatchNorm2d(4), torch.randn(2, 4, 5, 5))
  piece('fuse_conv', () => {
    const conv = nn.Conv2d(3, 4, 3).eval()
    const fused = utils.fuse_conv_bn_eval(conv, bn2d())
    const { requires_grad } = fused.weight
    return [state(fused), String(fused), fused(get('img')), requires_grad, fused === conv]
  })
  piece('fuse_conv_no_bias', () => {
    const conv = nn.Conv2d(3, 4, 3, { bias: false }).eval().requires_grad_(false)
    const bn = trained(nn.BatchNorm2d(4, { affine: false }), torch.randn(2, 4, 5, 5))
    const fused = utils.fuse_conv_bn_eval(conv, bn)
    return [state(fused), String(fused), fused.weight.requires_grad, fused.bias?.requires_grad]
  })
  piece('fuse_transposed', () => {
    const conv = nn.ConvTranspose2d(3, 4, 3).eval()
    const fused = utils.fuse_conv_bn_eval(conv, bn2d(), { transpose: true })
    return [state(fused), fused(get('img'))]
  })
  piece('fuse_half', () => {
    const conv = nn.Conv2d(3, 4, 3).eval().bfloat16()
    return state(utils.fuse_conv_bn_eval(conv, bn2d()))
  })
  piece('fuse_linear', () => {
    const fc = nn.Linear(4, 3).eval()
    const bn = trained(nn.BatchNorm1d(3), torch.randn(6, 3))
    const fused = utils.fuse_linear_bn_eval(fc, bn)
    const one = utils.fuse_linear_bn_eval(fc, trained(nn.BatchNorm1d(1), torch.randn(6, 1)))
    const no_bias = utils.fuse_linear_bn_eval(nn.Linear(4, 3, { bias: false }).eval(), bn)
    return [state(fused), String(fused), fused(get('x')), state(one), state(no_bias)]
  })
  piece('fuse_errors', () => {
    const [conv, bn] = [nn.Conv2d(3, 4, 3).eval(), nn.BatchNorm2d(4).eval()]
    const untracked = { track_running_stats: false }
    return [
      fails(() => utils.fuse_conv_bn_eval(nn.Conv2d(3, 4, 3), bn)),
      fails(() => utils.fuse_conv_bn_eval(conv, nn.BatchNorm2d(4))),
      fails(() => utils.fuse_conv_bn_eval(conv, nn.BatchNorm2d(4, untracked).eval())),
      fails(() => utils.fuse_linear_bn_eval(nn.Linear(4, 3), bn)),
      fails(() => utils.fuse_linear_bn_eval(nn.Linear(4, 3).eval(), bn)),
      fails(() =>
        utils.fuse_linear_bn_eval(nn.Linear(4, 4).eval(), nn.BatchNorm1d(4, untracked).eval()),
      ),
    ]
  })
  piece('skip_init', () => {
    const made: nn.Module[] = [
      utils.skip_init(nn.Linear, 5, 2),
      utils.skip_init(nn.Linear, {
        in_features: 3,
        out_features: 2,
        bias: false,
        dtype: torch.float64,
      }),
      utils.skip_init(nn.Conv2d, 1, 2, 3, { device: 'meta' }),
    ]
    const texts = made.map((m) => [
      String(m),
      Array.from(m.named_parameters(), ([k, p]) => [
        k,
        [...p.shape],
        String(p.dtype),
        String(p.device),
        p.requires_grad,
      ]),
    ])
    return [...texts, torch.rand(2)]
  })
  piece('skip_init_errors', () => fails(() => utils.skip_init(nn.ReLU)))
  piece('memory_formats', () => {
    const conv = nn.Conv2d(3, 4, 3)
    const inner = nn.Sequential(nn.ConvTranspose2d(3, 4, 3), nn.Conv3d(2, 3, 2))
    const net = nn.Sequential(conv, inner, nn.Linear(2, 2))
    const strides = () => Array.from(net.parameters(), (p) => [...p.stride()])
    const before = strides()
    const out = utils.convert_conv2d_weight_memory_format(net, torch.channels_last)
    const after = strides()
    const memory_format = torch.channels_last_3d
    utils.convert_conv3d_weight_memory_format(net, { memory_format })
    return [before, after, strides(), out === net, conv(get('img'))]
  })
}

function norms({ input: get, piece }: Pieces): void {
  piece('weight_norm', () => {
    const m = nn.Linear(4, 2)
    const caught = warned(() => utils.weight_norm(m) === m)
    const normed = m as typeof m & { weight_g: Tensor; weight_v: Tensor }
    const y = m(get('x'))
    y.sum().backward()
    const { weight_g, weight_v } = normed
    const before = [state(m), names(m), String(m), m.weight, weight_g.grad, weight_v.grad]
    const removed = utils.remove_weight_norm(m)
    const hooks = m._forward_pre_hooks.size
    return [caught, y, before, state(removed), names(removed), removed(get('x')), hooks]
  })
  piece('weight_norm_dims', () => {
    const out = [0, 1, -1, null].map((dim) => {
      const m = utils.weight_norm(nn.Conv2d(3, 4, 3), { dim })
      return [state(m), m(get('img'))]
    })
    const m = utils.weight_norm(nn.Linear(4, 2), { name: 'bias', dim: null })
    return [out, state(m), m(get('x'))]
  })
  piece('weight_norm_copy', () => {
    const m = utils.weight_norm(nn.Linear(4, 2))
    return [fails(() => deepcopy(m)), state(m)]
  })
  piece('weight_norm_errors', () => {
    const m = utils.weight_norm(nn.Linear(4, 2))
    return [
      fails(() => utils.weight_norm(m)),
      fails(() => utils.weight_norm(nn.Linear(4, 2), 'other')),
      fails(() => utils.remove_weight_norm(m, 'bias')),
      fails(() => utils.remove_weight_norm(nn.Linear(4, 2))),
      fails(() => utils.weight_norm(nn.LazyLinear(2))),
    ]
  })
  piece('spectral_norm', () => {
    const m = utils.spectral_norm(nn.Linear(4, 3))
    const start = state(m)
    const outs = [m(get('x')), m(get('x'))]
    outs[1]?.sum().backward()
    const during = [state(m), names(m), String(m), m.weight, m.weight_orig.grad]
    m.eval()
    outs.push(m(get('x')))
    const { _metadata: meta } = m.state_dict() as unknown as {
      _metadata: Record<string, { spectral_norm: Record<string, number> }>
    }
    const removed = utils.remove_spectral_norm(m)
    const version = [meta['']?.spectral_norm['weight.version']]
    return [start, outs, during, version, state(removed), names(removed), removed(get('x'))]
  })
  piece('spectral_norm_convs', () => {
    const out = [nn.Conv2d(3, 4, 3), nn.ConvTranspose2d(3, 4, 3)].map((m) => {
      utils.spectral_norm(m, { n_power_iterations: 3 })
      return [m(get('img')), state(m)]
    })
    const m = utils.spectral_norm(nn.Conv2d(3, 4, 3), 'weight', 2, 1e-6, 1)
    return [out, m(get('img')), state(m)]
  })
  piece('spectral_norm_load', () => {
    const make = () => utils.spectral_norm(nn.Linear(4, 3))
    const [m, n] = [make(), make()]
    m(get('x'))
    n.load_state_dict(m.state_dict())
    const old = m.state_dict() as Record<string, Tensor> & {
      _metadata?: Record<string, Record<string, unknown>>
    }
    delete old.weight_v
    delete old._metadata?.['']?.spectral_norm
    m(get('x'))
    old.weight = m.weight.detach()
    const p = make()
    p.load_state_dict(old)
    const bare = { weight_orig: torch.ones(3, 4), bias: torch.ones(3) }
    return [state(n), state(p), fails(() => p.load_state_dict(bare))]
  })
  piece('spectral_norm_errors', () => {
    const m = utils.spectral_norm(nn.Linear(4, 2))
    return [
      fails(() => utils.spectral_norm(m)),
      fails(() => utils.spectral_norm(nn.Linear(4, 2), 'other')),
      fails(() => utils.spectral_norm(nn.Linear(4, 2, { bias: false }), 'bias')),
      fails(() => utils.spectral_norm(nn.Linear(4, 2), { n_power_iterations: 0 })),
      fails(() => utils.remove_spectral_norm(m, 'bias')),
      fails(() => utils.spectral_norm(nn.LazyLinear(2))),
    ]
  })
  piece('stateless_call', () => {
    const dict = { weight: torch.ones(2, 4), bias: torch.zeros(2) }
    return warned(() => utils.stateless.functional_call(nn.Linear(4, 2), dict, get('x')))
  })
}

testAnswers('nn_utils.gz', (pieces) => {
  clipping(pieces)
  converting(pieces)
  norms(pieces)
})

describe('torch.nn.utils', () => {
  it('loads its own state after remove_spectral_norm', () => {
    const m = utils.remove_spectral_norm(utils.spectral_norm(nn.Linear(3, 2)))
    expect(String(m.load_state_dict(m.state_dict()))).toBe('<All keys matched successfully>')
  })

  it('makes modules without initialising them, and no others', () => {
    const skip = utils.skip_init as (cls: unknown) => unknown
    expect(() => skip(3)).toThrow(new TypeError('issubclass() arg 1 must be a class'))
    expect(() => skip(class Other {})).toThrow("Expected a Module; got <class 'Other'>")
  })

  it('says of a disposed tensor that it is, and leaves grad mode alone', () => {
    const gone = torch.ones(2)
    gone.dispose()
    expect(() => utils.get_total_norm([gone])).toThrow(/disposed/)
    expect(torch.is_grad_enabled()).toBe(true)
  })
})
