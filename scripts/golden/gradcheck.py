"""Goldens of torch.autograd.gradcheck: python scripts/golden/gradcheck.py."""

import sys
import warnings

from oracle import torch

from answers import Answers
from torch.autograd import gradcheck, gradgradcheck
import torch._decomp.decompositions_for_jvp  # noqa: F401  It warns when it is loaded.

torch.manual_seed(3)
double = torch.double
INPUTS = {
    "x": torch.rand(3, dtype=double) + 0.5,
    "y": torch.rand(3, dtype=double) + 0.5,
    "m": torch.rand(2, 3, dtype=double),
    "p": torch.rand((), dtype=double) + 0.5,
    "e": torch.rand(0, 2, dtype=double),
    "f": torch.rand(3) + 0.5,
    "c": torch.rand(2, dtype=torch.cdouble),
    "d": torch.rand(2, dtype=torch.cdouble),
    "coo": torch.tensor([[0.0, 2.0], [3.0, 0.0]], dtype=double).to_sparse().coalesce(),
    "csr": torch.tensor([[0.0, 2.0], [3.0, 0.0]], dtype=double).to_sparse_csr(),
    "csc": torch.tensor([[0.0, 2.0], [3.0, 4.0]], dtype=double).to_sparse_csc(),
    "bsr": torch.tensor([[1.0, 2.0, 0, 0], [3.0, 4.0, 0, 0]], dtype=double).to_sparse_bsr((2, 2)),
    "bsc": torch.tensor([[1.0, 2.0, 0, 0], [3.0, 4.0, 0, 0]], dtype=double).to_sparse_bsc((2, 2)),
    "hybrid": torch.sparse_coo_tensor([[0, 2]], torch.rand(2, 2, dtype=double), (3, 2)).coalesce(),
    "square": torch.rand(2, 2, dtype=double),
}
answers = Answers(**INPUTS)


def get(names):
    tensors = [INPUTS[name].clone().requires_grad_() for name in names.split()]
    return tensors if len(tensors) > 1 else tensors[0]


class Calls:
    """Gives results of another shape, dtype or value in every second call after the first."""

    def __init__(self, other):
        self.count = 0
        self.other = other

    def __call__(self, x):
        self.count += 1
        return self.other(x) if self.count > 1 and self.count % 2 == 0 else x.sin()


# name: (inputs, function); a function that has state is made anew each time.
FUNCTIONS = {
    "sin": ("x", lambda: lambda x: x.sin()),
    "product": ("x y", lambda: lambda x, y: x * y),
    "pair": ("x y", lambda: lambda x, y: (x * y, (x + y).exp())),
    "list": ("x", lambda: lambda x: [x.sin(), x.cos()]),
    "matrix": ("m", lambda: lambda m: m @ m.T),
    "point": ("p", lambda: lambda p: p.log()),
    "empty": ("e", lambda: lambda e: e * 2),
    "unused": ("x y", lambda: lambda x, y: x.exp()),
    "detached": ("x", lambda: lambda x: x * x.detach()),
    "detached pair": ("x y", lambda: lambda x, y: (x.exp(), x * y.detach())),
    "half detached": ("x", lambda: lambda x: (x.sin(), x.detach() * 2)),
    "no output": ("x", lambda: lambda x: x.detach() * 2),
    "constant": ("x", lambda: lambda x: torch.ones(2, dtype=double)),
    "integers": ("x", lambda: lambda x: (x.sin(), x.floor().long())),
    "conjugate": ("c", lambda: lambda c: c.conj() * c * 2),
    "complex pair": ("c d", lambda: lambda c, d: (c * d, d.abs())),
    "wrong conjugate": ("c", lambda: lambda c: c * c.detach()),
    "complex output": ("x", lambda: lambda x: torch.complex(x.sin(), x.cos())),
    "wrong complex output": ("x", lambda: lambda x: torch.complex(x.sin(), x.detach().cos())),
    "single": ("f", lambda: lambda f: f.sin()),
    "shapes": ("x", lambda: Calls(lambda x: x[:1])),
    "dtypes": ("x", lambda: Calls(lambda x: x.float())),
    "no formula": ("x", lambda: lambda x: torch.igamma(torch.ones(3, dtype=double), x)),
    "embedding_bag": ("m", lambda: lambda m: torch.nn.functional.embedding_bag(torch.tensor([[0, 1, 1]]), m)),
    "to_dense": ("coo", lambda: lambda s: s.to_dense()),
    "to_dense masked": ("coo", lambda: lambda s: s.to_dense(masked_grad=True)),
    "to_dense unmasked": ("coo", lambda: lambda s: s.to_dense(masked_grad=False)),
    "csr": ("csr", lambda: lambda s: s.to_dense(masked_grad=False)),
    "csr masked": ("csr", lambda: lambda s: s.to_dense(masked_grad=True)),
    "csc": ("csc", lambda: lambda s: s.to_dense(masked_grad=False)),
    "bsr": ("bsr", lambda: lambda s: s.to_dense(masked_grad=False)),
    "bsc": ("bsc", lambda: lambda s: s.to_dense(masked_grad=False)),
    "hybrid": ("hybrid", lambda: lambda s: s.to_dense(masked_grad=False)),
    "sparse output": ("square", lambda: lambda s: s.to_sparse()),
    "sparse mm": ("coo square", lambda: lambda s, d: torch.sparse.mm(s, d)),
}
OPTIONS = {
    "": {},
    "forward": {"check_forward_ad": True},
    "forward only": {"check_forward_ad": True, "check_backward_ad": False},
    "fast": {"fast_mode": True},
    "fast forward": {"fast_mode": True, "check_forward_ad": True},
    "batched": {"check_batched_grad": True},
    "batched forward": {"check_batched_grad": True, "check_forward_ad": True, "check_batched_forward_grad": True},
    "masked": {"masked": True},
    "fast masked": {"masked": True, "fast_mode": True},
    "dtypes": {"check_grad_dtypes": True, "check_forward_ad": True},
    "defined": {"check_undefined_grad": False},
    "silent": {"raise_exception": False},
    "deterministic": {"nondet_tol": -0.5},
    "tolerant": {"eps": 0.25, "atol": 0.5, "rtol": 0.25},
}
SECOND = {
    "": {},
    "fast": {"fast_mode": True},
    "forward over reverse": {"check_fwd_over_rev": True},
    "only forward over reverse": {"check_fwd_over_rev": True, "check_rev_over_rev": False, "check_undefined_grad": False},
    "batched": {"check_batched_grad": True},
    "not contiguous": {"gen_non_contig_grad_outputs": True},
    "silent": {"raise_exception": False},
}


def told(piece):
    """What it gives, and what it warns of."""

    def run():
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            result = piece()
        return [result, [str(one.message) for one in caught if "(Triggered" not in str(one.message)]]

    return run


for name, (names, make) in FUNCTIONS.items():
    for key, options in OPTIONS.items():
        answers.ask(f"{name}: {key}", told(lambda: gradcheck(make(), get(names), **options)))
    # Second derivatives of strided inputs; without an output Python calls the function without inputs.
    if name.startswith(("to_dense", "cs", "bs", "hybrid", "sparse", "constant", "no output")):
        continue
    for key, options in SECOND.items():
        answers.ask(f"second {name}: {key}", told(lambda: gradgradcheck(make(), get(names), **options)))

# torch.autograd.gradcheck is the function.
G = sys.modules["torch.autograd.gradcheck"]
sin = FUNCTIONS["sin"][1]()
x = INPUTS["x"]


def stretched():
    return torch.rand(1, dtype=double).expand(3).requires_grad_()


PIECES = {
    "mixed inputs": lambda: gradcheck(lambda x, n, y: x * n + y, [get("x"), 3, INPUTS["y"]]),
    "tuple of one": lambda: gradcheck(sin, (get("x"),)),
    "view as input": lambda: gradcheck(sin, get("m")[0], check_forward_ad=True),
    "not contiguous input": lambda: gradcheck(lambda m: m.sin().cumsum(0), INPUTS["m"].t().requires_grad_(), fast_mode=True),
    "nothing requires grad": lambda: gradcheck(sin, x),
    "stride 0": lambda: gradcheck(sin, stretched()),
    "neither mode": lambda: gradcheck(sin, get("x"), check_backward_ad=False),
    "batched without backward": lambda: gradcheck(sin, get("x"), check_backward_ad=False, check_forward_ad=True, check_batched_grad=True),
    "batched forward without forward": lambda: gradcheck(sin, get("x"), check_batched_forward_grad=True),
    "eps by position": lambda: gradcheck(sin, get("x"), 1e-3),
    "unknown keyword": lambda: gradcheck(sin, get("x"), foo=1),
    "no inputs": lambda: gradcheck(sin),
    "output is a number": lambda: gradcheck(lambda x: 3, get("x")),
    "mkldnn output": lambda: gradcheck(lambda f: f.to_mkldnn(), get("f")),
    "mkldnn input": lambda: gradcheck(lambda f: f.to_dense(), INPUTS["f"].to_mkldnn().requires_grad_(), eps=1e-2, atol=0.1, rtol=0.1),
    "mkldnn forward": lambda: gradcheck(lambda f: f.to_dense(), INPUTS["f"].to_mkldnn().requires_grad_(), eps=1e-2, atol=0.1, rtol=0.1, check_forward_ad=True),
    "given gradients": lambda: gradgradcheck(sin, get("x"), torch.ones(3, dtype=double)),
    "given gradients require grad": lambda: gradgradcheck(FUNCTIONS["pair"][1](), get("x y"), [torch.ones(3, dtype=double).requires_grad_(), torch.ones(3, dtype=double)]),
    "second neither": lambda: gradgradcheck(sin, get("x"), check_rev_over_rev=False),
    "second undefined": lambda: gradgradcheck(sin, get("x"), check_rev_over_rev=False, check_fwd_over_rev=True),
    "second batched": lambda: gradgradcheck(sin, get("x"), check_rev_over_rev=False, check_fwd_over_rev=True, check_undefined_grad=False, check_batched_grad=True),
    "second unknown keyword": lambda: gradgradcheck(sin, get("x"), foo=1),
    "seed is not used": lambda: [gradcheck(sin, get("x"), fast_mode=True), torch.rand(2)],
    "numerical": lambda: G.get_numerical_jacobian(lambda xs: xs[0] * xs[1], get("x y")),
    "numerical target": lambda: G.get_numerical_jacobian(lambda xs: xs[0].sin(), get("x y"), eps=0.5),
    "numerical grad_out": lambda: G.get_numerical_jacobian(lambda xs: xs[0], [get("x")], grad_out=2),
    "numerical complex": lambda: G.get_numerical_jacobian(lambda xs: xs[0], [get("c")]),
    "numerical one": lambda: G.get_numerical_jacobian_wrt_specific_input(lambda x, y: x * y, 1, get("x y"), [x], 1e-3),
    "numerical one without grad": lambda: G.get_numerical_jacobian_wrt_specific_input(lambda x, y: x * y, 1, [get("x"), x], [x], 1e-3),
    "numerical one complex": lambda: G.get_numerical_jacobian_wrt_specific_input(lambda c: c.abs(), 0, [get("c")], [INPUTS["c"].abs()], 1e-3),
    "analytical": lambda: (lambda xs: G.get_analytical_jacobian(xs, xs[0] * xs[1]))(get("x y")),
    "analytical grad_out": lambda: (lambda xs: G.get_analytical_jacobian(xs, xs[0] * xs[1], grad_out=0.5))(get("x y")),
    "analytical complex": lambda: (lambda c: G.get_analytical_jacobian([c], c * 2))(get("c")),
}
for name, piece in PIECES.items():
    answers.ask(name, told(piece))

answers.write("gradcheck.gz")
