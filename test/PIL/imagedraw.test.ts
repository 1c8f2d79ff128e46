import { Image, ImageDraw, ImageFont } from 'torch-node/PIL'
import { OSError, ValueError } from '../../lib/errors.js'
import { readJson } from '../golden/support/json.js'
import { digest, made } from './support.js'

interface Case {
  kind: 'line' | 'rectangle' | 'ellipse' | 'polygon' | 'point'
  xy: number[]
  kwargs: Record<string, never>
  mode: string | null
  image: unknown[]
}

const { draw: cases } = readJson<{ draw: Case[] }>('vision_data.gz')

describe('PIL.ImageDraw', () => {
  test.each(['line', 'rectangle', 'ellipse', 'polygon', 'point'] as const)(
    '%s draws what Pillow draws',
    (wanted) => {
      const ours = cases.filter(({ kind }) => kind === wanted)
      expect(ours.length).toBeGreaterThan(40)
      const drawn = ours.map(({ kind, xy, kwargs, mode }) => {
        const image = made('RGB', 40, 30)
        const draw = ImageDraw.Draw(image, mode)
        Reflect.apply(draw[kind], draw, [xy, kwargs])
        return { kind, xy, kwargs, mode, image: digest(image) }
      })
      expect(drawn).toEqual(ours)
    },
  )

  test('errors', () => {
    const image = made('RGB', 4, 3)
    const draw = ImageDraw.Draw(image)
    expect(() => ImageDraw.Draw(image, 'L')).toThrow(new ValueError('mode mismatch'))
    expect(() => draw.rectangle([3, 0, 1, 1])).toThrow(
      new ValueError('x1 must be greater than or equal to x0'),
    )
    expect(() => draw.ellipse([0, 3, 1, 1])).toThrow(
      new ValueError('y1 must be greater than or equal to y0'),
    )
    expect(() => draw.rectangle([1, 2, 3])).toThrow(
      new TypeError('coordinate list must contain exactly 2 coordinates'),
    )
    expect(() => draw.polygon([1, 2])).toThrow(
      new TypeError('coordinate list must contain at least 2 coordinates'),
    )
    expect(() => ImageFont.truetype('no/such/font.ttf')).toThrow(
      new OSError('cannot open resource'),
    )
  })

  test('text is inside its box, in the ink', () => {
    const image = Image.new('RGB', [60, 20])
    const draw = ImageDraw.Draw(image)
    const [left, top, right, bottom] = draw.textbbox([3, 2], 'bee')
    expect(right - left).toBeGreaterThan(10)
    expect(bottom - top).toBeGreaterThan(5)
    draw.text([3, 2], 'bee', { fill: 'red' })
    const seen = Array.from({ length: 60 * 20 }, (_, i) => i).filter((i) => image.data[3 * i])
    expect(seen.length).toBeGreaterThan(10)
    expect(Math.min(...seen.map((i) => i % 60))).toBeGreaterThanOrEqual(left)
    expect(Math.max(...seen.map((i) => i % 60))).toBeLessThan(right)
    expect(Math.min(...seen) / 60).toBeGreaterThanOrEqual(top)
    expect(Math.max(...seen) / 60).toBeLessThan(bottom)
    const [red, green, blue] = image.getextrema() as unknown as [number, number][]
    expect([red?.[1], green?.[1], blue?.[1]]).toEqual([255, 0, 0])
  })
})
