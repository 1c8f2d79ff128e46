"""Writes test/golden/serialization.gz: files of torch.save with what is in them, in both formats.

    .oracle/bin/python scripts/golden/serialization.py

`test/serialization/contents.ts` makes the same values; a file of the library must be this one, byte for byte. In the
old format storages have their addresses for names, so those files differ from run to run.
"""

import argparse
import base64
import collections
import gzip
import io
import json
import os
import struct
import tarfile
import tempfile
import warnings

from oracle import DATA

import numpy as np
import torch
from torch import nn

warnings.simplefilter("ignore")


def training(make_optimizer, steps=3):
    torch.manual_seed(7)
    net = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4), nn.ReLU(), nn.Linear(4, 2))
    optimizer = make_optimizer(net.parameters())
    inputs = torch.randn(8, 3)
    for _ in range(steps):
        optimizer.zero_grad()
        net(inputs).pow(2).sum().backward()
        optimizer.step()
    return net, optimizer, inputs


def network():
    torch.manual_seed(5)
    return nn.Sequential(
        collections.OrderedDict(conv=nn.Conv2d(1, 2, 3), norm=nn.BatchNorm2d(2), out=nn.Linear(2, 1, bias=False))
    )


def with_base(base, *views):
    return [base, *(view(base) for view in views)]


def tagged_parameter():
    parameter = nn.Parameter(torch.arange(2.0))
    parameter.note = "kept"
    return parameter


def lists_of_one():
    one = [1]
    return [one, one, {"again": one}]


def cyclic():
    ring = [1]
    ring.append(ring)
    return ring


def conj(x):
    return x.conj()


def nested():
    return torch.nested.nested_tensor([torch.arange(2.0), torch.arange(3.0)])


DENSE = {
    str(dtype)[len("torch.") :]: dtype
    for dtype in (
        torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int64, torch.int32, torch.int16,
        torch.int8, torch.uint8, torch.bool, torch.complex64, torch.complex128, torch.uint16, torch.uint32,
        torch.uint64, torch.float8_e4m3fn, torch.float8_e5m2, torch.float8_e4m3fnuz, torch.float8_e5m2fnuz,
    )
}  # fmt: skip
RAW = ("float8_e8m0fnu", "float4_e2m1fn_x2", "bits8", "bits16", "complex32")

CASES = {f"dtype {name}": (lambda d=dtype: torch.arange(3).to(d)) for name, dtype in DENSE.items()}
CASES |= {
    f"dtype {name}": (lambda n=name: torch.arange(8, dtype=torch.uint8).view(getattr(torch, n))) for name in RAW
}
CASES |= {
    "scalar tensor": lambda: torch.tensor(2.5),
    "empty tensor": lambda: torch.empty(0, 3),
    "large tensor": lambda: torch.arange(100_000, dtype=torch.int32).floor_divide(1000),
    "transposed": lambda: torch.arange(6).view(2, 3).t(),
    "strided view": lambda: torch.arange(12.0)[2:9:3],
    "expanded": lambda: torch.ones(1).expand(4),
    "channels last": lambda: torch.arange(24.0).view(1, 2, 3, 4).to(memory_format=torch.channels_last),
    "shared storage": lambda: with_base(torch.arange(4.0), lambda b: b[1:3], lambda b: b.view(2, 2).t()),
    "same tensor twice": lambda: (lambda x: [x, {"x": x}])(torch.ones(2)),
    "requires_grad": lambda: torch.ones(2, requires_grad=True),
    "conjugate": lambda: torch.tensor([1 + 2j, 3 - 4j]).conj(),
    "negative view": lambda: torch.tensor([1 + 2j, 3 - 4j]).conj().imag,
    "parameter": lambda: nn.Parameter(torch.arange(3.0)),
    "frozen parameter": lambda: nn.Parameter(torch.arange(3), requires_grad=False),
    "parameter with a field": tagged_parameter,
    "buffer": lambda: nn.Buffer(torch.ones(2), persistent=False),
    "uninitialized parameter": lambda: nn.UninitializedParameter(),
    "meta": lambda: torch.empty(2, 3, device="meta"),
    "sparse coo": lambda: torch.sparse_coo_tensor([[0, 1], [2, 0]], [3.0, 4.0], (2, 3)),
    "sparse coo coalesced": lambda: torch.sparse_coo_tensor([[1, 0], [2, 0]], [3.0, 4.0], (2, 3)).coalesce(),
    "sparse csr": lambda: torch.eye(3).to_sparse_csr(),
    "sparse csc": lambda: torch.eye(3).to_sparse_csc(),
    "sparse bsr": lambda: torch.eye(4).to_sparse_bsr((2, 2)),
    "sparse bsc": lambda: torch.eye(4).to_sparse_bsc((2, 2)),
    "quantized": lambda: torch.quantize_per_tensor(torch.arange(4.0), 0.5, 3, torch.quint8),
    "quantized by one": lambda: torch.quantize_per_tensor(torch.arange(4.0), 1.0, 0, torch.qint8),
    "quantized per channel": lambda: torch.quantize_per_channel(
        torch.arange(4.0).view(2, 2), torch.tensor([0.5, 1.0]), torch.tensor([0, 1]), 0, torch.qint32
    ),
    "nested": nested,
    "untyped storage": lambda: torch.arange(3, dtype=torch.int16).untyped_storage(),
    "typed storage": lambda: torch.arange(3, dtype=torch.int16).storage(),
    "numbers": lambda: [0, 255, 256, 65535, 65536, -1, -(2**31), 2**31, -(2**31) - 1, 2**53 - 1, 2**53 + 1, 2**80,
                        -(2**64), 0.5, -0.0, 1e300, float("inf"), float("-inf")],
    "none and bools": lambda: [None, True, False],
    "strings": lambda: ["", "a", "é", "漢字", "😀", "line\nbreak", "quote'\"", "\ud800", "a" * 300],
    "bytes": lambda: [b"ab\xff\x00", b"z"],
    "complex numbers": lambda: [1j, 2.5 - 3j],
    "lists": lambda: [[], [1], [1, 2], [[[]]]],
    "tuples": lambda: [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), ((5,), [(6,)])],
    "long list": lambda: list(range(2500)),
    "thousand": lambda: [list(range(1000)), {f"k{i}": i for i in range(1000)}],
    "dict": lambda: {"b": 1, "a": [2], "": None, "nested": {"x": {}}},
    "dict of ints": lambda: {3: "c", 1: "a", -2: "b"},
    "dict of mixed keys": lambda: {"a": 1, 2: "b", (1, 2): "t", None: 0},
    "dict with hostile keys": lambda: {"__proto__": 1, "constructor": 2, "toString": 3},
    "large dict": lambda: {f"key{i}": i for i in range(2001)},
    "ordered dict": lambda: collections.OrderedDict(b=1, a=2),
    "empty ordered dict": lambda: collections.OrderedDict(),
    "large ordered dict": lambda: collections.OrderedDict((f"key{i}", i) for i in range(1001)),
    "counter": lambda: collections.Counter("hello"),
    "set": lambda: {1, 2, 3},
    "shared list": lists_of_one,
    "cyclic list": cyclic,
    "size": lambda: torch.Size([2, 3]),
    "dtypes": lambda: [torch.float32, torch.bool, torch.quint8],
    "devices": lambda: [torch.device("cpu"), torch.device("cuda", 1), torch.device("meta")],
    "layouts": lambda: [torch.strided, torch.sparse_coo],
    "qscheme": lambda: torch.per_tensor_affine,
    "many tensors": lambda: [torch.tensor([i]) for i in range(300)],
    "state dict": lambda: network().state_dict(),
    "state dict kept": lambda: network().state_dict(keep_vars=True),
    "checkpoint": lambda: {
        "epoch": 3, "loss": 0.25, "model": network().state_dict(), "rng": torch.arange(16, dtype=torch.uint8),
    },
    "sgd": lambda: training(lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9))[1].state_dict(),
    "adam": lambda: training(lambda p: torch.optim.Adam(p, lr=0.01))[1].state_dict(),
    "scheduler": lambda: torch.optim.lr_scheduler.StepLR(
        torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=0.5), step_size=2
    ).state_dict(),
}  # fmt: skip

# Two runs of Python hash or order these otherwise, or the old format lacks them.
LEGACY = ("dtype float32", "dtype bool", "shared storage", "same tensor twice", "transposed", "empty tensor",
          "parameter", "state dict", "adam", "sparse coo", "quantized", "dtype uint16", "typed storage", "conjugate",
          "dict of mixed keys", "numbers")  # fmt: skip


# What weights_only does not read, and is data nevertheless: the protocol and the value.
DATA_ONLY = {
    "NumPy's numbers": (2, lambda: [np.float64(1.5), np.int64(3), np.bool_(True), np.float32(0.5), np.complex128(1 - 2j)]),
    "NumPy's arrays": (2, lambda: [np.arange(6).reshape(2, 3), np.ones((2, 3), order="F", dtype=np.float32), np.array(2.5),
                                   np.arange(3, dtype=">i4"), np.zeros((0, 2), dtype=np.uint8), np.arange(3, dtype=np.float16)]),
    "NumPy's arrays, protocol 5": (5, lambda: [np.arange(6).reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3))]),
    "defaultdict": (2, lambda: collections.defaultdict(list, {"a": [1]})),
    "Namespace": (2, lambda: {"args": argparse.Namespace(lr=0.5, name="x")}),
    "protocol 3": (3, lambda: {"x": torch.arange(3), "b": b"ab", "e": b"", "s": {1, 2}, "big": 2**3000}),
    "protocol 4": (4, lambda: {"x": torch.arange(3), "b": b"ab", "s": {1, 2}, "f": frozenset([3]), "t": (1, 2), "n": "é" * 300}),
    "protocol 5": (5, lambda: {"p": nn.Parameter(torch.ones(2)), "y": bytearray(b"xyz"), "o": collections.OrderedDict(a=1)}),
}  # fmt: skip


def raw(tensor):
    """The bytes of the elements in order."""
    if tensor.numel() == 0:
        return ""
    flat = tensor.detach().resolve_conj().resolve_neg().contiguous()
    return bytes(flat.view(-1).view(torch.uint8).tolist()).hex() if tensor.numel() < 1000 else "long"


def describe_tensor(x):
    told = {"dtype": str(x.dtype), "layout": str(x.layout), "requires_grad": x.requires_grad, "class": type(x).__name__}
    if isinstance(x, nn.UninitializedParameter):
        return told
    if x.is_nested:
        return told | {"parts": [describe(part) for part in x.unbind()]}
    told |= {"size": list(x.size()), "device": str(x.device)}
    if x.layout == torch.sparse_coo:
        return told | {"coalesced": x.is_coalesced(), "parts": [describe(x._indices()), describe(x._values())]}
    if x.layout != torch.strided:
        return told | {"dense": describe(x.to_dense())}
    told |= {"stride": list(x.stride()), "offset": x.storage_offset()}
    if x.is_meta:
        return told
    told |= {"conj": x.is_conj(), "neg": x.is_neg(), "nbytes": x.untyped_storage().nbytes()}
    if x.is_quantized:
        return told | {"qscheme": str(x.qscheme()), "ints": describe(x.int_repr()), "values": x.dequantize().tolist()}
    return told | {"bytes": raw(x)}


def describe(x, seen=()):
    """What a value is, in JSON."""
    if any(x is one for one in seen):
        return {"cycle": True}
    inner = (*seen, x)
    if isinstance(x, torch.Tensor):
        return {"tensor": describe_tensor(x)}
    if isinstance(x, torch.storage.TypedStorage):
        return {"storage": [str(x.dtype), x.tolist()]}
    if isinstance(x, torch.UntypedStorage):
        return {"storage": ["torch.uint8", x.tolist()]}
    if isinstance(x, torch.Size):
        return {"size": list(x)}
    if isinstance(x, (list, tuple)):
        return {type(x).__name__: [describe(item, inner) for item in x]}
    if isinstance(x, dict):
        name = "dict" if isinstance(x, collections.defaultdict) else type(x).__name__
        told = {name: [[describe(k), describe(v, inner)] for k, v in x.items()]}
        return told | ({"metadata": describe(dict(x._metadata))} if hasattr(x, "_metadata") else {})
    if isinstance(x, np.ndarray):
        return {"array": [list(x.shape), x.tolist()]}
    if isinstance(x, np.generic):
        return describe(x.item())
    if isinstance(x, argparse.Namespace):
        return describe(vars(x))
    if isinstance(x, (set, frozenset)):
        return {"set": sorted(x)}
    if isinstance(x, (bytes, bytearray)):
        return {"bytes": x.hex()}
    if isinstance(x, complex):
        return {"complex": [x.real, x.imag]}
    if isinstance(x, bool) or x is None:
        return x
    if isinstance(x, int):
        return {"int": str(x)}
    if isinstance(x, float):
        return {"float": repr(x)}
    if isinstance(x, str):
        return {"str": [ord(c) for c in x]}
    return {type(x).__name__: str(x)}


def file_of(value, **kwargs):
    buffer = io.BytesIO()
    torch.save(value, buffer, **kwargs)
    return buffer.getvalue()


def b64(data):
    return base64.b64encode(data).decode()


def tar_file():
    """A file of before PyTorch 0.1.10, which no version writes any more."""
    import pickle

    def dump(*values):
        return b"".join(pickle.dumps(value, 2) for value in values)

    class Ids(pickle.Pickler):
        def persistent_id(self, obj):
            return obj.key if isinstance(obj, Key) else None

    class Key:
        def __init__(self, key):
            self.key = key

    storage = struct.pack("<q", 4) + torch.arange(4.0).numpy().tobytes()
    storages = dump(1, (10, "cpu", torch.FloatStorage)) + storage + dump([(11, 10, 1, 2)])
    tensors = dump(2, (20, 10, torch.FloatTensor)) + struct.pack("<iiqqqqq", 2, 0, 2, 2, 1, 2, 0)
    tensors += dump((21, 11, torch.FloatTensor)) + struct.pack("<iiqqq", 1, 0, 2, 1, 0)
    data = io.BytesIO()
    Ids(data, 2).dump({"matrix": Key(20), "part": Key(21), "name": "old"})
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:", format=tarfile.PAX_FORMAT) as tar:
        for name, content in (("storages", storages), ("tensors", tensors), ("pickle", data.getvalue())):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def safe_files():
    """What the package safetensors writes of tensors of all its types, and of a module with tied weights."""
    from safetensors.torch import save, save_model

    dtypes = {name: DENSE[name] for name in DENSE if name != "complex128"}
    mixed = {name: torch.arange(3).to(dtype) for name, dtype in dtypes.items()}
    for name in ("float8_e8m0fnu", "float4_e2m1fn_x2"):
        mixed[name] = torch.arange(3, dtype=torch.uint8).view(getattr(torch, name))
    torch.manual_seed(5)
    tied = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    tied[1].weight = tied[0].weight
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "tied.safetensors")
        save_model(tied, path)
        with open(path, "rb") as file:
            model = file.read()
    return {
        "mixed": b64(save(mixed)),
        "shapes": b64(save({"scalar": torch.tensor(2.5), "empty": torch.empty(0, 3), "matrix": torch.ones(2, 3)})),
        "metadata": b64(save({"é\"\n": torch.ones(1)}, {"format": "pt"})),
        "nothing": b64(save({})),
        "tied": b64(model),
    }


if __name__ == "__main__":
    rows = {}
    for name, make in CASES.items():
        value = make()
        data = file_of(value)
        try:
            told = describe(torch.load(io.BytesIO(data)))
        except Exception as error:
            told = {"error": [type(error).__name__, str(error).split("\n")[-1]]}
        rows[name] = {"file": b64(data), "value": told}
        if name in LEGACY:
            rows[name]["legacy"] = b64(file_of(make(), _use_new_zipfile_serialization=False))
    net, optimizer, inputs = training(lambda p: torch.optim.Adam(p, lr=0.01))
    start = {"model": net.state_dict(), "optimizer": optimizer.state_dict(), "inputs": inputs}
    saved = file_of(start)
    for _ in range(4):
        optimizer.zero_grad()
        net(inputs).pow(2).sum().backward()
        optimizer.step()
    golden = {"cases": rows, "tar": b64(tar_file()), "training": b64(saved), "trained": b64(file_of(net.state_dict()))}
    golden["safetensors"] = safe_files()
    golden["data"] = {
        name: {"file": b64(file_of(make(), pickle_protocol=protocol)), "value": describe(make())}
        for name, (protocol, make) in DATA_ONLY.items()
    }
    (DATA / "serialization.gz").write_bytes(gzip.compress(json.dumps(golden).encode(), 9, mtime=0))
