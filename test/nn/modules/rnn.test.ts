// What the goldens of sequence.test.ts leave out: weights, conversions, hooks, bad use.
import torch, { nn, type Tensor } from 'torch-node'

describe('torch.nn.RNNBase', () => {
  it('lists its weights by layer and direction', () => {
    const rnn = nn.LSTM(2, 3, { num_layers: 2, bidirectional: true, proj_size: 1 })
    const names = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh', 'weight_hr']
    const suffixes = ['_l0', '_l0_reverse', '_l1', '_l1_reverse']
    expect(rnn._all_weights).toEqual(suffixes.map((end) => names.map((name) => name + end)))
    const parameters = [...rnn.parameters()]
    expect(parameters).toHaveLength(20)
    expect(rnn.all_weights.flat().every((one, i) => one === parameters[i])).toBe(true)
    expect(rnn._flat_weights.every((one, i) => one === parameters[i])).toBe(true)
    expect(rnn.all_weights[0]?.[0]).toBe(rnn.weight_ih_l0)
    rnn.flatten_parameters()
  })

  it('runs with weights that were replaced', () => {
    const rnn = nn.RNN(2, 3, { bias: false })
    Object.assign(rnn, { weight_ih_l0: nn.Parameter(torch.zeros(3, 2)) })
    expect(
      rnn(torch.ones(4, 1, 2))[0]
        .abs()
        .sum()
        .item(),
    ).toBe(0)
  })

  it('is converted with its weights', () => {
    const rnn = nn.GRU(2, 3)
    const x = torch.randn(4, 1, 2)
    expect(() => rnn(x.double())).toThrow(
      'RNN input dtype (torch.float64) does not match weight dtype (torch.float32). ' +
        'Convert input: input.to(torch.float32), or convert model: model.to(torch.float64)',
    )
    expect(rnn.double()(x.double())[0].dtype).toBe(torch.float64)
  })

  it('takes a state dict of another', () => {
    const [one, other] = [nn.LSTM(2, 3, 2), nn.LSTM(2, 3, 2)]
    expect(String(other.load_state_dict(one.state_dict()))).toBe('<All keys matched successfully>')
    const x = torch.randn(4, 1, 2)
    expect(other(x)[0].equal(one(x)[0])).toBe(true)
  })

  it('takes undefined for what was not given', () => {
    const make = nn.RNN as unknown as (...args: unknown[]) => nn.RNN
    const rnn = make(2, 3, undefined, undefined, false)
    expect(rnn.nonlinearity).toBe('tanh')
    expect(String(rnn)).toBe('RNN(2, 3, bias=False)')
    expect(rnn(torch.ones(1, 2), undefined)[1].shape).toEqual(torch.Size([1, 3]))
    const twice = rnn as unknown as (...args: unknown[]) => unknown
    expect(() => twice(torch.ones(1, 2), null, { hx: null })).toThrow(
      "RNN.forward() got multiple values for argument 'hx'",
    )
  })

  it('throws at disposed tensors', () => {
    const rnn = nn.LSTM(2, 3)
    const x = torch.ones(4, 1, 2)
    x.dispose()
    expect(() => rnn(x)).toThrow()
    expect(() => rnn(torch.ones(4, 1, 2), [x, x])).toThrow()
  })

  it('can be extended, and calls hooks', () => {
    class Counting extends nn.LSTM {
      calls = 0
      constructor() {
        super(2, 3)
        this.register_forward_hook(() => {
          this.calls++
        })
      }
    }
    const rnn = new Counting()
    rnn(torch.ones(4, 1, 2))
    expect(rnn.calls).toBe(1)
    expect(String(rnn)).toBe('Counting(2, 3)')
  })
})

describe('torch.nn.TransformerEncoderLayer', () => {
  it('runs the modules where one of them has a hook', () => {
    const layer = nn.TransformerEncoderLayer(4, 2, 8, { batch_first: true }).eval()
    const x = torch.randn(2, 3, 4)
    const fast = torch.no_grad(() => layer(x))
    let seen: Tensor | null = null
    layer.linear1.register_forward_hook((_module, _args, output) => {
      seen = output
    })
    const slow = torch.no_grad(() => layer(x))
    expect(seen).not.toBeNull()
    expect(slow.allclose(fast, 1e-5, 1e-6)).toBe(true)
  })

  it('hands keywords on to its attention, for hooks to see', () => {
    const layer = nn.TransformerEncoderLayer(4, 2, 8)
    const seen: string[] = []
    const look = (_module: unknown, _args: unknown, kwargs: Record<string, unknown>): void => {
      seen.push(...Object.keys(kwargs))
    }
    layer.self_attn.register_forward_pre_hook(look as never, { with_kwargs: true })
    layer(torch.randn(3, 2, 4))
    expect(seen.sort()).toEqual(['attn_mask', 'is_causal', 'key_padding_mask', 'need_weights'])
  })
})

describe('torch.nn.TransformerEncoder', () => {
  it('starts with equal layers that are trained apart', () => {
    const encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8), 2)
    const [first, second] = [...encoder.layers].map((layer) => layer.linear1.weight)
    expect(first?.equal(second as Tensor)).toBe(true)
    torch.no_grad(() => first?.zero_())
    expect(second?.abs().sum().item()).toBeGreaterThan(0)
  })
})
