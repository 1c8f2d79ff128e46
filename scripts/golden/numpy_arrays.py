"""Goldens of numpy's texts and of its generator of old: python scripts/golden/numpy_arrays.py. Needs numpy and no torch."""

import json
from pathlib import Path

import numpy as np


def arrays():
    rng = np.random.RandomState(0)
    yield from [np.ones(5), np.array([1, 2.5]), np.array([]), np.zeros((2, 0)), np.array(3), np.array(2.5), np.array([True, False]), np.array([[1, -20], [300, 4]])]
    yield np.array([0.1, 1 / 3, 100.0]), 
    yield from [np.array([1e-5, 1.0]), np.array([1e8, 1.0]), np.array([1e300, 1e-300]), np.array([1.5e-7]), np.array([1000.1, 1.0]), np.array([0.0, -0.0]), np.array([123456789.123])]
    yield from [np.array([np.nan, 1.5, -np.inf]), np.array([np.inf, 1e10]), np.array([np.nan]), np.array([-np.inf, 1.0]), np.array([np.nan, 1e-9])]
    for dtype in ["float64", "float32", "float16"]:
        yield rng.randn(3, 4).astype(dtype)
        yield (rng.randn(7) * 1000).astype(dtype)
        yield rng.rand(2, 3, 2).astype(dtype)
        yield (rng.rand(5) * 10.0 ** rng.randint(-4, 4, 5)).astype(dtype)
        yield np.array([0.1, 0.2, 0.3], dtype)
    yield from [rng.randn(40), rng.randint(-5, 100, 60), rng.rand(30, 40), rng.rand(1200), np.arange(2000), rng.rand(11, 12, 13), rng.rand(3, 30) > 0.5, rng.randint(0, 9, (2, 2, 2, 2))]
    yield from [np.array([1 + 2j, -0.5j]), np.array([[1.25 - 1e-3j]]), np.array([1 + 2j], "complex64"), np.arange(5, dtype="uint8"), np.array([2**60, -1]), np.array([[0.5]], "float32")]


def encode(array):
    flat = array.astype("complex128" if array.dtype.kind == "c" else array.dtype).reshape(-1)
    if array.dtype.kind == "c":
        values = [[float(x.real), float(x.imag)] for x in flat]
    else:
        values = [str(x) if array.dtype == "int64" else x.item() if np.isfinite(x) else str(x) for x in flat]
    return [str(array.dtype), list(array.shape), values, str(array)]


# Each: a method, its arguments and keywords.
DRAWS = [
    ("rand", [3], {}), ("randn", [5], {}), ("randn", [2, 3], {}), ("randint", [10], {"size": 8}), ("randint", [-5, 5], {"size": [2, 3]}), ("randint", [0, 2**32], {"size": 3}),
    ("randint", [0, 2**40], {"size": 3}), ("randint", [7], {}), ("randint", [3, 4], {"size": 2}), ("randint", [100], {"size": 4, "dtype": "int32"}), ("normal", [2, 0.5], {"size": 4}), ("normal", [], {}),
    ("uniform", [-1, 1], {"size": 4}), ("uniform", [], {"size": [1, 2]}), ("permutation", [10], {}), ("permutation", [[5, 6, 7, 8]], {}), ("permutation", [[[1, 2], [3, 4], [5, 6]]], {}),
    ("choice", [5], {}), ("choice", [5], {"size": 3}), ("choice", [[10, 20, 30]], {"size": 4}), ("choice", [6], {"size": 4, "replace": False}), ("choice", [4], {"size": 6, "p": [0.1, 0.2, 0.3, 0.4]}),
    ("choice", [5], {"size": 3, "replace": False, "p": [0.1, 0.4, 0.1, 0.2, 0.2]}), ("random_sample", [2], {}), ("standard_normal", [3], {}), ("random", [], {}),
]


def listed(value):
    return value.tolist() if hasattr(value, "tolist") else value


def draws():
    for seed in [0, 1, 2**32 - 1, [1, 2, 3]]:
        rng = np.random.RandomState(seed)
        for name, args, kw in DRAWS:
            yield [seed, name, args, kw, listed(getattr(rng, name)(*args, **kw))]
        items = list(range(20))
        rng.shuffle(items)
        rows = np.arange(12).reshape(6, 2)
        rng.shuffle(rows)
        yield [seed, "shuffle", [20], {}, [items, rows.tolist(), rng.randn(), rng.rand()]]


result = {"texts": [encode(np.asarray(a[0] if isinstance(a, tuple) else a)) for a in arrays()], "draws": list(draws())}
(Path(__file__).parents[2] / "test/golden/numpy_arrays.json").write_text(json.dumps(result) + "\n")
