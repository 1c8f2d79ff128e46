// Transforms that put a border around. Mirrors torchvision/transforms/v2/_geometry.py.

import { type ArgumentsOf, initializer } from '../../../../_arguments.js'
import { callable } from '../../../../_callable.js'
import { pyStr } from '../../../../_repr.js'
import { tuple } from '../../../../_tuple.js'
import { ValueError } from '../../../../errors.js'
import torch, { type Tensor } from '../../../../index.js'
import { _check_sequence_input } from '../../_base.js'
import type { SizeArgument } from '../../_functional/resize.js'
import { isNumber } from '../../_types.js'
import { _RandomApplyTransform, type Params, Transform } from '../_transform.js'
import {
  _check_padding_arg,
  _check_padding_mode_arg,
  _get_fill,
  _setup_fill_arg,
  type FillArgument,
  query_size,
} from '../_utils.js'
import type { PaddingMode } from '../functional/_pad.js'
import * as F from '../functional/index.js'

const initPad = initializer<
  [padding: SizeArgument, fill: FillArgument, padding_mode: PaddingMode]
>()("Pad.__init__(self, padding, fill=0, padding_mode='constant')")

class Pad extends Transform {
  declare padding: SizeArgument
  declare fill: FillArgument
  declare padding_mode: PaddingMode

  constructor(...args: ArgumentsOf<typeof initPad>) {
    const { padding, fill, padding_mode } = initPad(args)
    super()
    _check_padding_arg(padding)
    _check_padding_mode_arg(padding_mode)
    this.padding = isNumber(padding) ? padding : [...padding]
    this.fill = _setup_fill_arg(fill)
    this.padding_mode = padding_mode
  }

  override transform(inpt: unknown): unknown {
    const { padding, fill, padding_mode } = this
    return this._call_kernel(F.pad, inpt, padding, _get_fill(fill, inpt), padding_mode)
  }
}

const initZoomOut = initializer<
  [fill: FillArgument, side_range: readonly number[] | undefined, p: number]
>()('RandomZoomOut.__init__(self, fill=0, side_range=undefined, p=0.5)')

class RandomZoomOut extends _RandomApplyTransform {
  declare fill: FillArgument
  declare side_range: readonly number[]

  constructor(...args: ArgumentsOf<typeof initZoomOut>) {
    const { fill, side_range = tuple([1, 4]), p } = initZoomOut(args)
    super(p)
    this.fill = _setup_fill_arg(fill)
    _check_sequence_input(side_range, 'side_range', [2])
    this.side_range = side_range
    const [from, to] = side_range as [number, number]
    if (from < 1 || from > to) {
      throw new ValueError(`Invalid side range provided ${pyStr(side_range)}.`)
    }
  }

  protected override get floatFields(): readonly string[] {
    return ['side_range']
  }

  override make_params(flat_inputs: unknown[]): Params {
    const [h, w] = query_size(flat_inputs)
    const [from, to] = this.side_range as [number, number]
    const r = torch
      .rand(1)
      .mul(to - from)
      .add(from)
    const [width, height] = [w, h].map((one) => Math.trunc(r.mul(one).item() as number)) as [
      number,
      number,
    ]
    const [x, y] = torch.rand(2).unbind(0) as [Tensor, Tensor]
    const left = Math.trunc(x.mul(width - w).item() as number)
    const top = Math.trunc(y.mul(height - h).item() as number)
    return { padding: [left, top, width - (left + w), height - (top + h)] }
  }

  override transform(inpt: unknown, params: Params): unknown {
    const padding = params.padding as number[]
    return this._call_kernel(F.pad, inpt, padding, _get_fill(this.fill, inpt), 'constant')
  }
}

/** {@link F.pad} as a transform. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.Pad.html */
const Pad_ = callable(Pad)

/** A border of random width, with a probability. @see https://docs.pytorch.org/vision/0.28/generated/torchvision.transforms.v2.RandomZoomOut.html */
const RandomZoomOut_ = callable(RandomZoomOut)

type Pad_ = Pad

type RandomZoomOut_ = RandomZoomOut

export { Pad_ as Pad, RandomZoomOut_ as RandomZoomOut }
