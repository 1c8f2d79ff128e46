import torch

from errors import printError

x = torch.arange(12).view(4, 3)


def sameMemory(a, b):
    return a.data_ptr() == b.data_ptr()


def stride(a):
    # The port has arrays for tuples.
    return list(a.stride())


print(x.transpose(0, 1))
print(torch.equal(torch.transpose(x, dim0=0, dim1=1), x.t()), torch.equal(x.t(), x.T))
print(torch.rand(2, 3, 4).transpose(-1, -2).size(), torch.rand(2, 3, 4).mT.size())
printError(lambda: torch.transpose(x))
printError(lambda: x.transpose())
printError(lambda: x.transpose(0))
printError(lambda: x.transpose(0, 2))
printError(lambda: torch.rand(2, 3, 4).t())

image = torch.rand(5, 6, 3)
print(image.permute(2, 0, 1).size())
print(torch.equal(torch.permute(image, [2, 0, 1]), image.permute([2, 0, 1])))
print(torch.equal(image.permute(2, 0, 1), image.transpose(1, 2).transpose(0, 1)))
print(torch.equal(image.permute(-1, 0, 1)[0], image[..., 0]))
printError(lambda: x.permute())
printError(lambda: torch.permute(x))
printError(lambda: x.permute(0, 0))
printError(lambda: x.permute(0))
printError(lambda: x.permute(0, 2))

y = x.transpose(0, 1)
print(stride(x), x.is_contiguous())
print(stride(y), y.is_contiguous())
print(sameMemory(x, y))
y[0, 1] = 100
print(x[1])

printError(lambda: y.view(4, 3))
print(y.reshape(4, 3))
print(sameMemory(y.reshape(4, 3), y), sameMemory(x.reshape(2, 6), x))

half = x[:, :2]
print(half.is_contiguous(), half.view(4, 2, 1).size())
printError(lambda: half.view(8))

z = y.contiguous()
print(stride(z), z.is_contiguous(), sameMemory(z, y))
print(torch.equal(y.reshape(4, 3), y.contiguous().view(4, 3)))
print(sameMemory(x.contiguous(), x), x.contiguous() is x, sameMemory(x.clone(), x))
z[0, 0] = -1
print(y[0][0], z[0][0])

print(torch.as_strided(y, [12], [1]))
print(torch.as_strided(z, [12], [1]))

print(y.transpose(0, 1).is_contiguous(), torch.rand(1, 5).t().is_contiguous())

batch = torch.rand(1, 5, 6, 3).permute(0, 3, 1, 2)
print(batch.is_contiguous(), batch.is_contiguous(memory_format=torch.channels_last))
print(stride(batch), stride(batch.contiguous()))
