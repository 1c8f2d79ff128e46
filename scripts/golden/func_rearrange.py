"""Goldens of torch.func.rearrange: python scripts/golden/func_rearrange.py."""

from oracle import torch

from answers import Answers
from torch.func import rearrange

INPUTS = {"x": torch.arange(24.0).reshape(2, 3, 4), "y": torch.tensor([[[1.0], [-0.0], [2.0]]]), "s": torch.tensor(3.0), "e": torch.zeros(0, 4)}
answers = Answers(**INPUTS)

CALLS = [
    ["x", "a b c -> b a c", {}],
    ["x", "a b c -> (a b) c", {}],
    ["x", "a b c -> (c a) b", {}],
    ["x", "a b c -> (a b c)", {}],
    ["x", "a (b d) c -> a b d c", {"b": 3}],
    ["x", "a b (c d) -> a b c d", {"c": 2, "d": 2}],
    ["x", "a b (c d) -> d (a b) c", {"c": 2}],
    ["x", "(h a) b (c w) -> a (h w) b c", {"h": 2, "w": 2}],
    ["x", "a b c -> a b c", {"a": 2}],
    ["x", "... c -> c ...", {}],
    ["x", "a ... -> (...) a", {}],
    ["x", "a b c ... -> c b a ...", {}],
    ["x", "a b c -> a 1 b c", {}],
    ["x", "a b c -> () a b c", {}],
    ["x", "() a b -> a b", {}],
    ["y", "1 a 1 -> a", {}],
    ["y", "1 a () -> a", {}],
    ["s", " -> ", {}],
    ["e", "a (b c) -> a b c", {"b": 2}],
    ["x", "a (b d) c -> a b d c", {}],
    ["x", "a (b d) c -> a b d c", {"b": 2}],
    ["x", "a b (c d) -> a b c d", {"c": 2, "d": 3}],
    ["x", "a b c -> a b c", {"a": 3}],
    ["x", "a b c -> a b c", {"d": 3}],
    ["x", "a b c -> a b c", {"a": 2.5}],
    ["x", "a b -> b a", {}],
    ["x", "a b c -> a b", {}],
    ["x", "a b c 1 -> a b c", {}],
    ["x", "a b c", {}],
    ["x", "a b c -> a b c -> c", {}],
    ["x", "a a c -> a c", {}],
    ["x", "a (b c -> a", {}],
    ["x", "a ((b) c) -> a b c", {}],
    ["x", "a b) c -> a b c", {}],
    ["x", "a b 2 -> a b", {}],
    ["x", "a b 0 -> a b", {}],
    ["x", "a .. c -> a", {}],
    ["x", "... ... -> ...", {}],
    ["x", "(...) c -> c", {}],
    ["x", "a b c -> ... a", {}],
    ["x", "... b c -> b c", {}],
    ["x", "_a b c -> a b c", {}],
    ["x", "a-b c d -> c", {}],
    ["x", "1a b c -> b c 1a", {}],
    ["x", "a b c d ... -> a b c d ...", {}],
]
for name, pattern, lengths in CALLS:
    answers.ask(f"{name}|{pattern}|{','.join(f'{k}={v}' for k, v in lengths.items())}", lambda: rearrange(INPUTS[name].clone(), pattern, **lengths))
answers.ask("list", lambda: rearrange([INPUTS["x"], INPUTS["x"]], "n a b c -> a b c n"))
answers.write("func_rearrange.gz")
