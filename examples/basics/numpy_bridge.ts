/** Tensors and NumPy's arrays: one memory under two names, until something copies. */
import torch from 'torch-node'
import { print, sprintf, zip } from 'torch-node/builtins'
import np from 'torch-node/numpy'
import { printError } from '../errors.js'

torch.manual_seed(0)

// 1. From an array

const data = [
  [1, 2],
  [3, 4],
]
const np_array = np.array(data)
const x_np = torch.from_numpy(np_array)
print(x_np)

np_array.set(0, 0, 10n) // int64 is bigint in JavaScript
print(x_np[0])
x_np.mul_(2)
print(np_array)

// torch.tensor copies.
const copied = torch.tensor(np_array)
copied.zero_()
print(np_array)

// 2. From a tensor

{
  const t = torch.ones(5)
  print(`t: ${t}`)
  const n = t.numpy()
  print(`n: ${n}`)

  t.add_(1)
  print(`t: ${t}`)
  print(`n: ${n}`)
}

// 3. To a tensor; NumPy's floats are float64.

{
  const n = np.ones(5)
  const t = torch.from_numpy(n)
  np.add(n, 1, { out: n })
  print(`t: ${t}`)
  print(`n: ${n}`)
  print(t.dtype, torch.from_numpy(np.array([1, 2])).dtype, t.float().dtype) // float() copies
}

// 4. JavaScript's own typed arrays, which torch.from_numpy takes as they are

const floats = Float32Array.of(1, 2, 3)
const shared = torch.from_numpy(floats)
floats[0] = 7
shared[1] = torch.tensor(8)
print(shared, floats)

// 5. Strides come along: a transposed picture is no copy.

const img = torch.arange(12).view(3, 2, 2).div(6).sub(1) // (C, H, W), from -1 to 1
const npimg = img.div(2).add(0.5).numpy()
const rows = np.transpose(npimg, [1, 2, 0]) // (H, W, C), as plt.imshow has it
print(npimg.shape, rows.shape)
print(rows)
npimg.set(0, 0, 0, 1)
print(rows.get(0, 0, 0))
print(torch.from_numpy(rows).stride(), torch.from_numpy(rows).is_contiguous())

// 6. What cannot be shared

const weights = torch.ones(2, { requires_grad: true })
printError(() => weights.numpy())
print(weights.detach().numpy())
printError(() => weights.sum().numpy())
print(weights.sum().item())
printError(() => torch.ones(2).to(torch.bfloat16).numpy())
printError(() => torch.ones(2, { device: 'meta' }).numpy())
printError(() => torch.eye(2).to_sparse().numpy())
printError(() => torch.conj(torch.ones(1, { dtype: torch.complex64 })).numpy())
print(weights.numpy({ force: true })) // detaches, moves and copies as need be

// detach shares, too: this writes to the parameter behind autograd's back.
weights.detach().numpy().set(0, 5)
print(weights)

// 7. A layer that learns in NumPy, and a tensor on the memory of its weights, which sees them change

const x = np.array(torch.randn(4, 3).numpy())
const y = np.array(torch.randn(4, 2).numpy())
const w = np.array(torch.randn(3, 2).numpy())
const w_tensor = torch.from_numpy(w)
for (const t of [0, 1, 2]) {
  const y_pred = np.maximum(x.dot(w), 0)
  const loss = np.square(y_pred.sub(y)).sum()
  const same = torch.from_numpy(x).matmul(w_tensor).clamp({ min: 0 }).sub(torch.from_numpy(y))
  print(t, sprintf('%.4f', loss), sprintf('%.4f', same.pow(2).sum().item()))
  w.sub_(x.T.dot(y_pred.sub(y)).mul(0.1))
}
print(w_tensor)

// 8. The mean loss of batches of different sizes: NumPy takes plain lists as well.

const batches: [number, number][] = [
  [0.5, 64],
  [0.25, 32],
]
const [losses, nums] = zip(...batches)
print(sprintf('%.4f', np.sum(np.multiply(losses, nums)) / np.sum(nums)))
