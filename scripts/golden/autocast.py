"""Writes test/golden/autocast.gz: operators under torch.autocast('cpu'), with both types of lower precision.

    .oracle/bin/python scripts/golden/autocast.py

The operators are those of PyTorch's own test of autocast; a case is one call, in the form of op_db's. Their inputs do and
do not require gradients: what Python casts, it casts back in backward.
"""

from encode import Container, Unsupported, encode_value
from oracle import DATA, first_line
from replay import cotangent, differentiable, fresh
from scenario import Scenario, step

import torch
from torch.testing._internal.autocast_test_lists import AutocastCPUTestLists

PUBLIC = {"nll_loss2d": "nll_loss"}


def small(value):
    """Four in the place of eight in every dimension, to keep the file small."""
    if isinstance(value, torch.Tensor):
        return value[tuple(slice(4) if n == 8 else slice(None) for n in value.shape)].clone()
    return type(value)(small(one) for one in value) if isinstance(value, (list, tuple)) else value


def refer(value, inputs):
    """Tensors as references to inputs."""
    if isinstance(value, torch.Tensor):
        inputs.append(value)
        return {"t": len(inputs) - 1}
    if isinstance(value, (list, tuple)):
        return [refer(one, inputs) for one in value]
    return value


def rows():
    """(path, arguments, keywords) of every operator."""
    torch.manual_seed(5)
    lists = AutocastCPUTestLists("cpu")
    for name, args, *kwargs in lists.torch_16 + lists.torch_fp32:
        where = "torch.nn.functional" if name.endswith("_loss") else "torch"
        if name == "poisson_nll_loss":
            args = args[:2]
        if name == "binary_cross_entropy_with_logits":
            where = "torch.nn.functional"
        yield f"{where}.{name}", args, (kwargs or [{}])[0]
    for name, args, *kwargs in lists.nn_16 + lists.nn_fp32:
        kwargs = (kwargs or [{}])[0]
        if name == "reflection_pad1d":
            yield "torch.nn.functional.pad", (args[0], kwargs["padding"]), {"mode": "reflect"}
        else:
            yield f"torch.nn.functional.{PUBLIC.get(name, name)}", args, kwargs
    for name, bf16, fp16 in lists.torch_need_autocast_promote:
        yield f"torch.{name}", bf16, {}
        yield f"torch.{name}", fp16, {}
    for name, bf16, fp16, _ in lists.torch_expect_builtin_promote:
        yield f"torch.{name}", bf16, {}
        yield f"torch.{name}", fp16, {}
    x, weight, bias = torch.randn(2, 3, 8, 8), torch.randn(4, 3, 3, 3), torch.randn(4)
    yield "torch.nn.functional.conv2d", (x, weight, bias), {"padding": 1}
    yield "torch.nn.functional.softmax", (x, 1), {}
    yield "torch.nn.functional.layer_norm", (x, [8, 8]), {}
    yield "torch.nn.functional.interpolate", (x,), {"scale_factor": 2, "mode": "bilinear"}
    yield "torch.nn.functional.grid_sample", (x, torch.rand(2, 4, 4, 2)), {"align_corners": False}
    q = torch.randn(2, 2, 5, 8)
    yield "torch.nn.functional.scaled_dot_product_attention", (q, q.flip(2), q.neg()), {}
    for name in ["sum", "exp", "log_softmax", "cumsum", "norm", "fft.fft", "linalg.norm", "stft"]:
        args = {"log_softmax": (x, 1), "cumsum": (x, 0), "stft": (torch.randn(40), 8)}.get(name, (x,))
        kwargs = {"stft": {"return_complex": True}}.get(name, {})
        yield f"torch.{name}", args, kwargs
        if name not in ("fft.fft", "linalg.norm", "stft"):
            args = (args[0].to(torch.bfloat16), *args[1:])
            yield f"torch.{name}", args, kwargs
    yield "torch.linalg.inv", (torch.randn(3, 3),), {}
    # Other types than float32 are left alone, but half among them.
    yield "torch.mm", (torch.randn(2, 2, dtype=torch.float64), torch.randn(2, 2, dtype=torch.float64)), {}
    yield "torch.mm", (torch.randn(2, 2), torch.randn(2, 2).to(torch.float16)), {}
    yield "torch.mm", (torch.ones(2, 2, dtype=torch.long), torch.ones(2, 2, dtype=torch.long)), {}
    yield "torch.einsum", ("ij,jk->ik", torch.randn(3, 4), torch.randn(4, 2)), {}


def encode(box, path, args, kwargs, dtype, grad):
    inputs = []
    if "multi_head" not in path:
        args = small(args)
    references = refer(list(args), inputs)
    if grad:
        inputs = [x.detach().clone().requires_grad_() if x.is_floating_point() else x for x in inputs]
    case = {"form": "function", "dtype": str(dtype)[len("torch.") :], "grad": grad, "path": path}
    program = Scenario(inputs, [step(path, *references, **kwargs)])
    case.update(program.encode(box))
    with torch.autocast("cpu", dtype=dtype):
        try:
            out, made = program.run()
            case["want"] = encode_value(out, lambda x: {"t": box.tensor(x)})
            if grad:
                for x in differentiable(out):
                    x.backward(cotangent(x), retain_graph=True)
                case["grads"] = [None if x.grad is None else box.tensor(x.grad) for x in made]
        except Unsupported:
            raise
        except Exception as error:
            if grad:
                return None
            case["error"] = first_line(error)
    return case


if __name__ == "__main__":
    box = Container()
    made = [
        encode(box, path, args, kwargs, dtype, grad)
        for path, args, kwargs in rows()
        for dtype in (torch.bfloat16, torch.float16)
        for grad in (False, True)
    ]
    box.header["cases"] = [case for case in made if case is not None]
    print(len(box.header["cases"]), "cases,", box.write(DATA / "autocast.gz"), "bytes")
