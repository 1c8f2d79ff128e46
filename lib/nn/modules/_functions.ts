// Mirrors CrossMapLRN2d of torch/nn/modules/_functions.py.

import { stack, zeros_like } from '../../_generated/torch_functions.js'
import { ValueError } from '../../errors.js'
import type { Tensor } from '../../tensor.js'

/** See `torch.nn.CrossMapLRN2d`: each channel's sum of squares is the one before it, plus one and minus one square. */
export function crossMapLRN(
  input: Tensor,
  size: number,
  alpha: number,
  beta: number,
  k: number,
): Tensor {
  if (input.dim() !== 4) {
    throw new ValueError(`CrossMapLRN2d: Expected input to be 4D, got ${input.dim()}D instead.`)
  }
  const channels = input.size(1)
  const squares = input.pow(2).unbind(1) as Tensor[]
  const pre_pad = Math.trunc((size - 1) / 2 + 1)
  let sum = zeros_like(input.select(1, 0))
  for (const square of squares.slice(0, pre_pad)) sum = sum.add(square)
  const sums = [sum]
  for (let c = 1; c < channels; c++) {
    if (c < channels - pre_pad + 1) sum = sum.add(squares[c + pre_pad - 1] as Tensor)
    if (c > pre_pad) sum = sum.sub(squares[c - pre_pad] as Tensor)
    sums.push(sum)
  }
  const scale = stack(sums, 1)
    .mul(alpha / size)
    .add(k)
  return scale.pow(-beta).mul(input)
}
