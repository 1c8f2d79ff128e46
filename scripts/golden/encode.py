"""Python values as JSON, tensors as rows of a table over one block of raw bytes.

A container is gzip(u32 length of the JSON, JSON, bytes); test/golden/support/container.ts reads it.
"""

import gzip
import json
import struct
from pathlib import Path

import torch


class Unsupported(Exception):
    """A value that has no form in JavaScript, with the reason."""


def encode_float(value: float):
    if value != value:
        return {"f": "nan"}
    if value in (float("inf"), float("-inf")):
        return {"f": "inf" if value > 0 else "-inf"}
    if value == 0 and str(value)[0] == "-":
        return {"f": "-0"}
    return value


def encode_value(value, ref):
    """One argument. `ref` gives the form of a tensor, the only kind that needs a context."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, torch.Tensor):
        return ref(value)
    if isinstance(value, (torch.SymInt, torch.SymFloat, torch.SymBool)):
        raise Unsupported("symbolic number")
    if isinstance(value, int):
        return value if abs(value) < 2**53 else {"i": str(value)}
    if isinstance(value, float):
        return encode_float(value)
    if isinstance(value, complex):
        return {"c": [encode_float(value.real), encode_float(value.imag)]}
    if isinstance(value, (list, tuple)):
        return [encode_value(item, ref) for item in value]
    if isinstance(value, dict):
        return {"d": {key: encode_value(item, ref) for key, item in value.items()}}
    if isinstance(value, torch.dtype):
        return {"dtype": str(value)[len("torch.") :]}
    if isinstance(value, torch.device):
        return {"device": str(value)}
    if isinstance(value, torch.layout):
        return {"layout": str(value)[len("torch.") :]}
    if isinstance(value, torch.memory_format):
        return {"memory_format": str(value)[len("torch.") :]}
    if isinstance(value, slice):
        return {"slice": [encode_value(part, ref) for part in (value.start, value.stop, value.step)]}
    if value is Ellipsis:
        return {"ellipsis": True}
    if isinstance(value, range):
        return list(value)
    if value in (bool, int, float, complex):
        raise Unsupported("a Python number type as dtype")
    if type(value).__module__ == "numpy":
        raise Unsupported("a NumPy value")
    raise Unsupported(f"a {type(value).__name__}")


def raw_bytes(tensor: torch.Tensor) -> bytes:
    """The elements in the order of the strides, gaps included, from the first one on."""
    tensor = tensor.detach()
    if tensor.numel() == 0:
        return b""
    span = 1 + sum((n - 1) * s for n, s in zip(tensor.shape, tensor.stride()))
    if span * tensor.element_size() > tensor.untyped_storage().nbytes():
        raise Unsupported("a tensor larger than its storage")
    flat = tensor.as_strided((span,), (1,))
    return bytes(flat.contiguous().view(torch.uint8).numpy().tobytes())


class Container:
    def __init__(self, **header):
        self.header = header
        self.tensors: list = []
        self._rows: dict = {}
        self._blob = bytearray()
        self._offsets: dict = {}

    def _put(self, data: bytes) -> int:
        if data not in self._offsets:
            self._blob.extend(b"\0" * (-len(self._blob) % 16))
            self._offsets[data] = len(self._blob)
            self._blob.extend(data)
        return self._offsets[data]

    def _row(self, row: list) -> int:
        key = json.dumps(row)
        if key not in self._rows:
            self._rows[key] = len(self.tensors)
            self.tensors.append(row)
        return self._rows[key]

    def tensor(self, tensor: torch.Tensor, *, values: bool = True) -> int:
        """Adds a tensor, gives its row: [dtype, shape, strides or null, offset or null, flags]."""
        if type(tensor) not in (torch.Tensor, torch.nn.Parameter):
            raise Unsupported(f"a {type(tensor).__name__}")
        if tensor.is_nested or tensor.is_quantized or tensor.device.type != "cpu":
            raise Unsupported("a nested, quantised or meta tensor")
        shape = list(tensor.shape)
        plain = tensor.detach()
        if tensor.layout == torch.sparse_coo:
            parts = [self.tensor(plain._indices()), self.tensor(plain._values())]
            return self._row(["sparse_coo", shape, parts, tensor.is_coalesced()])
        if tensor.layout in (torch.sparse_csr, torch.sparse_bsr):
            kind = str(tensor.layout)[len("torch.") :]
            parts = [self.tensor(p) for p in (plain.crow_indices(), plain.col_indices(), plain.values())]
            return self._row([kind, shape, parts, False])
        if tensor.layout in (torch.sparse_csc, torch.sparse_bsc):
            kind = str(tensor.layout)[len("torch.") :]
            parts = [self.tensor(p) for p in (plain.ccol_indices(), plain.row_indices(), plain.values())]
            return self._row([kind, shape, parts, False])
        if tensor.layout != torch.strided:
            raise Unsupported(f"layout {tensor.layout}")
        dtype = str(tensor.dtype)[len("torch.") :]
        if plain._is_zerotensor():
            plain = torch.zeros(plain.shape, dtype=plain.dtype)
        conj = plain.is_conj()
        plain = plain.resolve_conj().resolve_neg() if not conj else plain.conj().resolve_neg()
        strides = None if plain.is_contiguous() else list(plain.stride())
        offset = self._put(raw_bytes(plain)) if values else None
        return self._row([dtype, shape, strides, offset, *(["conj"] if conj else [])])

    def write(self, path: Path) -> int:
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**self.header, "tensors": self.tensors}, separators=(",", ":")).encode()
        text += b" " * (-(len(text) + 4) % 16)
        # mtime 0: the same goldens are the same bytes.
        data = gzip.compress(struct.pack("<I", len(text)) + text + self._blob, 9, mtime=0)
        path.write_bytes(data)
        return len(data)
