// What comes out as pixels and files.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import torch from 'torch-node'
import { get_cmap } from 'torch-node/matplotlib/cm'
import plt from 'torch-node/matplotlib/pyplot'
import { simplefilter } from 'torch-node/warnings'

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'figures-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => simplefilter('error'))
afterEach(() => {
  plt.close('all')
  plt.rcdefaults()
})

type Rgba = [number, number, number, number]

/** The pixel at a place from the upper left corner. */
function pixel(x: number, y: number): Rgba {
  const { canvas } = plt.gcf()
  canvas.draw()
  const { data, shape } = canvas.buffer_rgba()
  const at = 4 * (Math.round(y) * shape[1] + Math.round(x))
  return Array.from(data.subarray(at, at + 4)) as Rgba
}

function bytesOf(format: string, options: Parameters<typeof plt.savefig>[1] = {}): Buffer {
  let bytes = Buffer.alloc(0)
  const write = (chunk: Uint8Array): void => {
    bytes = Buffer.from(chunk)
  }
  plt.savefig({ write }, { ...options, format })
  return bytes
}

/** Width and height of a PNG. */
const sizeOf = (png: Buffer): [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)]

describe('files', () => {
  beforeEach(() => {
    plt.plot([1, 3, 2], { label: 'line' })
    plt.title('A title')
    plt.legend()
  })

  test('PNG, twice the same', () => {
    const bytes = bytesOf('png')
    expect(bytes.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]))
    expect(sizeOf(bytes)).toEqual([640, 480])
    expect(bytesOf('png').equals(bytes)).toBe(true)
  })

  test('SVG, twice the same, in points and with letters as outlines', () => {
    const text = bytesOf('svg').toString()
    expect(text).toContain('width="460.8pt" height="345.6pt" viewBox="0 0 640 480"')
    expect(text).not.toContain('<text')
    expect(bytesOf('svg').toString()).toBe(text)
  })

  test('JPEG and WebP', () => {
    expect(bytesOf('jpg').subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    expect(bytesOf('webp').subarray(8, 12).toString()).toBe('WEBP')
  })

  test('the ending of a path says the kind; png where there is none', () => {
    plt.savefig(join(folder, 'a.svg'))
    plt.savefig(join(folder, 'b'))
    plt.savefig(pathToFileURL(join(folder, 'c.png')))
    expect(readFileSync(join(folder, 'a.svg'), 'utf8')).toContain('<svg')
    expect(sizeOf(readFileSync(join(folder, 'b.png')))).toEqual([640, 480])
    expect(existsSync(join(folder, 'c.png'))).toBe(true)
  })

  test('an unknown kind and a folder that is not there throw', () => {
    expect(() => bytesOf('bmp')).toThrow(
      "Format 'bmp' is not supported (supported formats: jpeg, jpg, png, svg, webp)",
    )
    expect(() => plt.savefig(join(folder, 'no', 'where.png'))).toThrow('ENOENT')
  })

  test('dpi changes the size and comes back', () => {
    expect(sizeOf(bytesOf('png', { dpi: 50 }))).toEqual([320, 240])
    expect(plt.gcf().dpi).toBe(100)
    plt.rcParams['savefig.dpi'] = 200
    expect(sizeOf(bytesOf('png'))).toEqual([1280, 960])
  })

  test('bbox_inches cuts off what is empty', () => {
    const [width, height] = sizeOf(bytesOf('png', { bbox_inches: 'tight' }))
    expect(width).toBeLessThan(600)
    expect(height).toBeLessThan(460)
    const [wider] = sizeOf(bytesOf('png', { bbox_inches: 'tight', pad_inches: 0.6 }))
    expect(wider - width).toBe(100)
    expect(sizeOf(bytesOf('png'))).toEqual([640, 480])
  })

  test('a file that cannot be made leaves the figure as it was', () => {
    expect(() => bytesOf('png', { facecolor: 'nocolor' })).toThrow('Invalid RGBA')
    expect(() => bytesOf('bmp', { dpi: 300, transparent: true })).toThrow('not supported')
    expect([plt.gcf().dpi, pixel(5, 5), pixel(100, 300)]).toEqual([
      100,
      [255, 255, 255, 255],
      [255, 255, 255, 255],
    ])
  })
})

describe('pixels', () => {
  test('white around, and inside the axes', () => {
    plt.subplots()
    expect([pixel(2, 2), pixel(300, 200)]).toEqual([
      [255, 255, 255, 255],
      [255, 255, 255, 255],
    ])
  })

  test('the frame is black and lies where matplotlib has it', () => {
    plt.subplots()
    for (const [x, y] of [
      [80, 200],
      [576, 200],
      [300, 58],
      [300, 427],
    ] as const) {
      expect(Math.max(...pixel(x, y).slice(0, 3))).toBeLessThan(40)
      expect(pixel(x + 3, y + 3)).toEqual([255, 255, 255, 255])
    }
  })

  test('colours of faces, opaque and not', () => {
    plt.figure({ facecolor: 'lightgray' })
    plt.bar([0, 1], [1, 2], { color: ['red', 'C2'], alpha: 1 })
    plt.axhspan(1.4, 1.6, { facecolor: 'b', alpha: 0.5 })
    const ax = plt.gca()
    const at = (x: number, y: number): Rgba => {
      const [px, py] = ax.transData.transform([x, y])
      return pixel(px, 480 - py)
    }
    expect(pixel(2, 2)).toEqual([211, 211, 211, 255])
    expect(at(0, 0.5)).toEqual([255, 0, 0, 255])
    expect(at(1, 1)).toEqual([44, 160, 44, 255])
    const [r, g, b] = at(0, 1.5)
    expect(
      [r, g, b].map((v, i) => Math.abs((v as number) - ([127, 127, 255][i] as number)) <= 1),
    ).toEqual([true, true, true])
  })

  test('transparent has neither figure nor axes', () => {
    plt.subplots()
    const png = bytesOf('png', { transparent: true })
    writeFileSync(join(folder, 'transparent.png'), png)
    plt.gcf().set_facecolor('none')
    plt.gca().set_facecolor('none')
    expect([pixel(2, 2)[3], pixel(300, 200)[3]]).toEqual([0, 0])
    plt.gca().set_axis_off()
    expect(pixel(80, 200)[3]).toBe(0)
  })

  test('a line has its colour, and ends with its data', () => {
    plt.plot([0, 1], [1, 1], { color: '#00ff00', linewidth: 8 })
    const [x, y] = plt.gca().transData.transform([0.5, 1])
    expect(pixel(x, 480 - y)).toEqual([0, 255, 0, 255])
    expect(pixel(90, 480 - y)).toEqual([255, 255, 255, 255])
  })

  test('grid lines lie under lines and over nothing else', () => {
    const [, ax] = plt.subplots()
    ax.grid(true, { color: 'red' })
    const [x, y] = ax.transData.transform([0.4, 0.5])
    const [r, g, b] = pixel(Math.floor(x), 480 - y)
    expect([r, (g as number) < 130, (b as number) < 130]).toEqual([255, true, true])
  })
})

describe('imshow', () => {
  const cell = (row: number, column: number): Rgba => {
    const [x, y] = plt.gca().transData.transform([column, row])
    return pixel(x, plt.gcf().bbox.height - y)
  }
  const byte = (v: number): number => Math.floor(v * 255 + 1e-4)

  test('numbers through the colormap, rows downwards', () => {
    plt.imshow(
      [
        [0, 1],
        [2, 4],
      ],
      { cmap: 'viridis' },
    )
    const want = (v: number): number[] =>
      get_cmap('viridis')
        .color(v / 4)
        .map(byte)
    expect([cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1)]).toEqual([0, 1, 2, 4].map(want))
    const [, top] = plt.gca().transData.transform([0, 0])
    const [, bottom] = plt.gca().transData.transform([0, 1])
    expect(top).toBeGreaterThan(bottom)
  })

  test('origin lower turns it round', () => {
    plt.imshow(
      [
        [0, 1],
        [2, 4],
      ],
      { origin: 'lower', cmap: 'gray' },
    )
    expect(plt.ylim()).toEqual([-0.5, 1.5])
    expect(cell(0, 0)).toEqual([0, 0, 0, 255])
    expect(cell(1, 1)).toEqual([255, 255, 255, 255])
  })

  test('vmin and vmax; NaN is not drawn', () => {
    plt.imshow(
      [
        [0, 5],
        [10, Number.NaN],
      ],
      { cmap: 'gray', vmin: 5, vmax: 6 },
    )
    expect([cell(0, 0), cell(0, 1), cell(1, 0), cell(1, 1)]).toEqual([
      [0, 0, 0, 255],
      [0, 0, 0, 255],
      [255, 255, 255, 255],
      [255, 255, 255, 255],
    ])
  })

  test('colours as floats, as bytes, with opacity', () => {
    plt.imshow(
      torch.tensor(
        [
          [
            [1, 0, 0],
            [0, 0.5, 0],
          ],
        ],
        { dtype: torch.float32 },
      ),
    )
    expect([cell(0, 0), cell(0, 1)]).toEqual([
      [255, 0, 0, 255],
      [0, 127, 0, 255],
    ])
    plt.figure()
    plt.imshow(
      torch.tensor(
        [
          [
            [1, 0, 0],
            [0, 200, 0],
          ],
        ],
        { dtype: torch.uint8 },
      ),
    )
    expect([cell(0, 0), cell(0, 1)]).toEqual([
      [1, 0, 0, 255],
      [0, 200, 0, 255],
    ])
    plt.figure()
    plt.imshow([[[0, 0, 1, 0.5]], [[0, 0, 1, 0]]])
    expect(cell(1, 0)).toEqual([255, 255, 255, 255])
    const [r, , b] = cell(0, 0)
    expect([Math.abs((r as number) - 128) <= 1, b]).toEqual([true, 255])
  })

  test('colours out of range are cut, with a warning', () => {
    expect(() => plt.imshow([[[1.5, 0, 0]]])).toThrow(
      'Clipping input data to the valid range for imshow with RGB data ([0..1] for floats or [0..255] for integers). Got range [0..1.5].',
    )
    simplefilter('ignore')
    plt.imshow([[[1.5, 0, 0]]])
    expect(cell(0, 0)).toEqual([255, 0, 0, 255])
  })

  test('an image made smaller keeps what is flat', () => {
    plt.imshow(torch.full([900, 900], 0.25), { cmap: 'gray', vmin: 0, vmax: 1 })
    const gray = byte(get_cmap('gray').color(0.25)[0])
    expect([cell(450, 450), cell(10, 890)].map(([v]) => Math.abs(v - gray) <= 1)).toEqual([
      true,
      true,
    ])
  })

  test('what tensors can be', () => {
    const image = torch.arange(6).view(2, 3)
    for (const one of [
      image.t(),
      image.to(torch.float16),
      image.to(torch.bool),
      image[':, ::2'],
      image.numpy(),
      image.float(),
    ]) {
      plt.figure()
      const [height, width] = plt.imshow(one as typeof image).get_size()
      expect(height * width).toBeGreaterThan(3)
      expect(plt.gcf().canvas.buffer_rgba().shape).toEqual([480, 640, 4])
      plt.close()
    }
    const half = plt.imshow(image.to(torch.float16)).get_array()
    expect(Array.from(half?.data ?? [])).toEqual([0, 1, 2, 3, 4, 5])
    expect(() => plt.imshow(torch.ones(2, 2, { requires_grad: true }))).toThrow(
      "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    )
  })
})

test('a colorbar shows the colours of its image', () => {
  plt.imshow([[0, 1]], { cmap: 'jet' })
  const bar = plt.colorbar()
  const { x0, x1, y0, y1 } = bar.ax.bbox
  bar.ax.apply_aspect()
  const middle = pixel((bar.ax.bbox.x0 + bar.ax.bbox.x1) / 2, 480 - (y0 + 3))
  const top = pixel((bar.ax.bbox.x0 + bar.ax.bbox.x1) / 2, 480 - (y1 - 3))
  expect(x1).toBeGreaterThan(x0)
  expect(middle[2]).toBeGreaterThan(120)
  expect(top[0]).toBeGreaterThan(120)
})

test('the pixels of a figure as TensorBoard takes them', () => {
  const fig = plt.figure({ figsize: [2, 1], dpi: 50 })
  fig.canvas.draw()
  const { data, shape } = fig.canvas.buffer_rgba()
  expect([data.constructor.name, data.length, shape, fig.canvas.get_width_height()]).toEqual([
    'Uint8Array',
    100 * 50 * 4,
    [50, 100, 4],
    [100, 50],
  ])
})

test('a loop of figures does not pile up their pixels', () => {
  const round = (): void => {
    plt.plot([1, 3, 2])
    plt.gcf().canvas.draw()
    plt.close()
  }
  for (let i = 0; i < 10; i++) round()
  const before = process.memoryUsage().rss
  for (let i = 0; i < 60; i++) round()
  // Each picture is 1.2 MB, drawn once and read once.
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(60)
})

describe('contours', () => {
  const heights = Array.from({ length: 5 }, (_, r) =>
    Array.from({ length: 6 }, (_unused, c) => c + r),
  )

  test('levels are nice numbers, or those given', () => {
    expect(plt.contourf(heights).levels).toEqual([0, 1.5, 3, 4.5, 6, 7.5, 9])
    expect(plt.contour(heights, [2, 4]).levels).toEqual([2, 4])
    expect([plt.xlim(), plt.ylim()]).toEqual([
      [0, 5],
      [0, 4],
    ])
  })

  test('a band has its colour between its levels', () => {
    plt.contourf(
      [0, 1, 2],
      [0, 1],
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
      { levels: [0, 1, 2], colors: ['red', 'blue'] },
    )
    const at = (x: number): Rgba => {
      const [px, py] = plt.gca().transData.transform([x, 0.5])
      return pixel(px, 480 - py)
    }
    expect([at(0.5), at(1.5)]).toEqual([
      [255, 0, 0, 255],
      [0, 0, 255, 255],
    ])
  })

  test('what cannot be cut throws', () => {
    expect(() => plt.contour([1, 2])).toThrow('Input z must be 2D, not 1D')
    expect(() => plt.contour([[1, 2]])).toThrow(
      'Input z must be at least a (2, 2) shaped array, but has shape (1, 2)',
    )
    expect(() =>
      plt.contour(
        [1, 2],
        [1, 2],
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
      ),
    ).toThrow('Length of x (2) must match number of columns in z (3)')
    expect(() => plt.contourf(heights, [2, 1])).toThrow('Contour levels must be increasing')
    expect(() => plt.contourf(heights, [2])).toThrow('Filled contours require at least 2 levels.')
  })
})
