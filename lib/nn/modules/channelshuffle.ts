// Mirrors torch/nn/modules/channelshuffle.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import type { Tensor } from '../../tensor.js'
import * as F from '../functional.js'
import { layer } from './_layer.js'
import { Module } from './module.js'

const initChannelShuffle = initializer<[groups: number]>()('ChannelShuffle.__init__(self, groups)')

class ChannelShuffle extends Module {
  declare groups: number

  constructor(...args: ArgumentsOf<typeof initChannelShuffle>) {
    super()
    Object.assign(this, initChannelShuffle(args))
  }

  override forward(input: Tensor): Tensor {
    return F.channel_shuffle(input, this.groups)
  }

  override extra_repr(): string {
    return `groups=${this.groups}`
  }
}

/**
 * Mixes the channels of `(N, C, *)` between groups: they go into `groups` rows and come out column by column, so that
 * the next grouped convolution sees some of every group.
 *
 * @example
 * nn.ChannelShuffle(2)(torch.arange(4).reshape(1, 4, 1, 1)).flatten() // tensor([0, 2, 1, 3])
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.nn.ChannelShuffle.html
 */
const ChannelShuffle_ = layer(ChannelShuffle, 'input')
type ChannelShuffle_ = ChannelShuffle

export { ChannelShuffle_ as ChannelShuffle }
