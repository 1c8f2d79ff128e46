import { Image, ImageColor, ImageEnhance, ImageFilter, ImageOps, ImageStat } from 'torch-node/PIL'
import { readJson } from '../golden/support/json.js'
import { made, type PILImage, plain } from './support.js'

interface Case {
  mode: string
  size: [number, number]
  name: string
  args: never[]
  kwargs: Record<string, never>
  out?: unknown
  error?: [string, string]
}

const after = (image: PILImage, _: unknown): PILImage => image
const enhance =
  (kind: keyof typeof ImageEnhance) =>
  (image: PILImage, factor: number): PILImage =>
    ImageEnhance[kind](image).enhance(factor)

// Beside the methods of an image; scripts/golden/pillow.py has the same table.
const functions: Record<string, (image: PILImage, ...args: never[]) => unknown> = {
  'ImageEnhance.Color': enhance('Color'),
  'ImageEnhance.Contrast': enhance('Contrast'),
  'ImageEnhance.Brightness': enhance('Brightness'),
  'ImageEnhance.Sharpness': enhance('Sharpness'),
  ImageFilter: (im, name: 'SMOOTH') => im.filter(ImageFilter[name]),
  'ImageStat.mean': (im) => ImageStat.Stat(im).mean,
  'ImageStat.stddev': (im) => ImageStat.Stat(im).stddev,
  thumbnail: (im, ...args: never[]) => after(im, Reflect.apply(im.thumbnail, im, args)),
  putpixel: (im, ...args: never[]) => after(im, Reflect.apply(im.putpixel, im, args)),
  putalpha: (im, ...args: never[]) => after(im, Reflect.apply(im.putalpha, im, args)),
  paste: (im, ...args: never[]) => after(im, Reflect.apply(im.paste, im, args)),
  pasteMade: (im, mode: string, [w, h]: [number, number], at: number[], mask?: string) =>
    after(im, im.paste(made(mode, w, h), at, mask === undefined ? null : made(mask, w, h))),
  mergeReversed: (im) => Image.merge(im.mode, [...im.split()].reverse()),
  blendFlipped: (im, alpha: number) => Image.blend(im, ImageOps.mirror(im), alpha),
  new: (_, ...args: never[]) => Reflect.apply(Image.new, null, args),
  getrgb: (_, text: string) => ImageColor.getrgb(text),
  getcolor: (_, text: string, mode: string) => ImageColor.getcolor(text, mode),
}

function perform({ mode, size, name, args, kwargs }: Case): unknown {
  const image = made(mode, ...size)
  const all = [...args, ...(Object.keys(kwargs).length > 0 ? [kwargs as never] : [])]
  const [module, inner] = name.split('.') as [string, 'invert']
  if (module === 'ImageOps') return Reflect.apply(ImageOps[inner], null, [image, ...all])
  const own = functions[name]
  if (own !== undefined) return own(image, ...all)
  return Reflect.apply(image[name as 'resize'], image, all)
}

function outcome(one: Case): unknown {
  try {
    return { out: plain(perform(one)) }
  } catch (error) {
    const { name, message } = error as Error
    return { error: [name, message.split('\n')[0]] }
  }
}

/** What differs, with the reason. */
const known: Record<string, string> = {}

const cases = readJson<Case[]>('pillow.gz')
const names = [...new Set(cases.map((one) => one.name))]

describe.each(names)('PIL %s', (name) => {
  const own = cases.filter((one) => one.name === name)
  const modes = [...new Set(own.map((one) => one.mode))]

  test.each(modes)('of mode %s', (mode) => {
    const wrong = own
      .filter((one) => one.mode === mode)
      .flatMap((one) => {
        const expected = one.error === undefined ? { out: one.out } : { error: one.error }
        const call = JSON.stringify([one.size, one.args, one.kwargs]).slice(0, 120)
        const same = JSON.stringify(outcome(one)) === JSON.stringify(expected)
        const excused = `${mode}.${name}${call}` in known
        return same !== excused ? [] : [{ call, got: outcome(one), expected }]
      })
    expect(wrong).toEqual([])
  })
})
