// Colour formulas of Pillow, pixel by pixel into the bands of another array. Mirrors src/libImaging/Convert.c.

import { clip8, floor, fround, max, min, mulDiv255, round, toInt } from './_numbers.js'

type Bytes = Uint8Array

/** Luma of ITU-R 601-2 in thousandths. */
export const luma1000 = (r: number, g: number, b: number): number => r * 299 + g * 587 + b * 114

/** Luma as a byte; rounded in 16.16 fixed point. */
export const luma = (r: number, g: number, b: number): number =>
  (r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16

/** Hue, saturation and value of an RGB pixel; in single precision where Pillow has it so. */
export function rgbToHsv(out: Bytes, to: number, r: number, g: number, b: number): void {
  const most = max(r, g, b)
  const least = min(r, g, b)
  let hue = 0
  let saturation = 0
  if (most !== least) {
    const range = most - least
    const rc = fround((most - r) / range)
    const gc = fround((most - g) / range)
    const bc = fround((most - b) / range)
    const sector = fround(r === most ? bc - gc : g === most ? 2 + rc - bc : 4 + gc - rc)
    hue = clip8(toInt(fround((sector / 6 + 1) % 1) * 255))
    saturation = clip8(toInt(fround(range / most) * 255))
  }
  out[to] = hue
  out[to + 1] = saturation
  out[to + 2] = most
}

/** The RGB pixel of a hue, a saturation and a value. */
export function hsvToRgb(out: Bytes, to: number, h: number, s: number, v: number): void {
  if (s === 0) {
    out[to] = out[to + 1] = out[to + 2] = v
    return
  }
  const sector = floor((h * 6) / 255)
  const rest = fround((h * 6) / 255 - sector)
  const fraction = fround(s / 255)
  const p = clip8(round(v * (1 - fraction)))
  const q = clip8(round(v * (1 - fround(fraction * rest))))
  const t = clip8(round(v * (1 - fraction * (1 - rest))))
  const at = sector % 6
  out[to] = at === 0 || at === 5 ? v : at === 1 ? q : at === 4 ? t : p
  out[to + 1] = at === 1 || at === 2 ? v : at === 0 ? t : at === 3 ? q : p
  out[to + 2] = at === 3 || at === 4 ? v : at === 2 ? t : at === 5 ? q : p
}

/** The RGB pixel of inks. */
export function cmykToRgb(out: Bytes, to: number, inks: ArrayLike<number>, from: number): void {
  const light = 255 - (inks[from + 3] as number)
  for (let i = 0; i < 3; i++) {
    out[to + i] = clip8(light - mulDiv255(inks[from + i] as number, light))
  }
}

// JPEG's YCbCr with six bits after the point.
function table(factor: number, center = 0): Int16Array {
  return Int16Array.from({ length: 256 }, (_, i) => toInt((i - center) * factor * 64 + 0.5))
}

function tablesOf() {
  return {
    y: [table(0.299), table(0.587), table(0.114)],
    cb: [table(-0.16874), table(-0.33126), table(0.5)],
    cr: [table(0.5), table(-0.41869), table(-0.08131)],
    rCr: table(1.402, 128),
    gCb: table(-0.34414, 128),
    gCr: table(-0.71414, 128),
    bCb: table(1.772, 128),
  }
}

let made: ReturnType<typeof tablesOf> | null = null

const tables = (): ReturnType<typeof tablesOf> => {
  made ??= tablesOf()
  return made
}

const sum = (parts: readonly Int16Array[], r: number, g: number, b: number): number =>
  ((parts[0]?.[r] as number) + (parts[1]?.[g] as number) + (parts[2]?.[b] as number)) >> 6

/** Luma and colour differences of an RGB pixel. */
export function rgbToYCbCr(out: Bytes, to: number, r: number, g: number, b: number): void {
  const { y, cb, cr } = tables()
  out[to] = sum(y, r, g, b)
  out[to + 1] = sum(cb, r, g, b) + 128
  out[to + 2] = sum(cr, r, g, b) + 128
}

/** The RGB pixel of luma and colour differences. */
export function yCbCrToRgb(out: Bytes, to: number, y: number, cb: number, cr: number): void {
  const { rCr, gCb, gCr, bCb } = tables()
  out[to] = clip8(y + ((rCr[cr] as number) >> 6))
  out[to + 1] = clip8(y + (((gCb[cb] as number) + (gCr[cr] as number)) >> 6))
  out[to + 2] = clip8(y + ((bCb[cb] as number) >> 6))
}
