"""The side of the benchmark that runs in Python; see child.mjs, whose protocol and names these are."""

import json
import os
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

from images import image_loaders
from loaders import loaders
from steps import steps

device = sys.argv[1]
torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
if device != "cpu":  # A default, even the CPU, makes every factory function of Python slower.
    torch.set_default_device(device)
torch.manual_seed(0)

names = dict(
    torch=torch,
    F=F,
    a=torch.rand(4, 4),
    b=torch.rand(4, 4),
    zero=torch.zeros(4, 4),
    m=torch.rand(64, 64),
    s=torch.rand([]),
    mask=torch.rand(4, 4) > 0.5,
    x=torch.rand(8, 16),
    w=torch.rand(16, 16, requires_grad=True),
    bias=torch.rand(16),
    lin=nn.Linear(16, 16),
    img=torch.rand(1, 3, 16, 16),
    kernel=torch.rand(8, 3, 3, 3),
    logits=torch.rand(8, 10),
    target=torch.randint(0, 10, [8]),
)

loops = {}


def loop(code):
    made = steps.get(code) or loaders.get(code) or image_loaders.get(code)
    if code not in loops and made:
        step = made()

        def run(n, **_):
            for _ in range(n):
                step()

        loops[code] = run
    if code not in loops:
        # The names are arguments, so that both sides read locals in their loops.
        source = f"def run(n, {', '.join(names)}):\n for _ in range(n):\n  {code}\n"
        scope = {}
        exec(source, scope)
        loops[code] = scope["run"]
    return loops[code]


for line in sys.stdin:
    request = json.loads(line)
    run, n = loop(request["code"]), request["n"]
    now = time.process_time_ns if request["cpu"] else time.perf_counter_ns
    start = now()
    run(n, **names)
    if device != "cpu":
        torch.cuda.synchronize()
    print((now() - start) / n, flush=True)
