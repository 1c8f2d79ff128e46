// Mirrors RNN, LSTM and GRU of torch/nn/modules/rnn.py.

import type { ArgumentsOf, Initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import * as C from '../../_generated/torch_functions.js'
import { isKeywords } from '../../_kwargs.js'
import { pyStr } from '../../_repr.js'
import { AssertionError, RuntimeError, ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import { FutureWarning, warn } from '../../warnings.js'
import type { PackedSequence } from '../utils/_packed_sequence.js'
import { bindForward } from './_layer.js'
import {
  _apply_permutation,
  expectedSize,
  type HiddenSize,
  RNNBase,
  type RNNBaseArguments,
} from './_rnn_base.js'
import { checkStateDims, close, type Sequence, sequenceOf, zeroState } from './_rnn_input.js'

type Hidden = [hx: Tensor, cx: Tensor]
type GivenHidden = readonly [hx: Tensor, cx: Tensor]

// What RNN and GRU do, whose state is one tensor.
function runOneState(
  rnn: RNNBase,
  sequence: Sequence,
  given: Tensor | null,
  operator: typeof C.gru,
): [Tensor | PackedSequence, Tensor] {
  const { input, batch_sizes, batched } = sequence
  let hx = given
  if (hx === null) hx = zeroState(rnn, rnn.hidden_size, sequence)
  else if (batch_sizes !== null) hx = rnn.permute_hidden(hx, sequence.sorted_indices)
  else {
    checkStateDims(hx, batched)
    if (!batched) hx = hx.unsqueeze(1)
  }
  rnn.check_forward_args(input, hx, batch_sizes)
  const { _flat_weights: weights, bias, num_layers: layers, dropout, training } = rnn
  const { bidirectional: both, batch_first } = rnn
  const [output, hidden] =
    batch_sizes === null
      ? operator(input, hx, weights, bias, layers, dropout, training, both, batch_first)
      : operator(input, batch_sizes, hx, weights, bias, layers, dropout, training, both)
  const last = batched ? hidden : hidden.squeeze(1)
  return [close(rnn, output, sequence), rnn.permute_hidden(last, sequence.unsorted_indices)]
}

type CommonParameters = [
  bias: boolean,
  batch_first: boolean,
  dropout: number,
  bidirectional: boolean,
]
type Factory = [device: Device | null, dtype: dtype | null]

// Python gives all arguments on to RNNBase, which names them in its errors. These lines are for the types.
type RNNArguments = ArgumentsOf<
  Initializer<
    "f(input_size, hidden_size, num_layers=1, nonlinearity='tanh', bias=True, batch_first=False, dropout=0.0, bidirectional=False, device=None, dtype=None)",
    [
      input_size: number,
      hidden_size: number,
      num_layers: number,
      nonlinearity: 'tanh' | 'relu',
      ...CommonParameters,
      ...Factory,
    ]
  >
>
type LSTMArguments = ArgumentsOf<
  Initializer<
    'f(input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None)',
    [
      input_size: number,
      hidden_size: number,
      num_layers: number,
      ...CommonParameters,
      proj_size: number,
      ...Factory,
    ]
  >
>
type GRUArguments = ArgumentsOf<
  Initializer<
    'f(input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, device=None, dtype=None)',
    [input_size: number, hidden_size: number, num_layers: number, ...CommonParameters, ...Factory]
  >
>

const baseArguments = (...args: unknown[]): RNNBaseArguments => args as RNNBaseArguments

function refuseProjection(args: readonly unknown[]): void {
  const last = args.at(-1)
  if (isKeywords(last) && last.proj_size !== undefined) {
    throw new ValueError('proj_size argument is only supported for LSTM, not RNN or GRU')
  }
}

// Takes the nonlinearity, RNN's own, out of its arguments.
function splitNonlinearity(args: readonly unknown[]): [nonlinearity: unknown, rest: unknown[]] {
  const last = args.at(-1)
  const positional = isKeywords(last) ? args.slice(0, -1) : [...args]
  const keywords = isKeywords(last) ? [last] : []
  if (positional.length > 3) {
    const [nonlinearity = 'tanh'] = positional.splice(3, 1)
    return [nonlinearity, [...positional, ...keywords]]
  }
  const { nonlinearity = 'tanh', ...rest } = keywords[0] ?? {}
  return [nonlinearity, [...positional, rest]]
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its calls.
interface RNN {
  (input: Tensor, hx?: Tensor | null | { hx?: Tensor | null }): [output: Tensor, h_n: Tensor]
  (
    input: PackedSequence,
    hx?: Tensor | null | { hx?: Tensor | null },
  ): [output: PackedSequence, h_n: Tensor]
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
class RNN extends RNNBase {
  declare nonlinearity: 'tanh' | 'relu'

  constructor(...args: RNNArguments) {
    refuseProjection(args)
    const [nonlinearity, rest] = splitNonlinearity(args)
    if (nonlinearity !== 'tanh' && nonlinearity !== 'relu') {
      throw new ValueError(
        `Unknown nonlinearity '${pyStr(nonlinearity)}'. Select from 'tanh' or 'relu'.`,
      )
    }
    super(...baseArguments(nonlinearity === 'tanh' ? 'RNN_TANH' : 'RNN_RELU', ...rest))
    this.nonlinearity = nonlinearity
  }

  override forward(input: PackedSequence, hx?: Tensor | null): [PackedSequence, Tensor]
  override forward(input: Tensor, hx?: Tensor | null): [Tensor, Tensor]
  override forward(
    input: Tensor | PackedSequence,
    hx: Tensor | null = null,
  ): [Tensor | PackedSequence, Tensor] {
    const sequence = sequenceOf(
      this,
      input,
      (dims) => `RNN: Expected input to be 2D or 3D, got ${dims}D tensor instead`,
    )
    if (this.mode !== 'RNN_TANH' && this.mode !== 'RNN_RELU') {
      throw new AssertionError(`mode must be RNN_TANH or RNN_RELU, got ${String(this.mode)}`)
    }
    return runOneState(this, sequence, hx, this.mode === 'RNN_TANH' ? C.rnn_tanh : C.rnn_relu)
  }
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its calls.
interface GRU {
  (input: Tensor, hx?: Tensor | null | { hx?: Tensor | null }): [output: Tensor, h_n: Tensor]
  (
    input: PackedSequence,
    hx?: Tensor | null | { hx?: Tensor | null },
  ): [output: PackedSequence, h_n: Tensor]
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
class GRU extends RNNBase {
  constructor(...args: GRUArguments) {
    refuseProjection(args)
    super(...baseArguments('GRU', ...args))
  }

  override forward(input: PackedSequence, hx?: Tensor | null): [PackedSequence, Tensor]
  override forward(input: Tensor, hx?: Tensor | null): [Tensor, Tensor]
  override forward(
    input: Tensor | PackedSequence,
    hx: Tensor | null = null,
  ): [Tensor | PackedSequence, Tensor] {
    const sequence = sequenceOf(
      this,
      input,
      (dims) => `GRU: Expected input to be 2D or 3D, got ${dims}D instead`,
    )
    return runOneState(this, sequence, hx, C.gru)
  }
}

// biome-ignore lint/correctness/noUnusedVariables: it gives the class below its calls.
interface LSTM {
  (
    input: Tensor,
    hx?: GivenHidden | null | { hx?: GivenHidden | null },
  ): [output: Tensor, hidden: Hidden]
  (
    input: PackedSequence,
    hx?: GivenHidden | null | { hx?: GivenHidden | null },
  ): [output: PackedSequence, hidden: Hidden]
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as for Module.
class LSTM extends RNNBase<Hidden> {
  constructor(...args: LSTMArguments) {
    super(...baseArguments('LSTM', ...args))
  }

  get_expected_cell_size(input: Tensor, batch_sizes: Tensor | null): HiddenSize {
    return expectedSize(this, this.hidden_size, input, batch_sizes)
  }

  override check_forward_args(
    input: Tensor,
    [hx, cx]: GivenHidden,
    batch_sizes: Tensor | null,
  ): void {
    this.check_input(input, batch_sizes)
    this.check_hidden_size(
      hx,
      this.get_expected_hidden_size(input, batch_sizes),
      'Expected hidden[0] size {}, got {}',
    )
    this.check_hidden_size(
      cx,
      this.get_expected_cell_size(input, batch_sizes),
      'Expected hidden[1] size {}, got {}',
    )
  }

  override permute_hidden(hx: Hidden, permutation: Tensor | null): Hidden {
    if (permutation === null) return hx
    return [_apply_permutation(hx[0], permutation), _apply_permutation(hx[1], permutation)]
  }

  override forward(input: PackedSequence, hx?: GivenHidden | null): [PackedSequence, Hidden]
  override forward(input: Tensor, hx?: GivenHidden | null): [Tensor, Hidden]
  override forward(
    input: Tensor | PackedSequence,
    hx: GivenHidden | null = null,
  ): [Tensor | PackedSequence, Hidden] {
    const sequence = sequenceOf(
      this,
      input,
      (dims) => `LSTM: Expected input to be 2D or 3D, got ${dims}D instead`,
    )
    const { input: steps, batch_sizes, batched } = sequence
    const hidden = twoStates(this, sequence, hx)
    const { _flat_weights: weights, bias, num_layers: layers, dropout, training } = this
    const { bidirectional: both, batch_first } = this
    const [output, h, c] =
      batch_sizes === null
        ? C.lstm(steps, hidden, weights, bias, layers, dropout, training, both, batch_first)
        : C.lstm(steps, batch_sizes, hidden, weights, bias, layers, dropout, training, both)
    const last: Hidden = batched ? [h, c] : [h.squeeze(1), c.squeeze(1)]
    return [close(this, output, sequence), this.permute_hidden(last, sequence.unsorted_indices)]
  }
}

// The states to start from. As in Python, those of a packed sequence are not checked.
function twoStates(rnn: LSTM, sequence: Sequence, given: GivenHidden | null): Hidden {
  const { input, batch_sizes, batched, sorted_indices } = sequence
  if (given !== null && batch_sizes !== null) {
    return rnn.permute_hidden([...given], sorted_indices)
  }
  if (given !== null) checkTwoStates(given, batched)
  const hidden: Hidden =
    given === null
      ? [
          zeroState(rnn, rnn.proj_size || rnn.hidden_size, sequence),
          zeroState(rnn, rnn.hidden_size, sequence),
        ]
      : batched
        ? [...given]
        : [given[0].unsqueeze(1), given[1].unsqueeze(1)]
  if (batch_sizes === null) rnn.check_forward_args(input, hidden, batch_sizes)
  return hidden
}

function checkTwoStates([hx, cx]: GivenHidden, batched: boolean): void {
  const dims = batched ? 3 : 2
  if (hx.dim() === dims && cx.dim() === dims) return
  const kind = batched ? 'batched 3-D' : 'unbatched 2-D'
  throw new RuntimeError(
    `For ${kind} input, hx and cx should also be ${dims}-D but got (${hx.dim()}-D, ${cx.dim()}-D) tensors`,
  )
}

/** Python's old name for `tensor.index_select(dim, permutation)`, which it warns of. */
export function apply_permutation(tensor: Tensor, permutation: Tensor, dim = 1): Tensor {
  warn(
    '`apply_permutation` is deprecated, please use `tensor.index_select(dim, permutation)` instead',
    FutureWarning,
  )
  return _apply_permutation(tensor, permutation, dim)
}

for (const cls of [RNN, LSTM, GRU]) bindForward(cls, 'input, hx=None')

/**
 * The plain recurrent network of Elman: `h_t = tanh(W_ih x_t + b_ih + W_hh h_(t-1) + b_hh)`, in `num_layers` layers, in
 * both directions if `bidirectional`; `relu` in the place of tanh with `nonlinearity`. `dropout` falls on the outputs
 * of all layers but the last.
 *
 * Shape: input `(L, N, H_in)`, `(N, L, H_in)` if `batch_first`, `(L, H_in)` without a batch, or a
 * {@link PackedSequence}; hx `(D * num_layers, N, H)`, zeros unless given, D being 2 if bidirectional. The result is
 * the output `(L, N, D * H)` of the last layer and the last states, shaped as hx.
 *
 * @example
 * const rnn = nn.RNN(10, 20, 2)
 * const [output, hn] = rnn(torch.randn(5, 3, 10), torch.randn(2, 3, 20))
 * output.size() // torch.Size([5, 3, 20])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.RNN.html
 */
const RNN_ = callable(RNN)
/**
 * Long short-term memory: with the gates `i`, `f` and `o` (sigmoids) and `g` (tanh) of
 * `W_i x_t + b_i + W_h h_(t-1) + b_h`, `c_t = f * c_(t-1) + i * g` and `h_t = o * tanh(c_t)`. With `proj_size`, `h_t`
 * is multiplied by a learned matrix that makes it smaller. The weights of the gates lie one under another in the order
 * `i, f, g, o`.
 *
 * Shape: as of {@link RNN}, where the state is `[h, c]`: h `(D * num_layers, N, proj_size or H)`, c
 * `(D * num_layers, N, H)`. The result is `[output, [h_n, c_n]]`.
 *
 * @example
 * const rnn = nn.LSTM(10, 20, 2)
 * const [output, [hn, cn]] = rnn(torch.randn(5, 3, 10), [torch.randn(2, 3, 20), torch.randn(2, 3, 20)])
 * output.size() // torch.Size([5, 3, 20])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.LSTM.html
 */
const LSTM_ = callable(LSTM)
/**
 * Gated recurrent unit: `r` and `z` are sigmoids of `W_i x_t + b_i + W_h h_(t-1) + b_h`,
 * `n = tanh(W_in x_t + b_in + r * (W_hn h_(t-1) + b_hn))` and `h_t = (1 - z) * n + z * h_(t-1)`. The weights of the
 * gates lie one under another in the order `r, z, n`.
 *
 * Shape: as of {@link RNN}.
 *
 * @example
 * const rnn = nn.GRU(10, 20, 2, { batch_first: true })
 * const [output, hn] = rnn(torch.randn(3, 5, 10))
 * output.size() // torch.Size([3, 5, 20])
 * hn.size() // torch.Size([2, 3, 20])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.GRU.html
 */
const GRU_ = callable(GRU)
type RNN_ = RNN
type LSTM_ = LSTM
type GRU_ = GRU

export { RNNBase } from './_rnn_base.js'
export { GRUCell, LSTMCell, RNNCell, RNNCellBase } from './_rnn_cells.js'
export { GRU_ as GRU, LSTM_ as LSTM, RNN_ as RNN }
