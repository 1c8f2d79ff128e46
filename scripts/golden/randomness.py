"""Goldens of random streams: python scripts/golden/randomness.py.

Every program runs under a seed; the golden is its result and a number drawn afterwards, which shows
that the stream stands where Python's does.
"""

import hashlib

from oracle import DATA, torch

from encode import Container
from op_db import encode_result
from scenario import Scenario, r, step, t

SEEDS = [0, 1, 42, 2**40 + 7]
SIZES = [1, 7, 16, 33, 1000]


def fillers():
    """Methods that fill a tensor: sizes matter, since vectorised paths draw in another order."""
    own = {
        "uniform_": [(), (-2, 3)],
        "normal_": [(), (5, 2)],
        "exponential_": [(), (3,)],
        "cauchy_": [(), (1, 2)],
        "log_normal_": [(), (1, 0.25)],
        "geometric_": [(0.25,)],
        "bernoulli_": [(), (0.25,)],
        "random_": [(), (10,), (-5, 1000)],
    }
    for name, calls in own.items():
        for args in calls:
            for dtype in ["float32", "float64", "float16", "bfloat16"]:
                for size in SIZES:
                    steps = [step("empty", [size], dtype=getattr(torch, dtype)), step(f"Tensor.{name}", r(0), *args)]
                    yield f"{name}{args} {dtype} of {size}", [], steps
    for dtype in ["int64", "int32", "int8", "uint8", "bool", "int16"]:
        yield f"random_ {dtype}", [], [step("empty", [33], dtype=getattr(torch, dtype)), step("Tensor.random_", r(0))]
        yield f"bernoulli_ {dtype}", [], [step("empty", [33], dtype=getattr(torch, dtype)), step("Tensor.bernoulli_", r(0), 0.25)]
    for name in ["uniform_", "normal_", "random_", "bernoulli_"]:
        steps = [step("zeros", [5, 6]), step("Tensor.t", r(0)), step(f"Tensor.{name}", r(1))]
        yield f"{name} transposed", [], steps


def factories():
    for name in ["rand", "randn"]:
        for size in SIZES:
            yield f"{name} {size}", [], [step(name, size)]
            yield f"{name} {size} float64", [], [step(name, [size], dtype=torch.float64)]
        for dtype in ["float16", "bfloat16", "complex64", "complex128"]:
            yield f"{name} {dtype}", [], [step(name, 3, 7, dtype=getattr(torch, dtype))]
        yield f"{name}_like", [], [step("zeros", 4, 5), step(f"{name}_like", r(0))]
        yield f"{name} empty", [], [step(name, 0)]
        yield f"{name} scalar", [], [step(name, [])]
    for high in [2, 10, 2**20, 2**40]:
        yield f"randint {high}", [], [step("randint", high, [17])]
    yield "randint low high", [], [step("randint", -7, 12, [3, 5])]
    yield "randint uint8", [], [step("randint", 0, 256, [33], dtype=torch.uint8)]
    yield "randint float", [], [step("randint", 0, 100, [9], dtype=torch.float32)]
    yield "randint_like", [], [step("zeros", 9), step("randint_like", r(0), 5, 50)]
    for n in [0, 1, 2, 5, 100, 1000, 40000]:
        yield f"randperm {n}", [], [step("randperm", n)]
    for dtype in ["int32", "int16", "float32", "uint8"]:
        yield f"randperm {dtype}", [], [step("randperm", 30, dtype=getattr(torch, dtype))]


def distributions():
    probabilities = torch.tensor([[0.1, 0.2, 0.3, 0.4], [0.7, 0.1, 0.1, 0.1]])
    rates = torch.linspace(0.5, 30, 40)
    yield "bernoulli", [probabilities], [step("bernoulli", t(0))]
    yield "bernoulli p", [probabilities], [step("bernoulli", t(0), 0.3)]
    yield "poisson", [rates], [step("poisson", t(0))]
    yield "poisson float64", [rates.double()], [step("poisson", t(0))]
    yield "binomial", [torch.full((30,), 20.0), torch.linspace(0.05, 0.95, 30)], [step("binomial", t(0), t(1))]
    yield "normal of tensors", [rates, rates / 10], [step("normal", t(0), t(1))]
    yield "normal of mean", [rates], [step("normal", t(0))]
    yield "normal of std", [rates], [step("normal", 3, t(0))]
    yield "normal sized", [], [step("normal", 2, 3, [4, 4])]
    yield "multinomial", [probabilities], [step("multinomial", t(0), 3)]
    yield "multinomial one", [probabilities], [step("multinomial", t(0), 1)]
    yield "multinomial with replacement", [probabilities], [step("multinomial", t(0), 20, replacement=True)]
    yield "multinomial of a line", [probabilities[0].double()], [step("multinomial", t(0), 2)]
    yield "_standard_gamma", [rates], [step("_standard_gamma", t(0))]
    yield "_sample_dirichlet", [probabilities], [step("_sample_dirichlet", t(0))]
    yield "rrelu", [rates - 15], [step("rrelu", t(0), training=True)]


def dropouts():
    x = torch.ones(3, 4, 5)
    image = torch.ones(2, 3, 4, 4)
    for p in [0.1, 0.5, 0.75, 0, 1]:
        yield f"dropout {p}", [x], [step("nn.functional.dropout", t(0), p)]
    yield "dropout evaluated", [x], [step("nn.functional.dropout", t(0), 0.5, False)]
    yield "dropout with gradient", [x.clone().requires_grad_()], [step("nn.functional.dropout", t(0), 0.5)]
    yield "torch.dropout", [x], [step("dropout", t(0), 0.3, True)]
    yield "native_dropout", [x], [step("native_dropout", t(0), 0.3, True)]
    yield "dropout float64", [x.double()], [step("nn.functional.dropout", t(0), 0.2)]
    yield "dropout bfloat16", [x.bfloat16()], [step("nn.functional.dropout", t(0), 0.2)]
    yield "dropout1d", [x], [step("nn.functional.dropout1d", t(0), 0.5)]
    yield "dropout2d", [image], [step("nn.functional.dropout2d", t(0), 0.5)]
    yield "dropout3d", [image[None]], [step("nn.functional.dropout3d", t(0), 0.5)]
    yield "alpha_dropout", [x], [step("nn.functional.alpha_dropout", t(0), 0.5, True)]
    yield "feature_alpha_dropout", [image], [step("nn.functional.feature_alpha_dropout", t(0), 0.5, True)]
    yield "gumbel_softmax", [x[0]], [step("nn.functional.gumbel_softmax", t(0))]


def initialisers():
    shapes = {"matrix": [4, 6], "kernel": [3, 2, 3, 3], "big": [40, 50]}
    plans = {
        "uniform_": [{}, {"a": -1, "b": 2}],
        "normal_": [{}, {"mean": 1, "std": 0.5}],
        "trunc_normal_": [{}, {"std": 0.02}],
        "xavier_uniform_": [{}, {"gain": 1.5}],
        "xavier_normal_": [{}],
        "kaiming_uniform_": [{}, {"mode": "fan_out"}, {"a": 2, "nonlinearity": "leaky_relu"}, {"nonlinearity": "relu"}],
        "kaiming_normal_": [{}, {"mode": "fan_out", "nonlinearity": "relu"}],
        "orthogonal_": [{}, {"gain": 2}],
    }
    for name, calls in plans.items():
        for keywords in calls:
            for shape_name, shape in shapes.items():
                yield f"nn.init.{name}{keywords or ''} {shape_name}", [], [step("empty", shape), step(f"nn.init.{name}", r(0), **keywords)]
    yield "nn.init.sparse_", [], [step("empty", 10, 6), step("nn.init.sparse_", r(0), 0.3)]


def states():
    yield "get_rng_state", [], [step("get_rng_state")]
    yield "get_rng_state after rand", [], [step("rand", 3), step("get_rng_state")]
    yield "get_rng_state after randn", [], [step("randn", 3), step("get_rng_state")]
    yield "get_rng_state after randn of 16", [], [step("randn", 16), step("get_rng_state")]
    yield "set_rng_state", [], [step("get_rng_state"), step("randn", 5), step("set_rng_state", r(0)), step("randn", 5)]
    yield "set_rng_state between two halves of a normal", [], [
        step("randn", 1), step("get_rng_state"), step("randn", 3), step("set_rng_state", r(1)), step("randn", 3),
    ]
    yield "initial_seed", [], [step("initial_seed")]


def streams():
    """Programs on one Generator, told in words that the port spells in its own way."""
    g = torch.Generator()
    g.manual_seed(7)
    yield "draws", [torch.rand(3, generator=g), torch.randn(4, generator=g), torch.randint(9, (3,), generator=g), torch.randperm(6, generator=g)]
    yield "state", g.get_state()
    yield "initial_seed", g.initial_seed()
    copy = torch.Generator()
    copy.set_state(g.get_state())
    yield "copy", torch.rand(2, generator=copy)
    fresh = torch.Generator()
    yield "default seed", fresh.initial_seed()
    yield "without a seed", torch.rand(2, generator=fresh)
    torch.manual_seed(3)
    before = torch.rand(2)
    with torch.random.fork_rng():
        torch.manual_seed(99)
        inside = torch.rand(2)
    yield "fork_rng", [before, inside, torch.rand(2)]
    torch.manual_seed(3)
    weight = torch.tensor([0.5, 0.25, 0.25])
    g.manual_seed(1)
    yield "with generator", [
        torch.multinomial(weight, 5, replacement=True, generator=g),
        torch.bernoulli(weight, generator=g),
        torch.empty(3).uniform_(generator=g),
        torch.empty(3).normal_(generator=g),
        torch.empty(3).exponential_(generator=g),
        torch.normal(0, 1, (3,), generator=g),
        torch.poisson(weight * 10, generator=g),
    ]
    yield "untouched default", torch.rand(1)
    for seed in [-1, 2**63, 2**64 - 1]:
        torch.manual_seed(seed)
        yield f"manual_seed {seed}", [torch.rand(2), torch.initial_seed()]


def main():
    box = Container(cases=[])
    for group in [fillers, factories, distributions, dropouts, initialisers, states]:
        for at, (name, inputs, steps) in enumerate(group()):
            scenario = Scenario(inputs, steps)
            seed = SEEDS[at % len(SEEDS)]
            result, _ = scenario.run(seed)
            case = {"group": group.__name__, "name": name, "seed": seed, **scenario.encode(box)}
            big = isinstance(result, torch.Tensor) and result.numel() * result.element_size() > 1024
            if big:  # a checksum is as good as the bytes: equal to the bit or not
                case["sha256"] = hashlib.sha256(result.contiguous().view(torch.uint8).numpy().tobytes()).hexdigest()
            else:
                case["want"] = encode_result(box, result, True)
            case["next"] = torch.rand(1, dtype=torch.float64).item()
            box.header["cases"].append(case)
    box.header["streams"] = {name: encode_result(box, value, True) for name, value in streams()}
    print(len(box.header["cases"]), "programs,", box.write(DATA / "randomness.gz"), "bytes")


if __name__ == "__main__":
    main()
