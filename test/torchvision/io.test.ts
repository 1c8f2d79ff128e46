import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch from 'torch-node'
import io from 'torch-node/torchvision/io'
import { KeyError, RuntimeError, ValueError } from '../../lib/errors.js'
import { catch_warnings } from '../../lib/warnings.js'
import { readJson } from '../golden/support/json.js'
import { entryOf } from './support.js'

type Mode = 'UNCHANGED' | 'GRAY' | 'GRAY_ALPHA' | 'RGB' | 'RGBA'

interface FileCase {
  name: string
  data: string
  image: [string, [number, number], string]
  modes: Partial<Record<Mode, unknown[]>>
}

const { files } = readJson<{ files: FileCase[] }>('vision_data.gz')
const tensorOf = (name: string): torch.Tensor => {
  const { data = '' } = files.find((one) => one.name === name) ?? {}
  return torch.tensor(new Uint8Array(Buffer.from(data, 'base64')))
}
const withModes = files.flatMap(({ name, modes }) =>
  Object.entries(modes).map(([mode, entry]) => ({ name, mode: mode as Mode, entry })),
)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'torch-node-io-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('torchvision.io.decode_image', () => {
  test.each(withModes)('$name as $mode', ({ name, mode, entry }) => {
    expect(entryOf(io.decode_image(tensorOf(name), { mode }))).toEqual(entry)
    expect(entryOf(io.decode_image(tensorOf(name), io.ImageReadMode[mode]))).toEqual(entry)
  })

  test('the picture is laid out as in Python', () => {
    const image = io.decode_jpeg(tensorOf('rgb.jpg'))
    expect([...image.stride()]).toEqual([1, 37 * 3, 3])
  })

  test('GIF', () => {
    expect([...io.decode_image(tensorOf('palette.gif')).shape]).toEqual([3, 23, 37])
    expect([...io.decode_gif(tensorOf('animated.gif')).shape]).toEqual([2, 3, 9, 12])
  })

  test('orientation', () => {
    for (const name of ['turned.jpg', 'turned.png']) {
      const as_is = io.decode_image(tensorOf(name))
      const turned = io.decode_image(tensorOf(name), { apply_exif_orientation: true })
      expect(turned.equal(as_is.rot90(-1, [1, 2]))).toBe(true)
    }
    const plain = io.decode_image(tensorOf('rgb.jpg'))
    expect(plain.equal(io.decode_image(tensorOf('rgb.jpg'), 'UNCHANGED', true))).toBe(true)
  })

  test('modes by name, and their texts', () => {
    expect(String(io.ImageReadMode.RGBA)).toBe('ImageReadMode.RGB_ALPHA')
    expect([...io.decode_image(tensorOf('RGB.png'), 'gray').shape]).toEqual([1, 17, 29])
    expect(() => io.decode_image(tensorOf('RGB.png'), 'PINK' as 'RGB')).toThrow(
      new KeyError('PINK'),
    )
  })

  test('errors', () => {
    const fails = (call: () => unknown, message: string): void =>
      expect(call).toThrow(new RuntimeError(message))
    const bytes = torch.zeros(20, { dtype: torch.uint8 })
    fails(
      () => io.decode_image(bytes),
      'Unsupported image file. Only jpeg, png, webp and gif are currently supported. For avif and heic format, please rely on `decode_avif` and `decode_heic` directly.',
    )
    fails(() => io.decode_image(torch.zeros(3)), 'Expected a torch.uint8 tensor')
    fails(
      () => io.decode_image(torch.zeros(0, { dtype: torch.uint8 })),
      'Expected a non empty 1-dimensional tensor',
    )
    fails(() => io.decode_png(bytes), 'Content is not png!')
    fails(() => io.decode_png(bytes['0:5']), 'Content is too small for png!')
    fails(() => io.decode_jpeg(bytes), 'Not a JPEG file: starts with 0x00 0x00')
    fails(
      () => io.decode_jpeg(tensorOf('rgb.jpg'), 'RGBA'),
      'The provided mode is not supported for JPEG files',
    )
    fails(() => io.decode_jpeg(tensorOf('rgb.jpg')['0:400']), 'Image is incomplete or truncated')
    fails(
      () => io.decode_png(torch.zeros(2, 8, { dtype: torch.uint8 })),
      'Input tensor must be 1-dimensional and non-empty, got 2 dims  and 16 numels.',
    )
    fails(() => io.decode_gif(torch.ones(8)), 'Input tensor must have uint8 data type, got Float')
    fails(() => io.decode_gif(bytes['::2']), 'Input tensor must be contiguous.')
    expect(() => io.decode_jpeg([])).toThrow(
      new ValueError('Input list must contain at least one element'),
    )
    expect(() => io.decode_jpeg([1] as never)).toThrow(
      new ValueError('All elements of the input list must be tensors.'),
    )
    catch_warnings((caught) => {
      io.decode_webp(tensorOf('rgb.webp'), 'GRAY')
      expect(caught.map(({ message }) => message)).toEqual([
        'Webp does not support grayscale conversions. The returned tensor will be in the colorspace of the original image.',
      ])
    })
  })
})

describe('torchvision.io.encode_png and encode_jpeg', () => {
  const image = torch
    .arange(3 * 6 * 5)
    .view(3, 6, 5)
    .mul(2)
    .to(torch.uint8)

  test('PNG holds the pixels, at each level', () => {
    for (const level of [0, 6, 9]) {
      expect(io.decode_png(io.encode_png(image, level)).equal(image)).toBe(true)
    }
    expect(io.decode_png(io.encode_png(image['0:1'])).equal(image['0:1'])).toBe(true)
  })

  test('files', () => {
    const path = join(folder, 'a.png')
    io.write_png(image, path, { compression_level: 1 })
    expect(io.read_image(path).equal(image)).toBe(true)
    expect(io.decode_image(path).equal(image)).toBe(true)
    const jpeg = join(folder, 'a.jpg')
    io.write_jpeg(image, jpeg, { quality: 90 })
    expect(io.read_file(jpeg).equal(io.encode_jpeg(image, 90))).toBe(true)
    expect(io.decode_jpeg([io.read_file(jpeg)], { mode: 'RGB' })[0]?.shape.length).toBe(3)
    expect(io.encode_jpeg([image, image]).length).toBe(2)
  })

  test('errors', () => {
    const fails = (call: () => unknown, message: string): void =>
      expect(call).toThrow(new RuntimeError(message))
    fails(() => io.encode_png(image, 10), 'Compression level should be between 0 and 9')
    fails(() => io.encode_png(image.float()), 'Input tensor dtype should be uint8')
    fails(() => io.encode_png(image[0]), 'Input data should be a 3-dimensional tensor')
    fails(() => io.encode_jpeg(image['0:2']), 'The number of channels should be 1 or 3, got: 2')
    fails(
      () => io.write_file(join(folder, 'b'), image),
      'Input data should be a 1-dimensional tensor',
    )
    fails(
      () => io.write_file(join(folder, 'no', 'b'), image.flatten()),
      'Error opening output file',
    )
    fails(() => io.read_file('no/such/file'), "[Errno 2] No such file or directory: 'no/such/file'")
    expect(() => io.encode_jpeg(image, 0)).toThrow(
      new ValueError('Image quality should be a positive number between 1 and 100'),
    )
    expect(() => io.encode_jpeg([])).toThrow(
      new ValueError('encode_jpeg requires at least one input tensor when a list is passed'),
    )
    io.write_file(join(folder, 'empty'), torch.zeros(0, { dtype: torch.uint8 }))
    fails(() => io.read_file(join(folder, 'empty')), 'Expected a non empty file')
  })
})
