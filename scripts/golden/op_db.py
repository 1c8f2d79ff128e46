"""Goldens from PyTorch's op_db: python scripts/golden/op_db.py [--out DIR] [--count N] [--only TEXT]."""

import argparse
import inspect
import json
import sys
from pathlib import Path

from oracle import DATA, first_line, torch  # first: it makes the databases importable

from torch.testing._internal.common_methods_invocations import op_db

from encode import Container, Unsupported, encode_value, raw_bytes
from record import public_path, record, tensors
from replay import fresh, gradients, replay
from samples import FURTHER, OTHERS, choose, of_entry, weight, wrong_of_entry

# Elements of these are whatever the memory held.
UNINITIALISED = ("empty", "empty_like", "new_empty", "empty_strided", "new_empty_strided", "empty_permuted", "resize_", "resize_as_")
PER_FILE = 24
# Bytes of inputs above which an entry has one case.
HEAVY = 65536


def encode_result(box: Container, value, values: bool):
    """Like an argument, but tensors are rows of the table, and named results keep their names."""
    if isinstance(value, torch.Tensor):
        return {"t": box.tensor(value, values=values)}
    if type(value).__module__ == "torch.return_types":
        fields = list(type(value).__match_args__)
        return {"named": type(value).__name__, "fields": fields, "of": [encode_result(box, item, values) for item in value]}
    if isinstance(value, (list, tuple)):
        return [encode_result(box, item, values) for item in value]
    return encode_value(value, None)


def same(a, b) -> bool:
    if isinstance(a, torch.Tensor):
        if a.layout != torch.strided:
            return True
        return a.shape == b.shape and raw_bytes(a.resolve_conj().resolve_neg()) == raw_bytes(b.resolve_conj().resolve_neg())
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b))
    return a == b or a != a


def run(trace, integers):
    """Outcome of one replay under the seed: result, inputs after it, gradients, or the error."""
    inputs = [fresh(tensor) for tensor in trace.inputs]
    versions = [tensor._version for tensor in inputs]
    torch.manual_seed(0)
    _, out = replay(trace, inputs, integers=integers)
    changed = [at for at, tensor in enumerate(inputs) if tensor._version != versions[at]]
    grads, error = None, None
    try:
        grads = gradients(out, inputs)
    except (RuntimeError, NotImplementedError) as raised:
        error = first_line(raised)
    return out, inputs, changed, grads, error


class Case:
    """One call of one entry, in one form, on inputs of one dtype."""

    def __init__(self, form, dtype, func, sample, keywords):
        args = () if keywords else (sample.input, *sample.args)
        keywords = keywords or sample.kwargs
        before = {id(tensor): fresh(tensor) for _, tensor in tensors([*args, *keywords.values()])}
        self.trace, self.error = record(func, args, keywords)
        # The call may have changed what it was given.
        self.trace.inputs = [before.get(id(tensor), tensor) for tensor in self.trace.inputs]
        if form == "error" and self.error is None:
            raise Unsupported("throws nothing")
        self.head = {"form": form, "dtype": str(dtype)[len("torch.") :]}

    def encode(self, box: Container, initialised: bool) -> dict:
        trace = self.trace
        case = {
            **self.head,
            "inputs": [[box.tensor(t), int(t.requires_grad)] for t in trace.inputs],
            "calls": trace.calls,
        }
        if self.error is not None:
            # The replay decides: JavaScript's numbers may have turned the error into another.
            try:
                run(trace, True)
            except Exception as error:
                return {**case, "error": first_line(error)}
            raise Unsupported("throws only for a float that JavaScript takes for an int")
        try:
            out, inputs, changed, grads, error = run(trace, True)
            again = run(trace, True)
        except Exception:
            case["floats"] = True
            try:
                out, inputs, changed, grads, error = run(trace, False)
                again = run(trace, False)
            except Exception as reason:
                raise Unsupported(f"cannot be repeated on copies of its inputs: {first_line(reason)[1]}") from reason
        repeatable = same(out, again[0])
        case["out"] = trace.out
        case["want"] = encode_result(box, out, initialised and repeatable)
        if changed:
            case["after"] = {str(at): box.tensor(inputs[at], values=initialised) for at in changed}
        if any(grad is not None for grad in grads or ()):
            case["grads"] = [None if grad is None else box.tensor(grad, values=repeatable) for grad in grads]
        if error is not None:
            case["grad_error"] = error
        return case


def in_place(func):
    """The in-place form works on a copy, so that a leaf may require a gradient."""

    def call(self, *args, **kwargs):
        return func(self.clone(), *args, **kwargs)

    return call


def detached(value):
    """`out=` takes no part in autograd: its inputs must not require a gradient."""
    return value.detach() if isinstance(value, torch.Tensor) else value


def with_out(func):
    """The form with `out=`: empty tensors of the right dtypes, which the call resizes."""

    def call(*args, **kwargs):
        with torch._C.DisableTorchFunction():
            results = func(*args, **kwargs)
        if isinstance(results, torch.Tensor):
            return func(*args, **kwargs, out=torch.empty(0, dtype=results.dtype))
        return func(*args, **kwargs, out=tuple(torch.empty(0, dtype=result.dtype) for result in results))

    return call


def parameter_lists(func):
    """The names of a function's parameters, once for each of its overloads."""
    try:
        yield list(inspect.signature(func).parameters)
    except (TypeError, ValueError):
        for schema in torch._C._jit_get_schemas_for_operator(f"aten::{getattr(func, '__name__', '')}"):
            yield ["input" if argument.name == "self" else argument.name for argument in schema.arguments]


def by_keyword(func, sample):
    """All arguments by keyword, or None where Python has no such form."""
    given = (sample.input, *sample.args)
    if (public_path(func) or "torch.Tensor.").startswith("torch.Tensor."):
        return None
    for names in parameter_lists(func):
        try:
            func(**dict(zip(names, given, strict=False)), **sample.kwargs)
        except (TypeError, RuntimeError):
            continue
        return {**dict(zip(names, given, strict=False)), **sample.kwargs}
    return None


def plan(op, count, limit):
    """(form, dtype, function, sample, all its arguments by keyword where they go so), most telling first."""
    dtypes = sorted(op.supported_dtypes("cpu"), key=str)
    if not dtypes:
        raise Unsupported("runs on CUDA only")
    base = torch.float32 if torch.float32 in dtypes else dtypes[0]
    chosen = choose(of_entry(op, base), count, limit)
    for sample in chosen:
        yield "function", base, op.op, sample, None
    for sample in chosen[1 : 3 if count < 50 else None]:
        if keywords := by_keyword(op.op, sample):
            yield "keyword", base, op.op, sample, keywords
    for dtype in FURTHER if count < 50 else [*FURTHER, *OTHERS]:
        if dtype != base and op.supports_dtype(dtype, "cpu"):
            try:
                for sample in choose(of_entry(op, dtype), 1 if count < 50 else 4, limit):
                    yield "function", dtype, op.op, sample, None
            except Unsupported:
                continue
    tensors = [sample for sample in chosen if isinstance(sample.input, torch.Tensor)]
    if op.get_method() is not None:
        for sample in tensors[: max(2, count // 8)]:
            yield "method", base, op.get_method(), sample, None
    if op.get_inplace() is not None:
        for sample in [s for s in tensors if not s.broadcasts_input][: max(2, count // 8)]:
            yield "in-place", base, in_place(op.get_inplace()), sample, None
    if op.supports_out and chosen:
        yield "out", base, with_out(op.op), chosen[0].transform(detached), None
    for alias in op.aliases:
        if chosen:
            yield "alias", base, alias.op, chosen[0], None
        if tensors and alias.method_variant is not None:
            yield "alias", base, alias.method_variant, tensors[0], None
    for sample in wrong_of_entry(op):
        yield "error", base, op.op, sample, None


def entry(box, op, count, limit, skipped) -> dict:
    cases, seen = [], set()
    initialised = op.name not in UNINITIALISED
    try:
        for form, dtype, func, sample, keywords in plan(op, count, limit):
            try:
                if cases and weight(sample) > HEAVY:
                    raise Unsupported("large: one such case is enough")
                case = Case(form, dtype, func, sample, keywords).encode(box, initialised)
            except Unsupported as reason:
                skipped.append([op.full_name, form, str(reason)])
                continue
            key = json.dumps([case["inputs"], case["calls"], case.get("error")])
            if key not in seen:
                seen.add(key)
                cases.append(case)
    except Unsupported as reason:
        skipped.append([op.full_name, "all", str(reason)])
    return {"name": op.full_name, "cases": cases}


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--out", type=Path, default=DATA / "op_db")
    options.add_argument("--count", type=int, default=6)
    options.add_argument("--limit", type=int, default=4096)
    options.add_argument("--only", default="")
    options = options.parse_args()
    for old in options.out.glob("*.gz"):
        old.unlink()
    chosen = [op for op in op_db if options.only in op.full_name]
    total, skipped, index = 0, [], []
    for at in range(0, len(chosen), PER_FILE):
        box = Container(entries=[])
        for op in chosen[at : at + PER_FILE]:
            box.header["entries"].append(entry(box, op, options.count, options.limit, skipped))
        name = f"{at // PER_FILE:02}.gz"
        size = box.write(options.out / name)
        total += size
        index.append([name, [[e["name"], len(e["cases"])] for e in box.header["entries"]]])
        print(name, size, sum(len(e["cases"]) for e in box.header["entries"]), file=sys.stderr)
    (options.out / "index.json").write_text(json.dumps({"files": index, "skipped": skipped}, indent=0) + "\n")
    print(f"{total / 1e6:.1f} MB, {sum(n for _, es in index for _, n in es)} cases, {len(skipped)} skipped", file=sys.stderr)


if __name__ == "__main__":
    main()
