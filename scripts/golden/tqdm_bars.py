"""Goldens of tqdm: python scripts/golden/tqdm_bars.py. Needs tqdm and no torch.

Meters are lines for given numbers. Runs are what bars write to a file while a clock, which stands still otherwise, is
moved by hand.
"""

import io
import json
import warnings
from itertools import product
from pathlib import Path

import tqdm.std
from tqdm import tqdm as Bar

warnings.simplefilter("ignore")
Bar.monitor_interval = 0

METERS = [
    *[{"n": n, "total": t, "elapsed": e} for n, t, e in product([0, 3, 5, 100], [None, 0, 5, 100, 1000000], [0, 0.6, 61.5, 4000.25])],
    *[{"n": 30, "total": 100, "elapsed": 12.5, **more} for more in [
        {"ncols": 0}, {"ncols": 40}, {"ncols": 79}, {"ncols": 10}, {"prefix": "train"}, {"prefix": "epoch 1: "}, {"ascii": True}, {"ascii": " .oO"}, {"unit": "B", "unit_scale": True},
        {"unit_scale": 32}, {"rate": 0.25}, {"rate": 1234.5}, {"rate": 5e6, "unit_scale": True}, {"postfix": "loss=0.5"}, {"initial": 20}, {"colour": "green"}, {"colour": "#00ff80", "ncols": 60},
        {"bar_format": "{l_bar}{bar:20}{r_bar}"}, {"bar_format": "{desc}: {percentage:.1f}% {n_fmt}/{total_fmt} {rate_fmt}{postfix}"}, {"bar_format": "{l_bar}{bar:-3}|{remaining}", "ncols": 30},
        {"bar_format": "{bar:10a}|{bar:5u}|{bar:4b}|"}, {"prefix": "日本", "ncols": 40}, {"bar_format": "{elapsed_s} {rate_noinv_fmt} {rate_inv_fmt} {unit} {n} {total}"},
    ]],
    {"n": 1234567, "total": 9999999, "elapsed": 100, "unit_scale": True}, {"n": 1536, "total": 10240, "elapsed": 3, "unit": "B", "unit_scale": True, "unit_divisor": 1024},
    {"n": 7, "total": None, "elapsed": 3, "prefix": "x", "postfix": "a=1", "ncols": 20}, {"n": 7, "total": None, "elapsed": 3, "bar_format": "{l_bar}{bar}|{n_fmt}"},
    {"n": 2.5, "total": 7.5, "elapsed": 3}, {"n": 5.25, "total": 5, "elapsed": 2}, {"n": 7, "total": float("inf"), "elapsed": 3}, {"n": 1, "total": 3, "elapsed": 100000.5},
]

# Options, then steps: "for" goes through the items with so many seconds for each, "tick" moves the clock.
RUNS = [
    [{"total": None, "items": 5}, [["for", 0.2]]],
    [{"items": 5, "desc": "epoch"}, [["for", 0.2]]],
    [{"items": 5, "leave": False}, [["for", 0.2]]],
    [{"items": 30}, [["for", 0.01]]],
    [{"items": 12, "mininterval": 0}, [["for", 0.03]]],
    [{"items": 12, "miniters": 5}, [["for", 0.3]]],
    [{"items": 5, "disable": True}, [["for", 0.2]]],
    [{"items": 5, "encoding": "utf-8"}, [["for", 0.2]]],
    [{"items": 5, "ascii": " #", "ncols": 50, "unit": "batch"}, [["for", 2.5]]],
    [{"items": 5, "delay": 0.5}, [["for", 0.2]]],
    [{"items": 5, "delay": 9}, [["for", 0.2]]],
    [{"items": 5, "smoothing": 0}, [["for", 0.15]]],
    [{"items": 5, "initial": 10, "total": 15}, [["for", 0.2]]],
    [{"items": 40, "maxinterval": 1}, [["for", 0.5]]],
    [{"items": 3, "break": 2}, [["for", 0.2]]],
    [{"items": 0}, [["for", 0.2]]],
    [{"total": 5, "postfix": {"z": 1, "a": 0.123456}}, [["tick", 0.2], ["update", 2], ["tick", 0.05], ["update", 1], ["tick", 0.3], ["update"], ["close"], ["close"]]],
    [{"total": 5, "postfix": "text"}, [["tick", 1], ["set_description", "d"], ["set_description"], ["set_description_str", "s"], ["set_postfix_str", "x"], ["refresh"], ["close"]]],
    [{"total": 100}, [["tick", 1], ["update", 10], ["set_postfix", {"loss": 0.0123456, "n": 1234567, "s": " t ", "b": True}], ["set_postfix", {"tiny": 1.5e-12}, False], ["tick", 1], ["update", 90], ["close"]]],
    [{"total": 4}, [["update", 2], ["tick", 1], ["update", -1], ["reset"], ["tick", 1], ["update", 1], ["reset", 2], ["clear"], ["tick", 1], ["unpause"], ["update", 1], ["close"]]],
    [{}, [["tick", 0.5], ["update", 3], ["close"]]],
    [{"total": 3, "position": 2, "leave": None}, [["tick", 0.5], ["update", 3], ["close"]]],
    [{"total": 3, "position": 30}, [["tick", 0.5], ["update", 3], ["close"]]],
    [{"total": 3, "position": 4, "nrows": 5}, [["tick", 0.5], ["update", 3], ["close"]]],
    [{"total": 3}, [["tick", 0.5], ["update", 1], ["write", "hello"], ["update", 1], ["close"]]],
    [{"total": 3}, [["nested", {"total": 2, "leave": False}], ["tick", 0.5], ["update", 1], ["write", "two bars"], ["close"]]],
    [{"total": float("inf")}, [["tick", 0.5], ["update", 1], ["close"]]],
    [{"total": 10, "unit_scale": True, "colour": "red"}, [["tick", 0.5], ["update", 4.5], ["close"]]],
]


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


class File(io.StringIO):
    encoding = None


def run(options, steps, clock):
    options = dict(options)
    stop = options.pop("break", None)
    items = options.pop("items", None)
    file = File()
    file.encoding = options.pop("encoding", None)
    postfix = options.get("postfix")
    bar = Bar(None if items is None else range(items), file=file, **options)
    nested = None
    for name, *args in steps:
        if name == "tick":
            clock.now += args[0]
        elif name == "for":
            for i in bar:
                if i == stop:
                    break
                clock.now += args[0]
        elif name == "nested":
            nested = Bar(file=file, **args[0])
        elif name == "write":
            Bar.write(args[0], file=file)
            if nested is not None:
                nested.update(1)
                nested.close()
        else:
            getattr(bar, name)(*args)
    del bar
    return file.getvalue()


clock = Clock()
tqdm.std.time = clock
runs = []
for options, steps in RUNS:
    clock.now = 1000.0
    runs.append([options, steps, run(options, steps, clock)])

result = {
    "meters": [[meter, Bar.format_meter(**meter)] for meter in METERS],
    "runs": runs,
    "intervals": [[t, Bar.format_interval(t)] for t in [0, 0.9, 59.9, 60, 3599, 3600, 86400, 360000.7, -5, -4000]],
    "sizes": [[n, d, Bar.format_sizeof(n, "B", d)] for n, d in product([0, 1, 9.994, 9.996, 99.94, 99.96, 999.4, 999.6, 12345, 1e6, 2.5e9, 1e27, -1234], [1000, 1024])],
    "numbers": [[n, Bar.format_num(n)] for n in [0, 1, 1234, 1234567, 0.1, 0.123456, 1e-12, 1.5e10, -0.00012345, 100.5]],
}
text = json.dumps(result, ensure_ascii=False).replace("Infinity", '"inf"')
(Path(__file__).parents[2] / "test/golden/tqdm_bars.json").write_text(text + "\n")
