"""Goldens of torchvision.transforms.v2 and tv_tensors: python scripts/golden/transforms_v2.py, with torchvision 0.28.

As scripts/golden/transforms.py; inputs are also `tv:...` (a tensor image that says so), `mask`, `boxes:XYWH` and samples
of all of these.
"""

import gzip
import json
import re
import warnings

from oracle import DATA, first_line, torch
from vision import F as classic
from vision import decoded, image, mode, plain, t
from torchvision import tv_tensors
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as F

warnings.simplefilter("ignore")
MODULES = {"T": v2}
BOXES = torch.tensor([[3.0, 4.0, 20.0, 15.0], [10.0, 2.0, 25.5, 30.0], [0.0, 0.0, 61.0, 47.0]])
cases = []


def boxes(format, size):
    made = tv_tensors.BoundingBoxes(BOXES, format="XYXY", canvas_size=(size[1], size[0]))
    if format.endswith("int"):
        made = tv_tensors.wrap(made.to(torch.int64), like=made)
    return F.convert_bounding_box_format(made, new_format=format.removesuffix("int"))


def sample(kind, size):
    if kind == "mask":
        return tv_tensors.Mask(image("uint8:L", size)[0])
    if kind.startswith("boxes:"):
        return boxes(kind[6:], size)
    if kind.startswith("tv:"):
        return tv_tensors.Image(image(kind[3:], size))
    if kind == "video":
        return tv_tensors.Video(image("uint8:RGB:2", size))
    if kind == "detection":
        target = {"boxes": boxes("XYWH", size), "labels": torch.tensor([1, 2, 3]), "mask": sample("mask", size)}
        return [sample("tv:uint8:RGB", size), target]
    if kind == "PIL detection":
        return [image("RGB", size), {"boxes": boxes("XYXY", size), "labels": torch.tensor([1, 2, 3]), "n": 3}]
    if kind == "batch":
        return [image("float32:RGB:2", size), torch.tensor([1, 3])]
    if kind == "soft batch":
        return [image("float32:RGB:2", size), torch.tensor([[0.25, 0.75], [0.5, 0.5]])]
    return image(kind, size)


def shown(value):
    """As `plain`, with the class of tensors that say what they show."""
    if isinstance(value, tv_tensors.BoundingBoxes):
        data = [round(v, 3) for row in value.tolist() for v in row]
        return {"boxes": [str(value.dtype), str(value.format), list(value.canvas_size), plain(value.as_subclass(torch.Tensor)), data]}
    if isinstance(value, tv_tensors.TVTensor):
        return {type(value).__name__: plain(value.as_subclass(torch.Tensor))}
    if isinstance(value, dict):
        return {k: shown(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown(v) for v in value]
    return plain(value)


def case(kind, name, *args, size=(61, 47), seed=0, **kwargs):
    entry = {"kind": kind, "size": size, "seed": seed, "name": name, "args": args, "kwargs": kwargs}
    torch.manual_seed(seed)
    values = decoded(args, MODULES)
    keywords = {k: decoded(v, MODULES) for k, v in kwargs.items()}
    try:
        inpt = None if kind is None else sample(kind, size)
        if name.startswith("F."):
            entry["out"] = shown(getattr(F, name[2:])(inpt, *values, **keywords))
        else:
            made = getattr(v2, name)(*values, **keywords)
            entry["repr"] = repr(made)
            if inpt is not None:
                call = (lambda x: made(*x)) if kind.endswith("batch") else made
                entry["out"] = shown([call(inpt), call(inpt)])
    except Exception as error:
        entry["error"] = [re.sub("0x[0-9A-F]+", "0x", part) for part in first_line(error)]
    cases.append(entry)


IMAGES = ("RGB", "L", "uint8:RGB", "float32:RGB", "tv:uint8:RGB", "float32:L", "uint8:RGB:2")
OTHERS = ("mask", "video", "boxes:XYXY", "boxes:XYWH", "boxes:CXCYWH", "boxes:XYXYint", "boxes:CXCYWHint")

for kind in (*IMAGES, *OTHERS):
    for size in ([30], [30, 20], [80, 90]):
        for m in ("NEAREST", "BILINEAR", "BICUBIC", "NEAREST_EXACT"):
            case(kind, "F.resize", size, mode(m))
        case(kind, "F.resize", size, "bilinear", antialias=False)
    case(kind, "F.resize", [40], max_size=45)
    case(kind, "F.resize", None, max_size=45)
    case(kind, "F.crop", 3, 4, 20, 25)
    case(kind, "F.crop", -5, 50, 20, 25)
    for size in ([20], [20, 31], [80, 30]):
        case(kind, "F.center_crop", size)
    case(kind, "F.resized_crop", 3, 4, 20, 25, [31, 17])
    case(kind, "F.hflip")
    case(kind, "F.vertical_flip")
    case(kind, "F.get_size")
    for padding in ([2], [1, 2], [1, 2, 3, 4], [1, 2, 3]):
        case(kind, "F.pad", padding)
        case(kind, "F.pad", padding, padding_mode="reflect")
    case(kind, "F.pad", [3], padding_mode="symmetric")
    case(kind, "F.pad", [3], fill=[9, 8, 7])
    for m in ("NEAREST", "BILINEAR"):
        for angle in (0, 30, 90, -45, 180):
            case(kind, "F.rotate", angle, mode(m))
        case(kind, "F.rotate", 33, mode(m), expand=True)
        case(kind, "F.rotate", 90, mode(m), expand=True)
        case(kind, "F.rotate", 33, mode(m), center=[10, 5], fill=[7])
        case(kind, "F.affine", 20, [3, -5], 0.8, [10, 0], mode(m))
        case(kind, "F.affine", -20, [3, -5], 1.3, [10, -5], mode(m), fill=[100], center=[3, 4])
        if not kind.startswith("boxes"):
            corners = [[0, 0], [60, 0], [60, 46], [0, 46]]
            case(kind, "F.perspective", corners, [[3, 5], [50, 2], [58, 40], [4, 44]], mode(m), fill=[7])
    case(kind, "F.affine", 0, 3, 1, 0)
    case(kind, "F.affine", 0, [3, 4], 0, 0)
for kind in IMAGES:
    case(kind, "F.five_crop", [20])
    case(kind, "F.ten_crop", [20, 11])
    case(kind, "F.five_crop", [99, 9])

COLORS = {
    "adjust_brightness": (0, 0.4, 1, 1.6, -1), "adjust_contrast": (0, 0.4, 1, 1.6), "adjust_saturation": (0, 0.4, 1.6),
    "adjust_hue": (-0.5, -0.1, 0, 0.3, 0.6), "adjust_sharpness": (0, 0.5, 2), "adjust_gamma": (0.5, 2, -1),
    "posterize": (0, 3, 8, 9), "solarize": (0, 0.5, 128, 300), "rgb_to_grayscale": (1, 3, 2),
}
for kind in (*IMAGES, "float64:RGB", "int16:RGB", "int32:L", "mask", "boxes:XYXY"):
    for name, factors in COLORS.items():
        for factor in factors:
            case(kind, f"F.{name}", factor)
    for name in ("invert", "autocontrast", "equalize", "grayscale_to_rgb"):
        if not (kind == "boxes:XYXY"):
            case(kind, f"F.{name}")
    for kernel, sigma in (([3, 3], None), ([5, 3], 1.5), ([3, 7], [0.5, 2]), ([4, 4], 1), ([3, 3], -1), ([1, 3, 5], 1)):
        case(kind, "F.gaussian_blur", kernel, sigma)
    for dtype in ("uint8", "int16", "int32", "int64", "float32", "float64"):
        if kind not in ("RGB", "L"):
            case(kind, "F.to_dtype", {"dtype": dtype})
            case(kind, "F.to_dtype", {"dtype": dtype}, scale=True)
case("uint8:RGB", "F.permute_channels", [2, 0, 1])
case("RGB", "F.permute_channels", [2, 0, 1])
case("uint8:RGB", "F.permute_channels", [2, 0])
for kind in ("float32:RGB", "uint8:RGB", "L"):
    case(kind, "F.gaussian_noise", 0.1, 0.25)
    case(kind, "F.normalize", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
case("float32:RGB", "F.normalize", [0.5], [0.0])
for kind in ("RGB", "L", "uint8:RGB"):
    case(kind, "F.to_image")
for kind in OTHERS[2:]:
    for format in ("XYXY", "XYWH", "CXCYWH"):
        case(kind, "F.convert_bounding_box_format", new_format=format)
    case(kind, "F.clamp_bounding_boxes")
    case(kind, "F.sanitize_bounding_boxes", min_size=12.5)
case("boxes:XYXY", "F.convert_bounding_box_format")
case("uint8:RGB", "F.clamp_bounding_boxes")

TRANSFORMS = [
    ("RandomHorizontalFlip", (), {}), ("RandomVerticalFlip", (0.7,), {}), ("Resize", (32,), {}),
    ("Resize", ([20, 30],), {"interpolation": mode("BICUBIC")}), ("CenterCrop", (20,), {}),
    ("RandomResizedCrop", (24,), {}), ("RandomResizedCrop", ([24, 12], [0.5, 0.9], [0.9, 1.2]), {"antialias": False}),
    ("Pad", ([1, 2],), {"fill": 3}), ("RandomZoomOut", (), {}), ("RandomRotation", (40,), {}),
    ("RandomRotation", (40,), {"interpolation": mode("BILINEAR"), "expand": True, "fill": 4}),
    ("RandomAffine", (40, [0.1, 0.2], [0.7, 1.2], 10), {}), ("RandomCrop", (20,), {}),
    ("RandomCrop", ([20, 30],), {"padding": 4}), ("RandomCrop", (70,), {"pad_if_needed": True}), ("RandomCrop", (70,), {}),
    ("ScaleJitter", ([40, 50],), {}), ("RandomShortestSize", ([20, 30], 40), {}), ("RandomResize", (20, 40), {}),
    ("ColorJitter", (0.4, 0.4, 0.4, 0.1), {}), ("ColorJitter", (), {"brightness": [0.5, 0.7]}), ("Grayscale", (3,), {}),
    ("RandomGrayscale", (0.5,), {}), ("RGB", (), {}), ("RandomChannelPermutation", (), {}),
    ("RandomPhotometricDistort", (), {}), ("RandomEqualize", (), {}), ("RandomInvert", (), {}), ("RandomAutocontrast", (), {}),
    ("RandomPosterize", (3,), {}), ("RandomSolarize", (100.5,), {}), ("RandomAdjustSharpness", (2.5,), {}),
    ("GaussianBlur", (5,), {}), ("GaussianBlur", ([3, 5], [0.5, 0.75]), {}), ("RandomErasing", (), {"p": 0.9}),
    ("RandomErasing", (0.9,), {"value": [0.5, 0.25, 0.125]}), ("RandomErasing", (0.9,), {"value": "random"}),
    ("ToDtype", ({"dtype": "float32"},), {"scale": True}), ("ToDtype", ({"dtype": "float32"},), {}),
    ("ConvertImageDtype", (), {}), ("ToPureTensor", (), {}), ("ToImage", (), {}), ("Identity", (), {}),
    ("ConvertBoundingBoxFormat", ("CXCYWH",), {}), ("ClampBoundingBoxes", (), {}),
    ("SetClampingMode", ("hard",), {}), ("SanitizeBoundingBoxes", (), {"min_size": 12.5}),
]
for kind in ("RGB", "uint8:RGB", "float32:RGB", "tv:uint8:RGB", "detection", "PIL detection", "video", "mask"):
    for name, args, kwargs in TRANSFORMS:
        for seed in range(2):
            case(kind, name, *args, seed=seed, **kwargs)
for kind in ("RGB", "uint8:RGB", "tv:uint8:RGB"):
    for seed in range(2):
        case(kind, "RandomPerspective", 0.5, p=0.9, seed=seed)
        case(kind, "ElasticTransform", 30.5, 3.5, seed=seed)
        case(kind, "FiveCrop", 20)
        case(kind, "TenCrop", [20, 11])
        nested = [t("ToImage"), t("RandomHorizontalFlip"), t("ToDtype", {"dtype": "float32"}, scale=True), t("Normalize", [0.5], [0.25])]
        case(kind, "Compose", nested, seed=seed)
        case(kind, "RandomApply", [t("Grayscale")], p=0.25, seed=seed)
        case(kind, "RandomOrder", [t("CenterCrop", 30), t("Pad", 3), t("RandomCrop", 20)], seed=seed)
        case(kind, "RandomChoice", [t("CenterCrop", 30), t("Pad", 3), t("Grayscale")], p=[1, 2, 3], seed=seed)
        case("detection", "Compose", [t("RandomResizedCrop", 24), t("SanitizeBoundingBoxes"), t("ToPureTensor")], seed=seed)
for seed in range(4):
    for kind in ("batch", "soft batch"):
        for name in ("MixUp", "CutMix"):
            case(kind, name, num_classes=5 if kind == "batch" else None, seed=seed)
            case(kind, name, alpha=0.5, num_classes=5 if kind == "batch" else 2, seed=seed)
case("batch", "MixUp")
case("soft batch", "CutMix", num_classes=9)
case("RGB", "MixUp", num_classes=3)
case("float32:RGB", "GaussianNoise")
case("RGB", "Normalize", [0.5], [0.5])
case("uint8:RGB", "Normalize", [0.5], [0.5])
for name, args, kwargs in (
    ("Resize", ([1, 2, 3],), {}), ("Resize", (None,), {}), ("CenterCrop", ([1, 2, 3],), {}), ("Pad", ([1, 2, 3],), {}),
    ("Pad", (1,), {"padding_mode": "x"}), ("RandomResizedCrop", (3, 4), {}), ("ColorJitter", (-1,), {}),
    ("ColorJitter", ([3, 1],), {}), ("ColorJitter", (), {"hue": 0.7}), ("RandomRotation", (-3,), {}),
    ("RandomAffine", (3, [2, 3]), {}), ("RandomErasing", (), {"value": "x"}), ("RandomErasing", (2,), {}),
    ("RandomErasing", (), {"scale": [-1, 2]}), ("GaussianBlur", (4,), {}), ("GaussianBlur", (3, [2, 1]), {}),
    ("RandomHorizontalFlip", (2,), {}), ("Compose", ([],), {}), ("Compose", (3,), {}), ("RandomApply", (3,), {}),
    ("RandomChoice", ([],), {}), ("RandomOrder", (3,), {}), ("SanitizeBoundingBoxes", (0.5,), {}),
    ("SetClampingMode", ("x",), {}), ("ToDtype", (3,), {}), ("RandomPerspective", (2,), {}), ("RandomZoomOut", (0, [3, 1]), {}),
    ("Normalize", ([0.5], [0.25]), {}), ("ToPILImage", (), {}), ("ToPILImage", ("RGB",), {}), ("PILToTensor", (), {}),
    ("SanitizeBoundingBoxes", (), {"labels_getter": 3}),
):
    case(None, name, *args, **kwargs)

path = DATA / "transforms_v2.gz"
path.write_bytes(gzip.compress(json.dumps(cases).encode(), mtime=0))
print(f"{len(cases)} cases, {path.stat().st_size} bytes")
