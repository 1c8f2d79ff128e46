"""Goldens of nn.CrossMapLRN2d: python scripts/golden/cross_map_lrn.py."""

from oracle import torch

from answers import Answers
from torch import nn

torch.manual_seed(6)
INPUTS = {
    "x": torch.randn(2, 7, 3, 4),
    "thin": torch.randn(2, 2, 3, 3),
    "half": torch.randn(2, 5, 3, 2).bfloat16(),
    "double": torch.randn(1, 6, 2, 3).double(),
    "empty": torch.randn(0, 3, 2, 2),
    "grad": torch.randn(2, 7, 3, 4),
}
answers = Answers(**INPUTS)


def run(name, *args, **kwargs):
    x = INPUTS[name].clone().requires_grad_()
    module = nn.CrossMapLRN2d(*args, **kwargs)
    y = module(x)
    y.sum().backward()
    return [str(module), y, x.grad]


for name, args, kwargs in [
    ("x", [2], {}),
    ("x", [5, 0.5], {"beta": 0.25, "k": 2}),
    ("x", [1], {"alpha": 1.5}),
    ("thin", [6, 0.1], {}),
    ("half", [3, 0.3], {}),
    ("double", [4, 0.7], {}),
    ("empty", [3], {}),
]:
    answers.ask(f"{name} {args} {sorted(kwargs)}", lambda: run(name, *args, **kwargs))


def weighted():
    x = INPUTS["x"].transpose(2, 3).requires_grad_()
    y = nn.CrossMapLRN2d(3, 0.5)(x)
    (y * INPUTS["grad"].transpose(2, 3)).sum().backward()
    return [y, x.grad]


answers.ask("strided input", weighted)
answers.ask("three dimensions", lambda: nn.CrossMapLRN2d(2)(torch.ones(2, 3, 4)))


def twice():
    x = INPUTS["x"].clone().requires_grad_()
    torch.autograd.grad(nn.CrossMapLRN2d(2)(x).sum(), x, create_graph=True)


answers.ask("gradient of the gradient", twice)

if __name__ == "__main__":
    answers.write("cross_map_lrn.gz")
