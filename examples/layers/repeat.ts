/** repeat writes the whole tensor again and again, as tiles; repeat_interleave writes each element again and again. */
import torch, { type Tensor } from 'torch-node'
import { print } from 'torch-node/builtins'
import { printError } from '../errors.js'

const pair = torch.tensor([1, 2])
const x = torch.tensor([
  [1, 2],
  [3, 4],
])

function row(call: string, result: Tensor): void {
  print(call.padEnd(52), result.tolist())
}

// 1. The same numbers in another order

row('pair.repeat(2)', pair.repeat(2))
row('pair.repeat_interleave(2)', pair.repeat_interleave(2))

// 2. Along a dimension: repeat takes a count for each, repeat_interleave one count and which dimension.

row('x.repeat(2, 1)', x.repeat(2, 1))
row('torch.repeat_interleave(x, 2, dim=0)', torch.repeat_interleave(x, 2, { dim: 0 }))
row('x.repeat(1, 2)', x.repeat(1, 2))
row('torch.repeat_interleave(x, 2, dim=1)', torch.repeat_interleave(x, 2, { dim: 1 }))

// 3. More counts than dimensions: repeat puts new ones in front. No dim: repeat_interleave flattens.

row('pair.repeat(2, 2)', pair.repeat(2, 2))
row('x.repeat_interleave(2)', x.repeat_interleave(2))
print(torch.randn(3, 2).repeat(5, 6, 7, 8).size()) // (5, 6, 3 * 7, 2 * 8)

// 4. A count for each element, which only repeat_interleave has; with the counts alone it repeats their indices.

const counts = torch.tensor([1, 3])
row('x.repeat_interleave([1, 3], dim=0)', x.repeat_interleave(counts, { dim: 0 }))
row('x.repeat_interleave([1, 3], dim=1)', x.repeat_interleave(counts, { dim: 1 }))
row('pair.repeat_interleave([0, 2])', pair.repeat_interleave(torch.tensor([0, 2])))
row('torch.repeat_interleave([1, 3])', torch.repeat_interleave(counts))
const known = x.repeat_interleave(counts, 0, { output_size: 4 }) // spares a GPU the wait for the sum
row('x.repeat_interleave([1, 3], 0, output_size=4)', known)

// 5. One by the other

row('pair.unsqueeze(1).repeat(1, 2).flatten()', pair.unsqueeze(1).repeat(1, 2).flatten())
const tiled = pair.unsqueeze(0).repeat_interleave(2, { dim: 0 }).flatten()
row('pair.unsqueeze(0).repeat_interleave(2, 0).flatten()', tiled)

// Both copy. expand shows the same memory under more indices.
const expanded = pair.expand(3, 2)
row('pair.expand(3, 2)', expanded)
print(expanded.stride(), expanded.data_ptr() === pair.data_ptr())
print(pair.repeat(3, 1).stride(), pair.repeat(3, 1).data_ptr() === pair.data_ptr())

// 6. What they refuse

printError(() => x.repeat(2))
printError(() => x.repeat(2, -1))
printError(() => x.repeat_interleave(torch.tensor([1, 2, 3]), { dim: 0 }))
printError(() => x.repeat_interleave(counts))
printError(() => x.repeat_interleave(-1))
printError(() => x.repeat_interleave(2, { dim: 2 }))
printError(() => x.repeat_interleave(torch.tensor([1.0, 2.5]), { dim: 0 }))
