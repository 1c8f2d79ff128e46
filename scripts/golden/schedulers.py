"""Writes test/golden/schedulers.gz: the rates that every scheduler sets, step by step, its state dict, its errors.

    .oracle/bin/python scripts/golden/schedulers.py

A scheduler is data: [name, arguments], where an argument may be `{"fn": name}`, one of FUNCTIONS, which the test has as
well, and `schedulers` are such pairs again.
"""

import gzip
import json
import warnings
from collections import Counter

from encode import encode_float
from oracle import DATA

import torch
from torch import optim
from torch.optim import swa_utils

FUNCTIONS = {
    "power": lambda epoch: 0.95**epoch,
    "stairs": lambda epoch: epoch // 30,
    "constant": lambda epoch: 0.9,
    "warmup": lambda epoch: min(1.0, (epoch + 1) / 7),
    "inverse": lambda x: 1 / (5 ** (x * 0.0001)),
}


def decode(value, optimizer):
    if isinstance(value, dict) and "fn" in value:
        return FUNCTIONS[value["fn"]]
    if isinstance(value, dict) and "scheduler" in value:
        return make(value["scheduler"], optimizer)
    if isinstance(value, list):
        return [decode(one, optimizer) for one in value]
    return value


def make(spec, optimizer):
    name, kwargs = spec
    kwargs = {key: decode(value, optimizer) for key, value in kwargs.items()}
    cls = getattr(swa_utils if name == "SWALR" else optim.lr_scheduler, name)
    return cls(**kwargs) if name == "ChainedScheduler" else cls(optimizer, **kwargs)


def encode(value):
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, torch.Tensor):
        return {"tensor": [str(value.dtype), encode(value.tolist())]}
    if isinstance(value, (int, float)):
        return encode_float(value)
    if isinstance(value, Counter):
        return {"map": [[key, count] for key, count in value.items()]}
    if isinstance(value, dict):
        return {"dict": [[key, encode(one)] for key, one in value.items()]}
    return [encode(one) for one in value]


def settings(group):
    if "betas" in group:
        return [encode(group["lr"]), encode(group["betas"][0])]
    return [encode(group["lr"]), encode(group["momentum"])]


def run(case):
    """The settings of all groups after the constructor and after each step."""
    kind, lrs = case.get("optimizer", "SGD"), case.get("lrs", [0.1, 0.05])
    if "tensor" in case:
        lrs = [torch.tensor(lr, dtype=getattr(torch, case["tensor"])) for lr in lrs]
    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": lr} for lr in lrs]
    if "last_epoch" in case["scheduler"][1]:
        for group, initial in zip(groups, case.get("initial", [])):
            group["initial_lr"] = initial
    optimizer = optim.Optimizer(groups, {"lr": 0.1}) if kind == "Optimizer" else getattr(optim, kind)(groups)
    rows = []
    try:
        scheduler = make(case["scheduler"], optimizer)
        rows.append([settings(group) for group in optimizer.param_groups])
        for arguments in case.get("steps", [[]] * 40):
            optimizer.step()
            scheduler.step(*arguments)
            rows.append([settings(group) for group in optimizer.param_groups])
    except Exception as error:
        return {**case, "rows": rows, "error": [type(error).__name__, str(error)]}
    groups = [[key for key in group if key != "params"] for group in optimizer.param_groups]
    return {**case, "rows": rows, "last": encode(scheduler.get_last_lr()), "state": encode(scheduler.state_dict()), "groups": groups}


def schedules():
    """Schedulers that work."""
    for step_size, gamma in [(3, 0.1), (7, 0.9), (1, 0.5), (50, 0.3)]:
        yield ["StepLR", {"step_size": step_size, "gamma": gamma}]
    yield ["MultiStepLR", {"milestones": [3, 8, 8, 20], "gamma": 0.7}]
    yield ["MultiStepLR", {"milestones": [30, 5]}]
    for kwargs in [{}, {"factor": 0.5, "total_iters": 9}, {"factor": 1, "total_iters": 0}]:
        yield ["ConstantLR", kwargs]
    for kwargs in [{}, {"start_factor": 0.1, "total_iters": 13}, {"start_factor": 1.0, "end_factor": 0.05, "total_iters": 30}]:
        yield ["LinearLR", kwargs]
    for gamma in [0.95, 0.3, 1, 1.01]:
        yield ["ExponentialLR", {"gamma": gamma}]
    for kwargs in [{}, {"total_iters": 25, "power": 2}, {"total_iters": 31, "power": 0.9}]:
        yield ["PolynomialLR", kwargs]
    for T_max, eta_min in [(5, 0.0), (17, 1e-3), (100, 0), (3, 0.01), (1, 0)]:
        yield ["CosineAnnealingLR", {"T_max": T_max, "eta_min": eta_min}]
    for T_0, T_mult, eta_min in [(3, 1, 0.0), (2, 2, 1e-3), (5, 3, 0), (1, 1, 0.01)]:
        yield ["CosineAnnealingWarmRestarts", {"T_0": T_0, "T_mult": T_mult, "eta_min": eta_min}]
    yield ["LambdaLR", {"lr_lambda": {"fn": "power"}}]
    yield ["LambdaLR", {"lr_lambda": [{"fn": "warmup"}, {"fn": "stairs"}]}]
    yield ["MultiplicativeLR", {"lr_lambda": [{"fn": "constant"}, {"fn": "power"}]}]
    for anneal in [{}, {"anneal_strategy": "linear", "anneal_epochs": 7}, {"anneal_epochs": 0}]:
        yield ["SWALR", {"swa_lr": 0.02, **anneal}]
    yield ["SWALR", {"swa_lr": [0.02, 0.5], "anneal_epochs": 13}]
    warmup = {"scheduler": ["ConstantLR", {"factor": 0.1, "total_iters": 4}]}
    decay = {"scheduler": ["ExponentialLR", {"gamma": 0.9}]}
    cosine = {"scheduler": ["CosineAnnealingLR", {"T_max": 11}]}
    yield ["SequentialLR", {"schedulers": [warmup, decay], "milestones": [4]}]
    yield ["SequentialLR", {"schedulers": [warmup, cosine, decay], "milestones": [3, 20]}]
    yield ["ChainedScheduler", {"schedulers": [warmup, decay]}]
    chained = {"scheduler": ["ChainedScheduler", {"schedulers": [warmup, decay]}]}
    inner = {"scheduler": ["SequentialLR", {"schedulers": [warmup, decay], "milestones": [4]}]}
    yield ["ChainedScheduler", {"schedulers": [inner, cosine]}]
    yield ["SequentialLR", {"schedulers": [chained, cosine], "milestones": [6]}]
    yield ["SequentialLR", {"schedulers": [decay], "milestones": []}]


def cycles():
    """Schedulers that change momenta too."""
    cyclic = {"base_lr": 0.001, "max_lr": 0.1, "step_size_up": 7}
    for mode in ["triangular", "triangular2", "exp_range"]:
        yield ["CyclicLR", {**cyclic, "mode": mode, "gamma": 0.99}]
    yield ["CyclicLR", {**cyclic, "step_size_down": 4, "base_momentum": 0.7, "max_momentum": 0.95}]
    yield ["CyclicLR", {**cyclic, "base_lr": [0.01, 0.02], "max_lr": [0.1, 0.3], "cycle_momentum": False}]
    yield ["CyclicLR", {**cyclic, "scale_fn": {"fn": "inverse"}, "scale_mode": "iterations"}]
    yield ["CyclicLR", {**cyclic, "scale_fn": {"fn": "inverse"}, "mode": "mine"}]
    for kwargs in [
        {"total_steps": 40},
        {"epochs": 5, "steps_per_epoch": 9, "anneal_strategy": "linear"},
        {"total_steps": 41, "three_phase": True, "pct_start": 0.25},
        {"total_steps": 50, "div_factor": 10, "final_div_factor": 100, "base_momentum": [0.7, 0.8], "max_momentum": 0.99},
        {"total_steps": 40, "cycle_momentum": False, "pct_start": 0.77},
    ]:
        yield ["OneCycleLR", {"max_lr": 0.1, **kwargs}]
    yield ["OneCycleLR", {"max_lr": [0.1, 0.01], "total_steps": 40}]


def plateaus():
    losses = [1.0, 0.9, 0.95, 0.9, 0.91, 0.9, 0.89995, 0.5, 0.6, 0.7, 0.5, 0.8, 0.9, 0.5, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4, 0.4]
    for kwargs in [
        {"patience": 2},
        {"patience": 1, "cooldown": 2, "factor": 0.5},
        {"mode": "max", "patience": 3, "threshold_mode": "abs", "threshold": 0.01},
        {"patience": 0, "threshold_mode": "abs", "threshold": 0, "min_lr": [0.01, 0.001], "eps": 1e-3},
        {"mode": "max", "patience": 0, "min_lr": 0.02},
    ]:
        yield {"scheduler": ["ReduceLROnPlateau", kwargs], "steps": [[loss] for loss in losses]}
    yield {"scheduler": ["ReduceLROnPlateau", {"patience": 0}], "steps": [[0.5, 3], [0.5, 7], [0.6]]}
    yield {"scheduler": ["ReduceLROnPlateau", {"patience": 0}], "tensor": "float32", "steps": [[0.5], [0.6], [0.6]]}


def closed_forms():
    epochs = [[0], [3], [1], [7], [7], [], [20], [2], [31]]
    for spec in schedules():
        if spec[0] not in ("SequentialLR", "ChainedScheduler", "SWALR"):
            yield {"scheduler": spec, "steps": epochs}
    for T_mult in [1, 2, 3]:
        spec = ["CosineAnnealingWarmRestarts", {"T_0": 4, "T_mult": T_mult}]
        yield {"scheduler": spec, "steps": [[i / 3] for i in range(60)]}


def resumed():
    for spec in [*schedules(), *cycles()]:
        if spec[0] in ("SequentialLR", "ChainedScheduler", "SWALR", "OneCycleLR", "CyclicLR"):
            continue
        name, kwargs = spec
        yield {"scheduler": [name, {**kwargs, "last_epoch": 4}], "initial": [0.2, 0.3], "steps": [[]] * 12}


def errors():
    step, plateau = {"scheduler": ["StepLR", {"step_size": 3}]}, {"scheduler": ["ReduceLROnPlateau", {}]}
    for spec in [
        ["LambdaLR", {"lr_lambda": [{"fn": "power"}]}],
        ["MultiplicativeLR", {"lr_lambda": [{"fn": "power"}]}],
        ["MultiplicativeLR", {"lr_lambda": 3}],
        ["ConstantLR", {"factor": 1.5}],
        ["ConstantLR", {"factor": -0.5}],
        ["ConstantLR", {"factor": 0, "total_iters": 3}],
        ["LinearLR", {"start_factor": 0}],
        ["LinearLR", {"end_factor": -0.5}],
        ["StepLR", {"step_size": 0}],
        ["StepLR", {}],
        ["StepLR", {"step_size": 3, "foo": 3}],
        ["StepLR", {"step_size": 3, "last_epoch": 4}],
        ["CosineAnnealingLR", {"T_max": 0}],
        ["CosineAnnealingWarmRestarts", {"T_0": 0}],
        ["CosineAnnealingWarmRestarts", {"T_0": 1.5}],
        ["CosineAnnealingWarmRestarts", {"T_0": 3, "T_mult": 0}],
        ["CosineAnnealingWarmRestarts", {"T_0": 3, "T_mult": 2.5}],
        ["CosineAnnealingWarmRestarts", {"T_0": 3, "eta_min": "a"}],
        ["SequentialLR", {"schedulers": [], "milestones": []}],
        ["SequentialLR", {"schedulers": [step, step], "milestones": []}],
        ["SequentialLR", {"schedulers": [step, plateau], "milestones": [3]}],
        ["SequentialLR", {"schedulers": [step, 3], "milestones": [3]}],
        ["ChainedScheduler", {"schedulers": []}],
        ["ChainedScheduler", {"schedulers": [step, plateau]}],
        ["ReduceLROnPlateau", {"factor": 1}],
        ["ReduceLROnPlateau", {"mode": "mid"}],
        ["ReduceLROnPlateau", {"threshold_mode": "mid"}],
        ["ReduceLROnPlateau", {"min_lr": [1, 2, 3]}],
        ["CyclicLR", {"base_lr": 0.1, "max_lr": [0.1]}],
        ["CyclicLR", {"base_lr": [0.1], "max_lr": 0.1}],
        ["CyclicLR", {"base_lr": 0.1, "max_lr": 1, "mode": "mine"}],
        ["CyclicLR", {"base_lr": 0.1, "max_lr": 1, "step_size_up": 0}],
        ["CyclicLR", {"base_lr": 0.1}],
        ["OneCycleLR", {"max_lr": 0.1}],
        ["OneCycleLR", {"max_lr": 0.1, "total_steps": -1}],
        ["OneCycleLR", {"max_lr": 0.1, "total_steps": 2.5}],
        ["OneCycleLR", {"max_lr": 0.1, "epochs": 0, "steps_per_epoch": 3}],
        ["OneCycleLR", {"max_lr": 0.1, "epochs": 3, "steps_per_epoch": 0.5}],
        ["OneCycleLR", {"max_lr": 0.1, "total_steps": 5, "pct_start": 1.5}],
        ["OneCycleLR", {"max_lr": 0.1, "total_steps": 5, "anneal_strategy": "tan"}],
        ["OneCycleLR", {"max_lr": [0.1], "total_steps": 5}],
        ["OneCycleLR", {"max_lr": 0.1, "total_steps": 10}],
        ["OneCycleLR", {"max_lr": 0.1, "total_steps": 10, "pct_start": 0.1}],
        ["SWALR", {"swa_lr": [0.1]}],
        ["SWALR", {"swa_lr": 0.1, "anneal_strategy": "tan"}],
        ["SWALR", {"swa_lr": 0.1, "anneal_epochs": -1}],
        ["SWALR", {"swa_lr": 0.1, "anneal_epochs": 1.5}],
        ["LRScheduler", {}],
    ]:
        yield {"scheduler": spec, "steps": [[]] * 12}
    cyclic = {"base_lr": 0.1, "max_lr": 1}
    yield {"scheduler": ["CyclicLR", cyclic], "optimizer": "Optimizer"}
    yield {"scheduler": ["CosineAnnealingWarmRestarts", {"T_0": 3}], "steps": [[-1]]}
    yield {"scheduler": ["ReduceLROnPlateau", {}], "steps": [[None]]}


def cases():
    for spec in [*schedules(), *cycles()]:
        yield {"scheduler": spec}
    for spec in cycles():
        yield {"scheduler": spec, "optimizer": "Adam"}
    for spec in [*schedules(), *cycles()]:
        yield {"scheduler": spec, "tensor": "float32", "steps": [[]] * 15}
    yield {"scheduler": ["CosineAnnealingLR", {"T_max": 9}], "tensor": "float64", "lrs": [0.1, 0.2, 0.7]}
    yield {"scheduler": ["CosineAnnealingLR", {"T_max": 300}], "steps": [[]] * 400, "lrs": [0.3]}
    yield {"scheduler": ["OneCycleLR", {"max_lr": 0.1, "total_steps": 400}], "steps": [[]] * 400, "lrs": [0.3]}
    yield from plateaus()
    yield from closed_forms()
    yield from resumed()
    yield from errors()


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    text = json.dumps([run(case) for case in cases()], separators=(",", ":")).encode()
    (DATA / "schedulers.gz").write_bytes(gzip.compress(text, 9, mtime=0))
