"""Turns a call of an op_db entry into calls of public functions, which a port can repeat.

Many entries wrap the function that they test in a lambda. Watching what a wrapper calls gives the
functions by their public names, with their arguments; each result may feed the next call.
"""

import torch
from torch.overrides import TorchFunctionMode, resolve_name

from encode import Unsupported, encode_value

# Where a function is public under a name that resolve_name does not know.
PLACES = [
    ("torch", torch),
    ("torch.nn.functional", torch.nn.functional),
    ("torch.linalg", torch.linalg),
    ("torch.fft", torch.fft),
    ("torch.special", torch.special),
    ("torch.sparse", torch.sparse),
    ("torch.signal.windows", torch.signal.windows),
    ("torch.masked", torch.masked),
]


def public_path(func) -> str | None:
    if isinstance(func, (torch._ops.OpOverload, torch._ops.OpOverloadPacket)):
        return f"torch.ops.{func}"
    # special_erf is torch.special.erf, _threshold is F.threshold: the shorter name is the public one.
    own = getattr(func, "__name__", "")
    for prefix, place in reversed(PLACES):
        for name in (own.split("_", 1)[-1], own):
            if name and getattr(place, name, None) == func:
                return f"{prefix}.{name}"
    name = resolve_name(func)
    if name is not None and not name.startswith("torch._C"):
        return name
    return None


# Public functions written in Python that a mode sees through; they are to stay one call.
WHOLE = ("svd_lowrank", "pca_lowrank")


class Recorder(TorchFunctionMode):
    def __init__(self):
        self.calls: list = []
        self.results: list = []

    def __enter__(self):
        self._originals = {name: getattr(torch, name) for name in WHOLE}
        for name, original in self._originals.items():
            setattr(torch, name, self._whole(original))
        return super().__enter__()

    def __exit__(self, *error):
        for name, original in self._originals.items():
            setattr(torch, name, original)
        return super().__exit__(*error)

    def _whole(self, original):
        def call(*args, **kwargs):
            with torch._C.DisableTorchFunction():
                return self.__torch_function__(original, (), args, kwargs)

        return call

    def __torch_function__(self, func, types, args=(), kwargs=None):
        self.calls.append((func, args, kwargs or {}))
        self.results.append(None)
        at = len(self.calls) - 1
        self.results[at] = func(*args, **(kwargs or {}))
        return self.results[at]


def tensors(value, path=()):
    if isinstance(value, torch.Tensor):
        yield path, value
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from tensors(item, (*path, index))


def _mutates(func, kwargs) -> bool:
    name = getattr(func, "__name__", "")
    return name in ("__setitem__", "__set__") or (name.endswith("_") and not name.endswith("__")) or "out" in kwargs


class Trace:
    """Calls in order; tensors are `{"t": input}` or `{"r": [call, path...]}`."""

    def __init__(self):
        self.inputs: list = []
        self.calls: list = []
        self.funcs: list = []
        self.out = None
        self._known: dict = {}
        self._alive: list = []

    def _ref(self, tensor):
        if id(tensor) not in self._known:
            self._known[id(tensor)] = {"t": len(self.inputs)}
            self.inputs.append(tensor)
        return dict(self._known[id(tensor)])

    def add(self, func, args, kwargs, result):
        path = public_path(func)
        if path is None:
            raise Unsupported(f"calls {getattr(func, '__qualname__', func)}, which has no public name")
        if "Tensor.__" in path and not isinstance(args[0], torch.Tensor):
            raise Unsupported("an operator spelled as a method, on a number")
        if path.endswith(("__getitem__", "__setitem__")) and not isinstance(args[1], tuple):
            args = (args[0], (args[1],), *args[2:])  # x[i] is x[(i,)]: one form for all
        self.calls.append([path, encode_value(list(args), self._ref), {k: encode_value(v, self._ref) for k, v in kwargs.items()}])
        self.funcs.append(func)
        self._alive.append(result)
        for where, tensor in tensors(result):
            self._known.setdefault(id(tensor), {"r": [len(self.calls) - 1, *where]})

    def finish(self, out):
        """Says where in the calls the result of the whole is."""
        for index in reversed(range(len(self._alive))):
            if self._alive[index] is out and out is not None:
                self.out = {"r": [index]}
                return self
        self.out = encode_value(out, self._ref)
        return self


def record(func, args, kwargs) -> tuple[Trace, BaseException | None]:
    """Calls `func` and gives the trace, with the error if it throws."""
    trace = Trace()
    if public_path(func) is not None:
        try:
            out = func(*args, **kwargs)
        except Exception as error:
            trace.add(func, args, kwargs, None)
            return trace, error
        trace.add(func, args, kwargs, out)
        return trace.finish(out), None
    recorder, out, error = Recorder(), None, None
    with recorder:
        try:
            out = func(*args, **kwargs)
        except Exception as raised:
            error = raised
    last = len(recorder.calls) - 1
    for at, ((called, call_args, call_kwargs), result) in enumerate(zip(recorder.calls, recorder.results)):
        useful = any(True for _ in tensors(result)) or _mutates(called, call_kwargs)
        final = at == last and (error is not None or (result is out and result is not None))
        if useful or final:
            trace.add(called, call_args, call_kwargs, result)
    if error is not None:
        if last < 0 or recorder.results[last] is not None:
            raise Unsupported("the error comes from the wrapper of the test, not from a public function")
        return trace, error
    return trace.finish(out), None
