"""Goldens of x[...], reading and writing: python scripts/golden/indexing.py.

Each index is Python source; the port gets its parts as a list (`x.index([...])`) and, where it is
made of numbers, slices, None and ... only, the same text in brackets (`x['1:, ...']`).
"""

from oracle import DATA, first_line, torch

from encode import Container, Unsupported, encode_value

BASES = {
    "line": torch.arange(5),
    "cube": torch.arange(24.0).reshape(2, 3, 4),
    "turned": torch.arange(12.0).reshape(3, 4).t(),
    "point": torch.tensor(7.0),
    "empty": torch.empty(0, 3),
    "flags": torch.tensor([[True, False, True], [False, False, True]]),
    "waves": torch.complex(torch.arange(6.0), torch.ones(6)).reshape(2, 3),
    "half": torch.arange(6, dtype=torch.bfloat16).reshape(3, 2),
}
NAMES = {
    "zero": torch.tensor(0),
    "last": torch.tensor(-1),
    "far": torch.tensor(9),
    "pair": torch.tensor([0, 1]),
    "triple": torch.tensor([1, 0, 1]),
    "column": torch.tensor([[0], [1]]),
    "grid": torch.tensor([[0, 1], [1, 0]]),
    "none": torch.tensor([], dtype=torch.int64),
    "small": torch.tensor([0, 1], dtype=torch.int32),
    "byte": torch.tensor([1, 0], dtype=torch.uint8),
    "real": torch.tensor([0.0, 1.0]),
    "beyond": torch.tensor([0, 5]),
    "two": torch.tensor([True, False]),
    "three": torch.tensor([True, False, True]),
    "four": torch.tensor([False, True, True, False]),
    "five": torch.tensor([True, False, True, False, True]),
    "plane": torch.tensor([[True, False, True], [False, True, False]]),
    "all": torch.ones(2, 3, 4, dtype=torch.bool),
    "nothing": torch.zeros(2, 3, 4, dtype=torch.bool),
    "truth": torch.tensor(True),
    "lie": torch.tensor(False),
}
BASIC = """
0 | -1 | 1 | 5 | -6 | 100 | : | 1: | :1 | 1:3 | ::2 | 1::2 | -2: | :-1 | 3:1 | 100: | :100 | -100:2 | 1:-1 | 0:0 | ... | None
0, 0 | 0, 1, 2 | -1, -1, -1 | :, 0 | :, :, 0 | :, -1 | ..., 0 | 0, ... | ..., 1: | 0, ..., 0 | :, ..., 0 | None, 0 | 0, None | :, None | None, None
..., None | None, ..., None | 1:, 1:, 1: | ::2, ::2 | :, ::3, ::2 | 0, 1: | 0, :, 0 | :, 1, 1 | 0, 0, 0, 0 | 0, 3 | 0, 0, 4 | 2, 0 | :, :, :, :
..., ... | ..., 0, ... | ::0 | ::-1 | :, ::-1 | 0, 0, 0, None | 0:1, 0:1, 0:1 | :, 5 | :, -4 | 1:1, 0 | None, :, None, 0 | 0, None, ..., None, 0
""".replace("\n", "|")
ADVANCED = """
True | False | [0, 1] | [1, 0, 1] | [-1] | [] | [[0, 1]] | [[0], [1]] | ([0, 1], [0, 1]) | ([0, 1], [1, 2], [0, 3]) | ([0, 1], 0) | (0, [0, 1])
(slice(None), [0, 1]) | ([0, 1], slice(None)) | (slice(None), slice(None), [0, 1]) | ([0, 1], slice(None), [0, 1]) | (slice(None), [0, 1], [1, 2])
(..., [0, 1]) | ([0, 1], ...) | (None, [0, 1]) | ([0, 1], None) | ([0, 1], None, [0, 1]) | (0, slice(None), [0, 1]) | (0, [0, 1], slice(1, 3))
[True, False] | [True, False, True] | [True, False, True, False, True] | [[True, False, True], [False, True, False]] | (True, 0) | (0, True) | (False, 0)
(slice(None), True) | (slice(None), [True, False, True]) | ([True, False], [0]) | ([True, True], [0, 1]) | [5] | [-9] | [0, 9] | ([0, 1], [0, 1, 2]) | ([0], [0], [0], [0])
zero | last | far | pair | triple | column | grid | none | small | byte | real | beyond | two | three | four | five | plane | all | nothing | truth | lie
(pair, pair) | (column, pair) | (grid, grid) | (pair, 0) | (0, pair) | (slice(None), pair) | (pair, slice(None), pair) | (slice(None), pair, pair) | (..., pair) | (pair, ...)
(slice(None), triple) | (slice(None), slice(None), grid) | (zero, zero) | (zero, pair) | (slice(None), zero) | (last, ...) | (two, three) | (two, 0) | (0, three) | (slice(None), three)
(slice(None), slice(None), four) | (two, slice(None), four) | (plane, 0) | (plane, pair) | (..., four) | (None, two) | (two, None) | (truth, 0) | (lie, ...) | (plane, slice(1, 3)) | (pair, triple)
(pair, real) | (0, 0, pair) | (0, 0, far) | (slice(None), beyond) | (column, slice(None), pair) | (slice(0, 1), pair) | (range(2), 1) | range(2) | (none, 0) | (slice(None), none)
1.5 | (0, 1.5) | (slice(None), slice(0.5, None)) | (pair, pair, pair, pair) | (two, two) | (slice(None), two) | (all, 0) | ([[0, 1], [1, 2]], 0) | (slice(zero, None),) | (slice(None, None, 2), pair)
""".replace("\n", "|")
VALUES = {
    "int": lambda read: 7,
    "float": lambda read: 2.5,
    "scalar": lambda read: torch.tensor(-3.0),
    "same": lambda read: (torch.arange(read.numel()) + 100).reshape(read.shape).to(read.dtype),
    "row": lambda read: torch.arange(read.shape[-1] if read.dim() else 1).to(read.dtype),
    "other dtype": lambda read: torch.ones(read.shape[-1:], dtype=torch.int16),
    "wrong": lambda read: torch.zeros(7, 7),
}


class Parts:
    def __getitem__(self, index):
        return index if isinstance(index, tuple) else (index,)


def attempt(box, action):
    try:
        return action()
    except (IndexError, RuntimeError, TypeError, ValueError) as error:
        return {"error": first_line(error)}


def read(box, base, index):
    x = base.clone(memory_format=torch.preserve_format)
    y = x[index]
    same = y.untyped_storage().data_ptr() == x.untyped_storage().data_ptr()
    return {"want": box.tensor(y), "view": same, "offset": y.storage_offset()}


def write(box, base, index, value):
    x = base.clone(memory_format=torch.preserve_format)
    x[index] = value
    return {"want": box.tensor(x)}


def cases(box):
    number = 0
    for texts, bracketed in [(BASIC, True), (ADVANCED, False)]:
        for text in (part.strip() for part in texts.split("|") if part.strip()):
            index = eval(f"parts[{text}]", {"parts": Parts(), **NAMES})
            for name, base in BASES.items():
                number += 1
                # Odd bases get every third index: they differ in kernels, not in rules.
                if name not in ("cube", "line") and number % 3:
                    continue
                yield text, bracketed, name, base, index


def encode(box, text, bracketed, name, base, index):
    inputs: list = []

    def ref(tensor):
        inputs.append(box.tensor(tensor))
        return {"t": len(inputs) - 1}

    parts = encode_value(list(index), ref)
    case = {"text": text, "base": name, "index": parts, "inputs": inputs, "brackets": bracketed}
    # index([i]) is x[i], not x[(i,)]: Python's messages tell them apart.
    plain = index if len(index) != 1 else index[0]
    case["read"] = attempt(box, lambda: read(box, base, plain))
    if "error" in case["read"]:
        shape = torch.zeros(2)
    else:
        shape = base[plain]
    case["writes"] = []
    # All values on one base, on the others a turn each.
    chosen = list(VALUES) if name == "cube" else [list(VALUES)[len(text) % len(VALUES)]]
    for value_name in chosen:
        value = VALUES[value_name](shape)
        encoded = {"t": box.tensor(value)} if isinstance(value, torch.Tensor) else value
        case["writes"].append({"value": encoded, **attempt(box, lambda: write(box, base, plain, value))})
    return case


def main():
    torch.manual_seed(1)
    box = Container(bases={}, cases=[])
    box.header["bases"] = {name: box.tensor(base) for name, base in BASES.items()}
    for text, bracketed, name, base, index in cases(box):
        try:
            box.header["cases"].append(encode(box, text, bracketed, name, base, index))
        except Unsupported as reason:
            print("left out:", text, reason)
    print(len(box.header["cases"]), "cases,", box.write(DATA / "indexing.gz"), "bytes")


if __name__ == "__main__":
    main()
