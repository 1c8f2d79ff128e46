"""Goldens of torch.nn.utils.parametrize and parametrizations: python scripts/golden/parametrize.py."""

import warnings

from oracle import torch

from answers import Answers
from copy import deepcopy
from torch import nn
from torch.nn.utils import parametrizations as PS
from torch.nn.utils import parametrize as P
from torch.nn.utils import weight_norm as old_weight_norm

torch.manual_seed(7)
INPUTS = {"x": torch.randn(3, 4), "img": torch.randn(2, 3, 6, 6), "sq": torch.randn(4, 4), "tall": torch.randn(5, 3)}
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


class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).mT

    def right_inverse(self, A):
        return A.triu()


class Doubled(nn.Module):
    def forward(self, X):
        return X * 2


class Halving(nn.Module):
    def forward(self, X):
        return X * 2

    def right_inverse(self, X):
        return X / 2


class NoInverse(nn.Module):
    def forward(self, X):
        return X + 1

    def right_inverse(self, X):
        raise NotImplementedError


class RankOne(nn.Module):
    def forward(self, x, y):
        return x.unsqueeze(-1) * y.unsqueeze(-2)

    def right_inverse(self, Z):
        return Z[:, 0] * 2, Z[0, :] * 3


class Bad(nn.Module):
    """Whatever these give."""

    def __init__(self, forward=None, inverse=None):
        super().__init__()
        self.gives, self.inverts = forward, inverse

    def forward(self, *args):
        return self.gives(*args) if self.gives else args[0]

    def right_inverse(self, X):
        return self.inverts(X) if self.inverts else X


@piece
def symmetric():
    m = nn.Linear(4, 4)
    out = P.register_parametrization(m, "weight", Symmetric())
    y = m(get("x"))
    y.sum().backward()
    facts = [out is m, isinstance(m, nn.Linear), type(m).__name__, P.is_parametrized(m), P.is_parametrized(m, "weight"), P.is_parametrized(m, "bias")]
    before = [state(m), names(m), repr(m), m.weight, y, m.parametrizations.weight.original.grad]
    m.weight = get("sq") + get("sq").mT
    return facts, before, m.weight, state(m), len(m.parametrizations), m.parametrizations.weight.is_tensor


@piece
def several():
    m = nn.Linear(4, 4)
    P.register_parametrization(m, "weight", Symmetric())
    P.register_parametrization(m, "weight", Halving())
    P.register_parametrization(m, "bias", Doubled())
    text = repr(m)
    m.weight = torch.eye(4)
    return text, m.weight, m.bias, state(m), names(m), fails(lambda: setattr(m, "bias", torch.zeros(4))), m(get("x"))


@piece
def rank_one():
    m = P.register_parametrization(nn.Linear(4, 4), "weight", RankOne())
    m(get("x")).sum().backward()
    p = m.parametrizations.weight
    before = [state(m), names(m), m.weight, p.original0.grad, p.original1.grad, p.ntensors, p.is_tensor]
    m.weight = get("sq")
    after = m.weight
    error = fails(lambda: P.remove_parametrizations(m, "weight", leave_parametrized=False))
    P.remove_parametrizations(m, "weight")
    return before, after, error, state(m), type(m.weight).__name__, type(m).__name__


@piece
def no_inverse():
    m = P.register_parametrization(nn.Linear(4, 2), "weight", NoInverse())
    return state(m), m.weight, fails(lambda: setattr(m, "weight", torch.zeros(2, 4)))


@piece
def buffer():
    m = nn.BatchNorm1d(4)
    P.register_parametrization(m, "running_mean", Doubled())
    first = [names(m), state(m), repr(m)]
    P.remove_parametrizations(m, "running_mean")
    return first, names(m), state(m)


@piece
def removed():
    m = nn.Linear(4, 4)
    weight = m.weight
    P.register_parametrization(m, "weight", Symmetric())
    P.register_parametrization(m, "bias", Doubled())
    P.remove_parametrizations(m, "weight")
    first = [type(m).__name__, repr(m), state(m), names(m), m.weight is weight, hasattr(m, "parametrizations")]
    P.remove_parametrizations(m, "bias", leave_parametrized=False)
    return first, type(m).__name__, repr(m), state(m), names(m), hasattr(m, "parametrizations"), m(get("x"))


@piece
def type_before():
    m = nn.Linear(4, 4)
    a = P.type_before_parametrizations(m).__name__
    P.register_parametrization(m, "weight", Symmetric())
    return a, P.type_before_parametrizations(m).__name__, type(m).__name__


@piece
def cached():
    calls = []

    class Counting(nn.Module):
        def forward(self, X):
            calls.append(1)
            return X * 2

    m = P.register_parametrization(nn.Linear(4, 4), "weight", Counting())
    start = len(calls)
    m.weight, m.weight
    plain = len(calls) - start
    with P.cached():
        same = m.weight is m.weight
        with P.cached():
            m(get("x"))
        m.weight
    inside = len(calls) - start - plain
    m.weight
    return plain, same, inside, len(calls) - start - plain - inside


@piece
def training_mode():
    m, s = nn.Linear(4, 4).eval(), Symmetric()
    P.register_parametrization(m, "weight", s)
    return s.training, m.parametrizations.training, m.train().parametrizations.weight[0].training


@piece
def transferred():
    a, b, c = nn.Linear(4, 4), nn.Linear(4, 4), nn.Linear(4, 4, bias=False)
    P.register_parametrization(a, "weight", Symmetric())
    P.register_parametrization(a, "bias", Doubled())
    P.transfer_parametrizations_and_params(a, b)
    P.transfer_parametrizations_and_params(a, c, "weight")
    same = a.parametrizations.weight.original is b.parametrizations.weight.original
    r, s = P.register_parametrization(nn.Linear(4, 4), "weight", RankOne()), nn.Linear(4, 4)
    P.transfer_parametrizations_and_params(r, s)
    t = nn.Linear(4, 4)
    return state(b), repr(b), state(c), repr(c), same, state(s), P.transfer_parametrizations_and_params(t, s) is s


@piece
def copied():
    m = P.register_parametrization(nn.Linear(4, 4), "weight", Symmetric())
    n = deepcopy(m)
    with torch.no_grad():
        n.parametrizations.weight.original.add_(1)
    return repr(n), state(n), n.weight, m.weight, type(n) is type(m)


@piece
def loaded():
    m, n = (P.register_parametrization(nn.Linear(4, 4), "weight", Symmetric()) for _ in range(2))
    n.load_state_dict(m.state_dict())
    return n.weight, fails(lambda: n.load_state_dict(nn.Linear(4, 4).state_dict()))


@piece
def trained():
    m = P.register_parametrization(nn.Linear(4, 4), "weight", Symmetric())
    optimizer = torch.optim.SGD(m.parameters(), lr=0.1, momentum=0.9)
    for _ in range(4):
        optimizer.zero_grad()
        m(get("x")).pow(2).sum().backward()
        optimizer.step()
    return state(m), m.weight


@piece
def unsafe():
    m = P.register_parametrization(nn.Linear(4, 2), "weight", Bad(lambda X: X.double().flatten()), unsafe=True)
    P.register_parametrization(m, "weight", Bad(lambda X: X[:2]), unsafe=True)
    return m.weight, m.parametrizations.weight.unsafe


def bad(forward=None, inverse=None, first=None):
    m = nn.Linear(4, 2)
    if first:
        P.register_parametrization(m, "weight", first)
    return fails(lambda: P.register_parametrization(m, "weight", Bad(forward, inverse)))


@piece
def errors():
    m = P.register_parametrization(nn.Linear(4, 2), "weight", Doubled())
    swaps = P.register_parametrization(nn.Linear(4, 2), "weight", Bad(lambda a, b: a, lambda X: (X, X)), unsafe=True)
    three = swaps.parametrizations.weight[0]

    def assign(value):
        three.inverts = lambda X: value
        return fails(lambda: setattr(swaps, "weight", torch.zeros(2, 4)))

    return [
        bad(lambda X: 3),
        bad(lambda X: X.double()),
        bad(lambda X: X[0]),
        bad(None, lambda X: 3),
        bad(None, lambda X: X.double()),
        bad(None, lambda X: (X, 3)),
        bad(lambda X: 3, first=Doubled()),
        bad(lambda X: X.double(), first=Doubled()),
        bad(lambda X: X[0], first=Doubled()),
        bad(None, lambda X: 3, first=Doubled()),
        bad(None, lambda X: X.double(), first=Doubled()),
        bad(None, lambda X: X[0], first=Doubled()),
        fails(lambda: P.register_parametrization(nn.Linear(4, 2), "other", Doubled())),
        fails(lambda: P.remove_parametrizations(nn.Linear(4, 2), "weight")),
        fails(lambda: P.remove_parametrizations(m, "bias")),
        fails(lambda: P.ParametrizationList([], torch.zeros(2))),
        fails(lambda: setattr(m, "weight", nn.Parameter(torch.zeros(2, 4)))),
        assign(3),
        assign((torch.zeros(2, 4),)),
        assign((torch.zeros(2, 4), 3)),
        assign((torch.zeros(2, 4), torch.zeros(2, 4).double())),
        fails(lambda: P.register_parametrization(m, "weight")),
    ]


# --- parametrizations


def fitted(m, x="x"):
    start = state(m)
    optimizer = torch.optim.SGD(m.parameters(), lr=0.1)
    for _ in range(2):
        optimizer.zero_grad()
        m(get(x)).pow(2).sum().backward()
        optimizer.step()
    return [start, repr(m), names(m), state(m), m.weight]


@piece
def orthogonal():
    out = []
    for shape in ((4, 4), (4, 6), (4, 3)):
        for map in (None, "matrix_exp", "cayley", "householder"):
            for trivial in (True, False):
                out.append(fitted(PS.orthogonal(nn.Linear(*shape), "weight", map, use_trivialization=trivial)))
    return out


@piece
def orthogonal_assigned():
    out = []
    for trivial in (True, False):
        m = PS.orthogonal(nn.Linear(3, 5), orthogonal_map="householder", use_trivialization=trivial)
        m.weight = torch.linalg.qr(get("tall"))[0]
        out.append([m.weight, state(m)])
    m = PS.orthogonal(nn.Linear(4, 4))
    m.weight = torch.linalg.qr(get("sq"))[0]
    n = PS.orthogonal(nn.Linear(4, 4))
    n.weight = get("sq")
    return out, m.weight, n.weight


@piece
def orthogonal_complex():
    m = nn.Linear(3, 3, dtype=torch.complex64)
    return PS.orthogonal(m).weight, PS.orthogonal(nn.Linear(3, 4, dtype=torch.complex64), orthogonal_map="cayley").weight


@piece
def orthogonal_errors():
    m = PS.orthogonal(nn.Linear(4, 4), orthogonal_map="cayley", use_trivialization=False)
    return [
        fails(lambda: PS.orthogonal(nn.Linear(4, 4), "other")),
        fails(lambda: PS.orthogonal(nn.Linear(4, 4), "bias")),
        fails(lambda: PS.orthogonal(nn.Linear(4, 4), orthogonal_map="other")),
        fails(lambda: PS.orthogonal(nn.Linear(3, 4, dtype=torch.complex64), orthogonal_map="householder")),
        fails(lambda: setattr(m, "weight", torch.eye(4))),
        fails(lambda: setattr(m, "weight", torch.eye(3))),
    ]


@piece
def weight_norm():
    out = [fitted(PS.weight_norm(nn.Linear(4, 2)))]
    for dim in (0, 1, -1, None):
        out.append(fitted(PS.weight_norm(nn.Conv2d(3, 4, 3), dim=dim), "img"))
    m = PS.weight_norm(nn.Linear(4, 2))
    m.weight = torch.ones(2, 4)
    return out, state(m), fails(lambda: PS.weight_norm(nn.Linear(4, 2), "other"))


@piece
def weight_norm_of_old_state():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = old_weight_norm(nn.Linear(4, 2))
    m = PS.weight_norm(nn.Linear(4, 2))
    text = str(m.load_state_dict(old.state_dict()))
    P.remove_parametrizations(m, "weight")
    return text, old.weight, m.weight


@piece
def spectral_norm():
    out = [fitted(PS.spectral_norm(nn.Linear(4, 3)))]
    out.append(fitted(PS.spectral_norm(nn.Conv2d(3, 4, 3), n_power_iterations=3), "img"))
    out.append(fitted(PS.spectral_norm(nn.ConvTranspose2d(3, 4, 3)), "img"))
    out.append(fitted(PS.spectral_norm(nn.Linear(4, 3), "bias")))
    m = PS.spectral_norm(nn.Linear(4, 3), dim=-1, eps=1e-6)
    before = m.eval().weight
    return out, before, m.weight, state(P.remove_parametrizations(m, "weight"))


@piece
def spectral_norm_errors():
    return [
        fails(lambda: PS.spectral_norm(nn.Linear(4, 3), "other")),
        fails(lambda: PS.spectral_norm(nn.Linear(4, 3), n_power_iterations=0)),
        fails(lambda: PS.spectral_norm(nn.Linear(4, 3), dim=2)),
    ]


answers.write("parametrize.gz")
