// What the goldens do not say of images: files, arrays, texts and errors.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch from 'torch-node'
import { str } from 'torch-node/builtins'
import { Image } from 'torch-node/PIL'

const folder = mkdtempSync(join(tmpdir(), 'torch-node-pil-'))
afterAll(() => rmSync(folder, { recursive: true }))

const ramp = () => {
  const image = Image.new('RGB', [5, 4])
  image.data.forEach((_, i, data) => {
    data[i] = (i * 7) % 256
  })
  return image
}

describe('files', () => {
  test('what is saved is opened again', () => {
    const path = join(folder, 'ramp.png')
    ramp().save(path)
    const opened = Image.open(path)
    expect([opened.format, opened.mode, str(opened.size)]).toEqual(['PNG', 'RGB', '(5, 4)'])
    expect(opened.data).toEqual(ramp().data)
  })

  test('no file, no image, no extension', () => {
    const path = join(folder, 'words.png')
    writeFileSync(path, 'no image')
    const opening = (name: string) => () => Image.open(name)
    expect(opening(join(folder, 'none.png'))).toThrow(/^\[Errno 2\] No such file or directory: '/)
    expect(opening(path)).toThrow(/^cannot identify image file '/)
    expect(() => ramp().save(join(folder, 'ramp.xyz'))).toThrow('unknown file extension: .xyz')
    expect(() => ramp().save(join(folder, 'ramp'), 'XYZ')).toThrow(/XYZ/)
  })
})

describe('arrays', () => {
  test('an array becomes an image, and an image an array', () => {
    const tensor = torch.arange(24).reshape(2, 4, 3).to(torch.uint8)
    const image = Image.fromarray(tensor.numpy())
    expect([image.mode, str(image.size)]).toEqual(['RGB', '(4, 2)'])
    expect(image.__array_interface__).toMatchObject({ shape: [2, 4, 3], typestr: '|u1' })
    expect(torch.from_numpy(image.__array_interface__ as never).equal(tensor)).toBe(true)
  })

  test.each([
    [torch.float32, 'F'],
    [torch.int32, 'I'],
    [torch.uint8, 'L'],
    [torch.bool, '1'],
  ])('%s gives mode %s', (dtype, mode) => {
    const image = Image.fromarray(torch.ones(2, 3, { dtype }).numpy())
    expect([image.mode, str(image.size)]).toEqual([mode, '(3, 2)'])
  })

  test('what no mode has', () => {
    const array = torch.zeros(2, 3, { dtype: torch.int64 }).numpy()
    expect(() => Image.fromarray(array)).toThrow(/^Cannot handle this data type: \(1, 1\), <i8/)
  })
})

test('an image prints as in Python, each with its own address', () => {
  const [one, two] = [ramp(), ramp()]
  expect(str(one)).toMatch(/^<PIL\.Image\.Image image mode=RGB size=5x4 at 0x[0-9A-F]+>$/)
  expect(str(one)).toBe(str(one))
  expect(str(one)).not.toBe(str(two))
})

test('thumbnail changes the image itself and keeps its shape', () => {
  const image = Image.new('L', [60, 30])
  image.thumbnail([20, 20])
  expect(str(image.size)).toBe('(20, 10)')
})

test('reducing_gap is refused', () => {
  expect(() => ramp().resize([2, 2], { reducing_gap: 2 })).toThrow(/reducing_gap/)
})

test('images cross threads', () => {
  const { data, width, mode } = structuredClone({ ...ramp() })
  expect({ data, width, mode }).toEqual({ data: ramp().data, width: 5, mode: 'RGB' })
})

describe('speed', () => {
  test.each([4, 5, 8])('rows of %i pixels in a mirror', (width) => {
    const image = Image.new('RGB', [width, 3])
    image.data.forEach((_, i, data) => {
      data[i] = (i * 7) % 256
    })
    const pixels = (one: typeof image) =>
      Array.from(one.getdata(), (pixel) => [...(pixel as number[])])
    const rows = (one: typeof image) =>
      [0, 1, 2].map((y) => pixels(one).slice(y * width, (y + 1) * width))
    const mirrored = rows(image).map((row) => row.toReversed())
    expect(rows(image.transpose(Image.FLIP_LEFT_RIGHT))).toEqual(mirrored)
    expect(rows(image.transpose(Image.ROTATE_180))).toEqual(mirrored.toReversed())
  })

  test('an image that takes more memory than is kept, and the next one', () => {
    const large = Image.new('L', [8200, 8200], 7).resize([2, 2])
    expect([...large.data]).toEqual([7, 7, 7, 7])
    expect([...Image.new('L', [3, 3], 9).resize([1, 2]).data]).toEqual([9, 9])
  })

  test('nothing to resize, or at the edge', () => {
    expect([...Image.new('L', [0, 0]).resize([2, 1]).data]).toEqual([0, 0])
    const image = Image.new('RGB', [3, 3], 'red')
    expect(image.resize([2, 2], Image.BOX, [3, 3, 3, 3]).data).toHaveLength(12)
  })
})
