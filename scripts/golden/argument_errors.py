"""Goldens of wrong arguments to every native function and method: python scripts/golden/argument_errors.py.

The same few wrong calls are made to each bound name (scripts/generate/facts.json); the whole text of
each TypeError is kept, null where the call gave none. Both the names and the calls are repeated by
test/golden/argument_errors.test.ts.
"""

import gzip
import json

from oracle import DATA, torch

NAMESPACES = {
    "torch": torch._C._VariableFunctions,
    "Tensor": torch._C.TensorBase,
    **{name: getattr(torch._C, f"_{name}") for name in ("nn", "linalg", "fft", "special", "sparse", "nested")},
}


def wrong_calls():
    x = torch.ones(2, 2)
    return [
        ([], {}),
        (["x"], {}),
        ([x], {"foo": 1}),
        ([x, "y"], {}),
        ([x] * 18, {}),
        ([None], {}),
        ([1.5], {}),
        ([x, None], {}),
        ([[1, "a"]], {}),
        ([x, [1.5]], {}),
        ([], {"input": 1}),
    ]


def text(function, receiver, args, kwargs):
    try:
        function(*receiver, *args, **kwargs)
    except TypeError as error:
        return str(error)
    except Exception:
        pass
    return None


def main():
    facts = json.loads((DATA.parents[1] / "scripts/generate/facts.json").read_text())
    golden = {}
    for namespace, owner in NAMESPACES.items():
        for name in facts[namespace]:
            function = getattr(owner, name, None)
            if function is None:
                continue
            receiver = lambda: [torch.ones(2, 2)] if namespace == "Tensor" else []
            texts = [text(function, receiver(), *call) for call in wrong_calls()]
            golden.setdefault(namespace, {})[name] = texts
    data = json.dumps(golden, separators=(",", ":")).encode()
    (DATA / "argument_errors.gz").write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    main()
