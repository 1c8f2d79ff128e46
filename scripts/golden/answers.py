"""Answers by name: what a piece of Python code gives, prints or raises.

For code with functions in it, which is no data: the test has the same pieces by the same names.
test/golden/support/answers.ts reads them.
"""

import torch

from encode import Container
from op_db import encode_result
from oracle import DATA


class Answers:
    def __init__(self, **inputs: torch.Tensor):
        self.box = Container(answers={}, inputs={})
        for name, tensor in inputs.items():
            self.box.header["inputs"][name] = self.box.tensor(tensor)

    def ask(self, name: str, piece) -> None:
        """Notes what `piece` gives, to the bit and as text, or the error it raises, in full."""
        answers = self.box.header["answers"]
        if name in answers:
            raise ValueError(f"two pieces are called {name}")
        torch.manual_seed(0)
        try:
            value = piece()
        except Exception as error:
            answers[name] = {"error": [type(error).__name__.lstrip("_"), str(error)]}
        else:
            answers[name] = {"want": encode_result(self.box, value, True), "text": _text(value)}

    def write(self, name: str) -> None:
        size = self.box.write(DATA / name)
        print(f"{name}: {len(self.box.header['answers'])} answers, {size} bytes")


def _text(value):
    """The text of each tensor, which tells the names of graph nodes and tangents."""
    if isinstance(value, (list, tuple)):
        return [_text(item) for item in value]
    return str(value) if isinstance(value, torch.Tensor) else None
