"""Goldens of Python's module random: python scripts/golden/python_random.py. Needs no torch.

Each program seeds a generator, calls some of its methods and ends with a draw that shows where the stream stands.
Ints beyond 2**53 are written as {"int": text}, bytes as {"bytes": hex}; floats are their shortest text, which is exact.
"""

import json
import random
from pathlib import Path

SEEDS = [0, 1, 42, -1, -42, 2**31, 2**32, 2**53 + 1, 2**64, -(2**70), 10**400, True, "", "seed", "Größe", "😀", b"", b"\x00\xff",
         0.5, -0.5, 1e-320, 1234567.125, float("inf"), float("-inf"), -2.5]
FLOATS = [
    ("uniform", -3, 8), ("uniform", 0.1, 0.2), ("triangular",), ("triangular", 0, 10, 2.5), ("triangular", 5, 5, 5),
    ("normalvariate",), ("normalvariate", 3, 0.5), ("gauss",), ("gauss", -1, 2.5), ("lognormvariate", 0, 0.25),
    ("expovariate", 1.5), ("expovariate", -0.5), ("vonmisesvariate", 1, 4), ("vonmisesvariate", 6, 0.3), ("vonmisesvariate", 0, 0),
    ("gammavariate", 2.5, 1), ("gammavariate", 1, 2), ("gammavariate", 0.4, 3), ("gammavariate", 90, 0.1),
    ("betavariate", 2, 3), ("betavariate", 0.5, 0.5), ("paretovariate", 3), ("weibullvariate", 1, 1.5),
]
WHOLE = [
    *[("getrandbits", k) for k in (0, 1, 7, 31, 32, 33, 53, 54, 64, 65, 128, 1000)],
    ("randrange", 10), ("randrange", 3, 17), ("randrange", 0, 100, 7), ("randrange", 10, -10, -3), ("randrange", 2**32),
    ("randrange", 2**32 + 1), ("randrange", 2**53 - 1), ("randrange", -(10**30), 10**30, 7), ("randint", 1, 6), ("randint", -5, -5),
    ("randint", 0, 2**63), ("randbytes", 0), ("randbytes", 1), ("randbytes", 4), ("randbytes", 13),
]
ITEMS = [
    ("choice", [1, 2, 3]), ("choice", "héllo😀"), ("sample", [1, 2, 3, 4, 5], 3), ("sample", [1, 2, 3, 4, 5], 5), ("sample", [7], 0),
    ("sample", "abcdefghij", 6), ("sample", "abc", 5, {"counts": [1, 4, 2]}),
    ("choices", [1, 2, 3]), ("choices", "abc", {"k": 7}), ("choices", "abc", [1, 0, 3], {"k": 9}),
    ("choices", "abcd", {"cum_weights": [0.5, 0.75, 2, 2.5], "k": 9}), ("choices", "ab", {"k": -1}),
]
SIZES = [(1000, 5), (1000, 6), (1000, 100), (22, 3), (21, 3), (86, 6), (85, 6), (100000, 30)]


def encode(value):
    if isinstance(value, int) and abs(value) >= 2**53 or value in (float("inf"), float("-inf")):
        return {"int": str(value)} if isinstance(value, int) else {"float": str(value)}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    return [encode(item) for item in value] if isinstance(value, (list, tuple)) else value


def call(rng, name, *args):
    kw = args[-1] if args and isinstance(args[-1], dict) else {}
    return encode(getattr(rng, name)(*(args[:-1] if kw else args), **kw))


def program(seed, calls, version=2):
    rng = random.Random()
    rng.seed(seed, version)
    results = [call(rng, *one) for one in calls]
    return {"seed": encode(seed), "version": version, "calls": [[one[0], *map(encode_argument, one[1:])] for one in calls],
            "results": results, "next": rng.random()}


def encode_argument(value):
    return value if isinstance(value, dict) else encode(value)


def shuffles():
    for seed, size in [(0, 1), (0, 2), (3, 10), (4, 1000)]:
        items = list(range(size))
        random.Random(seed).shuffle(items)
        yield [seed, items if size <= 10 else items[:20] + items[-20:]]


def state():
    rng = random.Random(5)
    rng.gauss()
    version, words, kept = rng.getstate()
    return [version, [*words[:3], words[-1]], kept]


programs = [
    *[program(seed, [("random",)] * 3) for seed in SEEDS],
    *[program(seed, [("random",)] * 2, version=1) for seed in ["", "seed", "Größe", b"\x00\xff", 7]],
    *[program(11, [one] * 4) for one in WHOLE],
    *[program(12, [one] * 40) for one in FLOATS],
    *[program(13, [one] * 3) for one in ITEMS],
    program(2, [("random",)] * 700),
]
samples = [[n, k, random.Random(n + k).sample(range(n), k)] for n, k in SIZES]
out = Path(__file__).parents[2] / "test/golden/python_random.json"
rows = ",\n".join(json.dumps(one, ensure_ascii=False) for one in programs)
out.write_text(f'{{"programs": [\n{rows}\n],\n"samples": {json.dumps(samples)},\n"shuffles": {json.dumps(list(shuffles()))},\n'
               f'"state": {json.dumps(state())}}}\n')
