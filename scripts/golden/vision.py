"""What the goldens of torchvision share: images made by a formula, and values as JSON has them."""

import hashlib

import numpy as np
import torch
import torchvision_operators  # noqa: F401
from PIL import Image
from pillow import digest, made
from torchvision import transforms as T  # noqa: F401
from torchvision.transforms import InterpolationMode, _presets  # noqa: F401
from torchvision.transforms import functional as F


def image(kind, size):
    """An input: a PIL image of a mode, a tensor `uint8:RGB`, or a batch of two `float32:RGB:2`."""
    dtype, _, rest = kind.partition(":")
    if rest == "":
        return made(kind, *size)
    mode, _, batch = rest.partition(":")
    tensor = F.pil_to_tensor(made(mode, *size)).contiguous()
    if dtype != "uint8":
        tensor = F.convert_image_dtype(tensor, getattr(torch, dtype))
    return torch.stack([tensor, tensor.flip(-1)]) if batch else tensor


def plain(value):
    if isinstance(value, Image.Image):
        return {"image": digest(value)}
    if isinstance(value, torch.Tensor):
        data = value.detach().contiguous()
        if data.dtype == torch.bool:
            data = data.to(torch.uint8)
        raw = data.numpy().tobytes()
        entry = [str(value.dtype), list(value.shape), hashlib.sha1(raw).hexdigest()[:16]]
        return {"tensor": entry}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


MARKS = {"mode", "dtype", "tensor", "T", "policy"}


def decoded(value, modules):
    """An argument: `{"mode": "BILINEAR"}`, `{"dtype": "uint8"}`, `{"tensor": [...]}`, `{"T": [name, args, kwargs]}`."""
    if isinstance(value, (list, tuple)):
        return [decoded(v, modules) for v in value]
    if not isinstance(value, dict) or set(value) - MARKS:
        return value
    (mark, inner), = value.items()
    if mark == "mode":
        return InterpolationMode[inner]
    if mark == "dtype":
        return getattr(torch, inner)
    if mark == "tensor":
        return torch.tensor(inner)
    if mark == "policy":
        return modules["T"].AutoAugmentPolicy[inner]
    name, args, kwargs = inner
    return getattr(modules["T"], name)(*decoded(args, modules), **{k: decoded(v, modules) for k, v in kwargs.items()})


def mode(name):
    """An argument: an interpolation."""
    return {"mode": name}


def t(name, *args, **kwargs):
    """An argument: a transform."""
    return {"T": [name, list(args), kwargs]}
