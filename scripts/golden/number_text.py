"""Goldens of number formatting: python scripts/golden/number_text.py. Needs no torch."""

import json
import random
import struct
from pathlib import Path

random.seed(0)
SPECIAL = [0.0, -0.0, float("inf"), float("-inf"), float("nan"), 5e-324, 1.7976931348623157e308, 1e16, 1e-4,
           1e-5, 9999999999999998.0, 0.125, 0.375, 2.5, 3.5, 0.5, 1.5, 1e21, 1e22, 123456789012345680.0, 9.99995,
           99999.5, 0.00005, 0.00015, 1.00005, 1e100, -1e-100, 2.0**70, 65504.0, 3.4028234663852886e38]


def bits(value):
    return struct.pack(">d", value).hex()


def rows():
    for value in SPECIAL:
        for digits in (0, 1, 4, 9):
            yield value, digits
    for i in range(400):
        digits = i % 10
        anything = struct.unpack(">d", random.randbytes(8))[0]
        halfway = random.randrange(-4000, 4000) / 2 ** random.randrange(1, 8)
        yield anything if anything == anything else 0.0, digits
        yield halfway, digits
        yield random.uniform(-1000, 1000), digits


table = [
    [bits(v), d, "%.*f" % (d, v), "%.*e" % (d, v), "%.*g" % (max(d, 1), v), repr(v)]
    for v, d in rows()
]
out = Path(__file__).parents[2] / "test/golden/numbers.json"
out.write_text("[\n" + ",\n".join(json.dumps(row) for row in table) + "\n]\n")
