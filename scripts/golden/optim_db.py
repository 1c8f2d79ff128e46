"""Makes test/golden/optim_db.gz: every optimizer in every configuration of PyTorch's own optim_db, and its errors.

    python scripts/golden/optim_db.py

Values are kept as short digests of their bytes, one for all after each of ten steps and one for each of the first at
the end: the tests compare to the bit, and the latter say what differs.
"""

import gzip
import hashlib
import json
import sys
import warnings
from unittest import mock

import oracle
import torch
from torch.nn import Parameter
from torch.testing._internal.common_optimizers import optim_db

from replay import as_javascript

STEPS = 10


def digest(*tensors):
    sha = hashlib.sha1()
    for tensor in tensors:
        plain = tensor.detach().to_dense() if tensor.is_sparse else tensor.detach()
        sha.update(plain.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes())
    return sha.hexdigest()[:6]


def tensors_of(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from tensors_of(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from tensors_of(item)


def summary(value):
    """A state as JSON, with tensors by dtype, shape and digest."""
    if isinstance(value, torch.Tensor):
        return f"{str(value.dtype)[6:]} {list(value.shape)} {digest(value)}"
    if isinstance(value, dict):
        return {str(key): summary(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [summary(item) for item in value]
    return value


def setting(value):
    """A keyword's value as the test can make it again."""
    if isinstance(value, torch.Tensor):
        return {"tensor": value.tolist(), "dtype": str(value.dtype)[6:]}
    if isinstance(value, (list, tuple)):
        return [setting(item) for item in value]
    return value


def plain(value):
    """Numbers as JavaScript has them, but for the betas, which are floats everywhere."""
    return {k: v if k == "betas" else as_javascript(v) for k, v in value.items()}


def outcome(error):
    return [type(error).__name__, str(error).split("\n")[0]]


# Parameters: several shapes, one of them 0-d, one with strides of its own.
COMMON = [[4, 3], [5], [], [2, 2, 2], "transposed"]
SHAPES = {"LBFGS": COMMON[:4], "Muon": [[4, 3], [3, 5], [2, 2]], "SparseAdam": [[6, 3], [5], [4, 2, 2]]}


def make(shape, dtype):
    return torch.randn(2, 3, dtype=dtype).t() if shape == "transposed" else torch.randn(shape, dtype=dtype)


def sparse_grad(param):
    """Uncoalesced: a row comes twice."""
    indices = torch.randint(param.size(0), (1, 4))
    return torch.sparse_coo_tensor(indices, torch.randn(4, *param.shape[1:], dtype=param.dtype), param.shape)


def run(case, optimizer_class, kwargs):
    """Ten steps; the case gets what came out."""
    torch.manual_seed(7)
    dtype = getattr(torch, case["dtype"])
    tensors = [make(shape, dtype) for shape in case["shapes"]]
    params = tensors if kwargs.get("differentiable") else [Parameter(tensor) for tensor in tensors]
    groups = params
    if len(params) > 1 and case["groups"]:
        groups = [{"params": params[:2]}, {"params": params[2:], "lr": 0.02}]
    try:
        optimizer = optimizer_class(groups, **kwargs)
        digests = []
        for step in range(STEPS):
            if case["closure"]:
                optimizer.step(quadratic(optimizer, params))
            else:
                for i, param in enumerate(params):
                    if case["sparse"] and param.dim() > 0:
                        param.grad = sparse_grad(param)
                    else:
                        param.grad = None if i == 1 and step % 3 == 1 else torch.randn_like(param)
                optimizer.step()
            digests.append(digest(*params, *tensors_of(list(optimizer.state.values()))))
    except Exception as error:
        return {**case, "error": outcome(error)}
    state_dict = optimizer.state_dict()
    return {
        **case,
        "repr": repr(optimizer),
        "digests": digests,
        "params": [digest(param) for param in params[:5]],
        "param_groups": [{k: setting(v) for k, v in group.items()} for group in state_dict["param_groups"]],
        "state": [[i, summary(state)] for i, state in list(state_dict["state"].items())[:5]],
    }


def quadratic(optimizer, params):
    """A bowl with a slope and a little of the fourth power, so that line searches have something to do."""

    def closure():
        optimizer.zero_grad()
        loss = 0
        for i, param in enumerate(params):
            shifted = param.abs() - 0.1 * (i + 1) if param.is_complex() else param - 0.1 * (i + 1)
            loss = loss + (shifted.pow(2) * (i + 1)).sum() + shifted.pow(4).sum()
        loss.backward()
        return loss

    return closure


def implementations(info):
    """The choices of an implementation, each with its keywords."""
    yield "default", {}
    for impl in info.supported_impls:
        yield impl, {impl: True}
    if "foreach" in info.supported_impls:
        yield "single", {"foreach": False}


def configurations():
    for info in optim_db:
        name = info.optim_cls.__name__
        shapes = SHAPES.get(name, COMMON)
        common = {
            "name": name,
            "closure": info.step_requires_closure,
            "groups": info.supports_param_groups and not info.step_requires_closure,
        }
        dtypes = ["float32", "float64", "bfloat16", *(["complex64"] if info.supports_complex else [])]
        for dtype in dtypes:
            for given in info.optim_inputs_func("cpu"):
                for impl, extra in implementations(info):
                    # Many parameters are taken as lists by default.
                    many = 4 if impl == "default" and not info.step_requires_closure else 1
                    sparse = info.only_supports_sparse_grads
                    case = {**common, "impl": impl, "dtype": dtype, "shapes": shapes * many, "sparse": sparse}
                    yield info, case, {**given.kwargs, **extra}
        if info.supports_sparse:
            for impl, extra in implementations(info):
                case = {**common, "impl": impl, "dtype": "float32", "shapes": SHAPES["SparseAdam"], "sparse": True}
                yield info, case, {"lr": 0.1, **extra}
        # A rate that is a tensor makes float32 of what comes of it.
        for impl, extra in [("default", {}), *([("foreach", {"foreach": True})] if info.supported_impls else [])]:
            if not info.only_supports_sparse_grads:
                case = {**common, "impl": impl, "dtype": "float64", "shapes": shapes * 4, "sparse": False}
                yield info, {**case, "groups": False}, {"lr": torch.tensor(0.013), **extra}
    for name in ["Adam", "AdamW"]:
        betas = (torch.tensor([0.9]), torch.tensor(0.99))
        case = {"name": name, "closure": False, "groups": False, "impl": "default", "dtype": "float64"}
        cls = next(info for info in optim_db if info.optim_cls.__name__ == name)
        yield cls, {**case, "shapes": COMMON * 4, "sparse": False}, {"betas": betas, "weight_decay": 0.1}
    extra = {
        "LBFGS": [{"line_search_fn": "strong_wolfe", "history_size": 2, "max_iter": 7, "lr": 0.3}, {"max_iter": 1}],
        "Muon": [{"adjust_lr_fn": "match_rms_adamw"}, {"nesterov": False}],
        "SGD": [{"momentum": 0.9, "dampening": 0.3, "weight_decay": 0.1, "maximize": True}],
        "ASGD": [{"t0": 3, "lambd": 0.1, "alpha": 0.6}, {"t0": 3, "foreach": True}],
        "Rprop": [{"step_sizes": (0.001, 0.02), "foreach": True}, {"step_sizes": (0.001, 0.02)}],
        "RAdam": [{"betas": (0.5, 0.7)}, {"betas": (0.5, 0.7), "foreach": True}],
    }
    for info in optim_db:
        name = info.optim_cls.__name__
        for kwargs in extra.get(name, []):
            case = {"name": name, "closure": info.step_requires_closure, "groups": False, "impl": "default"}
            yield info, {**case, "dtype": "float32", "shapes": SHAPES.get(name, COMMON) * 2, "sparse": False}, kwargs


def steps():
    for info, case, kwargs in configurations():
        kwargs = plain(kwargs)
        yield run({**case, "kwargs": {k: setting(v) for k, v in kwargs.items()}}, info.optim_cls, kwargs)


def capturable():
    """As on a GPU, whose graphs can hold a step: with a CPU among the devices that can."""
    for supported in [False, True]:
        patches = []
        if supported:
            for module in list(sys.modules.values()):
                if module.__name__.startswith("torch.optim.") and hasattr(module, "_get_capturable_supported_devices"):
                    patches.append(mock.patch.object(module, "_get_capturable_supported_devices", lambda *_, **__: ["cpu"]))
        for patch in patches:
            patch.start()
        for info in optim_db:
            if not info.has_capturable_arg:
                continue
            for given in info.optim_inputs_func("cuda"):
                if not given.kwargs.get("capturable"):
                    continue
                for impl, foreach in [("single", False), ("foreach", True)]:
                    for dtype in ["float32", "complex64"]:
                        if not supported and dtype == "complex64":
                            continue
                        case = {"name": info.optim_cls.__name__, "closure": False, "groups": False, "impl": impl, "dtype": dtype}
                        case |= {"shapes": COMMON, "sparse": False, "supported": supported}
                        kwargs = {**plain(given.kwargs), "foreach": foreach}
                        yield run({**case, "kwargs": {k: setting(v) for k, v in kwargs.items()}}, info.optim_cls, kwargs)
        for patch in patches:
            patch.stop()


def differentiable():
    """Two steps that autograd follows: gradients of the result to the parameter and both of its gradients."""
    for info in optim_db:
        if "differentiable" not in info.supported_impls:
            continue
        for given in info.optim_inputs_func("cpu"):
            for dtype in ["float64", *(["complex128"] if info.supports_complex else [])]:
                kwargs = plain({**given.kwargs, "differentiable": True})
                torch.manual_seed(11)
                param, *grads = (torch.randn(6, dtype=getattr(torch, dtype), requires_grad=True) for _ in range(3))
                case = {"name": info.optim_cls.__name__, "dtype": dtype, "kwargs": {k: setting(v) for k, v in kwargs.items()}}
                try:
                    moved = param.clone()
                    optimizer = info.optim_cls([moved], **kwargs)
                    for grad in grads:
                        moved.grad = grad
                        optimizer.step()
                    total = torch.view_as_real(moved) if moved.is_complex() else moved
                    total.pow(2).sum().backward()
                    case["digests"] = [None if t.grad is None else digest(t.grad) for t in (param, *grads)]
                    case["moved"] = digest(moved)
                except Exception as error:
                    case["error"] = outcome(error)
                yield case


class Params:
    """Structures of parameters as JSON; the same parameter twice is the same number twice."""

    def __init__(self):
        self.all = []

    def encode(self, value):
        if isinstance(value, torch.Tensor):
            at = next((i for i, known in enumerate(self.all) if known is value), None)
            if at is None:
                at = len(self.all)
                self.all.append(value)
            return {"param": at}
        if isinstance(value, dict):
            return {"group": {k: self.encode(v) for k, v in value.items()}}
        if isinstance(value, (list, tuple)):
            return [self.encode(item) for item in value]
        return value

    def rows(self):
        return [[str(p.dtype)[6:], list(p.shape), isinstance(p, Parameter), p.is_sparse] for p in self.all]


WRONG = [
    {"lr": -0.5}, {"lr": "a"}, {"lr": None}, {"lr": torch.tensor(-0.5)}, {"lr": torch.tensor([-0.5])},
    {"lr": torch.ones(2)}, {"eps": -0.1}, {"eps": [-0.1, 0.1]}, {"eps": [None, -0.1]}, {"eps": "b"},
    {"weight_decay": -0.1}, {"weight_decay": "c"}, {"momentum": -0.1}, {"foo": 3},
    {"betas": (1.0, 0.9)}, {"betas": (0.9, -0.5)}, {"betas": 3}, {"betas": (0.9,)}, {"betas": ("a", 0.9)},
    {"fused": True, "foreach": True}, {"fused": True, "differentiable": True}, {"foreach": True, "differentiable": True},
    {"capturable": True}, {"rho": 1.5}, {"rho": -0.5}, {"alpha": -0.5}, {"lr_decay": -0.5}, {"d": 0.5},
    {"initial_accumulator_value": -0.5}, {"etas": (1.5, 1.2)}, {"etas": (0.5, 0.9)}, {"momentum_decay": -0.5},
    {"beta2_decay": 0.5}, {"nesterov": True}, {"ns_steps": 100}, {"ns_coefficients": (1.5, 2.5)},
    {"adjust_lr_fn": "foo"}, {"line_search_fn": "foo"}, {"amsgrad": True, "fused": True}, {"lr": torch.tensor(0.1), "foreach": True},
]  # fmt: skip


# Gradients or closures that may not fit.
KINDS = ["dense", "complex", "sparse", "number", "none", "text"]


def errors():
    for info in optim_db:
        cls = info.optim_cls
        wanted = [(one.optimizer_error_input.params, one.optimizer_error_input.kwargs) for one in info.optim_error_inputs_func("cpu", torch.float32)]
        wanted += [(None, kwargs) for kwargs in WRONG]
        wanted += [([], {}), (3, {}), ([3], {}), ([{"lr": 0.5}], {}), ([[]], {}), ("ab", {})]
        wanted += [(kind, {}) for kind in KINDS]
        for given, kwargs in wanted:
            kwargs = plain(kwargs)
            closure = info.step_requires_closure
            kind = "sparse" if info.only_supports_sparse_grads else "dense"
            if given in KINDS:
                kind, given = given, None
            if given is None:
                given = [Parameter(torch.ones(2, 3, dtype=torch.complex64 if kind == "complex" else torch.float32))]
            box = Params()
            encoded = box.encode(given)
            for p in box.all:
                if not p.is_sparse:
                    p.grad = torch.ones_like(p).to_sparse(1) if kind == "sparse" else torch.ones_like(p)
            row = {"name": cls.__name__, "params": encoded, "rows": box.rows(), "kind": kind, "kwargs": {k: setting(v) for k, v in kwargs.items()}}
            with warnings.catch_warnings():
                warnings.simplefilter("error", UserWarning)
                try:
                    optimizer = cls(given, **kwargs)
                    if kind == "number":
                        optimizer.step(3)
                    elif kind == "text":
                        optimizer.step(lambda: "x")
                    elif kind == "none" or not closure:
                        optimizer.step(*([lambda: None] if closure else []))
                    else:
                        optimizer.step(lambda: box.all[0].abs().sum())
                except Exception as error:
                    row["error"] = outcome(error)
            yield row


def main():
    warnings.simplefilter("ignore")
    parts = [steps, capturable, differentiable, errors]
    result = {part.__name__: list(part()) for part in parts}
    text = json.dumps(result, separators=(",", ":"))
    path = oracle.DATA / "optim_db.gz"
    with open(path, "wb") as file:
        file.write(gzip.compress(text.encode(), 9, mtime=0))
    print({name: len(rows) for name, rows in result.items()}, path.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
