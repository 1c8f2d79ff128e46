// Mirrors Embedding of torch/nn/modules/sparse.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { empty } from '../../_generated/torch_functions.js'
import { python } from '../../_kwargs.js'
import { pyRepr } from '../../_repr.js'
import { no_grad } from '../../autograd/grad_mode.js'
import { AssertionError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'
import type { Device, dtype } from '../../types.js'
import * as F from '../functional.js'
import { normal_ } from '../init.js'
import { Parameter } from '../parameter.js'
import { layer } from './_layer.js'
import { Module } from './module.js'

interface PretrainedOptions {
  freeze?: boolean
  padding_idx?: number | null
  max_norm?: number | null
  norm_type?: number
  scale_grad_by_freq?: boolean
  sparse?: boolean
}

const bindPretrained = python(
  'Embedding.from_pretrained(self, embeddings, freeze=True, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False)',
)

const initEmbedding = initializer<
  [
    num_embeddings: number,
    embedding_dim: number,
    padding_idx: number | null,
    max_norm: number | null,
    norm_type: number,
    scale_grad_by_freq: boolean,
    sparse: boolean,
    _weight: Tensor | null,
    _freeze: boolean,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  'Embedding.__init__(self, num_embeddings, embedding_dim, padding_idx=None, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, sparse=False, _weight=None, _freeze=False, device=None, dtype=None)',
)

class Embedding extends Module {
  declare num_embeddings: number
  declare embedding_dim: number
  declare padding_idx: number | null
  declare max_norm: number | null
  declare norm_type: number
  declare scale_grad_by_freq: boolean
  declare sparse: boolean
  declare weight: Parameter

  constructor(...args: ArgumentsOf<typeof initEmbedding>) {
    super()
    const { _weight, _freeze, device, dtype, ...options } = initEmbedding(args)
    const { num_embeddings, embedding_dim, padding_idx } = options
    if (padding_idx !== null && (padding_idx >= num_embeddings || padding_idx < -num_embeddings)) {
      throw new AssertionError('Padding_idx must be within num_embeddings')
    }
    Object.assign(this, options)
    if (padding_idx !== null && padding_idx < 0) this.padding_idx = num_embeddings + padding_idx
    if (_weight === null) {
      const drawn = empty([num_embeddings, embedding_dim], { device, dtype })
      this.weight = new Parameter(drawn, !_freeze)
      this.reset_parameters()
      return
    }
    const [rows, columns, ...more] = _weight.shape
    if (rows !== num_embeddings || columns !== embedding_dim || more.length > 0) {
      throw new AssertionError('Shape of weight does not match num_embeddings and embedding_dim')
    }
    this.weight = new Parameter(_weight, !_freeze)
  }

  /** A table of given vectors, which are not trained unless `freeze` is false. */
  static from_pretrained(embeddings: Tensor, freeze?: boolean): Embedding
  static from_pretrained(embeddings: Tensor, options: PretrainedOptions): Embedding
  static from_pretrained(...args: unknown[]): Embedding {
    const { embeddings, freeze, ...options } = bindPretrained<
      Required<PretrainedOptions> & { embeddings: Tensor }
    >(args)
    if (embeddings.dim() !== 2) {
      throw new AssertionError('Embeddings parameter is expected to be 2-dimensional')
    }
    const [num_embeddings, embedding_dim] = embeddings.shape as unknown as [number, number]
    return new this({
      num_embeddings,
      embedding_dim,
      _weight: embeddings,
      _freeze: freeze,
      ...options,
    })
  }

  /** Draws the vectors anew. */
  reset_parameters(): void {
    normal_(this.weight)
    this._fill_padding_idx_with_zero()
  }

  _fill_padding_idx_with_zero(): void {
    const { padding_idx, weight } = this
    if (padding_idx !== null) no_grad(() => weight.select(0, padding_idx).fill_(0))
  }

  override forward(input: Tensor): Tensor {
    const { weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse } = this
    return F.embedding(input, weight, padding_idx, max_norm, norm_type, scale_grad_by_freq, sparse)
  }

  override extra_repr(): string {
    let text = `${this.num_embeddings}, ${this.embedding_dim}`
    if (this.padding_idx !== null) text += `, padding_idx=${this.padding_idx}`
    if (this.max_norm !== null) text += `, max_norm=${pyRepr(this.max_norm)}`
    if (this.norm_type !== 2) text += `, norm_type=${pyRepr(this.norm_type)}`
    if (this.scale_grad_by_freq) text += ', scale_grad_by_freq=True'
    if (this.sparse) text += ', sparse=True'
    return text
  }
}

/**
 * A table of vectors: each index becomes its row. `padding_idx` is a row that stays zero.
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Embedding.html
 */
const Embedding_ = layer(Embedding, 'input')
type Embedding_ = Embedding

export { Embedding_ as Embedding }
