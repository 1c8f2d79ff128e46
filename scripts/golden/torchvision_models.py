"""Makes test/golden/torchvision_models.gz: the models of torchvision under fixed seeds.

    python scripts/golden/torchvision_models.py

Every builder is made on the meta device: keys, shapes and text. Those of FULL are made for real too: the hash of the
initial state, scores in eval and training, the hash of the running statistics, some gradients, all with one thread.
torchvision's own operators need a library that a CPU torch may lack: they are declared, and not called.
"""

import base64
import gzip
import hashlib
import json
import math
import pathlib
import warnings

import torch

if not hasattr(torch.ops.torchvision, "nms"):
    library = torch.library.Library("torchvision", "DEF")
    for name in ["nms", "roi_align", "roi_pool", "ps_roi_align", "ps_roi_pool", "deform_conv2d", "qnms", "qroi_align"]:
        library.define(f"{name}(Tensor a) -> Tensor")
        library.define(f"_{name}_backward(Tensor a) -> Tensor")

import torchvision
from torchvision import models
from torchvision.models import _api, regnet

OUT = pathlib.Path(__file__).resolve().parents[2] / "test" / "golden" / "torchvision_models.gz"
PARTS = (
    "alexnet convnext densenet efficientnet googlenet inception mnasnet mobilenetv2 mobilenetv3 regnet resnet "
    "shufflenetv2 squeezenet swin_transformer vgg vision_transformer "
    "segmentation.deeplabv3 segmentation.fcn segmentation.lraspp"
).split()

# Builder, keywords, size of the image, and whether there is memory enough for a step of training.
FULL = [
    ("alexnet", {}, 64),
    ("vgg11_bn", {}, 32, False),
    ("resnet18", {}, 32),
    ("resnet18", {"zero_init_residual": True}, 32),
    ("resnet34", {}, 32),
    ("resnet50", {"replace_stride_with_dilation": [False, True, True]}, 64),
    ("resnext50_32x4d", {}, 32),
    ("mobilenet_v2", {"width_mult": 0.75}, 64),
    ("mobilenet_v2", {}, 32),
    ("mobilenet_v3_large", {}, 64),
    ("mobilenet_v3_small", {"width_mult": 1.25, "reduced_tail": True, "dilated": True}, 64),
    ("densenet121", {}, 32),
    ("densenet169", {"memory_efficient": True, "drop_rate": 0.25}, 32),
    ("squeezenet1_0", {}, 64),
    ("squeezenet1_1", {"dropout": 0.25}, 64),
    ("googlenet", {"init_weights": True, "transform_input": True}, 64),
    ("googlenet", {"init_weights": False, "aux_logits": False}, 64),
    ("vit_b_16", {"image_size": 32, "dropout": 0.1, "attention_dropout": 0.1, "representation_size": 16}, 32),
    ("inception_v3", {"init_weights": False, "aux_logits": False, "transform_input": True}, 80),
    ("shufflenet_v2_x0_5", {}, 64),
    ("mnasnet0_5", {}, 64),
    ("efficientnet_b0", {}, 64),
    ("efficientnet_v2_s", {"stochastic_depth_prob": 0.5}, 32),
    ("regnet_y_400mf", {}, 64),
    ("regnet_x_800mf", {}, 32),
    ("convnext_tiny", {"layer_scale": 0.1}, 64),
    ("swin_t", {"attention_dropout": 0.1, "dropout": 0.1}, 64),
    ("swin_v2_t", {}, 72),
    ("fcn_resnet50", {"weights_backbone": None, "aux_loss": True}, 32),
    ("deeplabv3_mobilenet_v3_large", {"weights_backbone": None, "aux_loss": True}, 64),
    ("lraspp_mobilenet_v3_large", {"weights_backbone": None}, 64),
]


def pack(tensor):
    # Of maps a few pixels.
    tensor = (tensor[..., ::9, ::9] if tensor.dim() == 4 else tensor).detach().contiguous()
    return [list(tensor.shape), base64.b64encode(tensor.numpy().tobytes()).decode()]


def sha(*parts):
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()[:16]


def state_hash(state):
    parts = []
    for key, value in state.items():
        parts += [f"{key} {list(value.shape)}".encode(), value.detach().contiguous().numpy().tobytes()]
    return sha(*parts)


def logits(output):
    if isinstance(output, torch.Tensor):
        return output
    return sum(output.values() if isinstance(output, dict) else output)


def full(name, kwargs, size, train=True):
    torch.manual_seed(7)
    model = _api.BUILTIN_MODELS[name](num_classes=10, **kwargs)
    row = {"name": name, "kwargs": kwargs, "size": size, "initial": state_hash(model.state_dict())}
    images = torch.randn(2, 3, size, size)
    # A head that starts with zeros would hide all that comes before it.
    head = list(model.parameters())[-2]
    with torch.no_grad():
        head.normal_(std=0.02)
    model.eval()
    with torch.no_grad():
        row["eval"] = pack(logits(model(images)))
    if not train:
        return row
    model.train()
    out = logits(model(images))
    row["train"] = pack(out)
    out.square().sum().backward()
    first, last = [p for p in model.parameters() if p.grad is not None][:: len(list(model.parameters())) - 1][:2]
    row["grads"] = [pack(first.grad.flatten()[:8]), pack(last.grad.flatten()[:8])]
    row["buffers"] = state_hash(dict(model.named_buffers()))
    return row


# RegNet reckons the widths of its layers with tensors, which have to have values.
reckon = regnet.BlockParams.from_init_params.__func__


def reckon_on_cpu(cls, *args, **kwargs):
    with torch.device("cpu"):
        return reckon(cls, *args, **kwargs)


regnet.BlockParams.from_init_params = classmethod(reckon_on_cpu)


def builders():
    for name, fn in _api.BUILTIN_MODELS.items():
        if fn.__module__.removeprefix("torchvision.models.") in PARTS:
            yield name, fn


def on_meta(name, fn):
    kwargs = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    if "segmentation" in fn.__module__:
        kwargs = {"weights_backbone": None}
        if "lraspp" not in name:
            kwargs["aux_loss"] = True
    with torch.device("meta"):
        model = fn(**kwargs)
    state = [f"{key} {list(value.shape)}" for key, value in model.state_dict().items()]
    return {
        "name": name,
        "kwargs": kwargs,
        "module": fn.__module__.removeprefix("torchvision.models."),
        "keys": len(state),
        "state": sha("\n".join(state).encode()),
        "repr": sha(repr(model).encode()),
        "lines": len(repr(model).split("\n")),
    }


def weights_of(name):
    enum = _api.get_model_weights(name)
    rows = []
    for member in enum:
        meta = {key: value for key, value in member.meta.items() if key != "_docs"}
        categories = meta.pop("categories")
        meta["classes"] = None if categories is None else sha("|".join(categories).encode())
        metrics = {k: {m: None if math.isnan(v) else v for m, v in d.items()} for k, d in meta["_metrics"].items()}
        preset = {key: getattr(v, "value", v) for key, v in member.transforms.keywords.items()}
        rows.append([repr(member), member.url, preset, {**meta, "_metrics": metrics}])
    return {"name": name, "enum": enum.__name__, "default": repr(enum.DEFAULT), "members": rows}


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    result = {
        "version": torchvision.__version__,
        "meta": [on_meta(name, fn) for name, fn in builders()],
        "weights": [weights_of(name) for name, _ in builders()],
        "full": [full(*row) for row in FULL],
    }
    text = json.dumps(result, separators=(",", ":")).encode()
    OUT.write_bytes(gzip.compress(text, mtime=0))
    print(len(text), OUT.stat().st_size)


main()
