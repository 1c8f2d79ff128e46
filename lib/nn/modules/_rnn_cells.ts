// Mirrors the cells of torch/nn/modules/rnn.py: one step of a recurrent network.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import * as C from '../../_generated/torch_functions.js'
import { pyRepr, pyStr } from '../../_repr.js'
import { RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as init from '../init.js'
import { Parameter } from '../parameter.js'
import { layer } from './_layer.js'
import { Module } from './module.js'

type State = [h: Tensor, c: Tensor]

const initRNNCellBase = initializer<
  [
    input_size: number,
    hidden_size: number,
    bias: boolean,
    num_chunks: number,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  'RNNCellBase.__init__(self, input_size, hidden_size, bias, num_chunks, device=None, dtype=None)',
)

/** The weights of `num_chunks` gates: what the cells have in common. */
class RNNCellBase extends Module {
  declare input_size: number
  declare hidden_size: number
  declare bias: boolean
  declare weight_ih: Parameter
  declare weight_hh: Parameter
  declare bias_ih: Parameter | null
  declare bias_hh: Parameter | null

  constructor(...args: ArgumentsOf<typeof initRNNCellBase>) {
    const options = initRNNCellBase(args)
    super()
    const { input_size, hidden_size, bias, num_chunks, device, dtype } = options
    this.input_size = input_size
    this.hidden_size = hidden_size
    this.bias = bias
    const rows = num_chunks * hidden_size
    const parameter = (...size: number[]): Parameter =>
      new Parameter(C.empty(size, { device, dtype }))
    this.weight_ih = parameter(rows, input_size)
    this.weight_hh = parameter(rows, hidden_size)
    this.register_parameter('bias_ih', bias ? parameter(rows) : null)
    this.register_parameter('bias_hh', bias ? parameter(rows) : null)
    this.reset_parameters()
  }

  /** Draws all weights anew, uniform within `1 / sqrt(hidden_size)`. */
  reset_parameters(): void {
    const stdv = this.hidden_size > 0 ? 1 / Math.sqrt(this.hidden_size) : 0
    for (const weight of this.parameters()) init.uniform_(weight, -stdv, stdv)
  }

  override extra_repr(): string {
    const { input_size, hidden_size, bias } = this
    const text = `${input_size}, ${hidden_size}`
    return bias === true ? text : `${text}, bias=${pyRepr(bias)}`
  }
}

function checkDims(what: string, input: Tensor): void {
  const dims = input.dim()
  if (dims === 1 || dims === 2) return
  throw new ValueError(`${what} to be 1D or 2D, got ${dims}D instead`)
}

// One step of a cell with one state. What comes without a batch gets one for the time of the step.
function step(
  cell: RNNCellBase,
  given: Tensor,
  state: Tensor | null,
  operator: typeof C.gru_cell,
): Tensor {
  const batched = given.dim() === 2
  const input = batched ? given : given.unsqueeze(0)
  const hx = state === null ? zeros(cell, input) : batched ? state : state.unsqueeze(0)
  const { weight_ih, weight_hh, bias_ih, bias_hh } = cell
  const result = operator(input, hx, weight_ih, weight_hh, bias_ih, bias_hh)
  return batched ? result : result.squeeze(0)
}

function zeros(cell: RNNCellBase, input: Tensor): Tensor {
  const { dtype, device } = input
  return C.zeros([input.size(0), cell.hidden_size], { dtype, device })
}

const initRNNCell = initializer<
  [
    input_size: number,
    hidden_size: number,
    bias: boolean,
    nonlinearity: 'tanh' | 'relu',
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  "RNNCell.__init__(self, input_size, hidden_size, bias=True, nonlinearity='tanh', device=None, dtype=None)",
)

class RNNCell extends RNNCellBase {
  declare nonlinearity: 'tanh' | 'relu'

  constructor(...args: ArgumentsOf<typeof initRNNCell>) {
    const { input_size, hidden_size, bias, nonlinearity, device, dtype } = initRNNCell(args)
    super(input_size, hidden_size, bias, 1, device, dtype)
    this.nonlinearity = nonlinearity
  }

  override forward(input: Tensor, hx: Tensor | null = null): Tensor {
    checkDims('RNNCell: Expected input', input)
    if (hx !== null) checkDims('RNNCell: Expected hidden', hx)
    if (this.nonlinearity === 'tanh') return step(this, input, hx, C.rnn_tanh_cell)
    if (this.nonlinearity === 'relu') return step(this, input, hx, C.rnn_relu_cell)
    throw new RuntimeError(`Unknown nonlinearity: ${pyStr(this.nonlinearity)}`)
  }

  override extra_repr(): string {
    const text = super.extra_repr()
    return this.nonlinearity === 'tanh' ? text : `${text}, nonlinearity=${this.nonlinearity}`
  }
}

type CellParameters = [
  input_size: number,
  hidden_size: number,
  bias: boolean,
  device: Device | null,
  dtype: dtype | null,
]

const initLSTMCell = initializer<CellParameters>()(
  'LSTMCell.__init__(self, input_size, hidden_size, bias=True, device=None, dtype=None)',
)

class LSTMCell extends RNNCellBase {
  constructor(...args: ArgumentsOf<typeof initLSTMCell>) {
    const { input_size, hidden_size, bias, device, dtype } = initLSTMCell(args)
    super(input_size, hidden_size, bias, 4, device, dtype)
  }

  override forward(input: Tensor, hx: readonly [h: Tensor, c: Tensor] | null = null): State {
    checkDims('LSTMCell: Expected input', input)
    for (const [i, one] of (hx ?? []).entries()) checkDims(`LSTMCell: Expected hx[${i}]`, one)
    const batched = input.dim() === 2
    const steps = batched ? input : input.unsqueeze(0)
    let state = hx
    if (state === null) {
      const zero = zeros(this, steps)
      state = [zero, zero]
    } else if (!batched) {
      state = [state[0].unsqueeze(0), state[1].unsqueeze(0)]
    }
    const { weight_ih, weight_hh, bias_ih, bias_hh } = this
    const [h, c] = C.lstm_cell(steps, state, weight_ih, weight_hh, bias_ih, bias_hh)
    return batched ? [h, c] : [h.squeeze(0), c.squeeze(0)]
  }
}

const initGRUCell = initializer<CellParameters>()(
  'GRUCell.__init__(self, input_size, hidden_size, bias=True, device=None, dtype=None)',
)

class GRUCell extends RNNCellBase {
  constructor(...args: ArgumentsOf<typeof initGRUCell>) {
    const { input_size, hidden_size, bias, device, dtype } = initGRUCell(args)
    super(input_size, hidden_size, bias, 3, device, dtype)
  }

  override forward(input: Tensor, hx: Tensor | null = null): Tensor {
    checkDims('GRUCell: Expected input', input)
    if (hx !== null) checkDims('GRUCell: Expected hidden', hx)
    return step(this, input, hx, C.gru_cell)
  }
}

/**
 * What {@link RNNCell}, {@link LSTMCell} and {@link GRUCell} have in common: the weights of `num_chunks` gates. It has
 * no `forward`.
 *
 * Shape: `weight_ih` `(num_chunks * H, H_in)` and `weight_hh` `(num_chunks * H, H)`.
 *
 * @example
 * nn.RNNCellBase(10, 20, true, 4).weight_ih.size() // torch.Size([80, 10])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.RNNCell.html
 */
const RNNCellBase_ = callable(RNNCellBase)
/**
 * One step of {@link RNN}: `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)`, or with relu by `nonlinearity`.
 *
 * Shape: input `(N, H_in)` or `(H_in)`; hx, zeros unless given, and the result `(N, H)` or `(H)`.
 *
 * @example
 * const cell = nn.RNNCell(10, 20)
 * let hx = torch.zeros(3, 20)
 * for (const step of torch.randn(6, 3, 10)) hx = cell(step, hx)
 * hx.size() // torch.Size([3, 20])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.RNNCell.html
 */
const RNNCell_ = layer(RNNCell, 'input, hx=None')
/**
 * One step of {@link LSTM}.
 *
 * Shape: input `(N, H_in)` or `(H_in)`; the state `[h, c]`, zeros unless given, and the result `[h', c']` of `(N, H)`
 * or `(H)` each.
 *
 * @example
 * const cell = nn.LSTMCell(10, 20)
 * const [h, c] = cell(torch.randn(3, 10))
 * h.size() // torch.Size([3, 20])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LSTMCell.html
 */
const LSTMCell_ = layer(LSTMCell, 'input, hx=None')
/**
 * One step of {@link GRU}. Shape: as of {@link RNNCell}.
 *
 * @example
 * const cell = nn.GRUCell(10, 20)
 * const h = cell(torch.randn(3, 10))
 * cell(torch.randn(3, 10), h).size() // torch.Size([3, 20])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GRUCell.html
 */
const GRUCell_ = layer(GRUCell, 'input, hx=None')
type RNNCellBase_ = RNNCellBase
type RNNCell_ = RNNCell
type LSTMCell_ = LSTMCell
type GRUCell_ = GRUCell

export {
  GRUCell_ as GRUCell,
  LSTMCell_ as LSTMCell,
  RNNCell_ as RNNCell,
  RNNCellBase_ as RNNCellBase,
}
