import numpy as np
import torch

torch.manual_seed(0)

data = [[1, 2], [3, 4]]
x_data = torch.tensor(data)
print(x_data)

np_array = np.array(data)
x_np = torch.from_numpy(np_array)
print(x_np)

x = torch.tensor([5.5, 3])
x = x.new_ones(5, 3, dtype=torch.double)
print(x)

x = torch.randn_like(x, dtype=torch.float)
print(x)

print(torch.empty(5, 3).size())

print(torch.rand(5, 3))

print(torch.zeros(5, 3, dtype=torch.long))

print(torch.tensor([5.5, 3]))

tensor = torch.rand(3, 4)

print(f'Shape of tensor: {tensor.shape}')
print(f'Datatype of tensor: {tensor.dtype}')
print(f'Device tensor is stored on: {tensor.device}')

print(x.size())
height, width = x.size()
print(height, width)

if torch.cuda.is_available():
    tensor = tensor.to('cuda')

tensor = torch.ones(4, 4)
tensor[:, 1] = 0
print(tensor)

t1 = torch.cat([tensor, tensor, tensor], dim=1)
print(t1)
print(torch.stack([tensor, tensor]).size())

print(f'tensor.mul(tensor) \n {tensor.mul(tensor)} \n')
print(f'tensor * tensor \n {tensor * tensor}')

print(f'tensor.matmul(tensor.T) \n {tensor.matmul(tensor.T)} \n')
print(f'tensor @ tensor.T \n {tensor @ tensor.T}')

print(tensor, '\n')
tensor.add_(5)
print(tensor)
x5 = torch.empty(4, 4)
x5.copy_(tensor)
x5.t_()
print(x5)

y = torch.rand(5, 3)
print(x + y)

print(torch.add(x, y))

result = torch.empty(5, 3)
torch.add(x, y, out=result)
print(result)

y.add_(x)
print(y)

print(x[:, 1])

x4 = torch.rand(4, 4)
y4 = x4.view(16)
z4 = x4.view(2, -1)
print(x4.size(), y4.size(), z4.size())

x1 = torch.randn(1)
print(x1)
print(x1.item())
print(torch.clamp(x1, 0, 1, out=torch.empty(1)), x1.clamp(min=2, max=1))
print(torch.rand(2, 3).t().size())

t = torch.ones(5)
print(f't: {t}')
n = t.numpy()
print(f'n: {n}')

t.add_(1)
print(f't: {t}')
print(f'n: {n}')

n = np.ones(5)
t = torch.from_numpy(n)

np.add(n, 1, out=n)
print(f't: {t}')
print(f'n: {n}')

if torch.cuda.is_available():
    device = torch.device('cuda')
    y = torch.ones_like(x, device=device)
    x = x.to(device)
    z = x + y
    print(z)
    print(z.to('cpu', torch.double))
