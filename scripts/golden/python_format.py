"""Goldens of Python's three ways to format: python scripts/golden/python_format.py. Needs no torch.

A row is the template, its values and what comes out: a text, or the class and the message of the error. Floats that are
whole are left out, since JavaScript cannot tell them from ints.
"""

import json
from itertools import product
from pathlib import Path

BIG = 2**70


def outcome(run):
    try:
        return run()
    except Exception as error:
        return [type(error).__name__, str(error)]


def encode(value):
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return {"int": str(value)}
    return {"float": str(value)} if isinstance(value, float) and (value != value or abs(value) == float("inf")) else value


NUMBERS = [0, 7, -42, 255, 1234567, BIG, True, 0.5, -0.25, 3.14159, 1e-05, 123456.789, 1.5e300, 2.5e-310, -0.0004, 0.999, 99.95, float("nan"),
           float("inf"), float("-inf")]
SPECS = ["", "d", "f", "e", "g", "%", "n", ".0f", ".2f", ".3", ".0", ".10g", ".3e", ",", "_", ",.2f", "08.3f", "+", " ", "+.1f", "<10", ">10", "^10", "*^12.2f",
         "=+8", "010,", "012,.2f", "#x", "#b", "X", "#010x", "_x", "c", "#.0f", "#g", "#.3g", ".1%", "z.1f", "G", "E", "5", "-5", "<<6", "s", "y", ",x", ",_", "5.",
         ".2d", "+c", "yy", ",n"]
TEXTS = ["", "a", "héllo", "😀x"]
TEXT_SPECS = ["", "s", "6", "<6", ">6", "^6", "*^7", "06", ".2", "8.1", "d", "+", "=6", ",", "#", "yy", "z"]
OTHERS = [None, [1, 2], {"a": 1}]

PERCENT = [
    *product(["%d", "%i", "%5d|", "%-5d|", "%05d", "%+d", "% d", "%.3d", "%x", "%#x", "%X", "%o", "%#o", "%c"], [(0,), (65,), (-7,), (BIG,), (True,), (1.9,), ("a",), (None,)]),
    *product(["%f", "%.0f", "%.4f", "%10.2f|", "%-10.2f|", "%010.2f", "%e", "%.2e", "%g", "%.3g", "%#g", "%G", "%+.1f", "%.1E"],
             [(0,), (0.5,), (-2.675,), (1234567.891,), (1e-7,), (float("nan"),), (float("-inf"),), (BIG,), ("a",), (None,)]),
    *product(["%s", "%5s|", "%-5s|", "%.2s|", "%r", "%a", "%+s"], [("abc",), ("é",), (None,), (1.5,), ([1, "x"],), (True,)]),
    ("[%d, %5d] loss: %.3f", (1, 2000, 2.1804)), ("%d %d%% (%s) %.4f %s / %s %s", (5000, 5, "0m 10s", 2.7, "a", "b", "✓")), ("%%", ()), ("100%", ()), ("%", (1,)),
    ("%5", (1,)), ("%y", (1,)), ("%s %s", (1,)), ("%s", (1, 2)), ("a", (1,)), ("%*d|", (5, 3)), ("%-*d|", (5, 3)), ("%*d|", (-5, 3)), ("%.*f", (2, 3.14159)), ("%*d", ("a", 3)),
    ("%ld", (3,)), ("%5%", ()), ("%d %%", (50,)), ("%5.1s|", ("abc",)), ("%u", (5,)), ("a", ()), ("%é", (1,)), ("x%c%c", ("a", 98)),
]
MAPPED = [("%(a)s is %(b)05.1f", {"a": "x", "b": 2.25}), ("%(a)s", {}), ("%(a", {"a": 1}), ("%%", {"a": 1}), ("%(b c)d%(b c)x", {"b c": 17}), ("none", {"a": 1})]
TEMPLATES = [
    ("{} {}", [1, 2.5], {}), ("{0} {1} {0}", [1, 2], {}), ("{} {}", [1], {}), ("{} {0}", [1, 2], {}), ("{0} {}", [1, 2], {}), ("{a}", [], {"a": 1}), ("{a}", [], {"b": 1}),
    ("{a[0]}", [], {"a": [7]}), ("{a[k]}", [], {"a": {"k": 5}}), ("{a[k]}", [], {"a": {}}), ("{a[3]}", [], {"a": [7]}), ("{:>{}}", [3, 5], {}), ("{!r}", ["a"], {}),
    ("{!s:>3}", ["a"], {}), ("{!x}", ["a"], {}), ("{", [1], {}), ("}", [], {}), ("{{}}", [], {}), ("{{{}}}", [1], {}), ("{:{w}.{p}f}", [3.14159], {"w": 8, "p": 2}), ("{a!r:>5}", [], {"a": "x"}),
    ("{:d}", [1.5], {}), ("{0", [1], {}), ("{!}", [1], {}), ("{!rx}", [1], {}), ("{5}", [1], {}), ("{a[0}", [], {"a": [1]}), ("{:}", [1], {}), ("{:{}{}}", [5, ">", 4], {}),
    ("{:{:{}}}", [5, 4, 3], {}), ("{a.}", [], {"a": 1}), ("Epoch: {} \tTraining Loss: {:.6f}", [3, 0.25], {}), ("{:>7f}  [{:>5d}/{:>5d}]", [2.303, 64, 60000], {}),
    ("{:.1f}%, Avg: {:>8f}", [65.6, 1.0675], {}), ("", [], {}), ("{[1]}", [[1, 2]], {}), ("{} {}", [[1], "x"], {}), ("{:5}|{:<5}|", [None, 2], {}),
]
result = {
    "format": [[encode(v), s, outcome(lambda: format(v, s))] for values, specs in [(NUMBERS, SPECS), (TEXTS, TEXT_SPECS), (OTHERS, ["", "5"])] for v, s in product(values, specs)],
    "percent": [[t, [encode(v) for v in a], outcome(lambda: t % a)] for t, a in PERCENT] + [[t, [a], outcome(lambda: t % a)] for t, a in MAPPED],
    "templates": [[t, a + ([k] if k else []), outcome(lambda: t.format(*a, **k))] for t, a, k in TEMPLATES],
}
out = Path(__file__).parents[2] / "test/golden/python_format.json"
rows = {key: ",\n".join(json.dumps(row, ensure_ascii=False) for row in value) for key, value in result.items()}
out.write_text("{\n" + ",\n".join(f'"{key}": [\n{text}\n]' for key, text in rows.items()) + "\n}\n")
