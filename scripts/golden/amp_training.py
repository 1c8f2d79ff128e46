"""Writes test/golden/amp_training.gz: a small net trained under autocast with a GradScaler, infinite gradients included.

    .oracle/bin/python scripts/golden/amp_training.py
"""

import base64
import gzip
import json

from encode import encode_float
from oracle import DATA

import torch
from torch import nn, optim

CASES = [
    {"dtype": "bfloat16", "optimizer": "SGD", "kwargs": {"lr": 0.1}},
    {"dtype": "float16", "optimizer": "SGD", "kwargs": {"lr": 0.1, "momentum": 0.9}},
    {"dtype": "bfloat16", "optimizer": "Adam", "kwargs": {"lr": 0.01}},
    {"dtype": "bfloat16", "optimizer": "Adam", "kwargs": {"lr": 0.01, "fused": True}},
    {"dtype": "bfloat16", "optimizer": "SGD", "kwargs": {"lr": 0.1, "fused": True}},
    {"dtype": "bfloat16", "optimizer": "SGD", "kwargs": {"lr": 0.1}, "unscale": True},
    {"dtype": "bfloat16", "optimizer": "Adam", "kwargs": {"lr": 0.01, "fused": True}, "unscale": True},
    {"dtype": "float16", "optimizer": "SGD", "kwargs": {"lr": 0.1}, "scaler": {"init_scale": 2.0**60, "growth_interval": 1}},
    {"dtype": "bfloat16", "optimizer": "SGD", "kwargs": {"lr": 0.1}, "scaler": {"enabled": False}},
    {"dtype": "bfloat16", "optimizer": "SGD", "kwargs": {"lr": 0.1}, "set": [3, 7.5]},
]


def pack(tensor):
    return base64.b64encode(tensor.detach().contiguous().numpy().tobytes()).decode()


def run(case):
    torch.manual_seed(11)
    net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
    optimizer = getattr(optim, case["optimizer"])(net.parameters(), **case["kwargs"])
    settings = {"init_scale": 2.0**10, "growth_interval": 2, **case.get("scaler", {})}
    scaler = torch.amp.GradScaler("cpu", **settings)
    inputs, targets = torch.randn(9, 16, 4), torch.randn(9, 16, 2)
    rows = []
    for i, (x, y) in enumerate(zip(inputs, targets)):
        optimizer.zero_grad()
        with torch.autocast("cpu", dtype=getattr(torch, case["dtype"])):
            out = net(x)
            loss = nn.functional.mse_loss(out, y)
        scaler.scale(loss).backward()
        if i in (2, 5):
            net[0].weight.grad[0, 0] = float("inf" if i == 2 else "nan")
        if case.get("unscale"):
            scaler.unscale_(optimizer)
        scaler.step(optimizer)
        at, value = case.get("set", [None, None])
        scaler.update(value if i == at else None)
        rows.append([str(out.dtype), str(loss.dtype), encode_float(loss.item()), scaler.get_scale(), scaler._get_growth_tracker(), [pack(p) for p in net.parameters()]])
    return {**case, "scaler": settings, "rows": rows, "state": scaler.state_dict()}


if __name__ == "__main__":
    text = json.dumps([run(case) for case in CASES], separators=(",", ":")).encode()
    (DATA / "amp_training.gz").write_bytes(gzip.compress(text, 9, mtime=0))
