/** transpose, permute and contiguous: the same memory under other strides, and when it must be copied. */
import torch, { type Tensor } from 'torch-node'
import { print } from 'torch-node/builtins'
import { printError } from '../errors.js'

const x = torch.arange(12).view(4, 3)
const sameMemory = (a: Tensor, b: Tensor) => a.data_ptr() === b.data_ptr()

// 1. transpose swaps two dimensions, both of them given. (In the notes they are 0 and 1 unless given, and both
// torch.transpose(x) and x.transpose() are legal; neither is. What takes no dimensions is t(), of a matrix.)

print(x.transpose(0, 1))
print(torch.equal(torch.transpose(x, { dim0: 0, dim1: 1 }), x.t()), torch.equal(x.t(), x.T))
print(torch.rand(2, 3, 4).transpose(-1, -2).size(), torch.rand(2, 3, 4).mT.size())
// @ts-expect-error two dimensions are needed
printError(() => torch.transpose(x))
// @ts-expect-error two dimensions are needed
printError(() => x.transpose())
// @ts-expect-error two dimensions are needed
printError(() => x.transpose(0))
printError(() => x.transpose(0, 2))
printError(() => torch.rand(2, 3, 4).t())

// 2. permute names the place that each dimension is taken from. (In the notes x.permute() is legal, which it is not, and
// tensor.permute(x) is not; torch.permute(x, dims) has come since.)

const image = torch.rand(5, 6, 3) // (H, W, C)
print(image.permute(2, 0, 1).size()) // (C, H, W)
print(torch.equal(torch.permute(image, [2, 0, 1]), image.permute([2, 0, 1])))
print(torch.equal(image.permute(2, 0, 1), image.transpose(1, 2).transpose(0, 1)))
print(torch.equal(image.permute(-1, 0, 1)[0], image['..., 0']))
printError(() => x.permute())
// @ts-expect-error the dimensions are needed
printError(() => torch.permute(x))
printError(() => x.permute(0, 0))
printError(() => x.permute(0))
printError(() => x.permute(0, 2))

// 3. Both are views: no number moves, only the strides change, and what is written to one shows in the other.

const y = x.transpose(0, 1)
print(x.stride(), x.is_contiguous())
print(y.stride(), y.is_contiguous())
print(sameMemory(x, y))
y.index_put_([0, 1], 100)
print(x[1])

// 4. view wants memory in the order of the elements, which y's is not; reshape copies where view cannot.
// (In the notes the error begins "invalid argument 2: view size is not compatible"; that is an older text.)

printError(() => y.view(4, 3))
print(y.reshape(4, 3))
print(sameMemory(y.reshape(4, 3), y), sameMemory(x.reshape(2, 6), x))

// Not contiguous is not yet too much for a view: only dimensions that do not follow each other cannot be joined.
const half = x[':, :2']
print(half.is_contiguous(), half.view(4, 2, 1).size())
printError(() => half.view(8))

// 5. contiguous copies into a fresh layout, unless there is nothing to do; then it gives the tensor itself.

const z = y.contiguous()
print(z.stride(), z.is_contiguous(), sameMemory(z, y))
print(torch.equal(y.reshape(4, 3), y.contiguous().view(4, 3)))
print(sameMemory(x.contiguous(), x), x.contiguous() === x, sameMemory(x.clone(), x))
z.index_put_([0, 0], -1)
print(y[0][0], z[0][0])

// The numbers as they lie in memory
print(torch.as_strided(y, [12], [1]))
print(torch.as_strided(z, [12], [1]))

// 6. Two transposes are none; a transpose of what has only one row is contiguous anyway.

print(y.transpose(0, 1).is_contiguous(), torch.rand(1, 5).t().is_contiguous())

// Pictures may lie channels last, and are contiguous in that sense.
const batch = torch.rand(1, 5, 6, 3).permute(0, 3, 1, 2) // (N, C, H, W)
print(batch.is_contiguous(), batch.is_contiguous({ memory_format: torch.channels_last }))
print(batch.stride(), batch.contiguous().stride())
