"""Goldens of the backward hooks of modules: python scripts/golden/backward_hooks.py."""

import warnings

from oracle import torch

from answers import Answers
from torch import nn
from torch.nn.modules import module as M
from torch.utils.hooks import BackwardHook

torch.manual_seed(4)
INPUTS = {"x": torch.randn(3, 4), "y": torch.randn(3, 4), "w": torch.randn(3, 2)}
answers = Answers(**INPUTS)


def get(name):
    return INPUTS[name].clone()


def leaf(name):
    return get(name).requires_grad_()


def piece(function):
    answers.ask(function.__name__, function)


def warned(body):
    """What `body` gives, and its warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = body()
    return [value, [[one.category.__name__, str(one.message)] for one in caught]]


class Log:
    def __init__(self):
        self.lines = []

    def hook(self, name, result=None):
        def hook(module, grad_input, grad_output):
            self.lines.append([name, type(module).__name__, list(grad_input), list(grad_output)])
            return result(grad_input) if result else None

        return hook

    def pre(self, name, result=None):
        def hook(module, grad_output):
            self.lines.append([name, type(module).__name__, list(grad_output)])
            return result(grad_output) if result else None

        return hook


class Two(nn.Module):
    """Two inputs and others, two outputs and others."""

    def forward(self, a, n, b, scale=1):
        return a * n + b * scale, "text", a * b


class Dict(nn.Module):
    def forward(self, a):
        return {"n": 1, "out": a * 2}


class Nested(nn.Module):
    def forward(self, a):
        return [a * 2], a


class Split(nn.Module):
    def forward(self, a, b=None):
        return a.exp(), a.sin()


class Chain(nn.Module):
    def forward(self, a):
        return (a * 2).sin()


class Same(nn.Module):
    def forward(self, a):
        return a


class Number(nn.Module):
    def forward(self, a):
        return 3


@piece
def full():
    log, fc, x = Log(), nn.Linear(4, 2), leaf("x")
    fc.register_full_backward_hook(log.hook("full"))
    y = fc(x)
    name = y.grad_fn.name()
    y.backward(get("w"))
    return log.lines, x.grad, fc.weight.grad, name


@piece
def order():
    log, fc, x = Log(), nn.Linear(4, 2), leaf("x")
    fc.register_full_backward_hook(log.hook("second"))
    fc.register_full_backward_hook(log.hook("third"))
    fc.register_full_backward_hook(log.hook("first"), prepend=True)
    fc.register_full_backward_pre_hook(log.pre("pre second"))
    fc.register_full_backward_pre_hook(log.pre("pre first"), prepend=True)
    fc(x).backward(get("w"))
    return log.lines


@piece
def changed():
    log, fc, x = Log(), nn.Linear(4, 2), leaf("x")
    fc.register_full_backward_hook(log.hook("a", lambda g: (g[0] * 2,)))
    fc.register_full_backward_hook(log.hook("b", lambda g: [g[0] + 1]))
    fc.register_full_backward_pre_hook(log.pre("p", lambda g: (g[0] * 3,)))
    fc(x).backward(get("w"))
    return log.lines, x.grad, fc.weight.grad, fc.bias.grad


@piece
def removed():
    log, fc, x = Log(), nn.Linear(4, 2), leaf("x")
    one = fc.register_full_backward_hook(log.hook("one"))
    two = fc.register_full_backward_pre_hook(log.pre("two"))
    y = fc(x)
    one.remove()
    two.remove()
    y.backward(get("w"))
    z = fc(x)
    z.backward(get("w"))
    return log.lines, z.grad_fn.name()


@piece
def several():
    log, two, a, b = Log(), Two(), leaf("x"), leaf("y")
    two.register_full_backward_hook(log.hook("two"))
    two.register_full_backward_pre_hook(log.pre("pre"))
    first, text, second = two(a, 3, b, scale=2)
    (first.sum() + second.sum()).backward()
    return log.lines, a.grad, b.grad, text, first.grad_fn is second.grad_fn


@piece
def one_needs_grad():
    log, two, a, b = Log(), Two(), leaf("x"), get("y")
    two.register_full_backward_hook(log.hook("two", lambda g: (g[0] * 2, None, None)))
    first, _, second = two(a, 3, b)
    first.sum().backward()
    return log.lines, a.grad, b.requires_grad


@piece
def one_output_used():
    log, two, a, b = Log(), Two(), leaf("x"), leaf("y")
    two.register_full_backward_hook(log.hook("two"))
    two(a, 3, b)[0].sum().backward()
    return log.lines


@piece
def in_sequence():
    log, x = Log(), leaf("x")
    net = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2))
    for module in net.modules():
        module.register_full_backward_hook(log.hook("full"))
        module.register_full_backward_pre_hook(log.pre("pre"))
    net(x).backward(get("w"))
    return log.lines, x.grad


@piece
def no_input_needs_grad():
    log, fc = Log(), nn.Linear(4, 2)
    fc.register_full_backward_hook(log.hook("full"))
    fc.register_full_backward_pre_hook(log.pre("pre", lambda g: (g[0] * 2,)))
    return warned(lambda: fc(get("x")).backward(get("w"))), log.lines, fc.bias.grad


@piece
def no_input_but_nones():
    log, fc = Log(), nn.Linear(4, 2)
    fc.register_full_backward_hook(log.hook("full", lambda g: (None,)))
    fc(get("x")).backward(get("w"))
    return log.lines


@piece
def no_input_but_a_result():
    fc = nn.Linear(4, 2)
    fc.register_full_backward_hook(lambda m, i, o: (torch.ones(3, 4),))
    fc(get("x")).backward(get("w"))


@piece
def wrong_number():
    fc = nn.Linear(4, 2)
    fc.register_full_backward_hook(lambda m, i, o: (i[0], i[0]))
    fc(leaf("x")).backward(get("w"))


@piece
def wrong_number_before():
    fc = nn.Linear(4, 2)
    fc.register_full_backward_pre_hook(lambda m, o: ())
    fc(leaf("x")).backward(get("w"))


@piece
def a_tensor_for_a_tuple():
    fc = nn.Linear(4, 2)
    fc.register_full_backward_hook(lambda m, i, o: i[0] * 2)
    fc(leaf("x")).backward(get("w"))


@piece
def not_a_list():
    fc = nn.Linear(4, 2)
    fc.register_full_backward_hook(lambda m, i, o: 3)
    fc(leaf("x")).backward(get("w"))


@piece
def wrong_shape():
    fc = nn.Linear(4, 2)
    fc.register_full_backward_hook(lambda m, i, o: (torch.ones(2, 2),))
    fc(leaf("x")).backward(get("w"))


@piece
def in_place_on_the_output():
    fc = nn.Linear(4, 2)
    fc.register_full_backward_hook(lambda m, i, o: None)
    fc(leaf("x")).add_(1)


@piece
def in_place_on_the_input():
    net = nn.ReLU(inplace=True)
    net.register_full_backward_hook(lambda m, i, o: None)
    net(leaf("x") * 2)


@piece
def in_place_without_grad():
    net = nn.ReLU(inplace=True)
    net.register_full_backward_hook(lambda m, i, o: None)
    return net(get("x"))


@piece
def inside_no_grad():
    log, fc = Log(), nn.Linear(4, 2)
    fc.register_full_backward_hook(log.hook("full"))
    with torch.no_grad():
        return fc(leaf("x")).requires_grad, log.lines


@piece
def output_is_a_dict():
    log, net, x = Log(), Dict(), leaf("x")
    net.register_full_backward_hook(log.hook("full"))

    def run():
        net(x)["out"].sum().backward()
        return x.grad

    return warned(run), log.lines


@piece
def output_is_a_number():
    net = Number()
    net.register_full_backward_hook(lambda m, i, o: None)
    return warned(lambda: net(leaf("x")))


@piece
def output_is_the_input():
    log, net, x = Log(), Same(), leaf("x")
    net.register_full_backward_hook(log.hook("full"))
    net(x).sum().backward()
    return log.lines, x.grad


@piece
def twice():
    log, net, x = Log(), Chain(), leaf("x")
    net.register_full_backward_hook(log.hook("full"))
    y = net(x)
    (g,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    g.pow(2).sum().backward()
    return log.lines, g, x.grad


@piece
def of_retained_graph():
    log, fc, x = Log(), nn.Linear(4, 2), leaf("x")
    fc.register_full_backward_hook(log.hook("full"))
    y = fc(x)
    y.backward(get("w"), retain_graph=True)
    y.backward(get("w"))
    return log.lines


@piece
def with_forward_hooks():
    log, fc, x = Log(), nn.Linear(4, 2), leaf("x")
    fc.register_full_backward_hook(log.hook("full"))
    fc.register_forward_pre_hook(lambda m, args: (args[0] * 2,))
    fc.register_forward_hook(lambda m, args, out: log.lines.append([args[0].grad_fn.name(), out.grad_fn.name()]))
    fc.register_forward_hook(lambda m, args, out: out * 3)
    y = fc(x)
    y.backward(get("w"))
    return log.lines, x.grad, y.grad_fn.name()


@piece
def an_error_in_a_hook():
    fc, x = nn.Linear(4, 2), leaf("x")

    def fails(module, grad_input, grad_output):
        raise ValueError("mine")

    fc.register_full_backward_hook(fails)
    fc(x).backward(get("w"))


@piece
def both_kinds():
    fc = nn.Linear(4, 2)
    fc.register_backward_hook(lambda m, i, o: None)
    fc.register_full_backward_hook(lambda m, i, o: None)


@piece
def both_kinds_the_other_way():
    fc = nn.Linear(4, 2)
    fc.register_full_backward_hook(lambda m, i, o: None).remove()
    fc.register_backward_hook(lambda m, i, o: None)


@piece
def only_a_pre_hook():
    log, fc, x = Log(), nn.Linear(4, 2), leaf("x")
    fc.register_full_backward_pre_hook(log.pre("pre"))
    fc.register_backward_hook(log.hook("non-full"))
    return warned(lambda: fc(x).backward(get("w"))), log.lines


def non_full(net, *args):
    def run():
        log = Log()
        net.register_backward_hook(log.hook("non-full"))
        out = net(*args)
        first = out
        while not isinstance(first, torch.Tensor):
            first = first["out"] if isinstance(first, dict) else first[0]
        first.sum().backward()
        return log.lines

    return warned(run)


@piece
def non_full_of_one_node():
    return non_full(nn.Sigmoid(), leaf("x") * 2)


@piece
def non_full_of_a_leaf():
    return non_full(nn.Sigmoid(), leaf("x"))


@piece
def non_full_of_several_nodes():
    return non_full(Chain(), leaf("x") * 2)


@piece
def non_full_of_a_linear():
    return non_full(nn.Linear(4, 2), leaf("x"))


@piece
def non_full_of_a_dict():
    return non_full(Dict(), leaf("x"))


@piece
def non_full_of_a_list():
    return non_full(Nested(), leaf("x"))


@piece
def non_full_of_two_outputs():
    return non_full(Split(), leaf("x"))


@piece
def non_full_of_another_input():
    return non_full(Split(), leaf("x"), 3)


@piece
def non_full_of_no_graph():
    net = nn.Sigmoid()
    net.register_backward_hook(lambda m, i, o: None)
    return warned(lambda: net(get("x")))


@piece
def non_full_changed():
    net, x = nn.Sigmoid(), leaf("x")
    net.register_backward_hook(lambda m, i, o: (i[0] * 2,))
    net(x).sum().backward()
    return x.grad


@piece
def non_full_of_a_number():
    net = Number()
    net.register_backward_hook(lambda m, i, o: None)
    net(leaf("x"))


class Empty(nn.Module):
    def forward(self, a):
        return ()


@piece
def non_full_of_nothing():
    net = Empty()
    net.register_backward_hook(lambda m, i, o: None)
    net(leaf("x"))


@piece
def for_every_module():
    log, x = Log(), leaf("x")
    handles = [
        M.register_module_full_backward_hook(log.hook("global")),
        M.register_module_full_backward_pre_hook(log.pre("global pre")),
    ]
    net = nn.Sequential(nn.Linear(4, 2), nn.ReLU())
    net[0].register_full_backward_hook(log.hook("own"))
    net[0].register_full_backward_pre_hook(log.pre("own pre"))
    net(x).backward(get("w"))
    for handle in handles:
        handle.remove()
    net(x).backward(get("w"))
    return log.lines


@piece
def for_every_module_both_kinds():
    M.register_module_backward_hook(lambda m, i, o: None)


@piece
def for_every_module_non_full():
    M._global_is_full_backward_hook = None
    log, x = Log(), leaf("x") * 2
    handle = M.register_module_backward_hook(log.hook("global"))
    net = nn.Sigmoid()
    net.register_full_backward_hook(log.hook("own"))
    result = warned(lambda: net(x).sum().backward())
    handle.remove()
    return result, log.lines


@piece
def for_every_module_full_after():
    M.register_module_full_backward_hook(lambda m, i, o: None)


@piece
def by_itself():
    lines, x = [], leaf("x")
    hook = BackwardHook("owner", [lambda m, i, o: lines.append([m, list(i), list(o)])], [])
    (a, n) = hook.setup_input_hook((x, 5))
    out = hook.setup_output_hook(a * n)
    out.sum().backward()
    return lines, hook.n_inputs, hook.n_outputs, hook.input_tensors_index, hook.output_tensors_index, hook.grad_outputs


answers.write("backward_hooks.gz")
