/** A 60 minute blitz, 1: tensors. */
import torch from 'torch-node'
import { print } from 'torch-node/builtins'
import np from 'torch-node/numpy'

torch.manual_seed(0)

// From data
const data = [
  [1, 2],
  [3, 4],
]
const x_data = torch.tensor(data)
print(x_data)

// From an array of NumPy's, on the same memory
const np_array = np.array(data)
const x_np = torch.from_numpy(np_array)
print(x_np)

// From another tensor: its dtype and device, unless told otherwise
let x = torch.tensor([5.5, 3])
x = x.new_ones(5, 3, { dtype: torch.double })
print(x)

x = torch.randn_like(x, { dtype: torch.float })
print(x)

// Not initialised: whatever lies there
print(torch.empty(5, 3).size())

print(torch.rand(5, 3))

print(torch.zeros(5, 3, { dtype: torch.long }))

print(torch.tensor([5.5, 3]))

// Attributes
{
  let tensor = torch.rand(3, 4)

  print(`Shape of tensor: ${tensor.shape}`)
  print(`Datatype of tensor: ${tensor.dtype}`)
  print(`Device tensor is stored on: ${tensor.device}`)

  print(x.size())
  const [height, width] = x.size()
  print(height, width)

  // On the GPU if there is one
  if (torch.cuda.is_available()) {
    tensor = tensor.to('cuda')
  }
}

// Indexing and slicing as with NumPy
const tensor = torch.ones(4, 4)
tensor.index_put_([':', 1], 0)
print(tensor)

const t1 = torch.cat([tensor, tensor, tensor], { dim: 1 })
print(t1)
print(torch.stack([tensor, tensor]).size()) // along a new dimension

// The product of elements, both ways
print(`tensor.mul(tensor) \n ${tensor.mul(tensor)} \n`)
print(`tensor * tensor \n ${tensor.mul(tensor)}`)

// The product of matrices, both ways
print(`tensor.matmul(tensor.T) \n ${tensor.matmul(tensor.T)} \n`)
print(`tensor @ tensor.T \n ${tensor.matmul(tensor.T)}`)

// In place
print(tensor, '\n')
tensor.add_(5)
print(tensor)
{
  const x = torch.empty(4, 4)
  x.copy_(tensor)
  x.t_()
  print(x)
}

// Three additions
let y = torch.rand(5, 3)
print(x.add(y))

print(torch.add(x, y))

const result = torch.empty(5, 3)
torch.add(x, y, { out: result })
print(result)

y.add_(x)
print(y)

print(x[':, 1'])

// Other sizes, the same memory
{
  const x = torch.rand(4, 4)
  const y = x.view(16)
  const z = x.view(2, -1)
  print(x.size(), y.size(), z.size())
}

{
  const x = torch.randn(1)
  print(x)
  print(x.item())
  // (In the notes max comes before min. Where min is the larger, all becomes max.)
  print(torch.clamp(x, 0, 1, { out: torch.empty(1) }), x.clamp({ min: 2, max: 1 }))
  print(torch.rand(2, 3).t().size())
}

// A tensor and an array of NumPy's on the same memory: a change of one shows in the other
{
  const t = torch.ones(5)
  print(`t: ${t}`)
  const n = t.numpy()
  print(`n: ${n}`)

  t.add_(1)
  print(`t: ${t}`)
  print(`n: ${n}`)
}
{
  const n = np.ones(5)
  const t = torch.from_numpy(n)

  np.add(n, 1, { out: n })
  print(`t: ${t}`)
  print(`n: ${n}`)
}

// Devices
if (torch.cuda.is_available()) {
  const device = torch.device('cuda')
  y = torch.ones_like(x, { device })
  x = x.to(device)
  const z = x.add(y)
  print(z)
  print(z.to('cpu', torch.double))
}
