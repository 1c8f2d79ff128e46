// sharp, waited for: the same libwebp, libtiff and libjpeg as Pillow's, so pixels and files are the same, but
// asynchronous only. It does what the formats' own files leave to it.

import type { CreateRaw } from 'sharp'
import { BlockingError, blocking } from '../_blocking.js'
import { OSError } from '../errors.js'

interface Layout {
  readonly width: number
  readonly height: number
  readonly channels: number
}

interface Task {
  readonly bytes: Uint8Array
  /** For pixels: their layout. For a file: absent. */
  readonly raw?: Layout
  /** The format to write; absent to read. */
  readonly format?: string
  readonly options?: object
  /** What of a file's troubles makes reading fail. */
  readonly failOn?: 'truncated' | 'error'
}

/** What sharp reads: bytes, with bands interleaved. */
export interface SharpPixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly space: string
}

const run = blocking<Task, unknown>(
  (load) => {
    const sharp = load('sharp') as typeof import('sharp').default
    sharp.concurrency(1)
    sharp.cache(false)
    return async ({ bytes, raw, format, options, failOn = 'error' }) => {
      if (raw !== undefined) {
        let image = sharp(bytes, { raw: raw as CreateRaw, limitInputPixels: false })
        if (raw.channels < 3) image = image.toColourspace('b-w')
        return image.toFormat(format as 'webp', options).toBuffer()
      }
      const image = sharp(bytes, { failOn, limitInputPixels: false })
      const { space, channels } = await image.metadata()
      if (space === 'cmyk') image.pipelineColourspace('cmyk').toColourspace('cmyk')
      else if (channels < 3) image.toColourspace(space)
      const { data, info } = await image.raw().toBuffer({ resolveWithObject: true })
      return { data, width: info.width, height: info.height, channels: info.channels, space }
    }
  },
  ['sharp'],
)

function call<R>(task: Task): R {
  try {
    return run(task) as R
  } catch (error) {
    if (error instanceof BlockingError) throw new OSError(error.message)
    throw error
  }
}

/** The pixels of the first frame of a file; `failOn` says what damage is too much. */
export function sharpDecode(
  bytes: Uint8Array,
  failOn: 'truncated' | 'error' = 'error',
): SharpPixels {
  const { data, ...rest } = call<SharpPixels>({ bytes, failOn })
  return { ...rest, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
}

/** Pixels as a file of one of sharp's formats, with sharp's options. */
export function sharpEncode(
  bytes: Uint8Array,
  raw: Layout,
  format: string,
  options: object,
): Uint8Array {
  const out = call<Uint8Array>({ bytes, raw, format, options })
  return new Uint8Array(out.buffer, out.byteOffset, out.byteLength)
}
