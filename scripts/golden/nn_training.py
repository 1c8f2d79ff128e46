"""Makes test/golden/nn/*.json: modules, optimizers and data loading of PyTorch under fixed seeds.

    python scripts/golden/nn_training.py

Tensors are stored as the base64 of their bytes: the tests compare to the bit.
"""

import base64
import json
import pathlib

import torch
from torch import nn
from torch.utils import data

OUT = pathlib.Path(__file__).resolve().parents[2] / "test" / "golden" / "nn"


def pack(tensor):
    tensor = tensor.detach().contiguous()
    raw = tensor.numpy().tobytes()
    return [str(tensor.dtype).removeprefix("torch."), list(tensor.shape), base64.b64encode(raw).decode()]


def dump(name, value):
    OUT.mkdir(parents=True, exist_ok=True)
    rows = ",\n".join(json.dumps(row) for row in value)
    (OUT / f"{name}.json").write_text(f"[\n{rows}\n]\n")


# class, positional, keywords, inputs: a shape is drawn by randn, ["int", high, shape] by randint,
# ["prob", shape] by rand.
IMG = [2, 4, 8, 8]
SEQ = [2, 4, 9]
TINY = [2, 4, 4, 4]
VOL = [1, 2, 5, 5, 5]
MODULES = [
    ("Linear", [5, 3], {}, [[4, 5]]),
    ("Linear", [5, 3], {"bias": False}, [[2, 4, 5]]),
    ("Linear", [6, 2, True], {"dtype": "float64"}, [["float64", [3, 6]]]),
    ("Bilinear", [3, 4, 2], {}, [[5, 3], [5, 4]]),
    ("Identity", [3], {"a": 1}, [[2, 3]]),
    ("Conv1d", [4, 6, 3], {}, [SEQ]),
    ("Conv1d", [4, 6, 3], {"padding": "same", "dilation": 2, "groups": 2}, [SEQ]),
    ("Conv1d", [4, 2, 4], {"padding": "same", "padding_mode": "circular"}, [SEQ]),
    ("Conv2d", [4, 8, 3], {}, [IMG]),
    ("Conv2d", [4, 8], {"kernel_size": 3, "stride": 2, "padding": 1}, [IMG]),
    ("Conv2d", [4, 8, [3, 5]], {"padding": [1, 2], "dilation": [2, 1]}, [IMG]),
    ("Conv2d", [4, 4, 3, 1, "same"], {"groups": 4, "bias": False}, [IMG]),
    ("Conv2d", [4, 4, 3], {"padding": "valid"}, [IMG]),
    ("Conv2d", [4, 4, 3], {"padding": 2, "padding_mode": "reflect"}, [IMG]),
    ("Conv2d", [4, 4, [2, 3]], {"padding": [1, 2], "padding_mode": "replicate", "stride": [2, 1]}, [IMG]),
    ("Conv3d", [2, 3, 2], {"padding": "same"}, [VOL]),
    ("Conv3d", [2, 2, [1, 2, 3]], {"stride": [1, 2, 1], "padding": [0, 1, 1], "padding_mode": "circular"}, [VOL]),
    ("MaxPool1d", [2], {}, [SEQ]),
    ("MaxPool2d", [2], {}, [IMG]),
    ("MaxPool2d", [2, 2], {}, [IMG]),
    ("MaxPool2d", [[3, 2]], {"stride": 2, "padding": [1, 0], "dilation": 1, "ceil_mode": True}, [IMG]),
    ("MaxPool3d", [2], {"stride": 1}, [VOL]),
    ("AvgPool1d", [3], {"stride": 2, "padding": 1}, [SEQ]),
    ("AvgPool2d", [2], {"ceil_mode": True, "count_include_pad": False}, [IMG]),
    ("AvgPool2d", [[3, 2], [2, 1]], {"divisor_override": 3}, [IMG]),
    ("AvgPool3d", [2], {}, [VOL]),
    ("AdaptiveAvgPool1d", [3], {}, [SEQ]),
    ("AdaptiveAvgPool2d", [1], {}, [IMG]),
    ("AdaptiveAvgPool2d", [[None, 3]], {}, [IMG]),
    ("AdaptiveAvgPool3d", [[2, 2, 1]], {}, [VOL]),
    ("AdaptiveMaxPool1d", [3], {}, [SEQ]),
    ("AdaptiveMaxPool2d", [[3, 2]], {}, [IMG]),
    ("AdaptiveMaxPool3d", [2], {}, [VOL]),
    ("Flatten", [], {}, [IMG]),
    ("Flatten", [], {"start_dim": 0, "end_dim": 2}, [IMG]),
    ("Unflatten", [1, [2, 2]], {}, [IMG]),
    ("Dropout", [], {}, [[6, 7]]),
    ("Dropout", [0.2], {}, [[6, 7]]),
    ("Dropout1d", [0.3], {}, [SEQ]),
    ("Dropout2d", [0.3], {}, [IMG]),
    ("Dropout3d", [0.3], {}, [VOL]),
    ("AlphaDropout", [0.1], {}, [[6, 7]]),
    ("FeatureAlphaDropout", [0.2], {}, [IMG]),
    ("BatchNorm1d", [4], {}, [SEQ]),
    ("BatchNorm1d", [4], {"affine": False, "momentum": None}, [[6, 4]]),
    ("BatchNorm2d", [4], {}, [IMG]),
    ("BatchNorm2d", [4], {"eps": 0.001, "momentum": 0.2, "track_running_stats": False}, [IMG]),
    ("BatchNorm2d", [4], {"bias": False}, [IMG]),
    ("BatchNorm3d", [2], {}, [VOL]),
    ("LayerNorm", [9], {}, [SEQ]),
    ("LayerNorm", [[8, 8]], {"bias": False}, [IMG]),
    ("LayerNorm", [[8]], {"elementwise_affine": False, "eps": 0.1}, [IMG]),
    ("Embedding", [10, 3], {}, [["int", 10, [2, 4]]]),
    ("Embedding", [10, 3], {"padding_idx": -1, "max_norm": 1.5, "scale_grad_by_freq": True}, [["int", 10, [2, 4]]]),
    ("ReLU", [], {}, [[4, 5]]),
    ("ReLU", [], {"inplace": True}, [[4, 5]]),
    ("ReLU6", [], {}, [[4, 5]]),
    ("RReLU", [], {}, [[4, 5]]),
    ("Threshold", [0.1, 20], {}, [[4, 5]]),
    ("Hardtanh", [], {}, [[4, 5]]),
    ("Hardtanh", [-2], {"max_val": 0.5}, [[4, 5]]),
    ("Sigmoid", [], {}, [[4, 5]]),
    ("Hardsigmoid", [], {}, [[4, 5]]),
    ("Tanh", [], {}, [[4, 5]]),
    ("SiLU", [], {}, [[4, 5]]),
    ("Mish", [], {}, [[4, 5]]),
    ("Hardswish", [], {}, [[4, 5]]),
    ("ELU", [], {}, [[4, 5]]),
    ("ELU", [0.5, True], {}, [[4, 5]]),
    ("CELU", [], {}, [[4, 5]]),
    ("SELU", [], {}, [[4, 5]]),
    ("GLU", [], {}, [[4, 6]]),
    ("GELU", [], {}, [[4, 5]]),
    ("GELU", [], {"approximate": "tanh"}, [[4, 5]]),
    ("Hardshrink", [], {}, [[4, 5]]),
    ("LeakyReLU", [0.2], {}, [[4, 5]]),
    ("LogSigmoid", [], {}, [[4, 5]]),
    ("Softplus", [], {}, [[4, 5]]),
    ("Softplus", [2.5], {"threshold": 1}, [[4, 5]]),
    ("Softshrink", [], {}, [[4, 5]]),
    ("PReLU", [], {}, [[4, 5]]),
    ("PReLU", [4, 0.1], {}, [SEQ]),
    ("Softsign", [], {}, [[4, 5]]),
    ("Tanhshrink", [], {}, [[4, 5]]),
    ("Softmin", [1], {}, [[4, 5]]),
    ("Softmax", [], {"dim": 0}, [[4, 5]]),
    ("Softmax2d", [], {}, [IMG]),
    ("LogSoftmax", [-1], {}, [[4, 5]]),
    ("MSELoss", [], {}, [[4, 5], [4, 5]]),
    ("MSELoss", [], {"reduction": "none"}, [[4, 5], [4, 5]]),
    ("L1Loss", [], {"reduction": "sum"}, [[4, 5], [4, 5]]),
    ("SmoothL1Loss", [], {"beta": 0.5}, [[4, 5], [4, 5]]),
    ("HuberLoss", ["sum"], {"delta": 0.3}, [[4, 5], [4, 5]]),
    ("CrossEntropyLoss", [], {}, [[6, 4], ["int", 4, [6]]]),
    ("CrossEntropyLoss", [], {"label_smoothing": 0.1, "ignore_index": 2}, [[6, 4], ["int", 4, [6]]]),
    ("CrossEntropyLoss", [], {"weight": [1.0, 0.5, 2.0, 1.5], "reduction": "sum"}, [[6, 4], ["int", 4, [6]]]),
    ("NLLLoss", [], {"reduction": "none"}, [[6, 4], ["int", 4, [6]]]),
    ("NLLLoss", [[1.0, 0.5, 2.0, 1.5]], {}, [[6, 4], ["int", 4, [6]]]),
    ("BCELoss", [], {}, [["prob", [5, 2]], ["prob", [5, 2]]]),
    ("BCEWithLogitsLoss", [], {"pos_weight": [2.0, 0.5]}, [[5, 2], ["prob", [5, 2]]]),
    ("KLDivLoss", [], {"reduction": "batchmean", "log_target": True}, [[4, 5], [4, 5]]),
    ("PoissonNLLLoss", [], {"full": True}, [[4, 5], ["prob", [4, 5]]]),
    ("GaussianNLLLoss", [], {}, [[4, 5], [4, 5], ["prob", [4, 5]]]),
    ("HingeEmbeddingLoss", [0.5], {}, [[4, 5], ["sign", [4, 5]]]),
    ("SoftMarginLoss", [], {}, [[4, 5], ["sign", [4, 5]]]),
    ("MultiLabelSoftMarginLoss", [], {}, [[4, 5], ["prob", [4, 5]]]),
    ("MultiLabelMarginLoss", [], {}, [[4, 5], ["int", 5, [4, 5]]]),
    ("CosineEmbeddingLoss", [], {"margin": 0.2}, [[4, 5], [4, 5], ["sign", [4]]]),
    ("MarginRankingLoss", [], {}, [[4], [4], ["sign", [4]]]),
    ("MultiMarginLoss", [], {"p": 2}, [[6, 4], ["int", 4, [6]]]),
    ("TripletMarginLoss", [], {"swap": True}, [[4, 5], [4, 5], [4, 5]]),
    ("TripletMarginWithDistanceLoss", [], {"margin": 0.5, "swap": True}, [[4, 5], [4, 5], [4, 5]]),
    ("NLLLoss2d", [], {"reduction": "sum"}, [[6, 4], ["int", 4, [6]]]),
    ("PairwiseDistance", [], {"p": 1, "keepdim": True}, [[4, 5], [4, 5]]),
    ("CosineSimilarity", [0], {}, [[4, 5], [4, 5]]),
    ("PixelShuffle", [2], {}, [TINY]),
    ("PixelUnshuffle", [2], {}, [TINY]),
    ("ChannelShuffle", [2], {}, [TINY]),
    ("Fold", [[4, 5], [2, 2]], {}, [[1, 12, 12]]),
    ("Unfold", [[3, 2]], {"dilation": 2, "padding": [1, 0], "stride": 2}, [TINY]),
    ("Upsample", [], {"scale_factor": [2, 3], "mode": "bilinear", "align_corners": False}, [TINY]),
    ("Upsample", [5], {"mode": "linear"}, [SEQ]),
    ("UpsamplingNearest2d", [], {"scale_factor": 2}, [TINY]),
    ("UpsamplingBilinear2d", [[9, 7]], {}, [TINY]),
    ("LocalResponseNorm", [3, 0.1], {"k": 2}, [TINY]),
    ("GroupNorm", [2, 4], {"bias": False}, [TINY]),
    ("RMSNorm", [[4, 4]], {"eps": 0.1}, [TINY]),
    ("InstanceNorm2d", [4], {"affine": True, "track_running_stats": True}, [TINY]),
    ("SyncBatchNorm", [4], {"momentum": None}, [TINY]),
    ("EmbeddingBag", [10, 3], {"mode": "sum", "padding_idx": -1}, [["int", 10, [2, 4]]]),
    ("EmbeddingBag", [10, 3], {"max_norm": 1.5, "scale_grad_by_freq": True}, [["int", 10, [2, 4]]]),
    ("ConvTranspose2d", [4, 6, 3], {"stride": 2, "output_padding": 1, "groups": 2, "dilation": 2}, [TINY]),
    ("ReflectionPad2d", [[1, 2, 3, 0]], {}, [TINY]),
    ("AdaptiveLogSoftmaxWithLoss", [8, 12, [3, 7]], {"head_bias": True}, [[6, 8], ["int", 12, [6]]]),
    ("LazyLinear", [3], {}, [[4, 5]]),
    ("LazyConvTranspose1d", [3, 2], {"bias": False}, [SEQ]),
    ("LazyBatchNorm2d", [], {"momentum": 0.3}, [TINY]),
    ("LazyInstanceNorm1d", [], {"track_running_stats": False}, [SEQ]),
]


def draw(spec):
    if spec[0] == "int":
        return torch.randint(spec[1], spec[2])
    if spec[0] == "prob":
        return torch.rand(spec[1])
    if spec[0] == "sign":
        return torch.rand(spec[1]).sub(0.5).sign()
    if spec[0] == "float64":
        return torch.randn(spec[1], dtype=torch.float64)
    return torch.randn(spec)


def tensors(value, keyword=None):
    """Lists of floats are tensors, other lists tuples, dtypes are named."""
    if isinstance(value, list) and value and all(isinstance(one, float) for one in value):
        return torch.tensor(value)
    if isinstance(value, list):
        return tuple(value)
    return getattr(torch, value) if keyword == "dtype" else value


def single(output):
    """Of several results the first, which the others follow from."""
    return output[0] if isinstance(output, tuple) else output


def modules():
    for seed, (name, args, kwargs, inputs) in enumerate(MODULES):
        torch.manual_seed(seed)
        module = getattr(nn, name)(*map(tensors, args), **{k: tensors(v, k) for k, v in kwargs.items()})
        text = repr(module)
        lazy = isinstance(module, nn.modules.lazy.LazyModuleMixin)
        if lazy:
            # The parameters come with the first call.
            module(*(draw(spec) for spec in inputs))
        initial = {key: pack(value) for key, value in module.state_dict().items()}
        given = [draw(spec) for spec in inputs]
        leaf = given[0].is_floating_point()
        if leaf:
            given[0].requires_grad_()
        # In-place modules may not change a leaf.
        output = single(module(given[0] * 1 if leaf else given[0], *given[1:]))
        grads = []
        if output.requires_grad:
            output.pow(2).sum().backward()
            grads = [p.grad for p in module.parameters()] + ([given[0].grad] if leaf else [])
        after = {key: pack(value) for key, value in module.state_dict().items()}
        module.eval()
        with torch.no_grad():
            evaluated = single(module(*(one.detach().clone() for one in given)))
        yield {
            "name": name,
            "args": args,
            "kwargs": kwargs,
            "inputs": inputs,
            "seed": seed,
            "repr": text,
            **({"lazy": True} if lazy else {}),
            "initial": initial,
            "output": pack(output),
            "grads": [pack(grad) for grad in grads],
            "state": {key: value for key, value in after.items() if value != initial[key]},
            "eval": pack(evaluated),
        }


SGD = [
    {"lr": 0.1},
    {},
    {"lr": 0.1, "momentum": 0.9},
    {"lr": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.01},
    {"lr": 0.1, "momentum": 0.9, "dampening": 0.3, "maximize": True},
    {"lr": 0.1, "weight_decay": 0.1, "maximize": True},
    {"lr": 0.1, "momentum": 0.5, "foreach": True, "weight_decay": 0.02},
    {"lr": 0.1, "momentum": 0.5, "foreach": False, "weight_decay": 0.02},
    {"lr": 0.1, "momentum": 0.9, "fused": True, "weight_decay": 0.02},
    {"lr": 0.1, "momentum": 0.9, "nesterov": True, "fused": True, "maximize": True},
    {"lr": 1},
]
ADAM = [
    {},
    {"lr": 0.01, "betas": [0.8, 0.95], "eps": 1e-3},
    {"weight_decay": 0.1},
    {"weight_decay": 0.1, "decoupled_weight_decay": True},
    {"amsgrad": True},
    {"amsgrad": True, "maximize": True, "weight_decay": 0.02, "lr": 0.02},
    {"foreach": True, "amsgrad": True},
    {"foreach": False, "amsgrad": True, "weight_decay": 0.02},
    {"fused": True},
    {"fused": True, "amsgrad": True, "weight_decay": 0.1, "decoupled_weight_decay": True},
    {"lr": 0.1, "eps": 1e-4},
]


def optimizers():
    cases = [("SGD", kwargs) for kwargs in SGD] + [("Adam", kwargs) for kwargs in ADAM]
    for dtype in ["float32", "float64", "bfloat16"]:
        for name, kwargs in cases:
            if dtype == "bfloat16" and kwargs.get("fused"):
                continue
            torch.manual_seed(7)
            shapes = [[4, 3], [5], [], [2, 2, 2]]
            params = [nn.Parameter(torch.randn(shape, dtype=getattr(torch, dtype))) for shape in shapes]
            given = {k: tuple(v) if isinstance(v, list) else v for k, v in kwargs.items()}
            # Two groups, the second with a rate of its own; a parameter without a gradient now and then.
            groups = [{"params": params[:2]}, {"params": params[2:], "lr": 0.02}]
            optimizer = getattr(torch.optim, name)(groups, **given)
            for step in range(10):
                for i, param in enumerate(params):
                    param.grad = None if i == 1 and step % 3 == 1 else torch.randn_like(param)
                optimizer.step()
            state_dict = optimizer.state_dict()
            wide = lambda t: pack(t.float() if t.dtype == torch.bfloat16 else t)
            yield {
                "name": name,
                "kwargs": kwargs,
                "dtype": dtype,
                "repr": repr(optimizer),
                "params": [wide(p) for p in params],
                "param_groups": [{k: list(v) if isinstance(v, tuple) else v for k, v in group.items()} for group in state_dict["param_groups"]],
                "state": [[i, {k: None if v is None else wide(v) for k, v in state.items()}] for i, state in state_dict["state"].items()],
            }


def training():
    """A small conv net on drawn images: losses of two epochs, and the final state."""
    for name, kwargs in [("SGD", {"lr": 0.05, "momentum": 0.9}), ("Adam", {"lr": 0.003})]:
        torch.manual_seed(3)
        net = nn.Sequential(
            nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Dropout(0.25), nn.Linear(64, 10)
        )
        images, labels = torch.randn(50, 1, 8, 8), torch.randint(10, (50,))
        loader = data.DataLoader(data.TensorDataset(images, labels), batch_size=16, shuffle=True)
        criterion = nn.CrossEntropyLoss()
        optimizer = getattr(torch.optim, name)(net.parameters(), **kwargs)
        losses = []
        for _ in range(2):
            for x, y in loader:
                optimizer.zero_grad()
                loss = criterion(net(x), y)
                loss.backward()
                optimizer.step()
                losses.append(loss.item())
        yield {
            "name": name,
            "kwargs": kwargs,
            "repr": repr(net),
            "losses": losses,
            "state": {key: pack(value) for key, value in net.state_dict().items()},
        }


def loading():
    def batches(loader):
        return [batch.tolist() for batch in loader]

    numbers = list(range(23))
    for kwargs in [
        {"batch_size": 5},
        {"batch_size": 5, "shuffle": True},
        {"batch_size": 5, "shuffle": True, "drop_last": True},
        {"batch_size": 23, "shuffle": True},
        {"shuffle": True},
        {"batch_size": None},
    ]:
        torch.manual_seed(11)
        loader = data.DataLoader(numbers, **kwargs)
        rows = [batches(loader) if kwargs.get("batch_size", 1) is not None else list(loader) for _ in range(2)]
        yield {"what": "loader", "kwargs": kwargs, "rows": rows, "length": len(loader), "next": torch.rand(()).item()}
    for kwargs in [{"batch_size": 4, "shuffle": True}, {"batch_size": 4}]:
        torch.manual_seed(12)
        generator = torch.Generator().manual_seed(99)
        loader = data.DataLoader(numbers, generator=generator, **kwargs)
        rows = [batches(loader) for _ in range(2)]
        yield {"what": "generator", "kwargs": kwargs, "rows": rows, "next": torch.rand(()).item()}
    for name, args, kwargs in [
        ("SequentialSampler", [numbers], {}),
        ("RandomSampler", [numbers], {}),
        ("RandomSampler", [numbers], {"num_samples": 50}),
        ("RandomSampler", [numbers], {"replacement": True, "num_samples": 70}),
        ("SubsetRandomSampler", [[3, 1, 4, 15, 9, 2, 6]], {}),
        ("WeightedRandomSampler", [[0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 12], {}),
        ("WeightedRandomSampler", [[0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 5], {"replacement": False}),
    ]:
        torch.manual_seed(13)
        sampler = getattr(data, name)(*args, **kwargs)
        rows = [list(sampler) for _ in range(2)]
        yield {"what": "sampler", "name": name, "args": args, "kwargs": kwargs, "rows": rows, "length": len(sampler), "next": torch.rand(()).item()}
    for lengths in [[20, 3], [0.5, 0.3, 0.2], [0.9, 0.1], [23]]:
        torch.manual_seed(14)
        plain = [list(part.indices) for part in data.random_split(numbers, lengths)]
        seeded = data.random_split(numbers, lengths, generator=torch.Generator().manual_seed(42))
        yield {"what": "split", "lengths": lengths, "rows": plain, "seeded": [list(part.indices) for part in seeded], "next": torch.rand(()).item()}


if __name__ == "__main__":
    for made in (modules, optimizers, training, loading):
        dump(made.__name__, made())
