"""Runs recorded calls again from their encoded form, as the port will: these results are the goldens."""

import torch

from encode import Unsupported


def as_javascript(value):
    """JavaScript has one kind of number: 2.0 arrives as the int 2 (`1-conventions`, numbers)."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def fresh(tensor):
    """A copy that is a leaf, with the same strides and nothing else in its storage."""
    plain = tensor.detach()
    if plain.layout != torch.strided:
        copy = plain.clone()
    elif plain.is_contiguous() and not plain.is_conj():
        copy = plain.resolve_neg().clone(memory_format=torch.contiguous_format)
    elif plain.numel() == 0:
        copy = torch.empty_strided(plain.shape, plain.stride(), dtype=plain.dtype)
    else:
        conj = plain.is_conj()
        plain = (plain.conj() if conj else plain).resolve_neg()
        span = 1 + sum((n - 1) * s for n, s in zip(plain.shape, plain.stride()))
        copy = plain.as_strided((span,), (1,)).clone().as_strided(plain.shape, plain.stride())
        copy = copy.conj() if conj else copy
    return copy.requires_grad_() if tensor.requires_grad else copy


def _decode(value, inputs, results, number):
    if isinstance(value, list):
        return [_decode(item, inputs, results, number) for item in value]
    if not isinstance(value, dict):
        return number(value)
    ((kind, body),) = value.items()
    if kind == "t":
        return inputs[body]
    if kind == "r":
        found = results[body[0]]
        for index in body[1:]:
            found = found[index]
        return found
    if kind == "f":
        return -0.0 if body == "-0" else float(body)
    if kind == "i":
        return int(body)
    if kind == "c":
        return complex(*(_decode(part, inputs, results, float) for part in body))
    if kind == "d":
        return {key: _decode(item, inputs, results, number) for key, item in body.items()}
    if kind in ("dtype", "layout", "memory_format"):
        return getattr(torch, body)
    if kind == "device":
        return torch.device(body)
    if kind == "slice":
        return slice(*body)
    if kind == "ellipsis":
        return ...
    raise Unsupported(kind)


def _tupled(path, args):
    """x[a, b] and x[[a, b]] differ: an index that was a tuple has to be one again."""
    if path.endswith(("__getitem__", "__setitem__")) and isinstance(args[1], list):
        args[1] = tuple(args[1])
    return args


def replay(trace, inputs, *, integers=True):
    """The results of the calls, and the value of the whole."""
    number = as_javascript if integers else (lambda value: value)
    results: list = []
    for func, (path, args, kwargs) in zip(trace.funcs, trace.calls):
        args = _tupled(path, _decode(args, inputs, results, number))
        kwargs = {key: _decode(value, inputs, results, number) for key, value in kwargs.items()}
        results.append(func(*args, **kwargs))
    return results, _decode(trace.out, inputs, results, number) if trace.out is not None else None


def cotangent(tensor):
    """A fixed, exact, uneven gradient: 1, 1.25, ... 2.5, 1, ...; test/golden/support has the same."""
    at = torch.arange(tensor.numel())
    real = (1 + (at % 7) / 4).to(torch.float64)
    if tensor.is_complex():
        imag = ((at % 5) - 2).to(torch.float64) / 4
        return torch.complex(real, imag).to(tensor.dtype).reshape(tensor.shape)
    return real.to(tensor.dtype).reshape(tensor.shape)


def differentiable(value):
    if isinstance(value, torch.Tensor):
        if value.requires_grad and value.layout == torch.strided:
            yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from differentiable(item)


def gradients(out, inputs):
    """Backward through every differentiable result in turn; what the leaves have then."""
    for tensor in differentiable(out):
        tensor.backward(cotangent(tensor), retain_graph=True)
    return [tensor.grad if tensor.is_leaf else None for tensor in inputs]
