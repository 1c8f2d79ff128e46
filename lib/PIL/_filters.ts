// The filters of resizing and transforming in error texts.

import { ValueError } from '../errors.js'

export const filterNames: Readonly<Record<number, string>> = {
  0: 'NEAREST',
  1: 'LANCZOS',
  2: 'BILINEAR',
  3: 'BICUBIC',
  4: 'BOX',
  5: 'HAMMING',
}

/** ` Use Image.Resampling.NEAREST (0), ... or ...` */
export function alternatives(ids: readonly number[]): string {
  const all = ids.map((id) => `Image.Resampling.${filterNames[id]} (${id})`)
  return ` Use ${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}

/** Refuses filters that a transformation cannot use. */
export function checkTransformFilter(id: number): void {
  if (id === 0 || id === 2 || id === 3) return
  const name = filterNames[id]
  const what =
    name === undefined
      ? `Unknown resampling filter (${id}).`
      : `Image.Resampling.${name} (${id}) cannot be used.`
  throw new ValueError(what + alternatives([0, 2, 3]))
}
