import { tmpdir } from 'node:os'
import { Image } from 'torch-node/PIL'
import { OSError, ValueError } from '../../lib/errors.js'
import { decode, encode, probe } from '../../lib/PIL/_codecs.js'
import { readJson } from '../golden/support/json.js'
import { digest, made, type PILImage } from './support.js'

interface Golden {
  files: { name: string; data: string; image: unknown[] }[]
  encodings: {
    format: string
    mode: string
    options: object
    file: string | null
    image: unknown[]
  }[]
}

const { files, encodings } = readJson<Golden>('vision_data.gz')
const bytesOf = (data: string): Uint8Array => Uint8Array.from(Buffer.from(data, 'base64'))
const file = (name: string): Uint8Array =>
  bytesOf(files.find((one) => one.name === name)?.data as string)

const asImage = (bytes: Uint8Array): PILImage => Image.open(bytes)

function saved(image: PILImage, format: string, options: object): Uint8Array {
  let out = new Uint8Array(0)
  image.save({ write: (bytes) => (out = Uint8Array.from(bytes)) }, format, { ...options })
  return out
}

describe('PIL.Image.open', () => {
  test.each(files)('$name', ({ data, image }) => {
    const bytes = bytesOf(data)
    expect(digest(asImage(bytes))).toEqual(image)
    const [mode, size] = image as [string, [number, number]]
    // What a palette of greys makes of a GIF or BMP is known only after the palette is read.
    const head = probe(bytes)
    expect([head?.width, head?.height]).toEqual(size)
    if (head?.format !== 'GIF') expect(head?.mode).toBe(mode)
  })

  test('what a file says beside its pixels', () => {
    expect(decode(file('rgb.jpg')).info).toMatchObject({ jfif: 257, jfif_version: [1, 1] })
    expect(
      Buffer.from(decode(file('turned.jpg')).info.exif as Uint8Array).toString('latin1'),
    ).toMatch(/^Exif\0\0/)
    expect(decode(file('progressive.jpg')).info).toMatchObject({ progressive: 1 })
    expect(decode(file('transparent.png')).info).toEqual({ transparency: 3 })
    expect(
      Array.from(decode(file('alphas.png')).info.transparency as Uint8Array).slice(0, 3),
    ).toEqual([0, 10, 20])
    expect(decode(file('key.png')).info).toEqual({ transparency: [1, 2, 3] })
    expect(decode(file('transparent.gif')).info.transparency).toEqual(expect.any(Number))
  })

  test('what is no image', () => {
    expect(() => asImage(Uint8Array.of(1, 2, 3))).toThrow(Image.UnidentifiedImageError)
    expect(probe(Uint8Array.of(1, 2, 3))).toBeNull()
    expect(probe(new Uint8Array(0))).toBeNull()
  })

  test.each(['rgb.jpg', 'RGB.png', 'rgb.webp', 'rgb.tif', 'palette.gif', 'RGB.bmp', 'rgb.ppm'])(
    'a truncated %s is an OSError',
    (name) => {
      const whole = file(name)
      for (const part of [0.3, 0.6, 0.9]) {
        expect(() => decode(whole.slice(0, Math.floor(whole.length * part)))).toThrow(OSError)
      }
    },
  )

  test('an image that would fill the memory is refused', () => {
    const bytes = file('RGB.png')
    new DataView(bytes.buffer).setUint32(16, 100_000)
    new DataView(bytes.buffer).setUint32(20, 100_000)
    expect(() => decode(bytes)).toThrow(
      new OSError(
        'Image size (10000000000 pixels) exceeds limit of 178956970 pixels, could be decompression bomb DOS attack.',
      ),
    )
  })

  test('hostile bytes only throw', () => {
    let state = 1
    const random = (below: number): number => {
      state = (state * 48271) % 0x7fffffff
      return state % below
    }
    const errors = new Set<string>()
    for (const { name, data } of files) {
      // sharp's thread is asked once per file: it is slower, and no code of ours.
      const tries = /webp|tif|cmyk/.test(name) ? 1 : 12
      for (let i = 0; i < tries; i++) {
        const bytes = bytesOf(data)
        for (let k = 0; k <= i % 4; k++) bytes[random(bytes.length)] = random(256)
        try {
          decode(bytes)
        } catch (error) {
          errors.add((error as Error).constructor.name)
        }
      }
    }
    expect([...errors].filter((name) => name !== 'OSError')).toEqual([])
  })
})

describe('PIL.Image.save', () => {
  test.each(encodings)('$format of $mode $options', ({ format, mode, options, file, image }) => {
    const bytes = saved(made(mode, 26, 19), format, options)
    if (file !== null) expect(digest(new Image.Image('L', [1, bytes.length], bytes))[2]).toBe(file)
    const read = asImage(bytes)
    expect(digest(format === 'GIF' ? read.convert('RGBA') : read)).toEqual(image)
  })

  test.each([
    ['JPEG', 'RGBA'],
    ['JPEG', 'CMYK'],
    ['PNG', 'CMYK'],
    ['GIF', 'RGB'],
    ['WEBP', 'L'],
    ['BMP', 'LA'],
    ['PPM', 'LA'],
    ['TIFF', 'P'],
  ])('%s cannot hold %s', (format, mode) => {
    const image = made(mode, 3, 2)
    expect(() => encode(image, format)).toThrow(
      new OSError(`cannot write mode ${mode} as ${format}`),
    )
  })

  test('options that make no sense', () => {
    const image = made('RGB', 3, 2)
    expect(() => encode(image, 'XYZ')).toThrow(new ValueError('unknown format: XYZ'))
    expect(() => encode(image, 'WEBP', { quality: 101 })).toThrow(ValueError)
    expect(() => encode(image, 'JPEG', { subsampling: '4:1:0' })).toThrow(ValueError)
    expect(() => encode(made('RGB', 0, 2), 'JPEG')).toThrow(
      new ValueError('cannot write empty image as JPEG'),
    )
  })

  test('a name tells the format', () => {
    const path = `${tmpdir()}/torch-node-${process.pid}.png`
    made('RGB', 5, 4).save(path)
    expect(digest(Image.open(path))).toEqual(digest(made('RGB', 5, 4)))
  })
})
