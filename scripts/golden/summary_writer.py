"""Goldens of torch.utils.tensorboard: python scripts/golden/summary_writer.py.

Each piece gets a writer in an empty folder, at a time that stands still. Noted are the records of all event files, to
the byte, and what else is in the folder. Pictures are noted by their pixels, for PNG says nothing of how to compress.
test/utils/tensorboard/support.ts reads it. Needs tensorboard and pillow.
"""

import base64
import gzip
import io
import json
import os
import struct
import tempfile
import time
from pathlib import Path

from oracle import DATA, torch

import numpy as np
from PIL import Image
from tensorboard.compat.proto.event_pb2 import Event
from torch import nn
from torch.nn import functional as F
from torch.utils.tensorboard import FileWriter, SummaryWriter, summary
from torch.utils.tensorboard._pytorch_graph import graph

time.time = lambda: 1500000000.5
PIECES = {}


def piece(function):
    PIECES[function.__name__] = function
    return function


def text64(data):
    return base64.b64encode(data).decode()


def pixels(png):
    image = Image.open(io.BytesIO(png))
    return image.mode.encode() + b" " + np.asarray(image).tobytes()


def records(path):
    data, at, found = path.read_bytes(), 0, []
    while at < len(data):
        (size,) = struct.unpack_from("<Q", data, at)
        event = Event.FromString(data[at + 12 : at + 12 + size])
        for value in event.summary.value:
            if value.WhichOneof("value") == "image":
                value.image.encoded_image_string = pixels(value.image.encoded_image_string)
        found.append(text64(event.SerializeToString()))
        at += size + 16
    return found


def run(function):
    with tempfile.TemporaryDirectory() as folder:
        torch.manual_seed(0)
        answer = {}
        writer = SummaryWriter(folder)
        try:
            function(writer)
        except Exception as error:
            answer["error"] = [type(error).__name__, str(error).replace(folder, "<folder>")]
        writer.close()
        events, others = {}, {}
        for path in sorted(Path(folder).rglob("*")):
            if path.is_dir():
                continue
            name = str(path.relative_to(folder))
            if "tfevents" in name:
                # The first record tells the writer; it is the same everywhere but in one piece.
                found = records(path)[0 if function is scalars else 1 :]
                events.setdefault(os.path.dirname(name), []).extend(found)
            else:
                data = path.read_bytes()
                others[name] = text64(pixels(data) if name.endswith(".png") else data)
        return {"events": events, "files": others, **answer}


@piece
def scalars(w):
    w.add_scalar("loss", 0.1, 3)
    w.add_scalar("loss", 7, global_step=4, walltime=12.25)
    w.add_scalar("loss", torch.tensor([[2.5]]), 2**40)
    w.add_scalar("loss", torch.tensor(1.5, dtype=torch.bfloat16), torch.tensor(9))
    w.add_scalar("loss", True)
    w.add_scalar("loss", "1e-3", "5")
    w.add_scalar("loss", float("nan"), -1)
    w.add_scalar("loss", float("inf"), 2.9)
    w.add_scalar("loss", 0, 0)
    w.add_scalar("new", 0.1, 1, new_style=True)
    w.add_scalar("new", 0.1, 1, new_style=True, double_precision=True)
    w.add_scalar("größe/übung", np.array([0.25], dtype=np.float32))


@piece
def many_scalars(w):
    w.add_scalars("run/a", {"x": 1.5, "y/z": torch.tensor(2)}, 5)
    w.add_scalars("run/a", {"x": 2.5}, 6, walltime=3.5)


@piece
def tensors(w):
    for dtype in [torch.half, torch.bfloat16, torch.float, torch.double, torch.int8, torch.uint8]:
        w.add_tensor("t", torch.tensor([[1, 2, 3], [0, 5, 100]]).to(dtype), 1)
    for dtype in [torch.int16, torch.int32, torch.int64, torch.bool]:
        w.add_tensor("t", torch.tensor([-1, 0, 300]).to(dtype), 1, walltime=2.5)
    w.add_tensor("t", torch.tensor([2**62 + 1, -(2**62) - 3]))
    w.add_tensor("t", torch.tensor([1 + 2j, -0.5j]))
    w.add_tensor("t", torch.tensor(1 - 1j, dtype=torch.complex128))
    w.add_tensor("t", torch.zeros(0, 3))
    w.add_tensor("t", torch.arange(6).reshape(2, 3).t())


@piece
def histograms(w):
    # Halves, whose squares add up without rounding.
    x = torch.randint(-20, 40, (500,)) / 2
    w.add_histogram("h", x, 1)
    w.add_histogram("h", x, 1, max_bins=16)
    w.add_histogram("h", x, 2, 10)
    w.add_histogram("h", x, 2, [-3, 0, 0.5, 7, 100], walltime=1.5)
    w.add_histogram("h", x, 2, bins=np.array([0.0, 5.0]))
    w.add_histogram("h", torch.arange(12).reshape(3, 4), 3)
    w.add_histogram("h", torch.tensor([True, False, True]), 4, bins=2)
    w.add_histogram("h", torch.full((5,), 2.0), 4, bins=3)
    w.add_histogram("h", 3, 4)
    w.add_histogram("h", x.to(torch.bfloat16), 5)
    w.add_histogram("h", torch.tensor([5.0]), bins=[0, 1])
    w.add_histogram("h", torch.tensor([1.0, 3, float("nan")]), bins=[0, 1, 2, 3])


@piece
def estimated_histograms(w):
    x = torch.randint(-500, 900, (1000,)) / 4
    y = torch.randint(0, 30, (41,))
    for name in ["auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"]:
        w.add_histogram(name, x, 1, name)
        w.add_histogram(name, y, 2, name)
        w.add_histogram(name, torch.tensor([1, 1, 1, 1, 1, 7]), 3, bins=name)
        w.add_histogram(name, torch.tensor([4.5]), 4, bins=name)


@piece
def summed_histogram(w):
    # The sum rounds; the sum of the squares does not.
    for count in [7, 100, 1000]:
        x = torch.randint(1, 9, (count,), dtype=torch.float64) * 2.0**26
        x[0] = 2.0**-20
        w.add_histogram("h", x, 1, bins=3)


@piece
def raw_histogram(w):
    w.add_histogram_raw("h", 0.5, 3, 4, 7.5, 20, [1, 2, 4], [1, 2, 1], 2)
    limits, counts = torch.tensor([1.0, 2.0]), np.array([3, 4])
    w.add_histogram_raw("h", 0, 2, 7, 8, 9, bucket_limits=limits, bucket_counts=counts, walltime=4.5)


@piece
def images(w):
    x = torch.rand(3, 5, 7)
    w.add_image("i", x, 1)
    w.add_image("i", x[:1], 1)
    w.add_image("i", x.permute(1, 2, 0), 1, dataformats="HWC")
    w.add_image("i", x[0], 1, walltime=2.5, dataformats="HW")
    w.add_image("i", x[0], dataformats="wh")
    w.add_image("i", torch.randint(0, 256, (3, 4, 4), dtype=torch.uint8))
    w.add_image("i", torch.randint(0, 256, (4, 3, 3), dtype=torch.uint8), dataformats="CHW")
    w.add_image("i", torch.rand(2, 3, 3))
    w.add_image("i", torch.tensor([[0, 1], [2, -1]]), dataformats="HW")
    w.add_image("i", torch.tensor([[True, False]]), dataformats="HW")
    w.add_image("i", torch.rand(3, 2, 3).half() * 2 - 0.5)
    w.add_images("i", torch.rand(11, 3, 4, 5), 1)
    w.add_images("i", torch.rand(3, 1, 4, 5), 1)
    w.add_images("i", torch.rand(2, 4, 5, 1), 1, dataformats="NHWC")


@piece
def boxes(w):
    x = torch.rand(3, 24, 30)
    b = torch.tensor([[2, 3, 12, 15], [20, 2, 25, 30], [9, 9, 9, 9], [14.7, 20, 5.2, 18]])
    w.add_image_with_boxes("b", x, b, 1)
    w.add_image_with_boxes("b", x.permute(1, 2, 0), b.int(), 1, dataformats="HWC", labels=["one"])
    w.add_image_with_boxes("b", x, b[:1] - 5, 1, walltime=2.5)
    w.add_image_with_boxes("b", x, b[:1], rescale=0.5)
    w.add_image_with_boxes("b", x, b[:1], rescale=1.7)
    w.add_image_with_boxes("b", torch.rand(4, 24, 30), b[:1])


@piece
def rescaled(w):
    x = torch.rand(3, 9, 11)
    w.file_writer.add_summary(summary.image("i", x, rescale=2.5, dataformats="CHW"), 1)
    w.file_writer.add_summary(summary.image("i", x[:2] * 0.5 + 0.5, 0.7, "CHW"), 1)


@piece
def sound(w):
    w.add_audio("a", torch.linspace(-1, 1, 50), 1)
    w.add_audio("a", torch.linspace(-1, 1, 50, dtype=torch.float64)[None], 1, 8000, 2.5)
    w.add_audio("a", torch.linspace(-3, 2, 9), sample_rate=16000)
    w.add_audio("a", torch.tensor([0, 1, -1, 1]))
    w.add_audio("a", np.array([0.25, -0.75], dtype=np.float32))


@piece
def texts(w):
    w.add_text("t", "a **bold** word", 1)
    w.add_text("t", "größer ☃ 😀", global_step=2, walltime=2.5)
    w.add_text("t", "")


@piece
def one_hparam(w):
    w.add_hparams({"lr": 0.1}, {"m": 3, "n": torch.tensor(0.5)}, run_name="run", global_step=4)
    w.add_hparams({"s": "x"}, {}, {"s": ["x", "y"]}, "b")
    w.add_hparams({"b": True}, {}, {"b": [True, False]}, "c")
    w.add_hparams({"t": torch.tensor([2.5])}, {}, run_name="d")
    w.add_hparams({"none": None}, {}, run_name="e")
    w.add_hparams({"lr": 1}, {"m": 1}, {"lr": [1, 2]})


@piece
def several_hparams(w):
    w.add_hparams({"lr": 0.1, "name": "sgd", "k": 3, "b": False}, {"a": 1, "b": 2}, run_name="r")


@piece
def pr_curves(w):
    labels = torch.randint(2, (200,))
    predictions = torch.rand(200)
    w.add_pr_curve("p", labels, predictions, 1)
    w.add_pr_curve("p", labels.bool(), predictions.double(), 1, 11, walltime=2.5)
    w.add_pr_curve("p", labels, predictions, 1, 500)
    w.add_pr_curve("p", labels.float(), predictions, num_thresholds=5, weights=2.5)
    w.add_pr_curve("p", labels.numpy(), predictions.numpy(), weights=np.arange(200) / 4)
    w.add_pr_curve("p", labels, predictions * 2 - 0.5, num_thresholds=4)


@piece
def raw_pr_curves(w):
    rows = [[3, 2, 1], [2, 1, 0], [0, 1, 2], [0, 1, 2], [0.5, 0.25, 1], [1, 0.5, 0]]
    w.add_pr_curve_raw("p", *rows, global_step=1, num_thresholds=3)
    w.add_pr_curve_raw("p", *[torch.tensor(row) for row in rows], 2, 300, walltime=2.5)


@piece
def charts(w):
    w.add_custom_scalars_multilinechart(["a", "b"])
    w.add_custom_scalars_multilinechart(["a"], category="c", title="t")
    w.add_custom_scalars_marginchart(["a", "b", "c"])
    layout = {"x": {"p": ["Multiline", ["a", "b"]], "q": ["Margin", ["a", "b", "c"]]}, "y": {}}
    w.add_custom_scalars(layout)


@piece
def meshes(w):
    points = torch.randint(0, 9, (1, 4, 3))
    w.add_mesh("m", points, global_step=2)
    config = {"z": 1.5, "a": {"q": [True, None, 'é"\n']}, "n": 3}
    w.add_mesh("m", points.float(), points, points[:, :2], config, walltime=2.5)
    w.add_mesh("m", [[[1, 2, 3]]], faces=torch.zeros(1, 1, 3))


@piece
def embeddings(w):
    mat = torch.tensor([[0.1, 1], [2, -3e-7], [1e20, 5]])
    w.add_embedding(mat)
    w.add_embedding(mat.double(), ["a", 2, 0.5], torch.rand(3, 3, 4, 5), 7, "x/y\\z%")
    rows = [["p", 1], ["q", 2], [None, True]]
    w.add_embedding(mat.int().clamp(-9, 9), rows, metadata_header=["n", "k"], global_step=123456)
    w.add_embedding(torch.ones(5, 2), label_img=torch.rand(5, 1, 2, 3), global_step=8, tag="é\"'")


@piece
def purged(w):
    again = SummaryWriter(w.log_dir + "/again", purge_step=30, filename_suffix=".x")
    again.add_scalar("a", 1, 31)
    again.close()
    again.add_scalar("a", 2, 32)
    again.close()
    again.close()


@piece
def file_writer(w):
    own = FileWriter(w.log_dir + "/own", max_queue=1, flush_secs=1)
    own.add_event(Event(step=3, file_version="brain.Event:2"))
    own.add_event(Event(file_version="x"), 5, 2.5)
    own.add_summary(summary.scalar("a", 1), global_step=6)
    own.close()


def occupied(w, name):
    path = Path(w.log_dir, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return str(path)


ONES = torch.ones
F8 = torch.ones(1).to(torch.float8_e4m3fn)
ERRORS = {
    "list as scalar": lambda w: w.add_scalar("a", [1, 2]),
    "none as scalar": lambda w: w.add_scalar("a", None),
    "text as scalar": lambda w: w.add_scalar("a", "x"),
    "two scalars": lambda w: w.add_scalar("a", ONES(2)),
    "six scalars": lambda w: w.add_scalar("a", ONES(2, 3)),
    "complex scalar": lambda w: w.add_scalar("a", ONES(1, dtype=torch.cfloat)),
    "float8 scalar": lambda w: w.add_scalar("a", F8),
    "text as step": lambda w: w.add_scalar("a", 1, "x"),
    "list as step": lambda w: w.add_scalar("a", 1, [1]),
    "nan as step": lambda w: w.add_scalar("a", 1, float("nan")),
    "infinity as step": lambda w: w.add_scalar("a", 1, float("inf")),
    "step beyond int64": lambda w: w.add_scalar("a", 1, 2**63),
    "two steps": lambda w: w.add_scalar("a", 1, ONES(2)),
    "text as time": lambda w: w.add_scalar("a", 1, 1, "x"),
    "missing argument": lambda w: w.add_scalar("a"),
    "unknown argument": lambda w: w.add_scalar("a", 1, foo=2),
    "number as scalars": lambda w: w.add_scalars("a", 3),
    "empty histogram": lambda w: w.add_histogram("a", ONES(0)),
    "histogram of nan": lambda w: w.add_histogram("a", torch.tensor([float("nan"), 1]), bins="auto"),
    "histogram of infinity": lambda w: w.add_histogram("a", torch.tensor([-float("inf"), 1]), bins=3),
    "histogram of nothing counted": lambda w: w.add_histogram("a", torch.tensor([float("nan")])),
    "no bins": lambda w: w.add_histogram("a", ONES(3), bins=0),
    "half a bin": lambda w: w.add_histogram("a", ONES(3), bins=1.5),
    "bins by a wrong name": lambda w: w.add_histogram("a", ONES(3), bins="foo"),
    "bins by an inherited name": lambda w: w.add_histogram("a", ONES(3), bins="toString"),
    "falling bins": lambda w: w.add_histogram("a", ONES(3), bins=[2, 1]),
    "bins in rows": lambda w: w.add_histogram("a", ONES(3), bins=[[1, 2]]),
    "empty list of bins": lambda w: w.add_histogram("a", ONES(3), bins=[]),
    "one edge": lambda w: w.add_histogram("a", ONES(3), bins=[1]),
    "none as bins": lambda w: w.add_histogram("a", ONES(3), bins=None),
    "at most no bins": lambda w: w.add_histogram("a", ONES(3), max_bins=0),
    "bins below a rounding": lambda w: w.add_histogram(
        "a", torch.tensor([1, 1 + 2.0**-50], dtype=torch.float64), bins=100
    ),
    "limits without counts": lambda w: w.add_histogram_raw("a", 1, 2, 3, 4, 5, [1], [1, 2]),
    "five channels": lambda w: w.add_image("a", ONES(5, 3, 4)),
    "too few dimensions": lambda w: w.add_image("a", ONES(3, 4)),
    "a dimension twice": lambda w: w.add_image("a", ONES(3, 4, 5), dataformats="HHW"),
    "unknown dimensions": lambda w: w.add_image("a", ONES(3, 4, 5), dataformats="XYZ"),
    "five dimensions": lambda w: w.add_image("a", ONES(1, 1, 1, 1, 1), dataformats="NCHWD"),
    "grid of two channels": lambda w: w.add_images("a", ONES(3, 2, 5, 6)),
    "grid of no images": lambda w: w.add_images("a", ONES(0, 3, 5, 6)),
    "list as boxes": lambda w: w.add_image_with_boxes("a", ONES(3, 9, 9), [1, 2]),
    "boxes of three": lambda w: w.add_image_with_boxes("a", ONES(3, 9, 9), ONES(1, 3)),
    "stereo": lambda w: w.add_audio("a", ONES(2, 3)),
    "one sample": lambda w: w.add_audio("a", ONES(1)),
    "no samples": lambda w: w.add_audio("a", ONES(0)),
    "samples of bytes": lambda w: w.add_audio("a", torch.tensor([0, 1], dtype=torch.uint8)),
    "a picture as video": lambda w: w.add_video("a", ONES(3, 9, 9)),
    "number as text": lambda w: w.add_text("a", 3),
    "list as hparams": lambda w: w.add_hparams([], {}),
    "list as hparam": lambda w: w.add_hparams({"a": [1]}, {}),
    "domain of no hparam": lambda w: w.add_hparams({"a": 1}, {}, {"b": [1]}),
    "domain of another type": lambda w: w.add_hparams({"a": 1}, {}, {"a": ["x"]}),
    "list as domains": lambda w: w.add_hparams({"a": 1}, {}, [1]),
    "hparam without dimension": lambda w: w.add_hparams({"a": torch.tensor(1)}, {}),
    "none as metric": lambda w: w.add_hparams({"a": 1}, {"m": None}),
    "hparams of a list": lambda w: summary.hparams([], {}),
    "metrics of a list": lambda w: summary.hparams({}, []),
    "margin of one": lambda w: w.add_custom_scalars_marginchart(["a"]),
    "margin of one in a layout": lambda w: w.add_custom_scalars({"a": {"b": ["Margin", ["x"]]}}),
    "flat mesh": lambda w: w.add_mesh("a", ONES(2, 3)),
    "float8 tensor": lambda w: w.add_tensor("a", F8),
    "list as tensor": lambda w: w.add_tensor("a", [1]),
    "vector as embedding": lambda w: w.add_embedding(ONES(3)),
    "too few labels": lambda w: w.add_embedding(ONES(3, 2), metadata=[1]),
    "too few images": lambda w: w.add_embedding(ONES(3, 2), label_img=ONES(2, 3, 4, 4)),
    "too few headers": lambda w: w.add_embedding(
        ONES(3, 2), metadata=[[1, 2]] * 3, metadata_header=["a"]
    ),
    "high images": lambda w: w.add_embedding(ONES(3, 2), label_img=ONES(3, 3, 5, 4)),
    "a file for an embedding": lambda w: [
        occupied(w, "00008/default"),
        w.add_embedding(ONES(3, 2), global_step=8),
    ],
    "a file above an embedding": lambda w: [
        occupied(w, "00009"),
        w.add_embedding(ONES(3, 2), global_step=9),
    ],
    "list as labels": lambda w: w.add_pr_curve("a", [1], ONES(3)),
    "too few predictions": lambda w: w.add_pr_curve("a", ONES(3), ONES(2)),
    "rows of several lengths": lambda w: w.add_pr_curve_raw("a", [1], [1, 2], [1], [1], [1], [1]),
    "graph without input": lambda w: w.add_graph(nn.Linear(2, 2)),
    "graph of a wrong input": lambda w: w.add_graph(nn.Linear(2, 2), ONES(3)),
    "graph of a text": lambda w: w.add_graph("x", ONES(3)),
    "a file for a folder": lambda w: SummaryWriter(occupied(w, "file")),
    "text as queue": lambda w: SummaryWriter(w.log_dir, max_queue="x"),
    "event after close": lambda w: [w.file_writer.close(), w.file_writer.add_event(Event())],
    "flush after close": lambda w: [w.file_writer.close(), w.file_writer.flush()],
    "reopen": lambda w: w.file_writer.reopen(),
    "number as event": lambda w: w.file_writer.add_event(3),
    "number as summary": lambda w: w.file_writer.add_summary(3),
}


def failure(function):
    with tempfile.TemporaryDirectory() as folder:
        writer = SummaryWriter(folder)
        try:
            function(writer)
        except Exception as error:
            return [type(error).__name__, str(error).replace(folder, "<folder>")]
    raise SystemExit("no error")


def nodes(model, *args):
    """What is compared of a graph: the scopes, operators, attributes and shapes, without the names that Python makes of
    variables' names and numbers; and which operators' results flow into which operators."""
    found, _ = graph(model, args)
    ops = {node.name: node.op for node in found.node}
    listed = []
    for node in found.node:
        scope = os.path.dirname(node.name)
        shapes = [[dim.size for dim in s.dim] for s in node.attr["_output_shapes"].list.shape]
        # Parameters read nodes that are not there.
        inputs = [] if node.op == "prim::GetAttr" else [ops[name] for name in node.input]
        listed.append([scope, node.op, node.attr["attr"].s.decode(), shapes, inputs])
    return sorted(listed, key=json.dumps)


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(256, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))


class TwoInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(3))
        self.register_buffer("shift", torch.zeros(3))
        self.block = nn.Sequential(nn.Linear(3, 3), nn.Sequential(nn.ReLU(), nn.Dropout(0.5)))

    def forward(self, x, y):
        joined = torch.cat([x, y], 0) * self.scale + self.shift
        low, high = self.block(joined).sort(1)
        return low, high


class Residual(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, padding=1, bias=False)
        self.bn, self.relu = nn.BatchNorm2d(3), nn.ReLU(inplace=True)
        self.pool = nn.AdaptiveAvgPool2d(1)

    def forward(self, x):
        y = self.relu(self.bn(self.conv(x)) + x)
        return self.pool(self.relu(y)).flatten(1).softmax(-1)


MLP = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Dropout(), nn.Sequential(nn.Linear(8, 2)))
GRAPHS = {
    "mlp": nodes(MLP, torch.zeros(3, 4)),
    "lenet": nodes(LeNet(), torch.zeros(1, 1, 28, 28)),
    "residual": nodes(Residual(), torch.zeros(1, 3, 4, 4)),
    "two inputs": nodes(TwoInputs(), torch.zeros(2, 3), torch.zeros(1, 3)),
}

ANSWERS = {
    "pieces": {name: run(function) for name, function in PIECES.items()},
    "errors": {name: failure(function) for name, function in ERRORS.items()},
    "graphs": GRAPHS,
}
PATH = DATA / "summary_writer.gz"
PATH.write_bytes(gzip.compress(json.dumps(ANSWERS).encode(), mtime=0))
for name, answer in ANSWERS["pieces"].items():
    if "error" in answer:
        raise SystemExit(f"{name}: {answer['error']}")
print(f"{len(PIECES)} pieces, {len(ERRORS)} errors, {len(GRAPHS)} graphs, {PATH.stat().st_size} bytes")
