"""Goldens from PyTorch's module_db: python scripts/golden/module_db.py [--out FILE] [--only TEXT].

Every entry and sample, in float32 and float64: state under a seed, text, outputs and gradients in training, what changed,
outputs in evaluation, and error_inputs. Large tensors are told by a hash of their bytes.
"""

import argparse
import dataclasses
import functools
import hashlib
import sys
from pathlib import Path

from oracle import DATA, first_line, torch  # first: it makes the databases importable

from torch.testing._internal.common_modules import ModuleErrorEnum, module_db

from encode import Container, Unsupported, encode_value, raw_bytes
from replay import as_javascript, cotangent, differentiable, fresh

# Elements up to which a tensor is stored by value.
SMALL = 4
# Samples above which an entry is made smaller.
MANY = 30


def remember_arguments(cls):
    """Modules among the arguments of a sample are made anew, from the arguments that they were made with."""
    original = cls.__init__

    @functools.wraps(original)
    def init(self, *args, **kwargs):
        original(self, *args, **kwargs)
        self._golden_arguments = (args, dict(kwargs))

    cls.__init__ = init


remember_arguments(torch.nn.TransformerEncoderLayer)


def cast(value, dtype, memo):
    """The same argument in another floating point dtype; a tensor given twice stays one."""
    if isinstance(value, torch.Tensor):
        if id(value) not in memo:
            # Through float32, in which they are stored.
            plain = value.detach().float().to(dtype) if value.is_floating_point() else value.detach()
            memo[id(value)] = plain.clone().requires_grad_(value.requires_grad)
        return memo[id(value)]
    if value is torch.float32:
        return dtype
    if isinstance(value, torch.nn.Module):
        args, kwargs = value._golden_arguments
        return New(type(value), cast(args, dtype, memo), cast(kwargs, dtype, memo))
    if dataclasses.is_dataclass(value):
        return New(type(value), (), dataclasses.asdict(value))
    if isinstance(value, (list, tuple)):
        return type(value)(cast(item, dtype, memo) for item in value)
    if isinstance(value, dict):
        return {key: cast(item, dtype, memo) for key, item in value.items()}
    return value


class New:
    """An argument that is an object, to be made under the seed."""

    def __init__(self, cls, args, kwargs):
        self.cls, self.args, self.kwargs = cls, args, kwargs

    def make(self):
        return self.cls(*self.args, **self.kwargs)


def made(value):
    if isinstance(value, New):
        return value.make()
    if isinstance(value, (list, tuple)):
        return type(value)(made(item) for item in value)
    if isinstance(value, dict):
        return {key: made(item) for key, item in value.items()}
    return value


def copied(value):
    """Tensors anew, as leaves; the same tensor twice stays one."""
    memo = {}

    def copy(item):
        if isinstance(item, torch.Tensor):
            return memo.setdefault(id(item), fresh(item))
        if isinstance(item, (list, tuple)):
            return type(item)(copy(one) for one in item)
        if isinstance(item, dict):
            return {key: copy(one) for key, one in item.items()}
        return item

    return copy(value)


def leaves(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)


class Writer:
    """Encodes one sample into the container."""

    def __init__(self, box: Container):
        self.box = box
        self.known: dict = {}

    def argument(self, value):
        if isinstance(value, New):
            return {"new": [value.cls.__name__, self.argument(value.args), self.argument(value.kwargs)["d"]]}
        if callable(value) and getattr(torch.nn.functional, getattr(value, "__name__", ""), None) is value:
            return {"function": value.__name__}
        if isinstance(value, torch.Tensor):
            # Once for both dtypes: the wider one has the same values.
            stored = value.detach().to(torch.float32) if value.is_floating_point() else value
            which = self.known.setdefault(id(value), len(self.known))
            return {"t": [self.box.tensor(stored), int(value.requires_grad), which]}
        if isinstance(value, (list, tuple)):
            return [self.argument(item) for item in value]
        if isinstance(value, dict):
            return {"d": {key: self.argument(item) for key, item in value.items()}}
        return encode_value(value, None)

    def arguments(self, given):
        """Positional and keyword arguments; a tensor is a row, whether it needs a gradient, and which one it is."""
        self.known = {}
        return [self.argument(given.args), self.argument(given.kwargs)["d"]]

    def tensor(self, tensor):
        """A row of the table, or dtype, shape and hash."""
        tensor = tensor.detach()
        if tensor.layout != torch.strided:
            raise Unsupported(f"layout {tensor.layout}")
        tensor = tensor.contiguous()
        if tensor.numel() <= SMALL:
            return self.box.tensor(tensor)
        digest = hashlib.sha256(raw_bytes(tensor)).hexdigest()[:12]
        return f"{str(tensor.dtype)[len('torch.'):]}{list(tensor.shape)} {digest}".replace(", ", ",")

    def result(self, value):
        if isinstance(value, torch.Tensor):
            return {"t": self.tensor(value)}
        if isinstance(value, (list, tuple)):
            return [self.result(item) for item in value]
        if value is None:
            return None
        raise Unsupported(f"a result of type {type(value).__name__}")

    def state(self, module):
        return {key: None if is_lazy(value) else self.tensor(value) for key, value in module.state_dict().items()}


is_lazy = torch.nn.parameter.is_lazy


@dataclasses.dataclass
class Given:
    args: tuple
    kwargs: dict

    @classmethod
    def of(cls, function_input, dtype):
        memo = {}
        return cls(cast(function_input.args, dtype, memo), cast(function_input.kwargs, dtype, memo))

    def as_javascript(self):
        def integral(value):
            if isinstance(value, tuple):
                return tuple(integral(item) for item in value)
            if isinstance(value, New):
                return New(value.cls, integral(value.args), {key: integral(item) for key, item in value.kwargs.items()})
            return as_javascript(value)

        return Given(integral(self.args), {key: integral(value) for key, value in self.kwargs.items()})


def construct(cls, given, dtype):
    """As PyTorch's own tests do: not every sample tells the module its dtype."""
    torch.manual_seed(0)
    args, kwargs = made(copied(given.args)), made(copied(given.kwargs))
    return cls(*args, **kwargs).to(dtype)


def texts(cls, given, dtype, module):
    """What it prints; a second text where JavaScript's numbers make another one (`1-conventions`, numbers)."""
    text = repr(module)
    try:
        other = repr(construct(cls, given.as_javascript(), dtype))
    except Exception:
        return [text]
    return [text] if other == text else [text, other]


def call(module, given):
    torch.manual_seed(1)
    args, kwargs = copied((given.args, given.kwargs))
    return module(*args, **kwargs), list(leaves(args)) + list(leaves(kwargs))


def sample_case(writer, cls, constructor, forward, dtype) -> dict:
    module = construct(cls, constructor, dtype)
    case = {"repr": texts(cls, constructor, dtype, module)}
    case["initial"] = writer.state(module)
    if any(map(is_lazy, module.state_dict().values())):
        torch.manual_seed(0)
        args, kwargs = copied((forward.args, forward.kwargs))
        module(*args, **kwargs)
        case["dry"] = {"repr": repr(module), "state": writer.state(module)}
    out, inputs = call(module, forward)
    case["out"] = writer.result(out)
    for tensor in differentiable(out):
        tensor.backward(cotangent(tensor), retain_graph=True)
    case["grads"] = [None if x.grad is None else writer.tensor(x.grad) for x in [*module.parameters(), *inputs]]
    before = case.get("dry", {}).get("state") or case["initial"]
    case["after"] = {key: value for key, value in writer.state(module).items() if value != before[key]}
    module.eval()
    with torch.no_grad():
        case["eval"] = writer.result(call(module, forward)[0])
    return case


def error_case(writer, cls, wrong) -> dict:
    given = wrong.module_error_input.constructor_input, wrong.module_error_input.forward_input
    fails_late = wrong.error_on != ModuleErrorEnum.CONSTRUCTION_ERROR
    asked = [Given.of(one, torch.float32) for one in given if one is not None]

    def error_of(constructor, forward=None):
        try:
            module = construct(cls, constructor, torch.float32)
            if fails_late:
                call(module, forward)
        except Exception as error:
            return first_line(error)

    if error_of(*asked) is None:
        raise Unsupported("throws nothing")
    asked = [one.as_javascript() for one in asked]
    error = error_of(*asked)
    if error is None:
        raise Unsupported("throws only for a float that JavaScript takes for an int")
    case = {"constructor": writer.arguments(asked[0]), "error": error}
    return {**case, "forward": writer.arguments(asked[1])} if fails_late else case


def share_inputs(samples):
    """Samples whose first input has the same shape get the same one: their settings tell them apart."""
    first = {}
    for sample in samples:
        given = sample.forward_input
        if isinstance(given.args[0], torch.Tensor) and given.args[0].is_floating_point():
            shared = first.setdefault((given.args[0].shape, given.args[0].requires_grad), given.args[0])
            given.args = (shared, *given.args[1:])


def entry(box, info, skipped) -> dict:
    arguments = {"device": "cpu", "dtype": torch.float32, "requires_grad": True, "training": True}
    cls = info.module_cls
    torch.manual_seed(2)
    samples = list(info.module_inputs_func(info, **arguments))
    found = {"name": cls.__name__, "cases": [], "errors": []}
    if len(samples) > MANY:
        share_inputs(samples)
    for sample in samples:
        given = sample.constructor_input, sample.forward_input
        writer = Writer(box)
        try:
            constructor, forward = (writer.arguments(Given.of(one, torch.float32)) for one in given)
            case = {"constructor": constructor, "forward": forward}
            for dtype in (torch.float32, torch.float64):
                name = str(dtype)[len("torch.") :]
                case[name] = sample_case(writer, cls, *(Given.of(one, dtype) for one in given), dtype)
        except Unsupported as reason:
            skipped.append([info.name, sample.desc, str(reason)])
            continue
        found["cases"].append(case)
    if info.module_error_inputs_func is not None:
        for wrong in info.module_error_inputs_func(info, **arguments):
            try:
                found["errors"].append(error_case(Writer(box), cls, wrong))
            except Unsupported as reason:
                skipped.append([info.name, "error", str(reason)])
    return found


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--out", type=Path, default=DATA / "nn" / "module_db.gz")
    options.add_argument("--only", default="")
    options = options.parse_args()
    box, skipped = Container(entries=[]), []
    for info in module_db:
        if options.only in info.name:
            box.header["entries"].append(entry(box, info, skipped))
    box.header["skipped"] = skipped
    size = box.write(options.out)
    cases = sum(len(one["cases"]) for one in box.header["entries"])
    errors = sum(len(one["errors"]) for one in box.header["entries"])
    print(f"{size / 1e6:.2f} MB, {cases} cases, {errors} errors, {len(skipped)} skipped", file=sys.stderr)
    for row in skipped:
        print(*row, sep=": ", file=sys.stderr)


if __name__ == "__main__":
    main()
