"""Writes test/golden/swa.gz: averaged models after training, with every way to average.

    .oracle/bin/python scripts/golden/swa.py
"""

import base64
import gzip
import json

from oracle import DATA

import torch
from torch import nn, optim
from torch.optim import swa_utils

FUNCTIONS = {
    "none": {},
    "ema": {"avg_fn": swa_utils.get_ema_avg_fn(0.9)},
    "swa": {"avg_fn": swa_utils.get_swa_avg_fn()},
    "multi_ema": {"multi_avg_fn": swa_utils.get_ema_multi_avg_fn(0.9)},
    "multi_swa": {"multi_avg_fn": swa_utils.get_swa_multi_avg_fn()},
}


def pack(tensor):
    data = tensor.detach().contiguous().numpy().tobytes()
    return [str(tensor.dtype)[len("torch.") :], list(tensor.shape), base64.b64encode(data).decode()]


def run(name, use_buffers, device):
    torch.manual_seed(3)
    net = nn.Sequential(nn.Linear(4, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 2))
    averaged = swa_utils.AveragedModel(net, device=device, use_buffers=use_buffers, **FUNCTIONS[name])
    optimizer = optim.SGD(net.parameters(), lr=0.1)
    inputs = torch.randn(5, 16, 4)
    for x in inputs:
        optimizer.zero_grad()
        net(x).pow(2).sum().backward()
        optimizer.step()
        averaged.update_parameters(net)
    kept = {key: pack(value) for key, value in averaged.state_dict().items()}
    swa_utils.update_bn([[x] for x in inputs], averaged)
    averaged.eval()
    return {
        "name": name,
        "use_buffers": use_buffers,
        "device": device,
        "state": kept,
        "after": {key: pack(value) for key, value in averaged.state_dict().items()},
        "output": pack(averaged(inputs[0])),
        "repr": repr(averaged),
    }


if __name__ == "__main__":
    # The mean of lists cannot divide the count of batches that is among the buffers.
    rows = [run(name, use_buffers, None) for name in FUNCTIONS for use_buffers in (False, True) if not (use_buffers and name == "multi_swa")]
    rows.append(run("none", False, "cpu"))
    (DATA / "swa.gz").write_bytes(gzip.compress(json.dumps(rows).encode(), 9, mtime=0))
