"""Goldens of torch-node/matplotlib: python scripts/golden/matplotlib.py. Needs matplotlib 3.11, no torch.

Scenarios are lists of calls, `[name, arguments, keywords]`, that the test makes too: `name` is a function of pyplot, or
a method of the figure (`fig.`), of the axes of a number (`ax0.`) or of their axis (`ax0.xaxis.`).
"""

import sys

# This file has the name of the package that it asks.
sys.path.pop(0)

import gzip
import json
import math
import warnings
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("Agg")
import matplotlib.pyplot as plt
from matplotlib import colors, ticker
from matplotlib.font_manager import FontProperties

warnings.simplefilter("ignore")


def finite(values):
    return [float(v) for v in np.asarray(values, float).ravel()]


def wave(n, k=1.0):
    """Numbers that both sides can make without a generator."""
    return [round(math.sin(k * i) + i % 7 / 10, 6) for i in range(n)]


MATRIX = [[round(math.sin(r * 3 + c), 4) for c in range(8)] for r in range(6)]
CASES = {
    "line": [["plot", [wave(50)]], ["title", ["Loss"]], ["xlabel", ["step"]], ["ylabel", ["value"]]],
    "formats": [["plot", [wave(9), "r--"], {"label": "one"}], ["plot", [wave(9, 2), "bo"], {"label": "two"}], ["legend", []]],
    "several": [["plot", [[0, 1, 2], [3, 1, 2], "g^", [0, 1, 2], [1, 1, 5], "k:"]]],
    "columns": [["plot", [[0, 1, 2], [[1, 2], [3, 4], [5, 6]]]]],
    "constant": [["plot", [[2, 2, 2]]]],
    "one": [["plot", [[5], [7], "o"]]],
    "empty": [["plot", [[], []]]],
    "nan": [["plot", [[1, float("nan"), 3]]]],
    "scatter": [["scatter", [wave(20), wave(20, 2)], {"s": 30, "c": wave(20, 3), "cmap": "plasma"}], ["colorbar", []]],
    "bars": [["bar", [["a", "b", "c"], [3, -7, 5]]]],
    "wide bars": [["bar", [[0, 1, 2], [3, 7, 5], 0.5], {"bottom": 2, "label": "n"}], ["legend", [], {"loc": "upper center"}]],
    "barh": [["barh", [[1, 2, 3], [3, 7, 5]], {"xerr": 1}]],
    "hist": [["hist", [wave(200)], {"bins": 20, "label": "h"}], ["legend", []]],
    "hist density": [["hist", [wave(200)], {"bins": 10, "density": True, "histtype": "step"}]],
    "hist stacked": [["hist", [[wave(50), wave(60, 2)]], {"stacked": True}]],
    "hist horizontal": [["hist", [wave(100)], {"orientation": "horizontal", "range": [0, 1]}]],
    "fill": [["fill_between", [[0, 1, 2], [1, 3, 2], [0, 0, 1]], {"alpha": 0.3}]],
    "errorbar": [["errorbar", [[0, 1, 2], [1, 3, 2]], {"yerr": 0.5, "xerr": [0.1, 0.2, 0.3], "capsize": 2, "label": "e"}], ["legend", []]],
    "rulers": [["plot", [[0, 1]]], ["axhline", [3]], ["axvline", [-1], {"ls": "--"}], ["axhspan", [0.2, 0.4]]],
    "lines": [["hlines", [[1, 2], 0, [3, 4]]], ["vlines", [[1, 2], 0, 5]]],
    "pie": [["pie", [[1, 2, 3]], {"labels": ["a", "b", "c"], "autopct": "%1.1f%%"}]],
    "image": [["imshow", [MATRIX]], ["colorbar", []]],
    "image lower": [["imshow", [MATRIX], {"origin": "lower", "cmap": "gray", "vmin": 0}]],
    "image extent": [["imshow", [MATRIX], {"extent": [0, 4, -1, 1], "aspect": "auto"}]],
    "image with line": [["imshow", [MATRIX]], ["plot", [[0, 10], [0, 3]]]],
    "colorbar below": [["imshow", [MATRIX]], ["colorbar", [], {"orientation": "horizontal", "label": "v"}]],
    "colorbar fraction": [["imshow", [MATRIX]], ["colorbar", [], {"fraction": 0.046, "pad": 0.04}]],
    "matshow": [["matshow", [MATRIX]], ["title", ["M"]]],
    "matshow axes": [["figure", []], ["fig.add_subplot", [111]], ["ax0.matshow", [MATRIX]],
                     ["ax0.set_xticks", [[0, 1, 2]], {"labels": ["long one", "b", "c"], "rotation": 90}]],
    "log": [["plot", [[1, 2, 3], [1, 100, 12345]]], ["yscale", ["log"]]],
    "log narrow": [["semilogy", [[1, 2, 3], [2, 3, 4]]]],
    "loglog": [["loglog", [[1, 10, 1000], [1e-5, 1e-2, 10]]], ["grid", [], {"which": "both"}]],
    "offset": [["plot", [[1e6, 2e6, 3e6], [1.00001, 1.00002, 1.00003]]], ["title", ["over the offset"]]],
    "scientific": [["plot", [[0, 1e-7], [0, 5e9]]]],
    "limits": [["plot", [[1, 2, 3]]], ["xlim", [0, 10]], ["ylim", [5, -5]]],
    "one limit": [["plot", [[1, 2, 3]]], ["xlim", [], {"left": 0.5}], ["ylim", [None, 10]]],
    "axis equal": [["plot", [[0, 4], [0, 1]]], ["axis", ["equal"]]],
    "axis square": [["plot", [[0, 4], [0, 1]]], ["axis", ["square"]]],
    "axis tight": [["plot", [[0, 4], [0, 1]]], ["axis", ["tight"]]],
    "axis scaled": [["plot", [[0, 4], [0, 1]]], ["axis", ["scaled"]]],
    "axis off": [["imshow", [MATRIX]], ["axis", ["off"]], ["title", ["off"]]],
    "axis limits": [["plot", [[0, 4]]], ["axis", [[0, 3, -1, 9]]]],
    "margins": [["plot", [[0, 4]]], ["margins", [0.2, 0]]],
    "ticks": [["plot", [[0, 4]]], ["xticks", [[0, 0.5, 2]], {"rotation": 30}], ["yticks", []]],
    "named ticks": [["plot", [[0, 4]]], ["xticks", [[0, 1], ["start", "end"]], {"rotation": "vertical", "fontsize": 12}]],
    "no ticks": [["plot", [[0, 4]]], ["xticks", [[]]], ["yticks", [[], []]]],
    "top": [["plot", [[0, 4]]], ["ax0.xaxis.tick_top", []], ["ax0.set_title", ["above"]], ["ax0.yaxis.tick_right", []]],
    "twin": [["plot", [[0, 4]]], ["twinx", []], ["plot", [[100, 3]]], ["ylabel", ["second"]]],
    "grid of axes": [["subplots", [2, 3], {"sharex": True, "sharey": "row", "figsize": [8, 4]}], ["ax0.plot", [[1, 5, 2]]], ["ax4.plot", [[10, 20]]]],
    "ratios": [["subplots", [2, 2], {"gridspec_kw": {"width_ratios": [3, 1], "height_ratios": [1, 2], "wspace": 0.5}}]],
    "numbered": [["subplot", [2, 1, 1]], ["plot", [[1, 2]]], ["subplot", [224]], ["subplot2grid", [[2, 3], [1, 0], 1, 2]]],
    "adjusted": [["subplots", [1, 2]], ["subplots_adjust", [], {"left": 0.2, "wspace": 0.6, "bottom": 0.3}]],
    "tight": [["subplots", [2, 2]], ["ax0.set_ylabel", ["long label"]], ["ax1.set_title", ["T"]], ["ax3.set_xlabel", ["two\nlines"]], ["tight_layout", []]],
    "tight pads": [["subplots", [1, 2]], ["ax0.set_ylabel", ["y"]], ["suptitle", ["Over all"]], ["tight_layout", [], {"pad": 2, "w_pad": 4}]],
    "tight rect": [["subplots", [1, 2]], ["tight_layout", [], {"rect": [0, 0.1, 1, 0.9]}]],
    "tight colorbar": [["imshow", [MATRIX]], ["colorbar", []], ["tight_layout", []]],
    "words": [["figure", [], {"figsize": [4, 3], "dpi": 80}], ["plot", [[1, 2]]], ["title", ["two\nlines"], {"loc": "left", "fontsize": 20}], ["xlabel", ["x"], {"labelpad": 10}]],
    "legend columns": [["plot", [[1, 2]], {"label": "first"}], ["plot", [[2, 1]], {"label": "the second"}], ["plot", [[2, 2]], {"label": "c"}],
                       ["legend", [], {"ncol": 2, "title": "Title", "loc": "center", "fontsize": 8}]],
    "legend outside": [["plot", [[1, 2]], {"label": "first"}], ["legend", [], {"bbox_to_anchor": [1.05, 1], "loc": "upper left", "borderaxespad": 0}]],
    "steps": [["step", [[0, 1, 2], [1, 3, 2]], {"where": "mid"}]],
    "stem": [["stem", [[1, 3, 2]]]],
    "categories": [["plot", [["x", "y", "z"], [1, 3, 2]]], ["scatter", [["z", "w"], [2, 2]]]],
}


def target(fig, path):
    *owners, method = path.split(".")
    here = plt
    for owner in owners:
        if owner == "fig":
            here = fig()
        elif owner.startswith("ax") and owner[2:].isdigit():
            here = fig().axes[int(owner[2:])]
        else:
            here = getattr(here, owner)
    return getattr(here, method)


def box(b):
    return finite([b.x0, b.y0, b.x1, b.y1])


def axis_state(axis):
    low, high = sorted(axis.get_view_interval())
    locs = axis.get_majorticklocs()
    texts = axis.get_major_formatter().format_ticks(locs)
    shown = [(float(l), t) for l, t in zip(locs, texts) if low - 1e-9 * abs(low) <= l <= high + 1e-9 * abs(high)]
    minor = [float(l) for l in axis.get_minorticklocs() if low <= l <= high]
    return {"ticks": shown, "minor": minor, "offset": axis.get_major_formatter().get_offset()}


def axes_state(ax):
    bounds = ax.get_tightbbox()
    legend = ax.get_legend()
    return {
        "position": box(ax.get_position()),
        "xlim": finite(ax.get_xlim()),
        "ylim": finite(ax.get_ylim()),
        "x": axis_state(ax.xaxis),
        "y": axis_state(ax.yaxis),
        "title": box(ax.title.get_window_extent()) if ax.title.get_text() else None,
        "xlabel": box(ax.xaxis.label.get_window_extent()) if ax.get_xlabel() else None,
        "ylabel": box(ax.yaxis.label.get_window_extent()) if ax.get_ylabel() else None,
        "legend": box(legend.get_window_extent()) if legend else None,
        "tight": box(bounds) if bounds is not None else None,
    }


def scenario(calls):
    plt.close("all")
    for name, args, *keywords in calls:
        target(plt.gcf, name)(*args, **(keywords[0] if keywords else {}))
    plt.gcf().canvas.draw()
    return [axes_state(ax) for ax in plt.gcf().axes]


def ticks():
    ranges = [(0, 1), (-1, 1), (0, 100), (0.37, 0.373), (-3e-7, 9e-7), (1e5, 1e5 + 1), (99999, 100001), (1e9, 5e9), (0, 49.05), (-2.45, 51.45),
              (1234567, 1234999), (-0.05, 1.05), (0.1, 0.9), (2, 2.00001), (-1e-12, 1e-12), (1e-3, 1e3), (5, -5), (0, 7), (-4.95, 103.95), (1e15, 1.2e15),
              (0.9999, 1.0001), (-100, -99.9), (3, 11), (-0.5, 27.5), (1e-300, 2e-300), (0, 0.001), (17, 18.5), (2015, 2025), (-1e6, 1e6), (9e4, 1.1e5)]
    for size in ((6.4, 4.8), (3, 2), (12, 9)):
        fig = plt.figure(figsize=size)
        ax = fig.add_subplot()
        for low, high in ranges:
            ax.set_xlim(low, high)
            ax.set_ylim(low, high)
            yield [size, low, high, axis_state(ax.xaxis), axis_state(ax.yaxis)]
        plt.close(fig)


def log_ticks():
    fig, ax = plt.subplots()
    ax.set_yscale("log")
    for low, high in [(1, 10), (1, 1000), (0.5, 0.9), (2, 30), (1e-8, 1e8), (1e-40, 1e40), (3, 4), (0.09, 11), (1, 2), (5e-5, 3e-2)]:
        ax.set_ylim(low, high)
        yield [low, high, axis_state(ax.yaxis)]


LOCATORS = [
    ["MultipleLocator", [], {"base": 0.2}], ["MultipleLocator", [3], {"offset": 1}], ["MaxNLocator", [4], {}], ["MaxNLocator", [], {"nbins": 5, "integer": True}],
    ["MaxNLocator", [7], {"steps": [1, 2, 5, 10], "prune": "both"}], ["MaxNLocator", [6], {"symmetric": True, "min_n_ticks": 3}], ["LinearLocator", [5], {}],
    ["IndexLocator", [], {"base": 2, "offset": 0.5}], ["FixedLocator", [[1, 2, 3, 4, 5]], {"nbins": 2}], ["NullLocator", [], {}], ["LogLocator", [], {"base": 2}],
]
FORMATTERS = [
    ["PercentFormatter", [], {"xmax": 1}], ["PercentFormatter", [], {"decimals": 2, "symbol": " pct"}], ["FormatStrFormatter", ["%.2f m"], {}],
    ["FormatStrFormatter", ["%5d|%%"], {}], ["StrMethodFormatter", ["{x:.1f} at {pos}"], {}], ["StrMethodFormatter", ["{x:,.0f}"], {}], ["NullFormatter", [], {}],
    ["FixedFormatter", [["a", "b"]], {}],
]


def locators():
    for name, args, keywords in LOCATORS:
        for low, high in [(0.5, 9.7), (0.1 if name == "LogLocator" else -3, 3), (1, 100)]:
            yield [name, args, keywords, low, high, finite(getattr(ticker, name)(*args, **keywords).tick_values(low, high))]


def formatters():
    for name, args, keywords in FORMATTERS:
        formatter = getattr(ticker, name)(*args, **keywords)
        formatter.create_dummy_axis()
        yield [name, args, keywords, [formatter(x, pos) for pos, x in enumerate([0, 0.256, -1.5, 12345.678])]]


def maps():
    names = """viridis plasma inferno magma cividis twilight turbo gray Greys bone jet hot cool copper pink spring summer autumn winter hsv binary
    coolwarm bwr seismic nipy_spectral Blues Reds Greens Oranges Purples YlOrRd YlGnBu PuBuGn BuPu GnBu OrRd RdBu RdYlBu RdYlGn Spectral PiYG PRGn BrBG PuOr
    tab10 tab20 tab20b Set1 Set2 Set3 Paired Pastel1 Accent Dark2 viridis_r Blues_r gray_r tab10_r""".split()
    at = np.linspace(0, 1, 41)
    return {n: "".join("%02x%02x%02x" % tuple(row[:3]) for row in matplotlib.colormaps[n](at, bytes=True).tolist()) for n in names}


HISTOGRAMS = [[{}], [{"bins": 7}], [{"bins": [0, 0.5, 1, 1.5]}], [{"bins": 5, "range": [0, 1]}], [{"bins": "auto"}], [{"bins": "fd"}], [{"bins": "sturges"}],
              [{"bins": "scott"}], [{"bins": "sqrt"}], [{"bins": "rice"}], [{"density": True}], [{"cumulative": True}], [{"cumulative": -1, "density": True}]]


def histograms():
    for [keywords] in HISTOGRAMS:
        counts, edges, _ = plt.hist(wave(300), **keywords)
        yield [keywords, finite(counts), finite(edges)]
        plt.close("all")


def extents():
    renderer = plt.figure().canvas.get_renderer()
    for text in ["0.25", "Training loss", "AVAT To", "\u22120.5", "gjpq|", "Epoch (1/10)", "W. Yo", "100%"]:
        for size in (6, 8, 10, 12, 14, 20):
            for weight in ("normal", "bold"):
                width, _, _ = renderer.get_text_width_height_descent(text, FontProperties(size=size, weight=weight), False)
                yield [text, size, weight, width]


MISTAKES = [
    [["plot", [[1, 2, 3], [1, 2, 3, 4]]]], [["plot", [[1, 2], "foo"]]], [["plot", [[1, 2], "r-b"]]], [["plot", [[1, 2], "--:"]]], [["plot", [[1, 2], "ox"]]],
    [["plot", [[1, 2]], {"colour": "red"}]], [["plot", [[1, 2]], {"color": "nocolor"}]], [["plot", [[1, 2]], {"linestyle": "~"}]], [["plot", [[1, 2]], {"marker": "q"}]],
    [["scatter", [[1, 2], [1]]]], [["scatter", [[1, 2], [1, 2]], {"c": [1, 2, 3]}]], [["scatter", [[1, 2], [1, 2]], {"s": [1, 2, 3]}]],
    [["bar", [[1, 2, 3], [1, 2]]]], [["imshow", [[1, 2, 3]]]], [["imshow", [[[[1, 2]]]]]], [["imshow", [MATRIX], {"origin": "middle"}]],
    [["imshow", [MATRIX], {"interpolation": "soft"}]], [["subplot", [12]]], [["subplot", [2, 2, 5]]], [["subplot", [2, 2]]],
    [["xlim", [float("nan"), 1]]], [["axis", ["wide"]]], [["axis", [[1, 2]]]], [["title", []]], [["title", ["t"], {"loc": "middle"}]], [["colorbar", []]],
    [["plot", [[1, 2]]], ["ax0.set_xticks", [[0, 1]], {"labels": ["a"]}]], [["plot", [[1, 2]]], ["ax0.set_xticks", [[0, 1]], {"rotation": 90}]],
    [["plot", [[1, 2]]], ["ax0.set_aspect", ["wide"]]], [["plot", [[1, 2]]], ["ax0.set_aspect", [-1]]], [["subplots", [0, 1]]], [["subplots", [1, 2], {"sharex": "some"}]],
    [["subplots", [1, 2], {"width_ratios": [1, 2, 3]}]], [["subplots_adjust", [], {"left": 0.95}]], [["pie", [[-1, 2]]]], [["pie", [[1, 2]], {"labels": ["a"]}]],
    [["errorbar", [[1, 2], [1, 2]], {"yerr": -1}]], [["fill_between", [[1, 2, 3], [1, 2, 3]], {"where": [True]}]], [["step", [[1], [1]], {"where": "end"}]],
    [["hist", [[1, 2]], {"bins": 0}]], [["hist", [[1, 2]], {"bins": "many"}]], [["hist", [[1, 2]], {"bins": [2, 1]}]], [["hist", [[1, 2]], {"range": [2, 1]}]],
    [["text", [0, 0, "t"], {"ha": "middle"}]], [["text", [0, 0, "t"], {"colour": "red"}]], [["text", [0, 0, "t"], {"fontsize": "big"}]], [["legend", [], {"loc": "somewhere"}]],
    [["yscale", ["cubic"]]], [["plot", [[1, 2]], {"alpha": 2}]], [["figure", [], {"figsize": [-1, 2]}]], [["style.use", ["nostyle"]]], [["clim", [0, 1]]],
    [["ticklabel_format", [], {"axis": "x", "style": "sci"}], ["ax0.xaxis.set_major_formatter", ["{x}"]], ["ticklabel_format", [], {"axis": "x", "style": "sci"}]],
    [["xticks", [], {"labels": ["a"]}]], [["tick_params", [], {"axis": "z"}]], [["plot", [[1, 2], [3, 4]], {"label": ["a", "b"]}]],
]


def mistakes():
    for calls in MISTAKES:
        plt.close("all")
        try:
            for name, args, *keywords in calls:
                target(plt.gcf, name)(*args, **(keywords[0] if keywords else {}))
            yield [calls, None, None]
        except Exception as error:
            yield [calls, type(error).__name__, str(error).split("\n")[0]]


out = {
    "cases": [[name, calls, scenario(calls)] for name, calls in CASES.items()],
    "ticks": list(ticks()),
    "log_ticks": list(log_ticks()),
    "locators": list(locators()),
    "formatters": list(formatters()),
    "maps": maps(),
    "names": {n: colors.to_hex(n) for n in [*list(colors.CSS4_COLORS)[::7], *"bgrcmykw", "C0", "C3", "C12", "tab:pink", "0.3", "#abc", "#12345678"]},
    "histograms": list(histograms()),
    "extents": list(extents()),
    "mistakes": list(mistakes()),
}


def encode(value):
    """JSON has no NaN."""
    if isinstance(value, dict):
        return {k: encode(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [encode(v) for v in value]
    return {"f": "nan"} if value != value else value


path = Path(__file__).parents[2] / "test/golden/matplotlib.gz"
path.write_bytes(gzip.compress(json.dumps(encode(out), separators=(",", ":")).encode(), 9, mtime=0))
