import numpy as np
import torch

from errors import printError

torch.manual_seed(0)

data = [[1, 2], [3, 4]]
np_array = np.array(data)
x_np = torch.from_numpy(np_array)
print(x_np)

np_array[0, 0] = 10
print(x_np[0])
x_np.mul_(2)
print(np_array)

copied = torch.tensor(np_array)
copied.zero_()
print(np_array)

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
print(t.dtype, torch.from_numpy(np.array([1, 2])).dtype, t.float().dtype)

# The port has a Float32Array here.
floats = np.array([1, 2, 3], dtype=np.float32)
shared = torch.from_numpy(floats)
floats[0] = 7
shared[1] = 8
print(shared, floats.tolist())

img = torch.arange(12).view(3, 2, 2) / 6 - 1
npimg = (img / 2 + 0.5).numpy()
rows = np.transpose(npimg, (1, 2, 0))
print(list(npimg.shape), list(rows.shape))
print(rows)
npimg[0, 0, 0] = 1
print(int(rows[0, 0, 0]))
print(list(torch.from_numpy(rows).stride()), torch.from_numpy(rows).is_contiguous())

weights = torch.ones(2, requires_grad=True)
printError(lambda: weights.numpy())
print(weights.detach().numpy())
printError(lambda: weights.sum().numpy())
# Here and below the port has 2, having one kind of number.
print('%g' % weights.sum().item())
printError(lambda: torch.ones(2).to(torch.bfloat16).numpy())
printError(lambda: torch.ones(2, device='meta').numpy())
printError(lambda: torch.eye(2).to_sparse().numpy())
printError(lambda: torch.conj(torch.ones(1, dtype=torch.complex64)).numpy())
print(weights.numpy(force=True))

weights.detach().numpy()[0] = 5
print(weights)

x = np.array(torch.randn(4, 3).numpy())
y = np.array(torch.randn(4, 2).numpy())
w = np.array(torch.randn(3, 2).numpy())
w_tensor = torch.from_numpy(w)
for t in range(3):
    y_pred = np.maximum(x.dot(w), 0)
    loss = np.square(y_pred - y).sum()
    same = torch.from_numpy(x).matmul(w_tensor).clamp(min=0) - torch.from_numpy(y)
    print(t, '%.4f' % loss, '%.4f' % same.pow(2).sum().item())
    w -= 0.1 * x.T.dot(y_pred - y)
print(w_tensor)

batches = [(0.5, 64), (0.25, 32)]
losses, nums = zip(*batches)
print('%.4f' % (np.sum(np.multiply(losses, nums)) / np.sum(nums)))
