"""Goldens of settings of autograd, versions and grad_dtype: python scripts/golden/autograd_state.py."""

from oracle import torch

from answers import Answers
from torch.autograd.graph import increment_version

A = torch.autograd
torch.manual_seed(1)
INPUTS = {
    "x": torch.rand(3),
    "m": torch.rand(2, 3, 4),
    "i": torch.arange(3),
}
answers = Answers(**INPUTS)


def get(name):
    return INPUTS[name].clone()


def leaf(name="x"):
    return get(name).requires_grad_()


def switched(switch, read):
    before = read()
    with switch(False):
        inside = read()
        with switch(True):
            nested = read()
        again = read()
    with switch(not before):
        other = read()
    return [before, inside, nested, again, other, read()]


def layout(**options):
    """The strides of a gradient whose leaf is not contiguous."""
    p = get("m").permute(2, 0, 1).requires_grad_()
    weight = get("m").permute(2, 0, 1).contiguous()
    with A.enforce_grad_layout_policy(**options):
        (p * weight).sum().backward()
    return [list(p.grad.stride()), p.grad]


def view(mode):
    """How a view comes about again after its base was changed."""
    base = leaf("m").clone()
    with A._force_original_view_tracking(mode):
        row = base.view(6, 4)[1]
        base.mul_(2)
        return str(row.grad_fn.name())


def saved():
    x = leaf()
    y = x.exp()
    increment_version(y)
    return y.sum().backward()


def versions():
    x, y = get("x"), get("x")
    increment_version(x)
    increment_version([x, y])
    with torch.inference_mode():
        z = torch.zeros(2)
    return [x._version, y._version, increment_version(z)]


def grad_dtypes():
    x = leaf()
    found = [str(x.grad_dtype)]
    x.grad_dtype = torch.float64
    found.append(str(x.grad_dtype))
    x.grad_dtype = None
    return [*found, x.grad_dtype, str(get("i").grad_dtype)]


def backward(dtype):
    x = leaf()
    x.grad_dtype = dtype
    (x * 3).sum().backward()
    (x * 2).sum().backward()
    return x.grad


def assigned(dtype, grad, start=leaf):
    x = start()
    x.grad_dtype = dtype
    x.grad = grad
    return x.grad


def with_grad(dtype):
    x = leaf()
    x.grad = torch.ones(3)
    x.grad_dtype = dtype
    return x.grad


def set_dtype(x, value):
    x.grad_dtype = value


PIECES = {
    "multithreading": lambda: switched(A.set_multithreading_enabled, A.is_multithreading_enabled),
    "view replay": lambda: switched(A._force_original_view_tracking, A.is_view_replay_enabled),
    "multithreading of a number": lambda: A.set_multithreading_enabled(1),
    "layout of a number": lambda: A.enforce_grad_layout_policy(1),
    "view replay of a number": lambda: A._force_original_view_tracking(1),
    "multithreading of nothing": lambda: A.set_multithreading_enabled(),
    "multithreading of two": lambda: A.set_multithreading_enabled(True, False),
    "layout enforced": layout,
    "layout enforced by name": lambda: layout(enable=True),
    "layout not enforced": lambda: layout(enable=False),
    "view by its strides": lambda: view(False),
    "view replayed": lambda: view(True),
    "versions": versions,
    "saved": saved,
    "version of a number": lambda: increment_version(1),
    "version of None": lambda: increment_version(None),
    "version of a string": lambda: increment_version("a"),
    "version of numbers": lambda: increment_version([get("x"), 2]),
    "grad_dtype": grad_dtypes,
    "backward in double": lambda: backward(torch.float64),
    "backward in half": lambda: backward(torch.float16),
    "backward in any": lambda: backward(None),
    "assigned double": lambda: assigned(torch.float64, torch.ones(3, dtype=torch.float64)),
    "assigned any": lambda: assigned(None, torch.ones(3, dtype=torch.float16)),
    "assigned float": lambda: assigned(torch.float64, torch.ones(3)),
    "assigned double unasked": lambda: assigned(torch.float32, torch.ones(3, dtype=torch.float64)),
    "with the same grad": lambda: with_grad(torch.float32),
    "with another grad": lambda: with_grad(torch.float64),
    "with any grad": lambda: with_grad(None),
    "grad_dtype of a number": lambda: set_dtype(leaf(), 1),
    "grad_dtype of no leaf": lambda: (leaf() * 2).grad_dtype,
    "grad_dtype set of no leaf": lambda: set_dtype(leaf() * 2, torch.float64),
}
for name, piece in PIECES.items():
    answers.ask(name, piece)

answers.write("autograd_state.gz")
