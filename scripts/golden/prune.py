"""Goldens of torch.nn.utils.prune: python scripts/golden/prune.py."""

from oracle import torch

from answers import Answers
from torch import nn
from torch.nn.utils import prune

torch.manual_seed(8)
INPUTS = {"x": torch.randn(3, 4), "scores": torch.randn(5, 4), "img": torch.randn(2, 3, 6, 6)}
answers = Answers(**INPUTS)


def get(name):
    return INPUTS[name].clone()


def piece(function):
    answers.ask(function.__name__, function)


def fails(body):
    try:
        body()
    except Exception as error:
        return [type(error).__name__, str(error)]
    return None


def state(module):
    return [[key, value] for key, value in module.state_dict().items()]


def names(module):
    return [list(dict(module.named_parameters())), list(dict(module.named_buffers()))]


class EveryOther(prune.BasePruningMethod):
    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t, default_mask):
        mask = default_mask.clone()
        mask.view(-1)[::2] = 0
        return mask


class Threshold(prune.BasePruningMethod):
    PRUNING_TYPE = "unstructured"

    def __init__(self, threshold):
        self.threshold = threshold

    def compute_mask(self, t, default_mask):
        return (torch.abs(t) > self.threshold).to(default_mask.dtype) * default_mask


class Failing(prune.BasePruningMethod):
    PRUNING_TYPE = "unstructured"

    def compute_mask(self, t, default_mask):
        raise ValueError("mine")


class Odd(prune.BasePruningMethod):
    PRUNING_TYPE = "odd"

    def compute_mask(self, t, default_mask):
        return default_mask


class Undimmed(prune.BasePruningMethod):
    PRUNING_TYPE = "structured"

    def compute_mask(self, t, default_mask):
        return default_mask


def fc():
    return nn.Linear(4, 5)


@piece
def functions():
    out = [
        prune.identity(fc(), "weight"),
        prune.random_unstructured(fc(), "weight", 3),
        prune.random_unstructured(fc(), name="weight", amount=0.3),
        prune.l1_unstructured(fc(), "weight", 0.25),
        prune.l1_unstructured(fc(), "weight", amount=7),
        prune.l1_unstructured(fc(), "weight", 6, importance_scores=get("scores")),
        prune.l1_unstructured(fc(), "bias", 0),
        prune.random_structured(fc(), "weight", 2, 0),
        prune.random_structured(fc(), "weight", amount=0.5, dim=-1),
        prune.random_structured(fc(), "weight", 0, 1),
        prune.ln_structured(fc(), "weight", 2, 2, 0),
        prune.ln_structured(fc(), "weight", amount=0.5, n=1, dim=1),
        prune.ln_structured(fc(), "weight", 1, float("-inf"), 1),
        prune.ln_structured(fc(), "weight", 1, "fro", -1, importance_scores=get("scores")),
        prune.ln_structured(fc(), "weight", 0, 2, 0),
        prune.custom_from_mask(fc(), "bias", torch.tensor([0, 1, 0, 1, 1])),
        prune.custom_from_mask(fc(), name="weight", mask=torch.ones(5, 4)),
    ]
    return [[state(m), names(m), m.weight, m.bias, m(get("x")), repr(m)] for m in out]


@piece
def convolution():
    out = [prune.ln_structured(nn.Conv2d(3, 4, 3), "weight", 0.5, 2, 0), prune.random_structured(nn.Conv2d(3, 4, 3), "weight", 1, 1)]
    return [[state(m), m(get("img"))] for m in out]


@piece
def gradients():
    m = prune.l1_unstructured(fc(), "weight", 0.5)
    optimizer = torch.optim.SGD(m.parameters(), lr=0.1)
    for _ in range(3):
        optimizer.zero_grad()
        m(get("x")).pow(2).sum().backward()
        optimizer.step()
    return state(m), m.weight, m.weight_orig.grad


@piece
def iterated():
    m = fc()
    prune.l1_unstructured(m, "weight", 0.25)
    prune.random_unstructured(m, "weight", 0.5)
    prune.ln_structured(m, "weight", 1, 2, 0)
    prune.random_structured(m, "weight", 1, 1)
    prune.custom_from_mask(m, "weight", torch.ones(5, 4))
    (container,) = m._forward_pre_hooks.values()
    kinds = [type(method).__name__ for method in container]
    return state(m), m.weight, kinds, len(container), type(container[-1]).__name__, [type(one).__name__ for one in container[1:3]], container._tensor_name


@piece
def removed():
    m = prune.l1_unstructured(fc(), "weight", 0.5)
    weight = m.weight_orig
    prune.random_unstructured(m, "bias", 2)
    pruned = prune.is_pruned(m)
    prune.remove(m, "weight")
    first = [state(m), names(m), m.weight is weight, prune.is_pruned(m)]
    prune.remove(m, name="bias")
    return pruned, first, state(m), names(m), prune.is_pruned(m), len(m._forward_pre_hooks), m(get("x"))


@piece
def own_methods():
    m = fc()
    method = EveryOther.apply(m, "bias")
    Threshold.apply(m, "weight", 0.2)
    Threshold.apply(m, "weight", 0.3, importance_scores=get("scores"))
    return state(m), type(method).__name__, method._tensor_name, m(get("x"))


@piece
def classes():
    m = fc()
    prune.RandomUnstructured.apply(m, "weight", 2)
    prune.L1Unstructured.apply(m, "weight", 0.5, importance_scores=get("scores"))
    prune.RandomStructured.apply(m, "weight", 1, dim=0)
    prune.LnStructured.apply(m, "weight", 1, 2, 1)
    prune.Identity.apply(m, "bias")
    prune.CustomFromMask.apply(m, "bias", mask=torch.tensor([1, 0, 1, 1, 1]))
    return state(m)


@piece
def of_tensors():
    t = get("scores")
    mask = torch.ones_like(t)
    mask[0] = 0
    return [
        prune.L1Unstructured(amount=5).prune(t),
        prune.L1Unstructured(0.5).prune(t, default_mask=mask),
        prune.LnStructured(2, 1, 0).prune(t, importance_scores=t * t),
        prune.RandomUnstructured(3).prune(t),
        prune.RandomStructured(1).prune(t),
        prune.L1Unstructured(amount=5).PRUNING_TYPE,
        prune.LnStructured(amount=1, n=2).dim,
    ]


@piece
def across_modules():
    net = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3))
    pairs = [(net[0], "weight"), (net[2], "weight")]
    prune.global_unstructured(pairs, prune.L1Unstructured, amount=0.3)
    first = state(net)
    prune.global_unstructured(pairs, pruning_method=prune.RandomUnstructured, amount=5)
    second = state(net)
    scores = {(net[0], "weight"): get("scores")}
    prune.global_unstructured(pairs, prune.L1Unstructured, importance_scores=scores, amount=4)
    prune.global_unstructured([(net[0], "bias")], Threshold, threshold=0.2)
    return first, second, state(net), prune.is_pruned(net), prune.is_pruned(nn.ReLU())


@piece
def sparsity():
    net = nn.Sequential(nn.Linear(4, 5), nn.Linear(5, 3))
    prune.global_unstructured(((net[0], "weight"), (net[1], "weight")), pruning_method=prune.L1Unstructured, amount=10)
    return int(sum((torch.nn.utils.parameters_to_vector(net.buffers()) == 0).tolist()))


@piece
def rolled_back():
    m = fc()
    error = fails(lambda: Failing.apply(m, "weight"))
    return error, names(m), state(m), len(m._forward_pre_hooks)


@piece
def errors():
    def twice():
        m = fc()
        prune.identity(m, "weight")
        Odd.apply(m, "weight")

    def undimmed():
        m = fc()
        prune.identity(m, "weight")
        Undimmed.apply(m, "weight")

    def dimmed():
        m = fc()
        prune.identity(m, "weight")
        prune.random_structured(m, "weight", 1, -3)

    return [
        fails(lambda: prune.random_unstructured(fc(), "weight", 1.5)),
        fails(lambda: prune.random_unstructured(fc(), "weight", -1)),
        fails(lambda: prune.random_unstructured(fc(), "weight", -0.5)),
        fails(lambda: prune.random_unstructured(fc(), "weight", "3")),
        fails(lambda: prune.random_unstructured(fc(), "weight", None)),
        fails(lambda: prune.random_unstructured(fc(), "weight", 21)),
        fails(lambda: prune.l1_unstructured(fc(), "weight", 21)),
        fails(lambda: prune.random_structured(fc(), "weight", 6, 0)),
        fails(lambda: prune.ln_structured(fc(), "weight", 5, 2, 1)),
        fails(lambda: prune.random_structured(fc(), "bias", 1, 0)),
        fails(lambda: prune.random_structured(fc(), "weight", 1, 2)),
        fails(lambda: prune.ln_structured(fc(), "weight", 1, 2, 3)),
        fails(lambda: prune.l1_unstructured(fc(), "weight", 1, importance_scores=torch.ones(2))),
        fails(lambda: prune.L1Unstructured(1).prune(torch.ones(2), importance_scores=torch.ones(3))),
        fails(lambda: prune.custom_from_mask(fc(), "bias", torch.ones(2))),
        fails(lambda: prune.identity(fc(), "other")),
        fails(lambda: prune.remove(fc(), "weight")),
        fails(lambda: prune.global_unstructured(3, prune.L1Unstructured, amount=1)),
        fails(lambda: prune.global_unstructured([], prune.L1Unstructured, importance_scores=[], amount=1)),
        fails(lambda: prune.global_unstructured([], prune.L1Unstructured, amount=1)),
        fails(lambda: prune.global_unstructured([(fc(), "weight")], prune.RandomStructured, amount=1)),
        fails(lambda: prune.global_unstructured([(fc(), "other")], prune.L1Unstructured, amount=1)),
        fails(twice),
        fails(undimmed),
        fails(dimmed),
        fails(lambda: prune.PruningContainer(3, 4)),
        fails(lambda: prune.PruningContainer(EveryOther(), EveryOther())) is not None,
        fails(lambda: prune.random_unstructured(fc(), "weight")),
        fails(lambda: prune.L1Unstructured()),
    ]


answers.write("prune.gz")
