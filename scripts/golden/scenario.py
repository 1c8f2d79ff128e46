"""Small programs as data: set-up calls on given tensors, for goldens that are not from op_db.

A step is [path, args, kwargs], like a call of record.py; test/golden/support/scenario.ts runs them.
"""

import torch

from encode import Container, encode_value
from replay import fresh, replay


def t(at: int) -> dict:
    """Input number `at`, as an argument."""
    return {"t": at}


def r(at: int, *path: int) -> dict:
    """The result of step number `at`, or a part of it."""
    return {"r": [at, *path]}


def _find(path: str):
    found = torch
    for name in path.split(".")[1:]:
        found = getattr(found, name)
    return found


class Scenario:
    def __init__(self, inputs=(), steps=(), out=None):
        self.inputs = list(inputs)
        self.calls = [[path, _plain(args), {k: _plain(v) for k, v in kwargs.items()}] for path, args, kwargs in steps]
        self.funcs = [_find(path) for path, _, _ in steps]
        self.out = out if out is not None else (r(len(self.calls) - 1) if steps else t(0))

    def encode(self, box: Container) -> dict:
        return {"inputs": [[box.tensor(x), int(x.requires_grad)] for x in self.inputs], "calls": self.calls, "out": self.out}

    def run(self, seed=0):
        """The result, and the tensors it came from."""
        inputs = [fresh(tensor) for tensor in self.inputs]
        torch.manual_seed(seed)
        return replay(self, inputs)[1], inputs


def _plain(value):
    """References are encoded already; everything else is encoded here."""
    if isinstance(value, dict) and set(value) in ({"t"}, {"r"}):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return encode_value(value, None)


def step(path: str, *args, **kwargs):
    return (path if path.startswith("torch.") else f"torch.{path}", args, kwargs)
