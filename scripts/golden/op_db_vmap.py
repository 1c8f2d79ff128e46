"""What vmap makes of the calls of op_db: python scripts/golden/op_db_vmap.py, after op_db.py.

Each of the first calls of an entry is mapped over two samples: its inputs and their halves. Noted are dtypes, shapes
and digests of the results and of the gradients, or the error. test/func/op_db.test.ts does the same.
"""

import gzip
import hashlib
import json
import struct
from types import SimpleNamespace

from oracle import DATA, first_line, torch

from op_db import UNINITIALISED
from replay import replay
from torch.func import grad, vmap

CALLS = 2
# Part of what LAPACK gives for these is whatever the memory held.
UNREPEATABLE = {"linalg.lstsq", "linalg.lstsq.grad_oriented"}


class Reader:
    """The counterpart of encode.Container."""

    def __init__(self, path):
        data = gzip.decompress(path.read_bytes())
        (size,) = struct.unpack("<I", data[:4])
        self.header = json.loads(data[4 : 4 + size])
        self.blob = data[4 + size :]

    def make(self, at):
        dtype, shape, strides, offset, *flags = self.header["tensors"][at]
        if dtype.startswith("sparse"):
            return None
        dtype = getattr(torch, dtype)
        size = torch.Size(shape).numel()
        if size == 0 or offset is None:
            return torch.empty(shape, dtype=dtype) if strides is None else torch.empty_strided(shape, strides, dtype=dtype)
        span = size if strides is None else 1 + sum((n - 1) * s for n, s in zip(shape, strides))
        flat = torch.frombuffer(bytearray(self.blob[offset : offset + span * dtype.itemsize]), dtype=torch.uint8)
        flat = flat.view(dtype)
        tensor = flat.view(shape).clone() if strides is None else flat.as_strided(shape, strides)
        return tensor.conj() if flags else tensor


def function(path):
    found = torch
    for name in path.split(".")[1:]:
        found = getattr(found, name)
    return found


def digest(value):
    if isinstance(value, torch.Tensor):
        if value.layout != torch.strided:
            return [str(value.layout), list(value.shape)]
        plain = value.detach().resolve_conj().resolve_neg().contiguous().reshape(-1)
        data = plain.view(torch.uint8).numpy().tobytes() if plain.numel() else b""
        return [str(value.dtype)[len("torch.") :], list(value.shape), hashlib.sha1(data).hexdigest()[:10]]
    if isinstance(value, (list, tuple)):
        return [digest(item) for item in value]
    return None if value is None else str(type(value).__name__)


def floating(tensor):
    return tensor.dtype.itemsize > 1 and (tensor.is_floating_point() or tensor.is_complex())


def total(value):
    """The sum of all that could have a gradient."""
    if isinstance(value, torch.Tensor):
        return (value * value.conj()).real.sum() if value.is_complex() else value.sum()
    parts = [total(item) for item in value if not isinstance(item, torch.Tensor) or floating(item)]
    return sum(parts[1:], parts[0])


def batched(inputs):
    """Two samples of each input with a gradient, or of the first where none has: (tensors, dimensions)."""
    chosen = [at for at, tensor in enumerate(inputs) if floating(tensor)] or [0]
    dims = [0 if at in chosen else None for at in range(len(inputs))]
    return [t if dim is None else torch.stack([t, t * 0.5 if floating(t) else t]) for t, dim in zip(inputs, dims)], dims


def attempt(body):
    torch.manual_seed(0)
    try:
        return digest(body())
    except Exception as error:
        return {"error": first_line(error)}


def mapped(case, reader):
    inputs = [reader.make(row) for row, _ in case["inputs"]]
    if not inputs or any(tensor is None for tensor in inputs):
        return None
    trace = SimpleNamespace(funcs=[function(path) for path, *_ in case["calls"]], calls=case["calls"], out=case["out"])

    def call(*inputs):
        return replay(trace, list(inputs), integers=not case.get("floats"))[1]

    tensors, dims = batched(inputs)
    chosen = tuple(at for at, dim in enumerate(dims) if dim == 0)
    forward = lambda: vmap(call, in_dims=tuple(dims), randomness="different")(*tensors)
    backward = lambda: vmap(grad(lambda *inputs: total(call(*inputs)), argnums=chosen), in_dims=tuple(dims), randomness="different")(*tensors)
    answers = [attempt(forward), attempt(forward)]
    if answers[0] != answers[1]:
        return None
    if not floating(inputs[chosen[0]]) or isinstance(answers[0], dict):
        return [answers[0]]
    gradients = attempt(backward)
    return [answers[0], gradients] if gradients == attempt(backward) else [answers[0]]


def main():
    index = json.loads((DATA / "op_db" / "index.json").read_text())
    answers = {}
    for name, _ in index["files"]:
        reader = Reader(DATA / "op_db" / name)
        for entry in reader.header["entries"]:
            if entry["name"] in {*UNINITIALISED, *UNREPEATABLE}:
                continue
            cases = [(at, case) for at, case in enumerate(entry["cases"]) if case["form"] == "function" and "want" in case]
            for at, case in cases[:CALLS]:
                answer = mapped(case, reader)
                if answer is not None:
                    answers[f"{name} {entry['name']} {at}"] = answer
        print(name, len(answers))
    text = json.dumps(answers, separators=(",", ":")).encode()
    data = gzip.compress(text, 9, mtime=0)
    (DATA / "func_op_db.gz").write_bytes(data)
    print(len(answers), "calls,", len(data), "bytes")


if __name__ == "__main__":
    main()
