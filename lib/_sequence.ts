// Python's bracket forms on sequences: sizes, module lists, datasets.

import { ValueError } from './errors.js'

const part = String.raw`\s*(-?\d+)?\s*`
const grammar = new RegExp(`^${part}:${part}(?::${part})?$`)

/** The indices that `sequence['start:stop:step']` takes; null where the text is no slice. */
export function sliceIndices(text: string, length: number): number[] | null {
  const match = grammar.exec(text)
  if (match === null) return null
  const step = match[3] === undefined ? 1 : Number(match[3])
  if (step === 0) throw new ValueError('slice step cannot be zero')
  const lowest = step > 0 ? 0 : -1
  const highest = step > 0 ? length : length - 1
  const clamp = (given: string | undefined, otherwise: number): number => {
    if (given === undefined) return otherwise
    const at = Number(given)
    return Math.min(Math.max(at < 0 ? at + length : at, lowest), highest)
  }
  const start = clamp(match[1], step > 0 ? lowest : highest)
  const stop = clamp(match[2], step > 0 ? highest : lowest)
  const indices: number[] = []
  for (let i = start; step > 0 ? i < stop : i > stop; i += step) indices.push(i)
  return indices
}
