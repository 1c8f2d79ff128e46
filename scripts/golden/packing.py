"""Goldens of torch.nn.utils.rnn: python scripts/golden/packing.py.

The text of each result, or class and text of the error; test/nn/utils/rnn.test.ts has the same calls by name.
"""

import json

from oracle import DATA, torch

from torch.nn.utils.rnn import (
    PackedSequence,
    invert_permutation,
    pack_padded_sequence,
    pack_sequence,
    pad_packed_sequence,
    pad_sequence,
    unpack_sequence,
    unpad_sequence,
)

a, b, c = torch.tensor([1, 2, 3]), torch.tensor([4, 5]), torch.tensor([6])
padded = torch.tensor([[1, 2, 0], [3, 0, 0], [4, 5, 6]])
wide = torch.arange(12.0).view(3, 2, 2)
packed = pack_padded_sequence(padded, [2, 1, 3], batch_first=True, enforce_sorted=False)

CALLS = {
    "pack sorted": lambda: pack_sequence([a, b, c]),
    "pack unsorted": lambda: pack_sequence([c, a, b], enforce_sorted=False),
    "pack unsorted as sorted": lambda: pack_sequence([c, a, b]),
    "pack nothing": lambda: pack_sequence([]),
    "pack numbers": lambda: pack_sequence([1, 2]),
    "pack tuples": lambda: pack_sequence((a, b)),
    "pack wide": lambda: pack_padded_sequence(wide, [3, 2]),
    "pack by a tensor": lambda: pack_padded_sequence(wide, torch.tensor([3.0, 1.0])),
    "pack batch first": lambda: packed,
    "pack without lengths": lambda: pack_padded_sequence(wide),
    "pack too few lengths": lambda: pack_padded_sequence(wide, [3]),
    "pack no length": lambda: pack_padded_sequence(wide, [1, 0]),
    "pack increasing": lambda: pack_padded_sequence(wide, [1, 2]),
    "pack two dims of lengths": lambda: pack_padded_sequence(wide, [[1, 2]]),
    "pack too long": lambda: pack_padded_sequence(wide, [4, 1]),
    "pad": lambda: pad_packed_sequence(packed, batch_first=True),
    "pad length first": lambda: pad_packed_sequence(packed),
    "pad with a value": lambda: pad_packed_sequence(packed, True, -1),
    "pad to a length": lambda: pad_packed_sequence(packed, batch_first=True, total_length=5),
    "pad to too short": lambda: pad_packed_sequence(packed, total_length=2),
    "pad sorted": lambda: pad_packed_sequence(pack_sequence([a, b])),
    "pad sequence": lambda: pad_sequence([a, b, c]),
    "pad sequence batch first": lambda: pad_sequence([a, b, c], True, 9),
    "pad sequence left": lambda: pad_sequence([a, b, c], batch_first=True, padding_side="left"),
    "pad sequence aside": lambda: pad_sequence([a], padding_side="up"),
    "pad a tensor": lambda: pad_sequence(torch.ones(2, 3)),
    "pad an int": lambda: pad_sequence(3),
    "pad nothing": lambda: pad_sequence([]),
    "pad None": lambda: pad_sequence(None),
    "unpad": lambda: unpad_sequence(pad_sequence([a, b, c]), torch.tensor([3, 2, 1])),
    "unpad batch first": lambda: unpad_sequence(padded, torch.tensor([2, 1, 3]), True),
    "unpad too few": lambda: unpad_sequence(padded, torch.tensor([2, 1]), batch_first=True),
    "unpad too many": lambda: unpad_sequence(padded, torch.tensor([2, 1, 3, 3]), batch_first=True),
    "unpack": lambda: unpack_sequence(packed),
    "invert": lambda: invert_permutation(torch.tensor([2, 0, 1])),
    "invert None": lambda: invert_permutation(None),
    "new": lambda: PackedSequence(a, b, torch.tensor([1, 0])),
    "new of a pair": lambda: PackedSequence((a, b), sorted_indices=torch.tensor([1, 0])),
    "new of an int": lambda: PackedSequence(3),
    "new of nothing": lambda: PackedSequence(),
    "new unknown": lambda: PackedSequence(a, foo=1),
    "fields": lambda: [list(packed), len(packed), packed[0], packed.data, packed.is_cuda, packed.is_pinned()],
    "double": lambda: packed.double(),
    "float": lambda: packed.float(),
    "half": lambda: packed.half(),
    "long": lambda: packed.float().long(),
    "int": lambda: packed.int(),
    "short": lambda: packed.short(),
    "char": lambda: packed.char(),
    "byte": lambda: packed.byte(),
    "cpu": lambda: packed.cpu() is packed,
    "to": lambda: [packed.to(torch.int64) is packed, packed.to("cpu") is packed, packed.to("cpu", torch.int32)],
    "to a copy": lambda: packed.to(dtype=torch.int16, copy=True),
    "to like": lambda: packed.to(torch.ones(1), True),
    "to nonsense": lambda: packed.to(foo=1),
}


def outcome(call):
    try:
        return repr(call())
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def main():
    texts = {name: outcome(call) for name, call in CALLS.items()}
    (DATA / "packing.json").write_text(json.dumps(texts, indent=1) + "\n")
    print(len(texts), "calls")


if __name__ == "__main__":
    main()
