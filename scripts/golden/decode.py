"""Reads what encode.py wrote, so that Python can repeat a committed case."""

import gzip
import json
import struct
from functools import reduce
from pathlib import Path

import torch

CONSTANTS = ("dtype", "layout", "memory_format")


class Reader:
    """A container: its header, and tensors by their rows."""

    def __init__(self, path: Path):
        data = gzip.decompress(path.read_bytes())
        (length,) = struct.unpack("<I", data[:4])
        self.header = json.loads(data[4 : 4 + length])
        self._blob = data[4 + length :]

    def row(self, at: int) -> list:
        return self.header["tensors"][at]

    def tensor(self, at: int) -> torch.Tensor:
        """A new strided tensor with the values of a row."""
        name, shape, strides, offset, *flags = self.row(at)
        dtype = getattr(torch, name)
        count = reduce(int.__mul__, shape, 1)
        if count == 0 or offset is None:
            return torch.empty_strided(shape, strides, dtype=dtype) if strides else torch.empty(shape, dtype=dtype)
        span = 1 + sum((n - 1) * s for n, s in zip(shape, strides)) if strides else count
        data = bytearray(self._blob[offset : offset + span * dtype.itemsize])
        flat = torch.frombuffer(data, dtype=torch.uint8).view(dtype)
        tensor = flat.as_strided(shape, strides) if strides else flat.view(shape).clone()
        return tensor.conj() if "conj" in flags else tensor


def decode_value(value, inputs: list, results: list):
    """An argument; references are to the inputs and to the results of earlier calls."""
    if isinstance(value, list):
        return [decode_value(item, inputs, results) for item in value]
    if not isinstance(value, dict):
        return value
    ((kind, body),) = value.items()
    if kind == "t":
        return inputs[body]
    if kind == "r":
        return reduce(lambda found, at: found[at], body[1:], results[body[0]])
    if kind == "d":
        return {key: decode_value(item, inputs, results) for key, item in body.items()}
    if kind in CONSTANTS:
        return getattr(torch, body)
    if kind == "c":
        return complex(*decode_value(body, inputs, results))
    if kind == "slice":
        return slice(*decode_value(body, inputs, results))
    return {"f": float, "i": int, "device": torch.device, "ellipsis": lambda _: ...}[kind](body)


def perform(call: list, inputs: list, results: list):
    """Repeats one call: [path, positional arguments, keyword arguments]."""
    path, args, kwargs = call
    func = reduce(getattr, path.split(".")[1:], torch)
    return func(*decode_value(args, inputs, results), **decode_value({"d": kwargs}, inputs, results))
