"""Which of an entry's samples to keep: few, small, and as different as the entry allows."""

import copy
import random

import numpy
import torch

from encode import Unsupported

# Beside the samples of float32: one of each, where the entry supports it.
FURTHER = [torch.int64, torch.bool, torch.complex64, torch.float64, torch.bfloat16, torch.uint8, torch.float16]
OTHERS = [torch.int8, torch.int16, torch.int32, torch.uint16, torch.uint32, torch.uint64, torch.complex32, torch.complex128]


def reseed(name: str) -> None:
    seed = sum(ord(letter) * (at + 1) for at, letter in enumerate(name)) % 2**31
    torch.manual_seed(seed)
    random.seed(seed)
    numpy.random.seed(seed)


def _shape_of(value):
    """What makes two samples alike: kinds of arguments and ranks, not the numbers."""
    if isinstance(value, torch.Tensor):
        return f"T{value.dim()}{value.dtype if not value.is_floating_point() else ''}{value.numel() == 0}{value.layout}"
    if isinstance(value, (list, tuple)):
        return f"[{','.join(sorted({_shape_of(item) for item in value}))}]"
    if isinstance(value, (str, bool, torch.dtype)) or value is None:
        return str(value)
    return type(value).__name__


def _weight(value) -> int:
    if isinstance(value, torch.Tensor):
        return value.numel() * value.element_size()
    if isinstance(value, (list, tuple)):
        return sum(_weight(item) for item in value)
    return 0


def weight(sample) -> int:
    return _weight(sample.input) + _weight(sample.args) + _weight(tuple(sample.kwargs.values()))


def _group(sample) -> str:
    keywords = ",".join(f"{key}={_shape_of(value)}" for key, value in sorted(sample.kwargs.items()))
    return f"{_shape_of(sample.input)}({_shape_of(tuple(sample.args))};{len(sample.args)};{keywords})"


def choose(samples: list, count: int, limit: int) -> list:
    """The lightest of each group first, then the next lightest, until there are `count`."""
    groups: dict = {}
    for sample in samples:
        groups.setdefault(_group(sample), []).append(sample)
    for members in groups.values():
        members.sort(key=weight)
    # An empty tensor alone says little: groups with elements come first.
    order = sorted(groups.values(), key=lambda members: (weight(members[0]) == 0, weight(members[0])))
    if len(order) > count > 1:  # spread over the kinds, light and heavy, rather than the first few
        picked = sorted({round(at * (len(order) - 1) / (count - 1)) for at in range(count)})
        order = [order[at] for at in picked] + [group for at, group in enumerate(order) if at not in picked]
    chosen: list = []
    depth = 0
    while len(chosen) < count and any(len(members) > depth for members in order):
        for members in order:
            if len(members) > depth and len(chosen) < count and (weight(members[depth]) <= limit or not chosen):
                chosen.append(members[depth])
        depth += 1
    return chosen


def of_entry(op, dtype) -> list:
    reseed(op.full_name)
    grad = op.supports_autograd and op.supports_dtype(dtype, "cpu") and dtype in op.supported_backward_dtypes("cpu")
    try:
        return list(op.sample_inputs("cpu", dtype, requires_grad=grad))
    except (TypeError, RuntimeError, NotImplementedError) as error:
        raise Unsupported(f"its samples for {dtype} cannot be made here: {str(error).splitlines()[0]}") from error


def wrong_of_entry(op) -> list:
    if op.error_inputs_func is None:
        return []
    reseed(op.full_name)
    # Some of them are torch.empty: this mode fills such memory, so that a run can be repeated.
    torch.use_deterministic_algorithms(True)
    try:
        # Some share a tensor, which one of the calls resizes.
        return [copy.deepcopy(error.sample_input) for error in op.error_inputs("cpu")]
    finally:
        torch.use_deterministic_algorithms(False)
