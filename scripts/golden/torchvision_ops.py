"""Makes test/golden/torchvision_ops.gz: torchvision.ops, values, gradients, modules, errors.

    python scripts/golden/torchvision_ops.py

torchvision's kernels need a library that a CPU torch may lack. What they compute is defined below, one box and one pixel
after the other, in float64; everything else is what torchvision says itself, to the bit.
"""

import base64
import gzip
import json
import math
import pathlib
import warnings

import torch

if not hasattr(torch.ops.torchvision, "nms"):
    library = torch.library.Library("torchvision", "DEF")
    for name in ["roi_align", "roi_pool", "ps_roi_align", "ps_roi_pool", "deform_conv2d", "qnms", "qroi_align"]:
        library.define(f"{name}(Tensor a) -> Tensor")
        library.define(f"_{name}_backward(Tensor a) -> Tensor")
    library.define("nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")

from torch import nn
from torchvision import ops
from torchvision.ops import boxes as box_ops

OUT = pathlib.Path(__file__).resolve().parents[2] / "test" / "golden" / "torchvision_ops.gz"


def nms(boxes, scores, iou_threshold):
    order = sorted(range(len(scores)), key=lambda i: -scores[i].item())
    kept = []
    for i in order:
        if all(ops.box_iou(boxes[i : i + 1], boxes[j : j + 1]).item() <= iou_threshold for j in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


# What batched_nms calls.
box_ops.nms = nms


def bilinear(image, y, x):
    height, width = image.shape[-2:]
    if y < -1 or y > height or x < -1 or x > width:
        return torch.zeros(image.shape[0], dtype=image.dtype)
    y, x = max(y, 0.0), max(x, 0.0)
    y0, x0 = min(int(y), height - 1), min(int(x), width - 1)
    y1, x1 = min(y0 + 1, height - 1), min(x0 + 1, width - 1)
    ly, lx = (y - y0 if y0 < height - 1 else 0.0), (x - x0 if x0 < width - 1 else 0.0)
    top = image[:, y0, x0] * (1 - lx) + image[:, y0, x1] * lx
    bottom = image[:, y1, x0] * (1 - lx) + image[:, y1, x1] * lx
    return top * (1 - ly) + bottom * ly


def roi_align(input, rois, size, spatial_scale=1.0, sampling_ratio=-1, aligned=False):
    ph, pw = size
    out = torch.zeros(len(rois), input.shape[1], ph, pw, dtype=torch.float64)
    for k, roi in enumerate(rois.double().tolist()):
        image = input[int(roi[0])].double()
        x1, y1, x2, y2 = (v * spatial_scale - (0.5 if aligned else 0.0) for v in roi[1:])
        width, height = x2 - x1, y2 - y1
        if not aligned:
            width, height = max(width, 1.0), max(height, 1.0)
        gh = sampling_ratio if sampling_ratio > 0 else math.ceil(height / ph)
        gw = sampling_ratio if sampling_ratio > 0 else math.ceil(width / pw)
        for i in range(ph):
            for j in range(pw):
                for iy in range(gh):
                    for ix in range(gw):
                        y = y1 + height / ph * (i + (iy + 0.5) / gh)
                        x = x1 + width / pw * (j + (ix + 0.5) / gw)
                        out[k, :, i, j] += bilinear(image, y, x) / max(gh * gw, 1)
    return out


def roi_pool(input, rois, size, spatial_scale=1.0):
    ph, pw = size
    _, c, h, w = input.shape
    rounded = lambda v: math.floor(abs(v) + 0.5) * (1 if v >= 0 else -1)
    out = torch.zeros(len(rois), c, ph, pw)
    for k, roi in enumerate(rois.tolist()):
        x1, y1, x2, y2 = (rounded(v * spatial_scale) for v in roi[1:])
        bh, bw = max(y2 - y1 + 1, 1) / ph, max(x2 - x1 + 1, 1) / pw
        for i in range(ph):
            for j in range(pw):
                top, bottom = (min(max(v + y1, 0), h) for v in (math.floor(i * bh), math.ceil((i + 1) * bh)))
                left, right = (min(max(v + x1, 0), w) for v in (math.floor(j * bw), math.ceil((j + 1) * bw)))
                if bottom > top and right > left:
                    out[k, :, i, j] = input[int(roi[0]), :, top:bottom, left:right].amax((1, 2))
    return out


def deform(input, offset, weight, bias, stride, padding, dilation, mask):
    n, c, h, w = input.shape
    o, cg, kh, kw = weight.shape
    groups, og = c // cg, offset.shape[1] // (2 * kh * kw)
    oh, ow = offset.shape[-2:]
    out = torch.zeros(n, o, oh, ow, dtype=torch.float64) + bias.double().view(-1, 1, 1)

    def at(image, y, x):
        total, y0, x0 = 0.0, math.floor(y), math.floor(x)
        for yy, wy in ((y0, 1 - (y - y0)), (y0 + 1, y - y0)):
            for xx, wx in ((x0, 1 - (x - x0)), (x0 + 1, x - x0)):
                if 0 <= yy < h and 0 <= xx < w:
                    total += image[yy, xx].item() * wy * wx
        return total

    for b in range(n):
        for f in range(o):
            for i in range(oh):
                for j in range(ow):
                    for ci in range(cg):
                        channel = f // (o // groups) * cg + ci
                        part = channel // (c // og)
                        for ki in range(kh):
                            for kj in range(kw):
                                t = ki * kw + kj
                                dy = offset[b, (part * kh * kw + t) * 2, i, j].item()
                                dx = offset[b, (part * kh * kw + t) * 2 + 1, i, j].item()
                                m = mask[b, part * kh * kw + t, i, j].item()
                                y = i * stride[0] - padding[0] + ki * dilation[0] + dy
                                x = j * stride[1] - padding[1] + kj * dilation[1] + dx
                                out[b, f, i, j] += weight[f, ci, ki, kj].item() * m * at(input[b, channel], y, x)
    return out


def encode(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().contiguous()
        name = str(value.dtype).removeprefix("torch.")
        raw = value.view(torch.uint8) if value.dtype == torch.float16 and value.dim() else value
        return {"tensor": [name, list(value.shape), base64.b64encode(raw.numpy().tobytes()).decode()]}
    if isinstance(value, (list, tuple)):
        return [encode(one) for one in value]
    if isinstance(value, dict):
        return {key: encode(one) for key, one in value.items()}
    return value


CASES = []


def case(name, *args, grad=False, close=False, reference=None, **kwargs):
    """One call: its arguments, what it gives, and the gradients of its first argument's sum of squares."""
    row = {"name": name, "args": encode(args), "kwargs": encode(kwargs)}
    if close:
        row["close"] = True
    if reference is None:
        if grad:
            args = [args[0].clone().requires_grad_(), *args[1:]]
        torch.manual_seed(3)
        result = getattr(ops, name)(*args, **kwargs)
        row["result"] = encode(result)
        if grad:
            result.square().sum().backward()
            row["grad"] = encode(args[0].grad)
    else:
        row["result"] = encode(reference)
    CASES.append(row)


def error(name, *args, **kwargs):
    row = {"name": name, "args": encode(args), "kwargs": encode(kwargs)}
    try:
        getattr(ops, name)(*args, **kwargs)
    except Exception as e:
        row["error"] = [type(e).__name__, str(e)]
    CASES.append(row)


def some_boxes(n, size=20.0, dtype=torch.float32):
    start = torch.rand(n, 2) * size
    return torch.cat([start, start + 1 + torch.rand(n, 2) * size], 1).to(dtype)


def boxes_cases():
    a, b = some_boxes(6), some_boxes(4)
    for name in ["box_iou", "generalized_box_iou", "distance_box_iou", "complete_box_iou"]:
        case(name, a, b, grad=True)
        case(name, a.int(), b.int())
        case(name, a.half(), b.half())
        case(name, a.view(2, 3, 4), b.view(2, 2, 4))
        case(name, a[:0], b)
    for fmt in ["xywh", "cxcywh"]:
        case("box_iou", a, b, fmt=fmt)
        case("box_area", a, fmt)
    case("box_area", a.to(torch.int16))
    for name in ["generalized_box_iou_loss", "distance_box_iou_loss", "complete_box_iou_loss"]:
        for reduction in ["none", "mean", "sum"]:
            case(name, a[:4], b, reduction=reduction, grad=True)
        case(name, a[:0], b[:0], "mean")
        case(name, a[0], b[0], eps=1e-3)
        error(name, a[:4], b, "max")
    formats = ["xyxy", "xywh", "cxcywh"]
    rotated = ["xywhr", "cxcywhr", "xyxyxyxy"]
    angled = torch.cat([a, torch.rand(6, 1) * 360 - 180], 1)
    eight = ops.box_convert(angled, "xywhr", "xyxyxyxy")
    for one in formats:
        for two in formats:
            case("box_convert", a, one, two)
            case("box_convert", a.int(), one, out_fmt=two)
    for one in rotated:
        for two in rotated:
            case("box_convert", eight if one == "xyxyxyxy" else angled, one, two)
    error("box_convert", a, "xyxy", "xywhr")
    error("box_convert", a, "xyxy", "yx")
    error("box_area", a, "xywhr")
    error("box_iou", a, b, "yx")
    case("remove_small_boxes", a, 8.0)
    case("clip_boxes_to_image", a - 5, (12, 15))
    case("clip_boxes_to_image", (a - 5).view(2, 3, 4), [12, 15])
    masks = torch.zeros(4, 7, 9)
    masks[0, 2, 3] = 1
    masks[1, 1:6, 0:9] = 2
    masks[3, 6, 2:5] = -1
    case("masks_to_boxes", masks)
    case("masks_to_boxes", masks.bool())
    case("masks_to_boxes", masks[:0])


def nms_cases():
    for n in [0, 1, 40]:
        boxes, scores = some_boxes(n), torch.rand(n)
        for threshold in [0.0, 0.3, 0.7]:
            case("nms", boxes, scores, threshold, reference=nms(boxes, scores, threshold))
    boxes, ties = some_boxes(30), (torch.rand(30) * 4).floor()
    case("nms", boxes, ties, 0.4, reference=nms(boxes, ties, 0.4))
    case("nms", boxes.double(), ties.double(), 0.4, reference=nms(boxes.double(), ties.double(), 0.4))
    # An overlap of exactly the float32 nearest to 0.3, which is above 0.3.
    exact = torch.tensor([[0.0, 0, 10, 10], [0, 0, 10, 3], [0, 0, 1, 3]])
    case("nms", exact, torch.tensor([3.0, 2, 1]), 0.3, reference=nms(exact, torch.tensor([3.0, 2, 1]), 0.3))
    idxs = torch.randint(3, (30,))
    case("batched_nms", boxes, ties, idxs, 0.3)
    case("batched_nms", boxes[:0], ties[:0], idxs[:0], 0.3)


def roi_cases():
    x = torch.randn(2, 3, 9, 11)
    rois = torch.cat([torch.tensor([[0.0], [1], [1], [0], [0]]), some_boxes(5, 6.0)], 1)
    rois[3, 1:] = torch.tensor([-4.0, -3, 30, 40])
    rois[4, 1:] = torch.tensor([5.0, 5, 5, 5])
    for kwargs in [{}, {"sampling_ratio": 2}, {"spatial_scale": 0.5, "aligned": True}, {"sampling_ratio": 1, "aligned": True}]:
        case("roi_align", x, rois, (2, 3), **kwargs, close=True, reference=roi_align(x, rois, (2, 3), **kwargs).float())
    listed = [rois[rois[:, 0] == i, 1:] for i in range(2)]
    flat = torch.cat([rois[rois[:, 0] == i] for i in range(2)])
    case("roi_align", x, listed, 3, close=True, reference=roi_align(x, flat, (3, 3)).float())
    case("roi_align", x, rois[:0], 2, close=True, reference=roi_align(x, rois[:0], (2, 2)).float())
    for scale in [1.0, 0.5]:
        case("roi_pool", x, rois, (2, 3), scale, reference=roi_pool(x, rois, (2, 3), scale))
    case("roi_pool", x, listed, 4, reference=roi_pool(x, flat, (4, 4)))
    case("roi_pool", x, rois[:0], 4, reference=roi_pool(x, rois[:0], (4, 4)))


def deform_cases():
    x, weight, bias = torch.randn(2, 4, 6, 7), torch.randn(6, 2, 3, 2), torch.randn(6)
    stride, padding, dilation = (2, 1), (1, 2), (1, 2)
    oh, ow = (6 + 2 - 3) // 2 + 1, 7 + 4 - 3 + 1
    offset, mask = torch.randn(2, 2 * 2 * 6, oh, ow) * 2, torch.rand(2, 2 * 6, oh, ow)
    result = deform(x, offset, weight, bias, stride, padding, dilation, mask).float()
    kwargs = {"stride": stride, "padding": padding, "dilation": dilation, "mask": mask}
    case("deform_conv2d", x, offset, weight, bias, **kwargs, close=True, reference=result)
    zero = torch.zeros(2, 18, 6, 7)
    plain = torch.randn(5, 4, 3, 3)
    case("deform_conv2d", x, zero, plain, padding=1, close=True, reference=nn.functional.conv2d(x, plain, padding=1))


def random_cases():
    x = torch.randn(4, 3, 9, 10)
    for mode in ["row", "batch"]:
        case("stochastic_depth", x, 0.4, mode, grad=True)
    case("stochastic_depth", x, 1.0, "row")
    case("stochastic_depth", x, 0.4, "row", training=False)
    case("stochastic_depth", x, 0.0, "row")
    error("stochastic_depth", x, 1.5, "row")
    error("stochastic_depth", x, 0.5, "column")
    case("drop_block2d", x, 0.3, 3, grad=True)
    case("drop_block2d", x, 0.3, 21)
    case("drop_block2d", x, 0.3, 3, training=False)
    case("drop_block3d", x[None], 0.3, 3, eps=1e-3)
    error("drop_block2d", x, 0.3, 4)
    error("drop_block2d", x[0], 0.3, 3)
    error("drop_block3d", x, 0.3, 3)
    error("drop_block2d", x, -0.5, 3)
    targets = (torch.rand(4, 3, 9, 10) > 0.5).float()
    for reduction in ["none", "mean", "sum"]:
        case("sigmoid_focal_loss", x, targets, reduction=reduction, grad=True)
    case("sigmoid_focal_loss", x, targets, -1, 1.5)
    case("sigmoid_focal_loss", x[:0], targets[:0], reduction="mean")
    error("sigmoid_focal_loss", x, targets, 2)
    error("sigmoid_focal_loss", x, targets, reduction="max")


MODULES = [
    ("FrozenBatchNorm2d", [3], {"eps": 1e-3}),
    ("Conv2dNormActivation", [3, 4], {}),
    ("Conv2dNormActivation", [3, 4, [3, 5]], {"stride": 2, "dilation": [1, 2], "norm_layer": None, "inplace": None}),
    ("Conv2dNormActivation", [3, 4], {"activation_layer": None, "bias": True, "groups": 1, "padding": "same"}),
    ("SqueezeExcitation", [3, 2], {}),
    ("MLP", [10, [6, 4]], {}),
    ("MLP", [10, [6, 5, 4]], {"dropout": 0.25, "inplace": False, "bias": False}),
    ("Permute", [[0, 2, 3, 1]], {}),
    ("StochasticDepth", [0.5, "row"], {}),
    ("DropBlock2d", [0.25, 3], {}),
    ("DropBlock2d", [0.25, 3], {"inplace": True, "eps": 1e-3}),
]


def modules():
    rows = []
    for name, args, kwargs in MODULES:
        torch.manual_seed(5)
        module = getattr(ops, name)(*args, **kwargs)
        x = torch.randn(2, 3, 9, 10)
        row = {"name": name, "args": args, "kwargs": kwargs, "repr": repr(module), "input": encode(x)}
        row["state"] = encode(dict(module.state_dict()))
        row["train"] = encode(module(x.clone()))
        row["eval"] = encode(module.eval()(x.clone()))
        rows.append(row)
    return rows


def pyramid():
    torch.manual_seed(6)
    fpn = ops.FeaturePyramidNetwork([3, 5, 4], 6, ops.feature_pyramid_network.LastLevelMaxPool())
    p6p7 = ops.FeaturePyramidNetwork([3, 5], 4, ops.feature_pyramid_network.LastLevelP6P7(5, 4), nn.BatchNorm2d)
    maps = {"a": torch.randn(1, 3, 16, 12), "b": torch.randn(1, 5, 8, 6), "c": torch.randn(1, 4, 4, 3)}
    two = {key: maps[key] for key in "ab"}
    return {
        "maps": encode(maps),
        "results": [encode(dict(fpn(maps))), encode(dict(p6p7(two)))],
        "states": [list(fpn.state_dict()), list(p6p7.state_dict())],
        "reprs": [repr(fpn), repr(p6p7)],
    }


REPRS = [
    ("RoIAlign", [7, 0.25, 2], {}),
    ("RoIAlign", [[7, 5], 0.25, -1, True], {}),
    ("RoIPool", [7, 0.5], {}),
    ("MultiScaleRoIAlign", [["a", "b"], 3, 2], {}),
    ("DeformConv2d", [4, 6, 3], {}),
    ("DeformConv2d", [4, 6, [3, 2]], {"padding": 1, "dilation": [1, 2], "groups": 2, "bias": False}),
    ("DropBlock3d", [0.25, 3], {}),
    ("Conv3dNormActivation", [3, 4], {}),
]


def texts():
    rows = []
    for name, args, kwargs in REPRS:
        tuples = [tuple(a) if isinstance(a, list) and isinstance(a[0], int) else a for a in args]
        rows.append([name, args, kwargs, repr(getattr(ops, name)(*tuples, **kwargs))])
    return rows


def main():
    warnings.simplefilter("ignore")
    torch.manual_seed(2)
    for add in [boxes_cases, nms_cases, roi_cases, deform_cases, random_cases]:
        add()
    result = {"cases": CASES, "modules": modules(), "pyramid": pyramid(), "texts": texts()}
    text = json.dumps(result, separators=(",", ":")).encode()
    OUT.write_bytes(gzip.compress(text, mtime=0))
    print(len(CASES), len(text), OUT.stat().st_size)


main()
