"""Goldens of torchvision.transforms: python scripts/golden/transforms.py, with torchvision 0.28 and Pillow 12.

Each case is a transform or a function of `functional`, its arguments, an input (scripts/golden/vision.py) and a seed,
with what came out, and the text of the transform, or class and text of an error.
"""

import gzip
import json
import random

from oracle import DATA, first_line, torch
from vision import F, T, _presets, decoded, image, mode, plain, t

MODULES = {"T": T}
cases = []


def case(kind, name, *args, size=(61, 47), seed=0, **kwargs):
    entry = {"kind": kind, "size": size, "seed": seed, "name": name, "args": args, "kwargs": kwargs}
    torch.manual_seed(seed)
    random.seed(seed)
    values = decoded(args, MODULES)
    keywords = {k: decoded(v, MODULES) for k, v in kwargs.items()}
    try:
        img = None if kind is None else image(kind, size)
        if name.startswith("F."):
            entry["out"] = plain(getattr(F, name[2:])(img, *values, **keywords))
        else:
            made = getattr(_presets if name.startswith("P.") else T, name.removeprefix("P."))(*values, **keywords)
            entry["repr"] = repr(made)
            if img is not None:
                entry["out"] = plain([made(img), made(img)])
    except Exception as error:
        entry["error"] = first_line(error)
    cases.append(entry)


PIL = ("L", "RGB", "RGBA", "1", "F", "I", "P", "LA", "CMYK", "I;16")
TENSORS = ("uint8:RGB", "float32:RGB", "uint8:L", "float32:L", "float32:RGB:2", "uint8:RGB:2", "float64:RGB", "int32:RGB")
FEW = ("L", "RGB", "uint8:RGB", "float32:RGB", "uint8:L:2")

for kind in PIL:
    for name in ("to_tensor", "pil_to_tensor", "get_dimensions", "get_image_size", "get_image_num_channels"):
        case(kind, f"F.{name}")
    case(kind, "ToTensor")
    case(kind, "PILToTensor")
for kind in TENSORS:
    case(kind, "F.to_pil_image")
    case(kind, "F.get_dimensions")
    for dtype in ("uint8", "int16", "int32", "int64", "float32", "float64", "float16", "int8"):
        case(kind, "F.convert_image_dtype", {"dtype": dtype})
for wanted in ("L", "RGB", "HSV", "CMYK", "F", "LA"):
    for kind in ("uint8:L", "uint8:RGB", "uint8:RGBA", "float32:L", "uint8:LA", "int32:I", "int16:L"):
        case(kind, "F.to_pil_image", wanted)
        case(kind, "ToPILImage", mode=wanted)
case("float32:RGB", "F.normalize", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
case("float64:RGB", "F.normalize", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
case("float32:RGB:2", "Normalize", [0.5, 0.5, 0.5], [0.5, 0.25, 0.125])
case("float32:L", "Normalize", [0.5], [0.25], inplace=True)
case("float32:RGB", "Normalize", mean=[0.5], std=[0.25])
for kind, std in (("uint8:RGB", [1.0]), ("float32:RGB", [0.0]), ("RGB", [1.0]), ("float32:RGB", [1e-50])):
    case(kind, "F.normalize", [0.5], std)

for kind in (*FEW, "RGBA", "float64:RGB", "I", "F"):
    for size in (30, [30], [30, 20], [80, 90], 100):
        for m in ("NEAREST", "BILINEAR", "BICUBIC", "LANCZOS", "BOX", "NEAREST_EXACT"):
            case(kind, "F.resize", size, mode(m))
        case(kind, "F.resize", size, antialias=False)
    case(kind, "F.resize", 40, max_size=45)
    case(kind, "F.resize", 30, 2)
    case(kind, "Resize", 30)
    case(kind, "Resize", [25, 30], interpolation=mode("BICUBIC"))
    case(kind, "F.crop", 3, 4, 20, 25)
    case(kind, "F.crop", -5, 50, 20, 25)
    case(kind, "F.crop", 40, -30, 20, 10)
    for size in (20, [20], [20, 31], [47, 61], 80, [30, 100]):
        case(kind, "F.center_crop", size)
        case(kind, "CenterCrop", size)
    case(kind, "F.resized_crop", 3, 4, 20, 25, [31, 17])
    case(kind, "F.hflip")
    case(kind, "F.vflip")
    case(kind, "F.five_crop", 20)
    case(kind, "F.ten_crop", [20, 11])
    case(kind, "TenCrop", 20, vertical_flip=True)
    case(kind, "FiveCrop", [20, 30])
    case(kind, "F.five_crop", 99)
for kind in (*FEW, "RGBA", "1", "P", "I;16"):
    for padding in (3, [2], [1, 2], [1, 2, 3, 4], [-2, 3, 1, -4], [1, 2, 3]):
        for padding_mode in ("constant", "edge", "reflect", "symmetric"):
            case(kind, "F.pad", padding, padding_mode=padding_mode)
    case(kind, "F.pad", 3, fill=7)
    case(kind, "F.pad", 3, padding_mode="wrong")
    case(kind, "Pad", [1, 2], fill=3)
case("RGB", "F.pad", 3, fill=[1, 2, 3])
case("RGB", "F.pad", 3, fill=[1, 2])
case("RGB", "F.pad", "x")
case("uint8:RGB", "F.pad", 3, fill=[1, 2, 3])

COLORS = {
    "adjust_brightness": (0, 0.4, 1, 1.6), "adjust_contrast": (0, 0.4, 1, 1.6), "adjust_saturation": (0, 0.4, 1.6),
    "adjust_hue": (-0.5, -0.1, 0, 0.3, 0.5, 0.6), "adjust_sharpness": (0, 0.5, 2), "adjust_gamma": (0.5, 2, -1),
    "posterize": (0, 3, 8, 9), "solarize": (0, 0.5, 128, 300), "rgb_to_grayscale": (1, 3, 2),
}
for kind in (*FEW, "RGBA", "float64:RGB", "int16:RGB", "uint8:RGBA"):
    for name, factors in COLORS.items():
        for factor in factors:
            case(kind, f"F.{name}", factor)
    for name in ("invert", "autocontrast", "equalize"):
        case(kind, f"F.{name}")
    case(kind, "F.adjust_gamma", 1.5, gain=0.9)
    case(kind, "F.to_grayscale", 3)
    for kernel, sigma in ((3, None), ([5, 3], 1.5), ([3, 7], [0.5, 2]), (4, 1), (3, -1), ([1, 3, 5], 1)):
        case(kind, "F.gaussian_blur", kernel, sigma)
for kind in FEW:
    case(kind, "F.adjust_brightness", -1)
    case(kind, "F.adjust_sharpness", 2, size=(2, 5))

for kind in (*FEW, "RGBA"):
    for m in ("NEAREST", "BILINEAR", "BICUBIC"):
        for angle in (0, 30, 90, -45, 180):
            case(kind, "F.rotate", angle, mode(m))
        case(kind, "F.rotate", 33, mode(m), expand=True)
        case(kind, "F.rotate", 33, mode(m), center=[10, 5])
        case(kind, "F.rotate", 33, mode(m), fill=[9])
        case(kind, "F.affine", 20, [3, -5], 0.8, [10, 0], mode(m))
        case(kind, "F.affine", -20, [3, -5], 1.3, [10, -5], mode(m), fill=[100], center=[3, 4])
        case(kind, "F.affine", 0, [3, 4], 1, 0, mode(m))
        corners = [[0, 0], [60, 0], [60, 46], [0, 46]]
        case(kind, "F.perspective", corners, [[3, 5], [50, 2], [58, 40], [4, 44]], mode(m))
        case(kind, "F.perspective", corners, [[3, 5], [50, 2], [58, 40], [4, 44]], mode(m), fill=[7])
        case(kind, "RandomRotation", 40, interpolation=mode(m))
        case(kind, "RandomAffine", 40, [0.1, 0.2], [0.7, 1.2], 10, interpolation=mode(m))
        case(kind, "RandomPerspective", 0.5, p=0.9, interpolation=mode(m))
    case(kind, "F.rotate", "x")
    case(kind, "F.rotate", 3, fill=[1, 2])
    case(kind, "F.affine", 0, 3, 1, 0)
    case(kind, "F.affine", 0, [3], 1, 0)
    case(kind, "F.affine", 0, [3, 4], 0, 0)
    case(kind, "F.affine", 0, [3, 4], 1, [1, 2, 3])
    case(kind, "F.perspective", [[0, 0]], [[1, 1]])
    case(kind, "RandomRotation", [-10.5, 20], expand=True, fill=5)
    case(kind, "RandomAffine", 0, shear=[-5, 5, -10, 10], fill=3, center=[1, 2])
    case(kind, "ElasticTransform", 30.5, 3.5)
    case(kind, "ElasticTransform", fill=[5])

RANDOM = [
    ("RandomCrop", (20,), {}), ("RandomCrop", ([20, 30],), {"padding": 4}),
    ("RandomCrop", (70,), {"pad_if_needed": True, "padding_mode": "reflect"}), ("RandomCrop", (70,), {}),
    ("RandomCrop", ([47, 61],), {}), ("RandomHorizontalFlip", (), {}), ("RandomVerticalFlip", (0.3,), {}),
    ("RandomResizedCrop", (24,), {}), ("RandomResizedCrop", ([24, 12], [0.5, 0.9], [0.9, 1.2]), {}),
    ("RandomResizedCrop", (24,), {"scale": [2.0, 3.0], "interpolation": mode("BICUBIC")}),
    ("ColorJitter", (0.4, 0.4, 0.4, 0.1), {}), ("ColorJitter", (), {"brightness": [0.5, 0.7]}),
    ("Grayscale", (3,), {}), ("RandomGrayscale", (0.5,), {}), ("GaussianBlur", (5,), {}),
    ("GaussianBlur", ([3, 5], [0.5, 0.75]), {}), ("RandomInvert", (), {}), ("RandomPosterize", (3,), {}),
    ("RandomSolarize", (100.5,), {"p": 0.9}), ("RandomAdjustSharpness", (2.5,), {}), ("RandomAutocontrast", (), {}),
    ("RandomEqualize", (), {}), ("RandomErasing", (), {"p": 0.9}), ("RandomErasing", (), {"value": "random", "p": 0.9}),
    ("RandomErasing", (0.9,), {"value": [0.5, 0.25, 0.125]}), ("AutoAugment", (), {}),
    ("AutoAugment", ({"policy": "CIFAR10"},), {"interpolation": mode("BILINEAR")}),
    ("AutoAugment", ({"policy": "SVHN"},), {"fill": [5, 6, 7]}), ("RandAugment", (), {}),
    ("RandAugment", (3, 20), {"interpolation": mode("BILINEAR"), "fill": 9}), ("TrivialAugmentWide", (), {}),
    ("AugMix", (), {}), ("AugMix", (5, 2, 2, 0.75, False), {}),
]
for kind in ("RGB", "uint8:RGB", "float32:RGB", "L"):
    for name, args, kwargs in RANDOM:
        for seed in range(4):
            case(kind, name, *args, seed=seed, **kwargs)
for seed in range(12):
    for policy in ("IMAGENET", "CIFAR10", "SVHN"):
        case("RGB", "AutoAugment", {"policy": policy}, seed=100 + seed)
    case("RGB", "RandAugment", 2, 15, seed=100 + seed)
    case("uint8:RGB", "TrivialAugmentWide", seed=100 + seed)

COMPOSED = [t("Resize", 40), t("RandomHorizontalFlip"), t("ToTensor"), t("Normalize", [0.5], [0.25])]
for seed in range(3):
    case("RGB", "Compose", [t("RandomResizedCrop", 24), *COMPOSED[1:]], seed=seed)
    case("RGB", "RandomApply", [t("ColorJitter", 0.4), t("GaussianBlur", 3)], seed=seed)
    case("RGB", "RandomApply", [t("Grayscale")], p=0.25, seed=seed)
    case("RGB", "RandomOrder", [t("CenterCrop", 30), t("Pad", 3), t("RandomCrop", 20)], seed=seed)
    case("RGB", "RandomChoice", [t("CenterCrop", 30), t("Pad", 3), t("Grayscale")], seed=seed)
    case("RGB", "RandomChoice", [t("CenterCrop", 30), t("Pad", 3)], p=[0.25, 0.75], seed=seed)
case("L", "Compose", COMPOSED)
case("float32:L", "LinearTransformation", {"tensor": [[1.5, 0.0], [0.5, -1.0]]}, {"tensor": [0.25, 1.0]}, size=(2, 1))
case("float32:L", "LinearTransformation", {"tensor": [[1.5, 0.0], [0.5, -1.0]]}, {"tensor": [0.25, 1.0]})
case(None, "LinearTransformation", {"tensor": [[1.5, 0.0]]}, {"tensor": [0.25]})
case(None, "LinearTransformation", {"tensor": [[1.5]]}, {"tensor": [0.25, 1.0]})
case("uint8:RGB", "ConvertImageDtype", {"dtype": "float32"})

for kind in ("RGB", "uint8:RGB"):
    case(kind, "P.ImageClassification", crop_size=24, resize_size=32)
    case(kind, "P.ImageClassification", crop_size=24, resize_size=32, interpolation=mode("BICUBIC"))
    case(kind, "P.ObjectDetection")
    case(kind, "P.SemanticSegmentation", resize_size=32)
case("uint8:RGB:2", "P.VideoClassification", crop_size=[24, 24], resize_size=[32])

for name, args, kwargs in (
    ("Resize", (1.5,), {}), ("Resize", ([1, 2, 3],), {}), ("CenterCrop", ([1, 2, 3],), {}), ("Pad", ([1, 2, 3],), {}),
    ("Pad", (1,), {"padding_mode": "x"}), ("Lambda", (3,), {}), ("RandomOrder", (3,), {}), ("RandomChoice", ([], 3), {}),
    ("RandomResizedCrop", (3, 4), {}), ("RandomResizedCrop", (3, [0.1, 0.2], 4), {}), ("ColorJitter", (-1,), {}),
    ("ColorJitter", ([3, 1],), {}), ("ColorJitter", ("x",), {}), ("ColorJitter", (), {"hue": 0.7}),
    ("RandomRotation", (-3,), {}), ("RandomRotation", ([1, 2, 3],), {}),
    ("RandomAffine", (3, 4), {}), ("RandomAffine", (3, [2, 3]), {}), ("RandomAffine", (3, None, [0, 1]), {}),
    ("RandomAffine", (3, None, None, [1, 2, 3]), {}), ("RandomErasing", (), {"value": "x"}), ("RandomErasing", (2,), {}),
    ("RandomErasing", (), {"scale": 3}), ("RandomErasing", (), {"scale": [-1, 2]}), ("GaussianBlur", (4,), {}),
    ("GaussianBlur", (3, -1), {}), ("GaussianBlur", (3, [2, 1]), {}), ("GaussianBlur", (3, [1, 2, 3]), {}),
    ("ElasticTransform", (1.5, [1.5]), {}), ("AugMix", (11,), {}), ("Resize", (), {}),
    ("Resize", (3,), {"sise": 4}), ("Normalize", ([0.5],), {}), ("Compose", (), {}), ("ToTensor", (3,), {}),
    ("RandomAffine", (10,), {"translate": [0.1, 0.5], "scale": [0.5, 1.5], "shear": 3, "fill": 2, "center": [1, 2]}),
    ("RandomRotation", (90,), {"center": [3, 4]}), ("RandomSolarize", (192,), {}), ("RandomPerspective", (), {}),
    ("RandomErasing", (), {"value": "random"}), ("ColorJitter", (0.5, 0, 0, 0.25), {}), ("ToPILImage", (), {}),
    ("ToPILImage", ("RGB",), {}), ("ConvertImageDtype", ({"dtype": "uint8"},), {}), ("TrivialAugmentWide", (), {}),
    ("Grayscale", (), {}), ("TenCrop", (3,), {}), ("PILToTensor", (), {}), ("RandomCrop", ([3, 4], [1, 2]), {}),
):
    case(None, name, *args, **kwargs)

path = DATA / "transforms.gz"
path.write_bytes(gzip.compress(json.dumps(cases).encode(), mtime=0))
print(f"{len(cases)} cases, {path.stat().st_size} bytes")
