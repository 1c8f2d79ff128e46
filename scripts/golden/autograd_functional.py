"""Goldens of torch.autograd.functional: python scripts/golden/autograd_functional.py."""

import itertools

from oracle import torch

from answers import Answers
from torch.autograd import functional as A

torch.manual_seed(7)
INPUTS = {
    "x": torch.rand(3, 2, dtype=torch.double),
    "y": torch.rand(3, 2, dtype=torch.double),
    "v": torch.rand(3, dtype=torch.double),
    "m": torch.rand(3, 2, dtype=torch.double),
    "w": torch.rand(3, 2, dtype=torch.double),
    "one": torch.rand(1, dtype=torch.double),
    "f": torch.rand(4),
    "c": torch.rand(3, dtype=torch.cdouble),
    "batch": torch.rand(4, 3, dtype=torch.double),
}
answers = Answers(**INPUTS)
ask = answers.ask


def get(names):
    """A tensor, or a list of them for names with a blank."""
    tensors = tuple(INPUTS[name].clone() for name in names.split())
    return tensors if len(tensors) > 1 else tensors[0]


# Tensors to a tensor or a list of them: what inputs, what fits their outputs.
FUNCTIONS = {
    "exp": ("x", "v", lambda x: x.exp().sum(1)),
    "adder": ("x y", "m", lambda x, y: 2 * x + 3 * y),
    "pair": ("x y", "m v", lambda x, y: (x.sin() * y, (x * y).prod(1))),
    "net": ("x f", "f", lambda x, f: (x.float() @ torch.ones(2, 4)).tanh().sum(0) * f),
    "first": ("x y", "m", lambda x, y: x.pow(2)),
    "constant": ("x", "v", lambda x: torch.ones(3, dtype=torch.double)),
    "number": ("one", "one", lambda x: x.pow(3)),
    "detached": ("x y", "m v", lambda x, y: (x * y, x.detach().sum(1))),
    "conjugate": ("c", "c", lambda c: c * c.conj() + c),
}
# Tensors to a single element.
SCALARS = {
    "cube": ("x", "m", lambda x: x.pow(3).sum()),
    "squares": ("x y", "m w", lambda x, y: (2 * x.pow(2) + 3 * y.pow(2) * x).sum()),
    "linear": ("x", "m", lambda x: (2 * x).sum()),
    "cubic": ("one", "one", lambda x: x.pow(3)),
    "apart": ("x y", "m w", lambda x, y: x.pow(3).sum()),
    "fixed": ("x", "m", lambda x: torch.ones((), dtype=torch.double)),
    "float": ("f", "f", lambda f: f.sigmoid().norm()),
}
FLAGS = ("create_graph", "strict")
CHOICES = [dict(zip(FLAGS, on)) for on in itertools.product((False, True), repeat=2)]


def tensors(value):
    return [value] if isinstance(value, torch.Tensor) else [t for item in value for t in tensors(item)]


def recorded(inputs):
    for tensor in tensors(inputs):
        tensor.requires_grad_()
    return inputs


def twice(result, inputs):
    """The result, and where it has a graph the gradients through it."""
    ends = [t for t in tensors(result) if t.requires_grad]
    if not ends:
        return result, None
    total = sum(end.abs().pow(2).sum() for end in ends)
    return result, torch.autograd.grad(total, tensors(inputs), allow_unused=True)


def both(f, names, call):
    """`call` on inputs that require a gradient, and a backward pass through what it gives."""

    def run():
        inputs = recorded(get(names))
        return twice(call(f, inputs), inputs)

    return run


def products(name, table, vectorOf):
    for key, (names, output, f) in table.items():
        for options in CHOICES:
            what = " ".join([name, key, *(flag for flag in FLAGS if options[flag])])
            v = get(vectorOf(names, output))
            ask(what, both(f, names, lambda f, inputs: getattr(A, name)(f, inputs, v, **options)))


products("vjp", FUNCTIONS, lambda names, output: output)
products("jvp", FUNCTIONS, lambda names, output: names)
products("vhp", SCALARS, lambda names, output: output)
products("hvp", SCALARS, lambda names, output: output)

MATRICES = [dict(zip((*FLAGS, "vectorize"), on)) for on in itertools.product((False, True), repeat=3)]
for name, table, strategy in (("jacobian", FUNCTIONS, "strategy"), ("hessian", SCALARS, "outer_jacobian_strategy")):
    for key, (names, _, f) in table.items():
        for way in ("reverse-mode", "forward-mode"):
            for options in MATRICES:
                what = " ".join([name, key, way, *(flag for flag in options if options[flag])])
                call = getattr(A, name)
                ask(what, both(f, names, lambda f, inputs: call(f, inputs, **options, **{strategy: way})))

EXP, CUBE, PAIR = FUNCTIONS["exp"][2], SCALARS["cube"][2], FUNCTIONS["pair"][2]


def under_no_grad():
    with torch.no_grad():
        return [A.vjp(EXP, get("x"), get("v"), True), A.vjp(EXP, get("x"), get("v")), A.jvp(EXP, get("x"), get("x")), A.hessian(CUBE, get("x"), True)]


def captured():
    """The function also uses the input as it is outside: that is a constant."""
    x = get("x").requires_grad_()
    return A.jacobian(lambda inner: (inner * x).sum(), x, create_graph=True), A.jacobian(lambda inner: (inner * x).sum(), x)


def batched(**options):
    x = get("v").requires_grad_()
    y = get("v").requires_grad_()
    return torch.autograd.grad(x.sin() * 2, (x, y), get("batch"), is_grads_batched=True, allow_unused=True, **options)


PIECES = {
    "vjp without v": lambda: A.vjp(CUBE, get("x")),
    "jvp without v": lambda: A.jvp(lambda x: x * 2, get("one")),
    "vhp without v": lambda: A.vhp(lambda x: x.pow(2), get("one")),
    "hvp without v": lambda: A.hvp(lambda x: x.pow(2), get("one")),
    "keywords": lambda: A.vjp(func=EXP, inputs=get("x"), v=get("v"), strict=True),
    "positions": lambda: A.jacobian(EXP, get("x"), False, False, True, "reverse-mode"),
    "list of one": lambda: A.jacobian(EXP, (get("x"),)),
    "function gives a list of one": lambda: A.jacobian(lambda x: (x.exp(),), get("v")),
    "hessian of a list of one": lambda: A.hessian(CUBE, (get("x"),)),
    "under no grad": under_no_grad,
    "captured": captured,
    "batched grad": batched,
    "batched grad materialized": lambda: batched(materialize_grads=True),
    "batched grad create_graph": lambda: batched(create_graph=True, materialize_grads=True),
    # wrong calls
    "vjp needs v": lambda: A.vjp(EXP, get("x")),
    "jvp needs v": lambda: A.jvp(EXP, get("x")),
    "vhp needs v": lambda: A.vhp(CUBE, get("x")),
    "hvp needs v": lambda: A.hvp(CUBE, get("x")),
    "v of another shape": lambda: A.vjp(EXP, get("x"), get("x")),
    "v of another length": lambda: A.vjp(PAIR, get("x y"), get("v")),
    "v too long": lambda: A.vjp(EXP, get("x"), get("v v")),
    "entry of v of another shape": lambda: A.jvp(PAIR, get("x y"), get("x v")),
    "inputs is a number": lambda: A.vjp(EXP, 1),
    "inputs has a number": lambda: A.jacobian(EXP, (get("x"), 2.5)),
    "v is None in a list": lambda: A.jvp(EXP, get("x"), (None,)),
    "func gives a number": lambda: A.jvp(lambda x: 1, get("x"), get("x")),
    "func gives a list with a number": lambda: A.jacobian(lambda x: (x, "a"), get("x")),
    "func gives None": lambda: A.hessian(lambda x: None, get("x")),
    "func is a number": lambda: A.vjp(1, get("x")),
    "vhp of many": lambda: A.vhp(EXP, get("x"), get("x")),
    "vhp of a list": lambda: A.vhp(lambda x: (CUBE(x),), get("x"), get("x")),
    "hvp of many": lambda: A.hvp(EXP, get("x"), get("x")),
    "hvp of a list": lambda: A.hvp(lambda x: (CUBE(x),), get("x"), get("x")),
    "hessian of many": lambda: A.hessian(EXP, get("x")),
    "hessian of a list": lambda: A.hessian(lambda x: (CUBE(x),), get("x")),
    "unknown strategy": lambda: A.jacobian(EXP, get("x"), strategy="backward"),
    "unknown outer strategy": lambda: A.hessian(CUBE, get("x"), outer_jacobian_strategy="backward"),
    "too many arguments": lambda: A.vjp(EXP, get("x"), get("v"), False, False, 3),
    "unknown keyword": lambda: A.hessian(CUBE, get("x"), foo=1),
    "no inputs": lambda: A.jacobian(EXP),
    "batched grad without gradients": lambda: torch.autograd.grad(get("one").requires_grad_().sum() * 2, get("x").requires_grad_(), is_grads_batched=True),
    "batched grad of another shape": lambda: torch.autograd.grad(get("x").requires_grad_() * 2, get("x").requires_grad_(), get("batch"), is_grads_batched=True),
    "materialized and not unused": lambda: torch.autograd.grad(get("one").requires_grad_(), get("x"), materialize_grads=True, allow_unused=False),
    "too few gradients": lambda: torch.autograd.grad((get("v").requires_grad_() * 2, get("x").requires_grad_() * 2), get("x").requires_grad_(), get("v")),
}
for name, piece in PIECES.items():
    ask(name, piece)

answers.write("autograd_functional.gz")
