// Mirrors audio, video and make_video of torch/utils/tensorboard/summary.py.

import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { print } from '../../../builtins.js'
import { int16, int64, uint8 } from '../../../dtype.js'
import { AssertionError, OverflowError, ValueError } from '../../../errors.js'
import { fromarray } from '../../../PIL/Image.js'
import type { Tensor } from '../../../types.js'
import { type Arrayish, make_np } from '../_convert_np.js'
import { gifOf } from '../_gif.js'
import { type ImageProto, Summary } from '../_proto.js'
import { _prepare_video } from '../_utils.js'
import { toBytes } from './image.js'

const bindAudio = initializer<[tag: string, tensor: Arrayish, sample_rate: number]>()(
  'audio(tag, tensor, sample_rate=44100)',
  { dicts: ['tensor'] },
)

/**
 * Sound of one channel as WAV of 16 bits. Values lie between -1 and 1; what does not is clipped.
 *
 * @example
 * const [{ audio: sound }] = audio('beep', torch.sin(torch.arange(800)), 8000).value
 * sound?.length_frames // 800
 */
export function audio(...args: ArgumentsOf<typeof bindAudio>): Summary {
  const { tag, tensor, sample_rate } = bindAudio(args)
  const frames = samples(make_np(tensor).squeeze())
  return new Summary({
    value: [
      {
        tag,
        audio: {
          sample_rate,
          num_channels: 1,
          length_frames: frames.length,
          encoded_audio_string: wave(frames, sample_rate),
          content_type: 'audio/wav',
        },
      },
    ],
  })
}

function samples(given: Tensor): Int16Array {
  if (given.numel() === 0) {
    throw new ValueError('zero-size array to reduction operation maximum which has no identity')
  }
  let array = given
  if ((array.abs().max().item() as number) > 1) {
    print('warning: audio amplitude out of range, auto clipped.')
    array = array.clamp(-1, 1)
  }
  if (array.dim() !== 1) throw new AssertionError('input tensor should be 1 dimensional.')
  if (array.dtype === uint8) {
    throw new OverflowError('Python integer 32767 out of bounds for uint8')
  }
  // As a processor makes an integer of what is none: through one of more bits.
  const frames = array.mul(32767).nan_to_num(0).to(int64).to(int16)
  return frames.contiguous().numpy<Int16Array>().data
}

function wave(frames: Int16Array, sample_rate: number): Uint8Array {
  const file = Buffer.alloc(44 + frames.length * 2)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + frames.length * 2, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(sample_rate, 24)
  file.writeUInt32LE(sample_rate * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(frames.length * 2, 40)
  for (const [i, frame] of frames.entries()) file.writeInt16LE(frame, 44 + i * 2)
  return file
}

const bindVideo = initializer<[tag: string, tensor: Arrayish, fps: number]>()(
  'video(tag, tensor, fps=4)',
  { dicts: ['tensor'] },
)

/** A video (N, T, C, H, W) as an animated GIF, several side by side. */
export function video(...args: ArgumentsOf<typeof bindVideo>): Summary {
  const { tag, tensor, fps } = bindVideo(args)
  const frames = toBytes(_prepare_video(make_np(tensor)))
  return new Summary({ value: [{ tag, image: make_video(frames, fps) }] })
}

/** Frames (T, H, W, C) of bytes as an animated GIF. */
export function make_video(tensor: Tensor, fps: number): ImageProto {
  const [, height = 0, width = 0, colorspace = 0] = tensor.shape
  const frames = colorspace === 1 ? tensor.select(3, 0) : tensor
  const images = Array.from(frames, (frame) => fromarray(frame))
  const encoded_image_string = gifOf(images, fps)
  return { height, width, colorspace, encoded_image_string }
}
