"""Goldens of torch.utils.benchmark: python scripts/golden/benchmark_utils.py.

Measurements are made of given times, so that their statistics and texts are always the same.
"""

import gzip
import json
import re

from oracle import DATA, torch

from torch.utils import benchmark
from torch.utils.benchmark import Compare, Measurement, TaskSpec

torch.manual_seed(0)
NOISE = torch.rand(40, dtype=torch.float64).tolist()


def times(count, scale, spread):
    return [scale * (1 + spread * noise) for noise in NOISE[:count]]


SPECS = [
    dict(stmt="x.add(1)", setup="pass"),
    dict(stmt="x.add(1)", setup="const x = 1", label="add", description="8"),
    dict(stmt="x.add(1)\n\n  y", setup="const x = 1\nconst y = 2", sub_label="two", num_threads=4),
    dict(stmt="", setup="", label="", sub_label="", description="d", env="branch"),
]
# What each measurement is made of: runs, number of times, their scale and spread, and the spec.
ROWS = [
    [1, 1, 3.2e-3, 0, 0],
    [10, 3, 3.2e-8, 0.1, 1],
    [100, 40, 7.5e-4, 0.05, 1],
    [100, 40, 7.5e-4, 0.25, 2],
    [7, 20, 1.25, 2, 3],
    [1000, 9, 4e-6, 0.001, 0],
]
# For tables: label, sub-label, description, threads, environment, scale and spread of 12 times.
CELLS = [
    ["mm", "float", "8", 1, None, 2e-6, 0.01],
    ["mm", "float", "64", 1, None, 2.1e-5, 0.02],
    ["mm", "int", "8", 1, None, 5e-6, 0.9],
    ["mm", "int", "64", 1, None, 1.1e-4, 0.01],
    ["mm", "float", "8", 4, None, 1.5e-6, 0.01],
    ["mm", "int", "64", 4, None, 9.9e-4, 0.01],
    ["mm", "float", "8", 1, None, 2.2e-6, 0.01],
    ["add", None, "8", 1, "a", 3e-4, 0.3],
    ["add", None, "8", 1, "b", 3.2e-4, 0.01],
    ["add", None, "64", 1, "b", 4e-3, 0.01],
    ["add", None, "8", 2, "a", 4e-4, 0.01],
]


def measurement(runs, count, scale, spread, spec):
    raw = [runs * time for time in times(count, scale, spread)]
    return Measurement(number_per_run=runs, raw_times=raw, task_spec=TaskSpec(**SPECS[spec]))


def facts(m):
    return {
        "text": re.sub("0x[0-9a-f]+", "0x", repr(m)),
        "median": m.median,
        "mean": m.mean,
        "iqr": m.iqr,
        "figures": m.significant_figures,
        "warns": m.has_warnings,
        "title": m.title,
        "row": m.as_row_name,
    }


def cell(label, sub_label, description, threads, env, scale, spread):
    spec = TaskSpec("x.f()", "pass", "", label, sub_label, description, env, threads)
    return Measurement(1, times(12, scale, spread), spec)


def tables():
    class Rowwise(Compare):
        def rows(self):
            self.colorize(rowwise=True)

    found = {}
    for options in [
        [],
        ["trim_significant_figures"],
        ["highlight_warnings"],
        ["colorize"],
        ["rows"],
        ["trim_significant_figures", "highlight_warnings", "colorize"],
    ]:
        compare = Rowwise([cell(*row) for row in CELLS])
        for option in options:
            getattr(compare, option)()
        found[" ".join(options)] = str(compare)
    return found


NUMBERS = [3.14159, 1234.5, 0.00098765, 99.96, 1.0]
ANSWERS = {
    "noise": NOISE,
    "specs": SPECS,
    "rows": ROWS,
    "cells": CELLS,
    "measurements": [facts(measurement(*row)) for row in ROWS],
    "tables": tables(),
    "trimmed": [[x, n, benchmark.trim_sigfig(x, n)] for x in NUMBERS for n in (1, 2, 3)],
    "units": [[t, benchmark.select_unit(t)] for t in (1e-9, 5e-7, 1e-6, 2e-3, 0.5, 1.0, 1e3, 1e-12)],
    "summaries": [TaskSpec(**spec).summarize() for spec in SPECS],
}
PATH = DATA / "benchmark_utils.gz"
PATH.write_bytes(gzip.compress(json.dumps(ANSWERS).encode(), mtime=0))
print(PATH.stat().st_size, "bytes")
