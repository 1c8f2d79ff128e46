import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { drawDigits, drawnSet } from '../../../examples/mnist/digits.js'
import { UserError } from '../../../examples/mnist/errors.js'
import { readIdx, writeIdx } from '../../../examples/mnist/idx.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'torch-node-idx-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('idx files', () => {
  const array = { shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 255) }

  test.each(['a', 'a.gz'])('%s is read as it was written', (name) => {
    writeIdx(join(folder, name), array)
    expect(readIdx(join(folder, name))).toEqual(array)
    expect(readdirSync(folder)).toEqual([name])
  })

  test('the bytes are those of the format', () => {
    writeIdx(join(folder, 'a'), array)
    const bytes = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255]
    expect([...readFileSync(join(folder, 'a'))]).toEqual(bytes)
  })

  const header = [0, 0, 8, 1, 0, 0, 0, 4]
  test.each<[string, Uint8Array, RegExp]>([
    ['empty', Uint8Array.of(), /wrong magic number/],
    ['foreign', Buffer.from('<html>not found</html>'), /wrong magic number/],
    ['of floats', Uint8Array.of(0, 0, 13, 1), /element type 13, not unsigned byte/],
    ['cut in its header', Uint8Array.of(0, 0, 8, 3, 0, 0), /cut short in its header/],
    ['cut in its data', Uint8Array.of(...header, 1, 2), /2 bytes of data where 4 = 4 belong/],
    [
      'cut in its compression',
      gzipSync(Uint8Array.of(...header, 1, 2, 3, 4)).subarray(0, 20),
      /unexpected end of file/,
    ],
  ])('a file that is %s is refused by name', (_what, bytes, message) => {
    const path = join(folder, 'bad')
    writeFileSync(path, bytes)
    expect(() => readIdx(path)).toThrow(UserError)
    expect(() => readIdx(path)).toThrow(message)
    expect(() => readIdx(path)).toThrow(path)
  })
})

describe('drawn digits', () => {
  test('the same seed draws the same images, another seed others', () => {
    const bytes = (seed: number) => Buffer.from(drawDigits(20, seed).images.data)
    expect(bytes(3).equals(bytes(3))).toBe(true)
    expect(bytes(3).equals(bytes(4))).toBe(false)
    expect(drawDigits(20, 3).labels).toEqual(drawDigits(20, 3).labels)
  })

  test('have ink in the middle, a clean edge, and every label about equally often', () => {
    const { images, labels } = drawDigits(2000, 1)
    expect(images.shape).toEqual([2000, 28, 28])
    const counts = Array.from(
      { length: 10 },
      (_, digit) => labels.data.filter((l) => l === digit).length,
    )
    expect(Math.min(...counts)).toBeGreaterThan(150)
    expect(Math.max(...counts)).toBeLessThan(250)
    let [edge, all] = [0, 0]
    images.data.forEach((value, i) => {
      const [row, column] = [Math.floor((i % 784) / 28), i % 28]
      all += value
      if (row === 0 || row === 27 || column === 0 || column === 27) edge += value
    })
    // MNIST's mean is 33; an edge pixel here is a speck or nothing.
    expect(all / images.data.length).toBeGreaterThan(20)
    expect(all / images.data.length).toBeLessThan(50)
    expect(edge / (2000 * 108)).toBeLessThan(2)
  })

  test('are written in the layout of MNIST, once', () => {
    const made = drawnSet(folder, 30, 10)
    expect(readdirSync(made).sort()).toEqual([
      't10k-images-idx3-ubyte.gz',
      't10k-labels-idx1-ubyte.gz',
      'train-images-idx3-ubyte.gz',
      'train-labels-idx1-ubyte.gz',
    ])
    const { shape, data } = readIdx(join(made, 'train-images-idx3-ubyte.gz'))
    expect(shape).toEqual([30, 28, 28])
    expect(Buffer.from(drawDigits(30, 1).images.data).equals(data)).toBe(true)
    const labels = join(made, 'train-labels-idx1-ubyte.gz')
    const bytes = readFileSync(labels)
    expect(gunzipSync(bytes).length).toBe(8 + 30)
    writeFileSync(labels, 'marked')
    expect(drawnSet(folder, 30, 10)).toBe(made)
    expect(readFileSync(labels, 'utf8')).toBe('marked')
  })
})
