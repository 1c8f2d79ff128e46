import torch

from errors import printError

pair = torch.tensor([1, 2])
x = torch.tensor([[1, 2], [3, 4]])


def row(call, result):
    print(call.ljust(52), result.tolist())


row('pair.repeat(2)', pair.repeat(2))
row('pair.repeat_interleave(2)', pair.repeat_interleave(2))

row('x.repeat(2, 1)', x.repeat(2, 1))
row('torch.repeat_interleave(x, 2, dim=0)', torch.repeat_interleave(x, 2, dim=0))
row('x.repeat(1, 2)', x.repeat(1, 2))
row('torch.repeat_interleave(x, 2, dim=1)', torch.repeat_interleave(x, 2, dim=1))

row('pair.repeat(2, 2)', pair.repeat(2, 2))
row('x.repeat_interleave(2)', x.repeat_interleave(2))
print(torch.randn(3, 2).repeat(5, 6, 7, 8).size())

counts = torch.tensor([1, 3])
row('x.repeat_interleave([1, 3], dim=0)', x.repeat_interleave(counts, dim=0))
row('x.repeat_interleave([1, 3], dim=1)', x.repeat_interleave(counts, dim=1))
row('pair.repeat_interleave([0, 2])', pair.repeat_interleave(torch.tensor([0, 2])))
row('torch.repeat_interleave([1, 3])', torch.repeat_interleave(counts))
known = x.repeat_interleave(counts, 0, output_size=4)
row('x.repeat_interleave([1, 3], 0, output_size=4)', known)

row('pair.unsqueeze(1).repeat(1, 2).flatten()', pair.unsqueeze(1).repeat(1, 2).flatten())
tiled = pair.unsqueeze(0).repeat_interleave(2, dim=0).flatten()
row('pair.unsqueeze(0).repeat_interleave(2, 0).flatten()', tiled)

expanded = pair.expand(3, 2)
row('pair.expand(3, 2)', expanded)
# The port has arrays for tuples.
print(list(expanded.stride()), expanded.data_ptr() == pair.data_ptr())
print(list(pair.repeat(3, 1).stride()), pair.repeat(3, 1).data_ptr() == pair.data_ptr())

printError(lambda: x.repeat(2))
printError(lambda: x.repeat(2, -1))
printError(lambda: x.repeat_interleave(torch.tensor([1, 2, 3]), dim=0))
printError(lambda: x.repeat_interleave(counts))
printError(lambda: x.repeat_interleave(-1))
printError(lambda: x.repeat_interleave(2, dim=2))
printError(lambda: x.repeat_interleave(torch.tensor([1.0, 2.5]), dim=0))
