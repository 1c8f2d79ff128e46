// Mirrors RNNBase of torch/nn/modules/rnn.py.
//
// Note [Flat weights]
// Python keeps a list of the weights beside the parameters, in step with them by __setattr__ and weak references. Here
// `_flat_weights` is read off the parameters each time: a few property reads, and never out of step.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { _is_any_autocast_enabled } from '../../_autocast.js'
import { float } from '../../_builtins/conversion.js'
import { callable } from '../../_callable.js'
import {
  _cudnn_rnn_flatten_weight,
  _use_cudnn_rnn_flatten_weight,
  empty,
} from '../../_generated/torch_functions.js'
import { floatRepr, pyRepr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { cudnn } from '../../backends.js'
import * as dtypes from '../../dtype.js'
import { RuntimeError, ValueError } from '../../errors.js'
import { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import { warn } from '../../warnings.js'
import { equalSizes, tupleText } from '../functional/_shapes.js'
import * as init from '../init.js'
import { Parameter } from '../parameter.js'
import { place } from './_container.js'
import { Module } from './module.js'

/** The kinds of recurrent networks by cuDNN's number. */
const modes = ['RNN_RELU', 'RNN_TANH', 'LSTM', 'GRU'] as const

/** What a recurrent network is: the `mode` of {@link RNNBase}. */
export type Mode = (typeof modes)[number]

/** The sizes of a hidden state: layers and directions, sequences, features. */
export type HiddenSize = [layers: number, batch: number, features: number]

const initRNNBase = initializer<
  [
    mode: Mode,
    input_size: number,
    hidden_size: number,
    num_layers: number,
    bias: boolean,
    batch_first: boolean,
    dropout: number,
    bidirectional: boolean,
    proj_size: number,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  'RNNBase.__init__(self, mode, input_size, hidden_size, num_layers=1, bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0, device=None, dtype=None)',
)

export type RNNBaseArguments = ArgumentsOf<typeof initRNNBase>
type Options = ReturnType<typeof initRNNBase>

function checkDropout(dropout: unknown, num_layers: number): void {
  const isNumber = typeof dropout === 'number' || typeof dropout === 'bigint'
  if (!isNumber || !(dropout >= 0 && dropout <= 1)) {
    throw new ValueError(
      'dropout should be a number in range [0, 1] representing the probability of an element being zeroed',
    )
  }
  if (dropout > 0 && num_layers === 1) {
    warn(
      'dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects ' +
        `num_layers greater than 1, but got dropout=${pyRepr(dropout)} and num_layers=${num_layers}`,
    )
  }
}

function checkBool(value: unknown, name: string): void {
  if (typeof value !== 'boolean') {
    throw new TypeError(`${name} should be of type bool, got: ${typeName(value)}`)
  }
}

// A bool is an int in Python.
function checkSize(value: unknown, name: string): void {
  if (!['int', 'bool'].includes(typeName(value))) {
    throw new TypeError(`${name} should be of type int, got: ${typeName(value)}`)
  }
  if ((value as number) <= 0) throw new ValueError(`${name} must be greater than zero`)
}

function checkOptions({ mode, ...options }: Options): void {
  checkDropout(options.dropout, options.num_layers)
  checkBool(options.bias, 'bias')
  checkBool(options.batch_first, 'batch_first')
  checkSize(options.input_size, 'input_size')
  checkSize(options.hidden_size, 'hidden_size')
  if (options.num_layers <= 0) throw new ValueError('num_layers must be greater than zero')
  if (options.proj_size < 0) {
    throw new ValueError('proj_size should be a positive integer or zero to disable projections')
  }
  if (options.proj_size >= options.hidden_size) {
    throw new ValueError('proj_size has to be smaller than hidden_size')
  }
  if (!modes.includes(mode)) throw new ValueError(`Unrecognized RNN mode: ${mode}`)
}

const gates: Readonly<Record<Mode, number>> = { LSTM: 4, GRU: 3, RNN_TANH: 1, RNN_RELU: 1 }

// The weights of one layer and direction by name, in the order in which the operators take them.
function layerShapes(options: Options, layer: number, suffix: string): [string, number[]][] {
  const { mode, input_size, hidden_size, bias, bidirectional, proj_size } = options
  const gate_size = gates[mode] * hidden_size
  const out = proj_size > 0 ? proj_size : hidden_size
  const layerInput = layer === 0 ? input_size : out * (bidirectional ? 2 : 1)
  const shapes: [string, number[]][] = [
    ['weight_ih', [gate_size, layerInput]],
    ['weight_hh', [gate_size, out]],
  ]
  // The second bias is for cuDNN; one would do.
  if (bias) shapes.push(['bias_ih', [gate_size]], ['bias_hh', [gate_size]])
  if (proj_size > 0) shapes.push(['weight_hr', [proj_size, hidden_size]])
  return shapes.map(([name, shape]) => [`${name}_l${layer}${suffix}`, shape])
}

const cudnnDtypes: readonly dtype[] = [dtypes.float16, dtypes.float32, dtypes.float64]

function cudnnAccepts(weight: Tensor): boolean {
  return (
    weight.is_cuda && cudnn.enabled && cudnn.is_available() && cudnnDtypes.includes(weight.dtype)
  )
}

/** What {@link RNNBase.forward} of the subclasses keeps: `Hidden` is a tensor, or the two of an LSTM. */
class RNNBase<Hidden = Tensor> extends Module {
  declare mode: Mode
  declare input_size: number
  declare hidden_size: number
  declare num_layers: number
  declare bias: boolean
  declare batch_first: boolean
  declare dropout: number
  declare bidirectional: boolean
  declare proj_size: number
  declare _flat_weights_names: string[]
  declare _all_weights: string[][];
  /** `weight_ih_l0`, `weight_hh_l0`, `weight_hr_l0`, those of the layers above and, with `_reverse`, backwards. */
  [weight: `weight_${string}`]: Parameter
  /** `bias_ih_l0`, `bias_hh_l0`, ... */
  [bias: `bias_${string}`]: Parameter

  constructor(...args: RNNBaseArguments) {
    const options = initRNNBase(args)
    super()
    const { device, dtype, ...settings } = options
    Object.assign(this, settings, { dropout: float(options.dropout) })
    checkOptions(options)
    this._flat_weights_names = []
    this._all_weights = []
    const suffixes = options.bidirectional ? ['', '_reverse'] : ['']
    for (let layer = 0; layer < options.num_layers; layer++) {
      for (const suffix of suffixes) {
        const shapes = layerShapes(options, layer, suffix)
        for (const [name, shape] of shapes) {
          place(this, name, new Parameter(empty(shape, { device, dtype })))
        }
        const names = shapes.map(([name]) => name)
        this._flat_weights_names.push(...names)
        this._all_weights.push(names)
      }
    }
    this.flatten_parameters()
    this.reset_parameters()
  }

  /** The weights in the order in which the operators take them. See Note [Flat weights]. */
  get _flat_weights(): Tensor[] {
    const weights = this as unknown as Record<string, Tensor | undefined>
    return this._flat_weights_names.map((name) => weights[name] ?? null) as Tensor[]
  }

  /** The weights of each layer and direction. */
  get all_weights(): Parameter[][] {
    const weights = this as unknown as Record<string, Parameter>
    return this._all_weights.map((names) => names.map((name) => weights[name] as Parameter))
  }

  /** Lays the weights out in one piece of memory, as cuDNN wants them; nothing to do on the CPU. */
  flatten_parameters(): void {
    const weights = this._flat_weights
    const [first] = weights
    if (!weights.every((one) => one instanceof Tensor && cudnnAccepts(one))) return
    if (!weights.every((one) => one.dtype === first?.dtype)) return
    if (new Set(weights.map((one) => one.data_ptr())).size !== weights.length) return
    if (!_use_cudnn_rnn_flatten_weight()) return
    // In place, on leaves; the operator itself goes to the device of its weights.
    no_grad(() =>
      _cudnn_rnn_flatten_weight(
        weights,
        (this.bias ? 4 : 2) + (this.proj_size > 0 ? 1 : 0),
        this.input_size,
        modes.indexOf(this.mode),
        this.hidden_size,
        this.proj_size,
        this.num_layers,
        this.batch_first,
        this.bidirectional,
      ),
    )
  }

  override _apply(fn: (tensor: Tensor) => Tensor, recurse = true): this {
    super._apply(fn, recurse)
    this.flatten_parameters()
    return this
  }

  /** Draws all weights anew, uniform within `1 / sqrt(hidden_size)`. */
  reset_parameters(): void {
    const stdv = this.hidden_size > 0 ? 1 / Math.sqrt(this.hidden_size) : 0
    for (const weight of this.parameters()) init.uniform_(weight, -stdv, stdv)
  }

  check_input(input: Tensor, batch_sizes: Tensor | null): void {
    const type = this._flat_weights[0]?.dtype
    if (input.dtype !== type && !_is_any_autocast_enabled()) {
      throw new ValueError(
        `RNN input dtype (${input.dtype}) does not match weight dtype (${type}). ` +
          `Convert input: input.to(${type}), or convert model: model.to(${input.dtype})`,
      )
    }
    const dims = batch_sizes === null ? 3 : 2
    if (input.dim() !== dims) {
      throw new RuntimeError(`input must have ${dims} dimensions, got ${input.dim()}`)
    }
    if (this.input_size !== input.size(-1)) {
      throw new RuntimeError(
        `input.size(-1) must be equal to input_size. Expected ${this.input_size}, got ${input.size(-1)}`,
      )
    }
  }

  get_expected_hidden_size(input: Tensor, batch_sizes: Tensor | null): HiddenSize {
    return expectedSize(this, this.proj_size || this.hidden_size, input, batch_sizes)
  }

  check_hidden_size(
    hx: Tensor,
    expected_hidden_size: HiddenSize,
    msg = 'Expected hidden size {}, got {}',
  ): void {
    const size = hx.size()
    if (equalSizes(size, expected_hidden_size)) return
    throw new RuntimeError(
      msg.replace('{}', tupleText(expected_hidden_size)).replace('{}', pyRepr([...size])),
    )
  }

  check_forward_args(input: Tensor, hidden: Hidden, batch_sizes: Tensor | null): void {
    this.check_input(input, batch_sizes)
    const expected = this.get_expected_hidden_size(input, batch_sizes)
    this.check_hidden_size(hidden as Tensor, expected)
  }

  /** The hidden states in another order of the sequences. */
  permute_hidden(hx: Hidden, permutation: Tensor | null): Hidden {
    return permutation === null ? hx : (_apply_permutation(hx as Tensor, permutation) as Hidden)
  }

  override extra_repr(): string {
    const { input_size, hidden_size, proj_size, num_layers, bias, batch_first } = this
    const parts = [`${input_size}, ${hidden_size}`]
    if (proj_size !== 0) parts.push(`proj_size=${proj_size}`)
    if (num_layers !== 1) parts.push(`num_layers=${num_layers}`)
    if (!bias) parts.push('bias=False')
    if (batch_first) parts.push('batch_first=True')
    if (this.dropout !== 0) parts.push(`dropout=${floatRepr(this.dropout)}`)
    if (this.bidirectional !== false) parts.push(`bidirectional=${pyRepr(this.bidirectional)}`)
    return parts.join(', ')
  }
}

/** The size that a state with so many features has to have. */
export function expectedSize(
  rnn: { num_layers: number; bidirectional: boolean; batch_first: boolean },
  features: number,
  input: Tensor,
  batch_sizes: Tensor | null,
): HiddenSize {
  const layers = rnn.num_layers * (rnn.bidirectional ? 2 : 1)
  const batch = batch_sizes === null ? input.size(rnn.batch_first ? 0 : 1) : firstSize(batch_sizes)
  return [layers, batch, features]
}

/** How many sequences a packed sequence has: all of them have a first step. */
export function firstSize(batch_sizes: Tensor): number {
  return batch_sizes[0].item() as number
}

/** A hidden state with its sequences, dimension `dim`, in another order. */
export function _apply_permutation(tensor: Tensor, permutation: Tensor, dim = 1): Tensor {
  return tensor.index_select(dim, permutation)
}

/**
 * What {@link RNN}, {@link LSTM} and {@link GRU} have in common: weights, checks and settings. It has no `forward`.
 * `mode` is `'RNN_TANH'`, `'RNN_RELU'`, `'LSTM'` or `'GRU'`.
 *
 * Shape: `weight_ih_l0` `(G * H, H_in)` and `weight_hh_l0` `(G * H, H)`, `G` being the number of gates.
 *
 * @example
 * nn.RNNBase('LSTM', 10, 20).weight_ih_l0.size() // torch.Size([80, 10])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.RNNBase.html
 */
const RNNBase_ = callable(RNNBase)
type RNNBase_<Hidden = Tensor> = RNNBase<Hidden>

export { RNNBase_ as RNNBase }
