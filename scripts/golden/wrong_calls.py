"""Goldens of the same wrong calls to every operator: python scripts/golden/wrong_calls.py.

Each public function and method is called in each way below. Kept: class and message where Python
throws, and the fact where it does not.
"""

import inspect
import operator
import types

from oracle import DATA, torch

from encode import Container
from scenario import Scenario, step, t

INPUTS = [torch.arange(6.0).reshape(2, 3), torch.tensor([1, 0])]
X, I = t(0), t(1)

FUNCTION_CALLS = [
    ((), {}), ((X,), {}), (("a",), {}), ((1,), {}), ((None,), {}), (([X],), {}), ((X, X), {}), ((X, "a"), {}), ((X, 1.5), {}),
    ((X, None), {}), ((X, [0, "a"]), {}), ((X, 0, "a"), {}), ((X, I, X), {}), ((X,) * 12, {}), (([X, 1],), {}), ((2, X), {}),
    ((X,), {"foo": 1}), ((), {"foo": X}), ((X,), {"input": X}), ((X,), {"out": 3}), ((X,), {"dim": "a"}), ((X,), {"dtype": "a"}),
]
METHOD_CALLS = [
    ((X,), {}), ((X, "a"), {}), ((X, 1.5), {}), ((X, X), {}), ((X, None), {}), ((X, [0.5]), {}), ((X, 0, "a"), {}), ((X, X, "a"), {}),
    ((X,) * 12, {}), ((X,), {"foo": 1}), ((X, 1), {"foo": 1}), ((X,), {"dim": "a"}), ((X,), {"dtype": "a"}), ((X, 0), {"keepdim": 2}),
]
# Functions written in Python: only how arguments are bound to their `def` line.
BINDING_CALLS = [((), {}), ((X,) * 20, {}), ((), {"foo": 1}), ((X,), {"foo": 1}), ((X, X, X), {"input": X})]
# Not calls of operators, or calls whose outcome is not theirs to say.
LEFT_OUT = {
    "torch": ("cudnn_", "miopen_", "mkldnn_", "quantized_", "fbgemm_", "sym_", "dsmm", "hsmm", "hspmm", "saddmm", "spmm", "smm", "is_vulkan"),
    "torch.Tensor": ("data_ptr", "storage", "untyped_storage", "set_", "share_memory", "numpy", "dlpack", "cuda", "xpu", "ipu", "hpu", "mtia",
                     "register_", "as_subclass", "module_load", "names", "has_names", "reinforce", "storage_", "map_", "map2_", "apply_", "type"),
}
OURS = {
    "torch.from_numpy": "takes typed arrays and ndarrays, of which Python knows nothing",
    "torch.Tensor.index": "takes every form of an index",
    "torch.Tensor.index_put_": "takes every form of an index",
    "torch.nn.functional.assert_int_or_pair": "a helper of Python's, not public",
    "torch.Tensor.record_stream": "takes a stream, which a CPU build cannot make",
}
PLACES = {
    "torch": torch,
    "torch.special": torch.special,
    "torch.fft": torch.fft,
    "torch.linalg": torch.linalg,
    "torch.nn.functional": torch.nn.functional,
}
MODULES = ("torch._C._nn", "torch._C._linalg", "torch._C._fft", "torch._C._special")


def functions():
    for place, module in PLACES.items():
        for name in sorted(dir(module)):
            func = getattr(module, name)
            if name.startswith("_") or not isinstance(func, types.BuiltinFunctionType):
                continue
            native = func.__qualname__.startswith("_VariableFunctions") or func.__module__ in MODULES
            if native and not name.startswith(LEFT_OUT["torch"]) and f"{place}.{name}" not in OURS:
                yield f"{place}.{name}", FUNCTION_CALLS


def methods():
    for name in sorted(dir(torch.Tensor)):
        func = getattr(torch.Tensor, name)
        own = isinstance(func, types.MethodDescriptorType)
        public = not name.startswith(("_", *LEFT_OUT["torch.Tensor"])) and f"torch.Tensor.{name}" not in OURS
        if own and public:
            yield f"torch.Tensor.{name}", METHOD_CALLS


def python_functions():
    for place, module in {**PLACES, "torch.Tensor": torch.Tensor, "torch.nn.init": torch.nn.init}.items():
        for name in sorted(dir(module)):
            func = getattr(module, name)
            own = isinstance(func, types.FunctionType) and "<locals>" not in func.__qualname__
            home = getattr(func, "__module__", "") or ""
            known = home in ("torch.nn.functional", "torch.functional", "torch.nn.init", "torch._tensor")
            left_out = name.startswith(("_", *LEFT_OUT.get(place, ()))) or f"{place}.{name}" in OURS
            if own and known and not left_out and func.__name__ == name:
                yield f"{place}.{name}", [call for call in BINDING_CALLS if call[0] or place != "torch.Tensor"]


def binds(path, args, kwargs) -> bool:
    """Whether the arguments fit the `def` line: then the rest is not about the call."""
    func = operator.attrgetter(path[len("torch.") :])(torch)
    if not isinstance(func, types.FunctionType):
        return False
    try:
        inspect.signature(func).bind(*args, **kwargs)
    except TypeError:
        return False
    return True


def outcome(path, args, kwargs):
    try:
        Scenario(INPUTS, [step(path, *args, **kwargs)]).run()
    except Exception as error:
        return [type(error).__name__.lstrip("_"), str(error)]
    return None


def main():
    box = Container(inputs=[], functions=[])
    box.header["inputs"] = [[box.tensor(x), 0] for x in INPUTS]
    for path, calls in [*functions(), *methods(), *python_functions()]:
        cases = []
        for args, kwargs in calls:
            if binds(path, args, kwargs):
                continue
            scenario = Scenario(INPUTS, [step(path, *args, **kwargs)])
            cases.append([*scenario.calls[0][1:], outcome(path, args, kwargs)])
        box.header["functions"].append([path, cases])
    total = sum(len(cases) for _, cases in box.header["functions"])
    print(len(box.header["functions"]), "functions,", total, "calls,", box.write(DATA / "wrong_calls.gz"), "bytes")


if __name__ == "__main__":
    main()
