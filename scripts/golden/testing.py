"""Goldens of torch.testing: python scripts/golden/testing.py."""

from oracle import torch

from answers import Answers
from torch.testing import assert_allclose, assert_close, make_tensor

nan, inf = float("nan"), float("inf")
COO = torch.tensor([[0.0, 1.0], [2.0, 3.0]]).to_sparse()
INPUTS = {
    "f": torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
    "g": torch.tensor([[1.0, 2.5, 3.0], [4.0, 5.0, 6.001]]),
    "near": torch.tensor([[1.0, 2.0, 3.000001], [4.0, 5.0, 6.0]]),
    "d": torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], dtype=torch.double),
    "flat": torch.tensor([1.0, 2.0, 3.0]),
    "scalar": torch.tensor(1.5),
    "scalar2": torch.tensor(2.0),
    "zero": torch.tensor(0.0),
    "half": torch.tensor([1.0, 2.0], dtype=torch.half),
    "half2": torch.tensor([1.0, 2.25], dtype=torch.half),
    "bf": torch.tensor([1.0, 2.0], dtype=torch.bfloat16),
    "bf2": torch.tensor([1.0, 2.25], dtype=torch.bfloat16),
    "i": torch.tensor([1, 2, 3]),
    "j": torch.tensor([1, 2, 5]),
    "byte": torch.tensor([1, 2, 255], dtype=torch.uint8),
    "byte2": torch.tensor([1, 2, 0], dtype=torch.uint8),
    "b": torch.tensor([True, False]),
    "b2": torch.tensor([True, True]),
    "true": torch.tensor(True),
    "false": torch.tensor(False),
    "three": torch.tensor(3),
    "seven": torch.tensor(7),
    "c": torch.tensor([1 + 2j, 3 - 4j]),
    "c2": torch.tensor([1 + 2j, 0 - 4j]),
    "cs": torch.tensor(3 + 4j),
    "cs2": torch.tensor(0j),
    "nan": torch.tensor([nan, 1.0]),
    "inf": torch.tensor([inf, -inf, 1.0]),
    "inf2": torch.tensor([inf, inf, 1.0]),
    "empty": torch.zeros(0, 3),
    "coo": COO.coalesce(),
    "coo2": torch.tensor([[0.0, 1.0], [2.0, 4.0]]).to_sparse().coalesce(),
    "coo3": torch.tensor([[0.0, 1.0], [0.0, 3.0]]).to_sparse().coalesce(),
    "coo4": torch.tensor([[5.0, 1.0], [0.0, 3.0]]).to_sparse().coalesce(),
    "csr": COO.to_sparse_csr(),
    "csr2": torch.tensor([[0.0, 1.0], [2.0, 4.0]]).to_sparse_csr(),
    "csr3": torch.tensor([[5.0, 1.0], [0.0, 3.0]]).to_sparse_csr(),
    "csr4": torch.tensor([[0.0, 1.0], [0.0, 3.0]]).to_sparse_csr(),
    "csc": COO.to_sparse_csc(),
    "csc2": torch.tensor([[0.0, 1.0], [2.0, 4.0]]).to_sparse_csc(),
    "wide": torch.arange(24.0).reshape(2, 3, 4),
    "wide2": torch.arange(24.0).reshape(2, 3, 4).where(torch.arange(24).reshape(2, 3, 4) != 17, torch.tensor(-1.0)),
}
answers = Answers(**INPUTS)
ask = answers.ask

# Pairs of inputs by name, with options.
LOOSE, EXACT = {"rtol": 0.5, "atol": 0.25}, {"rtol": 0, "atol": 0}
PAIRS = """
f f|f g|g f|f near|f d|f flat|scalar scalar2|scalar2 scalar|scalar zero|half half2|bf bf2|i j|j i|byte byte2|b b2|true false
three seven|c c2|c2 c|cs cs2|nan nan|inf inf2|empty empty|coo coo|coo coo2|coo coo3|coo4 coo3|csr csr|csr csr2|csr csr3|csr csr4
csc csc2|coo csr|f coo|wide wide2|i flat|c flat|f f.T|b i
""".replace("\n", "|").strip("|").split("|")
OPTIONS = {
    "": {},
    "exact": EXACT,
    "loose": LOOSE,
    "unchecked": {"check_dtype": False, "check_layout": False},
    "nan": {"equal_nan": True, "check_stride": True},
}


def get(name):
    return INPUTS[name[:-2]].T.contiguous().T if name.endswith(".T") else INPUTS[name]


for pair in PAIRS:
    a, b = pair.split(" ")
    for key, options in OPTIONS.items():
        ask(f"{pair} {key}".strip(), lambda: assert_close(get(a), get(b), **options))

f, g, i = INPUTS["f"], INPUTS["g"], INPUTS["i"]
e5 = f.to(torch.float8_e5m2)
VALUES = {
    "numbers": lambda: assert_close(1.5, 1.25),
    "numbers loose": lambda: assert_close(1.5, 1.25, **LOOSE),
    "integers": lambda: assert_close(7, 3),
    "large integers": lambda: assert_close(2**60, 2**60 + 4),
    "float and int": lambda: assert_close(1.5, 1),
    "float and int unchecked": lambda: assert_close(1.5, 1, check_dtype=False),
    "by zero": lambda: assert_close(0.5, 0, check_dtype=False),
    "not a number": lambda: assert_close(nan, nan),
    "equal not a number": lambda: assert_close(nan, nan, equal_nan=True),
    "infinite": lambda: assert_close(inf, 1.5),
    "booleans": lambda: assert_close(True, False),
    "equal booleans": lambda: assert_close(True, True),
    "boolean and int": lambda: assert_close(True, 1),
    "none": lambda: assert_close(None, None),
    "none and number": lambda: assert_close(None, 1),
    "tensor and none": lambda: assert_close(INPUTS["scalar"], None),
    "tensor and number": lambda: assert_close(INPUTS["scalar"], 1.5),
    "strings": lambda: assert_close("a", "a"),
    "list and number": lambda: assert_close([1], 1),
    "lists": lambda: assert_close([f, 1], [f, 1]),
    "lists differ": lambda: assert_close([f, [i, f]], [f, [i, g]]),
    "lists of other lengths": lambda: assert_close([f, g], [f]),
    "inner lists of other lengths": lambda: assert_close([f, [g]], [f, []]),
    "dicts": lambda: assert_close({"a": 1, "b": f}, {"b": f, "a": 1}),
    "dicts differ": lambda: assert_close({"a": 1, "b": [f, g]}, {"b": [f, f], "a": 1}),
    "dicts of other keys": lambda: assert_close({"a": 1, "b": 2}, {"z": 1, "a": 1, "y": 2}),
    "first of several": lambda: assert_close([1, 2, g], [1, 3, f]),
    "form before values": lambda: assert_close([1, f], [2, None]),
    "only rtol": lambda: assert_close(f, f, rtol=0.1),
    "only atol": lambda: assert_close([1], [1], atol=0.1),
    "message": lambda: assert_close(f, g, msg="mine"),
    "message of form": lambda: assert_close([f], [], msg="mine"),
    "message function": lambda: assert_close([f], [g], msg=lambda text: f"before\n{text}\nafter"),
    "parameter": lambda: assert_close(torch.nn.Parameter(f), f),
    "parameter strict": lambda: assert_close(torch.nn.Parameter(f), f, allow_subclasses=False),
    "requires grad": lambda: assert_close(f.clone().requires_grad_(), g),
    "meta": lambda: assert_close(f.to("meta"), f.to("meta")),
    "meta and cpu": lambda: assert_close(f.to("meta"), f),
    "meta unchecked": lambda: assert_close(f.to("meta"), f, check_device=False),
    "float8": lambda: assert_close(e5, g.mul(2).to(torch.float8_e5m2)),
    "float8 equal": lambda: assert_close(e5, e5),
    "float8 loose": lambda: assert_close(e5, e5, **LOOSE),
    "quantized": lambda: assert_close(torch.quantize_per_tensor(f, 0.5, 0, torch.qint8), torch.quantize_per_tensor(g, 0.5, 0, torch.qint8)),
    "quantized and not": lambda: assert_close(torch.quantize_per_tensor(f, 0.5, 0, torch.qint8), f),
    "unsigned": lambda: assert_close(i.to(torch.uint16), i.to(torch.int32), check_dtype=False),
    "negative tolerance": lambda: assert_close(f, f, rtol=-1, atol=0),
    "wrong tolerance": lambda: assert_close(f, f, rtol="a", atol=0),
    "size": lambda: assert_close(f.size(), g.size()),
    "by position": lambda: assert_close(f, f, True),
    "unknown keyword": lambda: assert_close(f, f, foo=1),
    "missing": lambda: assert_close(f),
    "allclose": lambda: assert_allclose(f, INPUTS["near"]),
    "allclose differs": lambda: assert_allclose(f, g),
    "allclose of lists": lambda: assert_allclose([1.5, 2], [1.5, 3]),
    "allclose with a message": lambda: assert_allclose(f, g, 0, 0.5, msg="mine"),
    "allclose of half": lambda: assert_allclose(INPUTS["half"], [1.0, 2.001953125]),
    "allclose nan": lambda: assert_allclose(INPUTS["nan"], INPUTS["nan"]),
}
for name, piece in VALUES.items():
    ask(name, piece)

DTYPES = "bool uint8 int8 int16 int32 int64 uint16 uint32 uint64 float16 bfloat16 float32 float64 complex32 complex64 complex128 float8_e5m2 float8_e4m3fn"
for dtype in DTYPES.split():
    make = lambda *shape, **options: make_tensor(*shape, dtype=getattr(torch, dtype), device="cpu", **options)
    ask(f"make {dtype}", lambda: make(3, 4))
    ask(f"make {dtype} within", lambda: make((2, 3), low=0, high=2))
    ask(f"make {dtype} noncontiguous", lambda: make([3, 4], noncontiguous=True))
    ask(f"make {dtype} without zero", lambda: make(4, 4, low=0, high=2, exclude_zero=True))
    ask(f"make {dtype} requires_grad", lambda: make(3, requires_grad=True))
    ask(f"make {dtype} channels_last", lambda: make(2, 3, 2, 2, memory_format=torch.channels_last))
    ask(f"make {dtype} clamped", lambda: make(6, low=-1e30, high=1e30))
    ask(f"make {dtype} outside", lambda: make(6, low=1e300, high=2e300))


def make(*shape, dtype=torch.float32, **options):
    return make_tensor(*shape, dtype=dtype, device="cpu", **options)


MADE = {
    "make a number": lambda: make(()),
    "make nothing": lambda: make(0, 3, noncontiguous=True),
    "make one noncontiguous": lambda: make(1, noncontiguous=True),
    "make the widest double": lambda: make(5, dtype=torch.double, low=-inf, high=inf),
    "make fractional integers": lambda: make(20, dtype=torch.int64, low=0.5, high=3.5),
    "make the widest int64": lambda: make(5, dtype=torch.int64, low=-(2**63), high=2**63 - 1),
    "make low nan": lambda: make(2, low=nan),
    "make high nan": lambda: make(2, high=nan, dtype=torch.int32),
    "make low above high": lambda: make(2, low=3, high=2),
    "make an empty interval": lambda: make(2, low=2, high=2),
    "make an empty interval of integers": lambda: make(2, low=2, high=2, dtype=torch.int8),
    "make below uint8": lambda: make(2, low=-5, high=-2, dtype=torch.uint8),
    "make above int64": lambda: make(2, low=2**63, high=2**64, dtype=torch.int64),
    "make noncontiguous in a format": lambda: make(2, 3, noncontiguous=True, memory_format=torch.contiguous_format),
    "make bits": lambda: make(2, dtype=torch.quint8),
    "make negative": lambda: make(-1),
    "make without dtype": lambda: make_tensor(2, device="cpu"),
    "make without keywords": lambda: make_tensor(2),
    "make with an unknown keyword": lambda: make(2, foo=1),
}
for name, piece in MADE.items():
    ask(name, piece)

answers.write("testing.gz")
