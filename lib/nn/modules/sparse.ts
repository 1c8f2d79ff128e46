// Mirrors torch/nn/modules/sparse.py.

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

type BagMode = 'sum' | 'mean' | 'max'

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

// A row that may be counted from the end.
function rowOf(padding_idx: number | null, rows: number, name: string): number | null {
  if (padding_idx === null || padding_idx === 0) return padding_idx
  if (padding_idx >= rows || padding_idx < -rows) {
    throw new AssertionError(`${name} must be within num_embeddings`)
  }
  return padding_idx < 0 ? rows + padding_idx : padding_idx
}

function table(
  given: Tensor | null,
  size: [rows: number, columns: number],
  requires_grad: boolean,
  options: { device: Device | null; dtype: dtype | null },
): Parameter {
  if (given === null) return new Parameter(empty(size, options), requires_grad)
  if (String([...given.shape]) !== String(size)) {
    throw new AssertionError('Shape of weight does not match num_embeddings and embedding_dim')
  }
  return new Parameter(given, requires_grad)
}

function shapeOf(embeddings: Tensor): { num_embeddings: number; embedding_dim: number } {
  if (embeddings.dim() !== 2) {
    throw new AssertionError('Embeddings parameter is expected to be 2-dimensional')
  }
  return { num_embeddings: embeddings.size(0), embedding_dim: embeddings.size(1) }
}

// Draws the vectors anew, all but that of padding, which is zero.
function draw({ weight, padding_idx }: { weight: Parameter; padding_idx: number | null }): void {
  normal_(weight)
  if (padding_idx !== null) no_grad(() => weight.select(0, padding_idx).fill_(0))
}

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
    Object.assign(this, options)
    this.padding_idx = rowOf(padding_idx, num_embeddings, 'Padding_idx')
    this.weight = table(_weight, [num_embeddings, embedding_dim], !_freeze, { device, dtype })
    if (_weight === null) this.reset_parameters()
  }

  /** A table of given vectors, which are not trained unless `freeze` is false. */
  static from_pretrained(embeddings: Tensor, freeze?: boolean): Embedding
  static from_pretrained(embeddings: Tensor, options: PretrainedOptions): Embedding
  static from_pretrained(...args: unknown[]): Embedding {
    const { embeddings, freeze, ...options } = bindPretrained<
      Required<PretrainedOptions> & { embeddings: Tensor }
    >(args)
    return new this({
      ...shapeOf(embeddings),
      _weight: embeddings,
      _freeze: freeze,
      ...options,
    })
  }

  /** Draws the vectors anew. */
  reset_parameters(): void {
    draw(this)
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

interface PretrainedBagOptions {
  freeze?: boolean
  max_norm?: number | null
  norm_type?: number
  scale_grad_by_freq?: boolean
  mode?: BagMode
  sparse?: boolean
  include_last_offset?: boolean
  padding_idx?: number | null
}

const bindPretrainedBag = python(
  "EmbeddingBag.from_pretrained(self, embeddings, freeze=True, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, include_last_offset=False, padding_idx=None)",
)

const initEmbeddingBag = initializer<
  [
    num_embeddings: number,
    embedding_dim: number,
    max_norm: number | null,
    norm_type: number,
    scale_grad_by_freq: boolean,
    mode: BagMode,
    sparse: boolean,
    _weight: Tensor | null,
    include_last_offset: boolean,
    padding_idx: number | null,
    device: Device | null,
    dtype: dtype | null,
  ]
>()(
  "EmbeddingBag.__init__(self, num_embeddings, embedding_dim, max_norm=None, norm_type=2.0, scale_grad_by_freq=False, mode='mean', sparse=False, _weight=None, include_last_offset=False, padding_idx=None, device=None, dtype=None)",
)

class EmbeddingBag extends Module {
  declare num_embeddings: number
  declare embedding_dim: number
  declare max_norm: number | null
  declare norm_type: number
  declare scale_grad_by_freq: boolean
  declare mode: BagMode
  declare sparse: boolean
  declare include_last_offset: boolean
  declare padding_idx: number | null
  declare weight: Parameter

  constructor(...args: ArgumentsOf<typeof initEmbeddingBag>) {
    super()
    const { _weight, device, dtype, ...options } = initEmbeddingBag(args)
    const { num_embeddings, embedding_dim, padding_idx } = options
    Object.assign(this, options)
    this.padding_idx = rowOf(padding_idx, num_embeddings, 'padding_idx')
    this.weight = table(_weight, [num_embeddings, embedding_dim], true, { device, dtype })
    if (_weight === null) this.reset_parameters()
  }

  /** A table of given vectors, which are not trained unless `freeze` is false. */
  static from_pretrained(embeddings: Tensor, freeze?: boolean): EmbeddingBag
  static from_pretrained(embeddings: Tensor, options: PretrainedBagOptions): EmbeddingBag
  static from_pretrained(...args: unknown[]): EmbeddingBag {
    const { embeddings, freeze, ...options } = bindPretrainedBag<
      Required<PretrainedBagOptions> & { embeddings: Tensor }
    >(args)
    const bag = new this({ ...shapeOf(embeddings), _weight: embeddings, ...options })
    bag.weight.requires_grad = !freeze
    return bag
  }

  /** Draws the vectors anew. */
  reset_parameters(): void {
    draw(this)
  }

  override forward(
    input: Tensor,
    offsets: Tensor | null = null,
    per_sample_weights: Tensor | null = null,
  ): Tensor {
    return F.embedding_bag(
      input,
      this.weight,
      offsets,
      this.max_norm,
      this.norm_type,
      this.scale_grad_by_freq,
      this.mode,
      this.sparse,
      per_sample_weights,
      this.include_last_offset,
      this.padding_idx,
    )
  }

  override extra_repr(): string {
    let text = `${this.num_embeddings}, ${this.embedding_dim}`
    if (this.max_norm !== null) text += `, max_norm=${pyRepr(this.max_norm)}`
    if (this.norm_type !== 2) text += `, norm_type=${pyRepr(this.norm_type)}`
    if (this.scale_grad_by_freq) text += ', scale_grad_by_freq=True'
    text += `, mode=${pyRepr(this.mode)}`
    if (this.padding_idx !== null) text += `, padding_idx=${this.padding_idx}`
    return text
  }
}

/**
 * A table of vectors: each index becomes its row, `(*)` to `(*, embedding_dim)`. `padding_idx` is a row that stays
 * zero. With `max_norm` the rows that are used are first made no longer than that.
 *
 * @example
 * const embedding = nn.Embedding(10, 3)
 * embedding(torch.tensor([[1, 2, 4, 5], [4, 3, 2, 9]])).size() // torch.Size([2, 4, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.Embedding.html
 */
const Embedding_ = layer(Embedding, 'input')
/**
 * Sums, means or maxima of rows of a table, without the rows themselves: what an {@link Embedding} and a reduction over
 * its first dimension give, in one.
 *
 * Shape: input `(B, N)`, bags of one size, or `(N)` with `offsets` `(B)`, where each bag begins; the result
 * `(B, embedding_dim)`. `per_sample_weights`, of the shape of the input, scale the rows, for `mode: 'sum'`.
 *
 * @example
 * const bag = nn.EmbeddingBag(10, 3, { mode: 'sum' })
 * bag(torch.tensor([1, 2, 4, 5, 4, 3, 2, 9]), torch.tensor([0, 4])).size() // torch.Size([2, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.EmbeddingBag.html
 */
const EmbeddingBag_ = layer(EmbeddingBag, 'input, offsets=None, per_sample_weights=None')
type Embedding_ = Embedding
type EmbeddingBag_ = EmbeddingBag

export { Embedding_ as Embedding, EmbeddingBag_ as EmbeddingBag }
