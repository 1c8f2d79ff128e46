"""Goldens of printed tensors: python scripts/golden/text.py."""

import re

from oracle import DATA, torch

from encode import Container, Unsupported
from scenario import Scenario, r, step, t

FLOATS = ["float64", "float32", "float16", "bfloat16", "float8_e4m3fn", "float8_e5m2", "float8_e4m3fnuz", "float8_e5m2fnuz", "float8_e8m0fnu"]
INTS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]
COMPLEX = ["complex32", "complex64", "complex128"]
SHAPES = [[], [0], [1], [5], [30], [2, 3], [0, 3], [2, 0, 3], [2, 2, 3], [1, 1, 1, 1], [3, 12]]
LONG = [[1000], [1001], [40, 40], [12, 7, 13], [2, 600], [3, 2, 2, 100]]
NAN, INF = float("nan"), float("inf")
# What makes the formatter choose: integral values, decimals, scientific notation, widths.
VALUES = {
    "integral": [1, 2, -3, 0, 100],
    "large integral": [1e7, 1, 2],
    "integral beyond 1e8": [1e8, 1, 2],
    "integral far": [1e15, -1, 3],
    "halves": [0.5, -1.5, 2.0, 1000.25],
    "thousandfold": [0.001, 1.0, 0.999],
    "over a thousandfold": [0.001, 1.5, 0.01],
    "tiny": [1e-5, 2e-5, 3.3e-7],
    "subnormal": [1e-40, 0.0, 1e-45],
    "huge": [1e20, 2.5e30, 1.0],
    "huge and tiny": [1e10, 1e-10, 0.5],
    "nan": [NAN, NAN],
    "nan among integers": [NAN, 1, 2],
    "nan among decimals": [NAN, 1.5, 2],
    "infinities": [INF, -INF, 1],
    "infinities alone": [INF, -INF],
    "all kinds": [NAN, INF, -INF, 0.1, -1000.5],
    "negative zero": [-0.0, 0.0, -0.0],
    "negative zero among decimals": [-0.0, 0.25, -0.5],
    "rounding up": [0.99999, 0.00005, 9.99995],
    "negative": [-1.25, -100.125, -0.0625],
}
OPTIONS = [
    {"precision": 2},
    {"precision": 8},
    {"precision": 0},
    {"threshold": 5},
    {"threshold": 5, "edgeitems": 1},
    {"edgeitems": 2, "threshold": 10},
    {"linewidth": 40},
    {"linewidth": 120},
    {"sci_mode": True},
    {"sci_mode": False},
    {"profile": "short"},
    {"profile": "full"},
    {"sci_mode": True, "precision": 2},
    {"profile": "short", "linewidth": 30},
]


def count(shape):
    total = 1
    for size in shape:
        total *= size
    return total


def random(dtype_name, shape):
    dtype, size = getattr(torch, dtype_name), count(shape)
    if dtype == torch.bool:
        return (torch.rand(size) < 0.5).reshape(shape)
    if dtype_name in INTS:
        info = torch.iinfo(dtype)
        return torch.randint(max(info.min, -(2**40)), min(info.max, 2**40), (size,)).to(dtype).reshape(shape)
    if dtype.is_complex:
        return torch.complex(torch.randn(size), torch.randn(size) * 3).to(dtype).reshape(shape)
    return (torch.randn(size) * 4).to(dtype).reshape(shape)


def plain_tensors():
    for dtype in [*FLOATS, *INTS, *COMPLEX, "bool"]:
        for shape in SHAPES:
            yield f"{dtype} {shape}", Scenario([random(dtype, shape)]), {}
    for dtype in ["float32", "float64", "int64", "bool", "complex64", "bfloat16", "float8_e5m2", "uint8"]:
        for shape in LONG:
            yield f"{dtype} {shape}", Scenario([random(dtype, shape)]), {}


def magnitudes():
    for name, values in VALUES.items():
        for dtype in ["float64", "float32", "float16", "bfloat16"]:
            yield f"{dtype} {name}", Scenario([torch.tensor(values, dtype=torch.float64).to(getattr(torch, dtype))]), {}
            yield f"{dtype} {name}, one", Scenario([torch.tensor(values[0], dtype=torch.float64).to(getattr(torch, dtype))]), {}
        real = torch.tensor(values, dtype=torch.float64)
        for dtype in ["complex64", "complex128"]:
            value = torch.complex(real, real.flip(0)).to(getattr(torch, dtype))
            yield f"{dtype} {name}", Scenario([value]), {}
    for dtype in ["int64", "uint64"]:
        info = torch.iinfo(getattr(torch, dtype))
        yield f"{dtype} limits", Scenario([torch.tensor([info.min, info.max, 7], dtype=getattr(torch, dtype))]), {}


def options():
    subjects = {
        "decimals": torch.randn(3, 7),
        "cube": torch.randn(4, 5, 6),
        "integers": torch.randint(-1000, 1000, (20,)),
        "mixed": torch.tensor([1e10, 1e-10, NAN, INF]),
        "complex": torch.complex(torch.randn(6), torch.randn(6)),
        "scalar": torch.tensor(3.14159265358979, dtype=torch.float64),
        "long": torch.arange(1200.0),
    }
    for given in OPTIONS:
        for name, tensor in subjects.items():
            yield f"{name} {given}", Scenario([tensor]), {"options": given}


def suffixes():
    leaf = torch.randn(2, 3).requires_grad_()
    wide = torch.randn(3, 8).requires_grad_()
    yield "requires_grad", Scenario([leaf]), {}
    yield "requires_grad scalar", Scenario([torch.tensor(1.5).requires_grad_()]), {}
    yield "requires_grad of float64", Scenario([torch.randn(2, dtype=torch.float64).requires_grad_()]), {}
    yield "requires_grad, empty", Scenario([torch.empty(0, 3).requires_grad_()]), {}
    unary = "exp sigmoid relu sum mean t neg abs tanh clone flatten norm var std prod cumsum softmax log_softmax max median unsqueeze squeeze sort"
    for name in unary.split():
        extra = {"cumsum": (0,), "softmax": (1,), "log_softmax": (1,), "unsqueeze": (0,)}.get(name, ())
        out = r(0, 0) if name == "sort" else None
        yield f"grad_fn of {name}", Scenario([leaf], [step(f"Tensor.{name}", t(0), *extra)], out), {}
    for name in "add sub mul div pow maximum atan2".split():
        yield f"grad_fn of {name}", Scenario([leaf], [step(name, t(0), t(0))]), {}
        yield f"grad_fn of {name}, wide", Scenario([wide], [step(name, t(0), t(0))]), {}
    yield "grad_fn of matmul", Scenario([leaf], [step("Tensor.t", t(0)), step("matmul", t(0), r(0))]), {}
    yield "grad_fn of select", Scenario([leaf], [step("Tensor.__getitem__", t(0), [0])]), {}
    yield "grad_fn of a slice", Scenario([leaf], [step("Tensor.__getitem__", t(0), [slice(None), slice(1, None)])]), {}
    yield "grad_fn of an index", Scenario([leaf], [step("Tensor.__getitem__", t(0), [[1, 0]])]), {}
    yield "grad_fn of a view", Scenario([leaf], [step("Tensor.view", t(0), 3, 2)]), {}
    yield "grad_fn of unbind", Scenario([leaf], [step("unbind", t(0))], r(0, 1)), {}
    yield "grad_fn of cat", Scenario([leaf], [step("cat", [t(0), t(0)])]), {}
    yield "grad_fn after an in-place step", Scenario([leaf], [step("Tensor.clone", t(0)), step("Tensor.mul_", r(0), 2)]), {}
    yield "grad_fn of linear", Scenario([leaf], [step("nn.functional.linear", t(0), t(0))]), {}
    yield "grad_fn of float64", Scenario([leaf], [step("Tensor.double", t(0))]), {}
    yield "detached", Scenario([leaf], [step("Tensor.detach", t(0))]), {}
    yield "a parameter", Scenario([torch.randn(2, 2)], [step("nn.Parameter", t(0))]), {}
    yield "a frozen parameter", Scenario([torch.randn(2)], [step("nn.Parameter", t(0), requires_grad=False)]), {}
    yield "default dtype float64", Scenario([torch.randn(3)]), {"default_dtype": "float64"}
    yield "float64 as the default", Scenario([torch.randn(3, dtype=torch.float64)]), {"default_dtype": "float64"}
    yield "complex128 as the default", Scenario([torch.randn(2, dtype=torch.complex128)]), {"default_dtype": "float64"}


def layouts():
    base = torch.arange(12.0).reshape(3, 4)
    yield "transposed", Scenario([base], [step("Tensor.t", t(0))]), {}
    yield "strided", Scenario([base], [step("Tensor.__getitem__", t(0), [slice(None, None, 2), slice(1, None, 2)])]), {}
    yield "expanded", Scenario([torch.tensor([[1.5], [2.0]])], [step("Tensor.expand", t(0), 2, 4)]), {}
    yield "conjugated", Scenario([torch.tensor([1 + 2j, 3 - 4j])], [step("Tensor.conj", t(0))]), {}
    yield "imaginary part of a conjugate", Scenario([torch.tensor([1 + 2j])], [step("Tensor.conj", t(0)), step("imag", r(0))]), {}
    yield "sparse", Scenario([base], [step("Tensor.to_sparse", t(0))]), {}
    yield "sparse, hybrid", Scenario([base], [step("Tensor.to_sparse", t(0), 1)]), {}
    yield "sparse, empty", Scenario([torch.zeros(2, 3)], [step("Tensor.to_sparse", t(0))]), {}
    yield "sparse, with gradient", Scenario([base.clone().requires_grad_()], [step("Tensor.to_sparse", t(0))]), {}
    yield "sparse, doubled", Scenario([torch.tensor([[0, 0], [1, 1]]), torch.tensor([1.0, 2.0])], [step("sparse_coo_tensor", t(0), t(1), [2, 3])]), {}
    for to in ["to_sparse_csr", "to_sparse_csc"]:
        yield to, Scenario([base], [step(f"Tensor.{to}", t(0))]), {}
    for to in ["to_sparse_bsr", "to_sparse_bsc"]:
        yield to, Scenario([torch.eye(4)], [step(f"Tensor.{to}", t(0), [2, 2])]), {}
    yield "meta", Scenario([], [step("empty", [2, 3], device="meta")]), {}
    yield "meta float64", Scenario([], [step("zeros", [2], device="meta", dtype=torch.float64)]), {}
    yield "meta scalar int64", Scenario([], [step("ones", [], device="meta", dtype=torch.int64)]), {}
    tenths = torch.arange(6.0).reshape(2, 3) / 10
    for dtype in ["qint8", "quint8", "qint32"]:
        yield dtype, Scenario([tenths], [step("quantize_per_tensor", t(0), 0.1, 3, getattr(torch, dtype))]), {}
    scales, zeros = torch.tensor([0.1, 0.25], dtype=torch.float64), torch.tensor([0, 5])
    yield "per channel", Scenario([tenths, scales, zeros], [step("quantize_per_channel", t(0), t(1), t(2), 0, torch.quint8)]), {}


def others():
    x = torch.tensor([[3.0, 1.0], [2.0, 5.0]])
    for name in ["max", "min", "median", "mode", "sort", "cummax", "kthvalue", "topk", "aminmax"]:
        extra = (1, 1) if name == "kthvalue" else (1,)
        step_ = step(name, t(0), dim=1) if name == "aminmax" else step(name, t(0), *extra)
        yield f"results of {name}", Scenario([x], [step_]), {}
    for name in ["svd", "qr", "eigh", "slogdet", "lu_factor"]:
        yield f"results of linalg.{name}", Scenario([x], [step(f"linalg.{name}", t(0))]), {}
    yield "size", Scenario([x], [step("Tensor.size", t(0))]), {}
    yield "empty size", Scenario([torch.tensor(1.0)], [step("Tensor.size", t(0))]), {}
    for name in ["dtype", "device", "layout", "shape"]:
        yield name, Scenario([x], [step(f"Tensor.{name}.__get__", t(0))]), {}
    yield "grad_fn", Scenario([x.clone().requires_grad_()], [step("Tensor.exp", t(0)), step("Tensor.grad_fn.__get__", r(0))]), {}
    for name in ["float16", "bfloat16", "float32", "float64", "complex64", "float8_e4m3fn"]:
        yield f"finfo {name}", Scenario([], [step("finfo", getattr(torch, name))]), {}
    for name in INTS:
        yield f"iinfo {name}", Scenario([], [step("iinfo", getattr(torch, name))]), {}
    for name in ["cpu", "cuda:1", "cuda", "meta", "mps"]:
        yield f"device {name}", Scenario([], [step("device", name)]), {}
    yield "device with index", Scenario([], [step("device", "cuda", 0)]), {}


def printed(scenario: Scenario, how: dict) -> str:
    torch.set_printoptions(**how.get("options", {}))
    if "default_dtype" in how:
        torch.set_default_dtype(getattr(torch, how["default_dtype"]))
    try:
        return re.sub("0x[0-9a-f]+", "0x0", str(scenario.run()[0]))
    finally:
        torch.set_printoptions(profile="default")
        torch.set_default_dtype(torch.float32)


def main():
    torch.manual_seed(20)
    box = Container(cases=[])
    for group in [plain_tensors, magnitudes, options, suffixes, layouts, others]:
        for name, scenario, how in group():
            try:
                text = printed(scenario, how)
            except (RuntimeError, NotImplementedError, Unsupported) as error:
                print(f"left out: {group.__name__} {name}: {str(error).splitlines()[0]}")
                continue
            box.header["cases"].append({"group": group.__name__, "name": name, **scenario.encode(box), **how, "text": text})
    print(len(box.header["cases"]), "texts,", box.write(DATA / "text.gz"), "bytes")


if __name__ == "__main__":
    main()
