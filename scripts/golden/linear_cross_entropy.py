"""Goldens of the chunked linear_cross_entropy: python scripts/golden/linear_cross_entropy.py."""

import itertools
import warnings

from oracle import torch

from answers import Answers
from torch import nn
import torch.nn.functional as F

torch.manual_seed(9)
INPUTS = {
    "x": torch.randn(11, 6),
    "head": torch.randn(9, 6),
    "few": torch.randn(4, 6),
    "bias": torch.randn(9),
    "labels": torch.randint(9, (11,)),
    "labels of few": torch.randint(4, (11,)),
    "ignored": torch.tensor([1, -100, 3, 8, -100, 0, 0, 5, -100, 2, 7]),
    "weight": torch.rand(9),
    "weight of few": torch.rand(4),
    "up": torch.randn(11),
}
answers = Answers(**INPUTS)
DTYPES = {"float32": torch.float32, "float64": torch.float64, "float16": torch.float16, "bfloat16": torch.bfloat16}


def leaf(name, dtype=torch.float32):
    return INPUTS[name].to(dtype).clone().requires_grad_()


def get(name):
    return INPUTS[name].clone()


def run(dtype, reduction, policy, size):
    dtype = DTYPES[dtype]
    options = nn.LinearCrossEntropyOptions(acc_policy=policy, batch_chunk_size=size)
    if policy != "auto" and dtype in (torch.float16, torch.bfloat16):
        options = nn.LinearCrossEntropyOptions(acc_policy=policy, batch_chunk_size=size, acc_dtype=torch.float32)
    x, head, bias = leaf("x", dtype), leaf("head", dtype), leaf("bias", dtype)
    weight = get("weight").to(dtype)
    loss = F.linear_cross_entropy(x, head, get("ignored"), linear_bias=bias, weight=weight, reduction=reduction, options=options)
    if reduction == "none":
        loss.backward(get("up").to(dtype))
    else:
        loss.mul(3).backward()
    return [loss, x.grad, head.grad, bias.grad]


for dtype, reduction, policy, size in itertools.product(
    DTYPES, ["mean", "sum", "none"], ["auto", "accurate", "balanced", "compact"], [None, 4]
):
    answers.ask(f"{dtype} {reduction} {policy} {size}", lambda: run(dtype, reduction, policy, size))


def plain(reduction="mean", **kwargs):
    """Fewer classes than features, no bias, no weights."""
    options = nn.LinearCrossEntropyOptions(**kwargs)
    x, head = leaf("x"), leaf("few")
    loss = F.linear_cross_entropy(x, head, get("labels of few"), reduction=reduction, options=options)
    loss.sum().backward()
    return [loss, x.grad, head.grad]


def half():
    options = nn.LinearCrossEntropyOptions(batch_chunk_size=3, acc_dtype=torch.float16)
    x, head = leaf("x", torch.float16), leaf("head", torch.float16)
    loss = F.linear_cross_entropy(x, head, get("labels"), options=options)
    loss.backward()
    return [loss, x.grad, head.grad]


def only(*names):
    options = nn.LinearCrossEntropyOptions(batch_chunk_size=5)
    tensors = {name: leaf(name) if name in names else get(name) for name in ["x", "head", "bias"]}

    def piece():
        results = []
        for reduction in ["mean", "none"]:
            loss = F.linear_cross_entropy(
                tensors["x"], tensors["head"], get("labels"), linear_bias=tensors["bias"], reduction=reduction, options=options
            )
            results.append(loss)
            if names:
                results += torch.autograd.grad(loss.sum(), [tensors[name] for name in names])
        return results

    return piece


def module():
    torch.manual_seed(3)
    criterion = nn.LinearCrossEntropyLoss(6, 9, bias=True, options=nn.LinearCrossEntropyOptions())
    loss = criterion(get("x"), get("labels"))
    loss.backward()
    return [loss, [p.grad for p in criterion.parameters()]]


def one_sample():
    results = []
    for reduction in ["mean", "none"]:
        x = get("x")[0].requires_grad_()
        loss = F.linear_cross_entropy(x, get("head"), torch.tensor(3), reduction=reduction, options=nn.LinearCrossEntropyOptions())
        loss.backward()
        results += [loss, x.grad]
    return results


def no_samples():
    results = []
    for reduction in ["mean", "sum", "none"]:
        x = torch.ones(0, 6, requires_grad=True)
        labels = torch.ones(0, dtype=torch.long)
        loss = F.linear_cross_entropy(x, get("head"), labels, reduction=reduction, options=nn.LinearCrossEntropyOptions())
        loss.sum().backward()
        results += [loss, x.grad]
    return results


def all_ignored():
    x = leaf("x")
    loss = F.linear_cross_entropy(x, get("head"), torch.full((11,), -100), options=nn.LinearCrossEntropyOptions())
    loss.backward()
    return [loss, x.grad]


def a_class_ignored():
    x = leaf("x")
    loss = F.linear_cross_entropy(x, get("head"), get("labels"), ignore_index=3, options=nn.LinearCrossEntropyOptions())
    loss.backward()
    return [loss, x.grad]


def without_grad():
    with torch.no_grad():
        return F.linear_cross_entropy(leaf("x"), leaf("head"), get("labels"), options=nn.LinearCrossEntropyOptions())


def twice(reduction, **kwargs):
    x = leaf("x")
    options = nn.LinearCrossEntropyOptions(**kwargs)
    loss = F.linear_cross_entropy(x, get("head"), get("labels"), reduction=reduction, options=options).sum()
    loss.backward(retain_graph=True)
    loss.backward()
    return x.grad


def strided():
    x = get("x").t().contiguous().t().requires_grad_()
    loss = F.linear_cross_entropy(x, get("head"), get("labels"), options=nn.LinearCrossEntropyOptions(batch_chunk_size=4))
    loss.backward()
    return [loss, x.grad]


def autocast():
    x, head = leaf("x"), leaf("head")
    with torch.autocast("cpu", dtype=torch.bfloat16):
        loss = F.linear_cross_entropy(x, head, get("labels"), options=nn.LinearCrossEntropyOptions(batch_chunk_size=4))
    loss.backward()
    return [loss, x.grad, head.grad]


def call(**kwargs):
    return lambda: F.linear_cross_entropy(
        **{"input": get("x"), "linear_weight": get("head"), "target": get("labels"), **kwargs}
    )


for reduction in ["mean", "sum", "none"]:
    answers.ask(f"few classes {reduction}", lambda: plain(reduction))
answers.ask("few classes, balanced", lambda: plain(acc_policy="balanced", batch_chunk_size=2))
answers.ask("a fourth of the aspect ratio", lambda: plain(chunking_method="aspect_ratio:4"))
answers.ask("half throughout", half)
for names in [(), ("x",), ("head",), ("bias",), ("x", "bias"), ("head", "bias")]:
    answers.ask(f"gradients of {' and '.join(names) or 'nothing'}", only(*names))
for piece in (module, one_sample, no_samples, all_ignored, a_class_ignored, without_grad, strided, autocast):
    answers.ask(piece.__name__, piece)
answers.ask("twice mean", lambda: twice("mean"))
answers.ask("twice sum, allowed", lambda: twice("sum", allow_retain_graph=True))
answers.ask("twice none", lambda: twice("none"))
OPTIONS = nn.LinearCrossEntropyOptions
answers.ask("double in half", call(options=OPTIONS(acc_dtype=torch.float16)))
answers.ask("another type of weight", call(linear_weight=get("head").double(), options=OPTIONS()))
answers.ask("class too large", call(linear_weight=get("few"), target=torch.full((11,), 4), options=OPTIONS()))

if __name__ == "__main__":
    answers.write("linear_cross_entropy.gz")
