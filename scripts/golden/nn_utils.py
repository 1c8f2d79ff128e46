"""Goldens of torch.nn.utils: python scripts/golden/nn_utils.py."""

import warnings

from oracle import torch

from answers import Answers
from copy import deepcopy
from torch import nn
from torch.nn import utils

torch.manual_seed(5)
INPUTS = {
    "x": torch.randn(3, 4),
    "img": torch.randn(2, 3, 6, 6),
    "vec": torch.randn(14),
    "g1": torch.randn(3, 4) * 5,
    "g2": torch.randn(5) * 3,
    "g3": torch.randn(2, 2, dtype=torch.float64),
}
answers = Answers(**INPUTS)


def get(name):
    return INPUTS[name].clone()


def piece(function):
    answers.ask(function.__name__, function)


def warned(body):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = body()
    return [value, [[one.category.__name__, str(one.message)] for one in caught]]


def fails(body):
    try:
        body()
    except Exception as error:
        return [type(error).__name__, str(error)]
    return None


def params(*names):
    made = [torch.zeros_like(get(name)).requires_grad_() for name in names]
    for p, name in zip(made, names):
        p.grad = get(name)
    return made


def grads(made):
    return [p.grad for p in made]


def state(module):
    return [[key, value] for key, value in module.state_dict().items()]


def names(module):
    return [list(dict(module.named_parameters())), list(dict(module.named_buffers()))]


# --- clip_grad


def clip(order, max_norm=1.0, which=("g1", "g2"), foreach=None):
    made = params(*which)
    return utils.clip_grad_norm_(made, max_norm, order, foreach=foreach), grads(made)


@piece
def clip_norms():
    return [clip(order) for order in (2.0, 1.0, 3.0, 0.5, float("inf"), "inf", float("-inf"), 0.0)]


@piece
def clip_without_foreach():
    return [clip(order, foreach=False) for order in (2.0, 1.0, float("inf"))]


@piece
def clip_not_needed():
    return clip(2.0, 1000.0)


@piece
def clip_to_zero():
    return clip(2.0, 0)


@piece
def clip_one():
    (made,) = params("g1")
    return utils.clip_grad_norm_(made, max_norm=2, norm_type=2), made.grad


@piece
def clip_double():
    return clip(2.0, which=("g3",)), clip(2.0, foreach=True, which=("g3",))


@piece
def clip_without_gradients():
    return [
        utils.clip_grad_norm_([torch.zeros(2, requires_grad=True)], 1.0),
        utils.clip_grad_norm_([], 1.0),
        warned(lambda: utils.clip_grad_norm_(nn.ReLU().parameters(), 1.0)),
    ]


@piece
def clip_deprecated():
    made = params("g1", "g2")
    return warned(lambda: utils.clip_grad_norm(made, 1.0)), grads(made)


@piece
def clip_nonfinite():
    made = params("g1")
    made[0].grad[0, 0] = float("nan")
    out = fails(lambda: utils.clip_grad_norm_(made, 1.0, error_if_nonfinite=True))
    norm = utils.clip_grad_norm_(made, 1.0)
    other = params("g1")
    other[0].grad[0, 0] = float("inf")
    return out, norm, grads(made), fails(lambda: utils.clip_grad_norm_(other, 1.0, 3, True))


@piece
def clip_errors():
    return [
        fails(lambda: utils.clip_grad_norm_()),
        fails(lambda: utils.clip_grad_norm_(params("g1"), "x")),
        fails(lambda: utils.clip_grad_norm_([torch.zeros(1, device="meta")], 1.0, foreach=True)),
        fails(lambda: utils.get_total_norm([torch.zeros(1, device="meta")], foreach=True)),
        fails(lambda: utils.get_total_norm()),
    ]


@piece
def total_norm():
    tensors = [get("g1"), get("g2")]
    return [
        utils.get_total_norm(tensors),
        utils.get_total_norm(tensors, 1.0),
        utils.get_total_norm(tensors, norm_type=float("inf"), foreach=False),
        utils.get_total_norm(get("g2")),
        utils.get_total_norm([]),
        utils.get_total_norm([nn.Parameter(get("g1")), get("g2")]).requires_grad,
    ]


@piece
def clip_with_norm():
    made = params("g1", "g2")
    utils.clip_grads_with_norm_(made, 2.0, torch.tensor(7.0))
    other = params("g1", "g2")
    utils.clip_grads_with_norm_(other, max_norm=2.0, total_norm=torch.tensor(7.0), foreach=False)
    return grads(made), grads(other)


@piece
def clip_value():
    made, other, one = params("g1", "g2"), params("g1", "g2"), params("g2")
    utils.clip_grad_value_(made, 0.5)
    utils.clip_grad_value_(other, clip_value=2, foreach=False)
    utils.clip_grad_value_(one[0], 1)
    return grads(made), grads(other), grads(one)


# --- convert_parameters


@piece
def vectors():
    fc = nn.Linear(4, 2)
    vec = utils.parameters_to_vector(fc.parameters())
    utils.vector_to_parameters(get("vec")[:10], fc.parameters())
    return vec, fc.weight, fc.bias, vec.grad_fn.name()


@piece
def vector_errors():
    return [
        fails(lambda: utils.vector_to_parameters(3, [])),
        fails(lambda: utils.vector_to_parameters(get("vec")[:9], nn.Linear(4, 2).parameters())),
        fails(lambda: utils.parameters_to_vector([])),
        fails(lambda: utils.parameters_to_vector([get("x").t()])),
    ]


# --- fusion


def trained(bn, x):
    with torch.no_grad():
        for p in bn.parameters():
            p.normal_()
        bn(x)
        bn(x * 2)
    return bn.eval()


@piece
def fuse_conv():
    conv, bn = nn.Conv2d(3, 4, 3).eval(), trained(nn.BatchNorm2d(4), torch.randn(2, 4, 5, 5))
    fused = utils.fuse_conv_bn_eval(conv, bn)
    return state(fused), repr(fused), fused(get("img")), fused.weight.requires_grad, fused is conv


@piece
def fuse_conv_no_bias():
    conv = nn.Conv2d(3, 4, 3, bias=False).eval().requires_grad_(False)
    bn = trained(nn.BatchNorm2d(4, affine=False), torch.randn(2, 4, 5, 5))
    fused = utils.fuse_conv_bn_eval(conv, bn)
    return state(fused), repr(fused), fused.weight.requires_grad, fused.bias.requires_grad


@piece
def fuse_transposed():
    conv = nn.ConvTranspose2d(3, 4, 3).eval()
    fused = utils.fuse_conv_bn_eval(conv, trained(nn.BatchNorm2d(4), torch.randn(2, 4, 5, 5)), transpose=True)
    return state(fused), fused(get("img"))


@piece
def fuse_half():
    conv = nn.Conv2d(3, 4, 3).eval().bfloat16()
    fused = utils.fuse_conv_bn_eval(conv, trained(nn.BatchNorm2d(4), torch.randn(2, 4, 5, 5)))
    return state(fused)


@piece
def fuse_linear():
    fc, bn = nn.Linear(4, 3).eval(), trained(nn.BatchNorm1d(3), torch.randn(6, 3))
    fused = utils.fuse_linear_bn_eval(fc, bn)
    one = utils.fuse_linear_bn_eval(fc, trained(nn.BatchNorm1d(1), torch.randn(6, 1)))
    no_bias = utils.fuse_linear_bn_eval(nn.Linear(4, 3, bias=False).eval(), bn)
    return state(fused), repr(fused), fused(get("x")), state(one), state(no_bias)


@piece
def fuse_errors():
    conv, bn = nn.Conv2d(3, 4, 3).eval(), nn.BatchNorm2d(4).eval()
    return [
        fails(lambda: utils.fuse_conv_bn_eval(nn.Conv2d(3, 4, 3), bn)),
        fails(lambda: utils.fuse_conv_bn_eval(conv, nn.BatchNorm2d(4))),
        fails(lambda: utils.fuse_conv_bn_eval(conv, nn.BatchNorm2d(4, track_running_stats=False).eval())),
        fails(lambda: utils.fuse_linear_bn_eval(nn.Linear(4, 3), bn)),
        fails(lambda: utils.fuse_linear_bn_eval(nn.Linear(4, 3).eval(), bn)),
        fails(lambda: utils.fuse_linear_bn_eval(nn.Linear(4, 4).eval(), nn.BatchNorm1d(4, track_running_stats=False).eval())),
    ]


# --- init, memory_format


@piece
def skip_init():
    fc = utils.skip_init(nn.Linear, 5, 2)
    named = utils.skip_init(nn.Linear, in_features=3, out_features=2, bias=False, dtype=torch.float64)
    meta = utils.skip_init(nn.Conv2d, 1, 2, 3, device="meta")
    return [
        [repr(m), [[k, list(p.shape), str(p.dtype), str(p.device), p.requires_grad] for k, p in m.named_parameters()]]
        for m in (fc, named, meta)
    ] + [torch.rand(2)]


@piece
def skip_init_errors():
    return fails(lambda: utils.skip_init(nn.ReLU))


@piece
def memory_formats():
    net = nn.Sequential(nn.Conv2d(3, 4, 3), nn.Sequential(nn.ConvTranspose2d(3, 4, 3), nn.Conv3d(2, 3, 2)), nn.Linear(2, 2))

    def strides():
        return [list(p.stride()) for p in net.parameters()]

    before = strides()
    out = utils.convert_conv2d_weight_memory_format(net, torch.channels_last)
    after = strides()
    utils.convert_conv3d_weight_memory_format(net, memory_format=torch.channels_last_3d)
    return before, after, strides(), out is net, net[0](get("img"))


# --- weight_norm


@piece
def weight_norm():
    m = nn.Linear(4, 2)
    caught = warned(lambda: utils.weight_norm(m) is m)
    y = m(get("x"))
    y.sum().backward()
    before = [state(m), names(m), repr(m), m.weight, m.weight_g.grad, m.weight_v.grad]
    removed = utils.remove_weight_norm(m)
    return caught, y, before, state(removed), names(removed), removed(get("x")), len(m._forward_pre_hooks)


@piece
def weight_norm_dims():
    out = []
    for dim in (0, 1, -1, None):
        m = utils.weight_norm(nn.Conv2d(3, 4, 3), dim=dim)
        out.append([state(m), m(get("img"))])
    m = utils.weight_norm(nn.Linear(4, 2), name="bias", dim=None)
    return out, state(m), m(get("x"))


@piece
def weight_norm_copy():
    m = utils.weight_norm(nn.Linear(4, 2))
    return fails(lambda: deepcopy(m)), state(m)


@piece
def weight_norm_errors():
    m = utils.weight_norm(nn.Linear(4, 2))
    return [
        fails(lambda: utils.weight_norm(m)),
        fails(lambda: utils.weight_norm(nn.Linear(4, 2), "other")),
        fails(lambda: utils.remove_weight_norm(m, "bias")),
        fails(lambda: utils.remove_weight_norm(nn.Linear(4, 2))),
        fails(lambda: utils.weight_norm(nn.LazyLinear(2))),
    ]


# --- spectral_norm


@piece
def spectral_norm():
    m = utils.spectral_norm(nn.Linear(4, 3))
    start = state(m)
    outs = [m(get("x")), m(get("x"))]
    outs[1].sum().backward()
    during = [state(m), names(m), repr(m), m.weight, m.weight_orig.grad]
    m.eval()
    outs.append(m(get("x")))
    meta = m.state_dict()._metadata
    removed = utils.remove_spectral_norm(m)
    return start, outs, during, [meta[""]["spectral_norm"]["weight.version"]], state(removed), names(removed), removed(get("x"))


@piece
def spectral_norm_convs():
    out = []
    for m in (nn.Conv2d(3, 4, 3), nn.ConvTranspose2d(3, 4, 3)):
        utils.spectral_norm(m, n_power_iterations=3)
        out.append([m(get("img")), state(m)])
    m = utils.spectral_norm(nn.Conv2d(3, 4, 3), "weight", 2, 1e-6, 1)
    return out, m(get("img")), state(m)


@piece
def spectral_norm_load():
    m, n = utils.spectral_norm(nn.Linear(4, 3)), utils.spectral_norm(nn.Linear(4, 3))
    m(get("x"))
    n.load_state_dict(m.state_dict())
    old = m.state_dict()
    del old["weight_v"]
    del old._metadata[""]["spectral_norm"]
    m(get("x"))
    old["weight"] = m.weight.detach()
    p = utils.spectral_norm(nn.Linear(4, 3))
    p.load_state_dict(old)
    bare = {"weight_orig": torch.ones(3, 4), "bias": torch.ones(3)}
    return state(n), state(p), fails(lambda: p.load_state_dict(bare))


@piece
def spectral_norm_errors():
    m = utils.spectral_norm(nn.Linear(4, 2))
    return [
        fails(lambda: utils.spectral_norm(m)),
        fails(lambda: utils.spectral_norm(nn.Linear(4, 2), "other")),
        fails(lambda: utils.spectral_norm(nn.Linear(4, 2, bias=False), "bias")),
        fails(lambda: utils.spectral_norm(nn.Linear(4, 2), n_power_iterations=0)),
        fails(lambda: utils.remove_spectral_norm(m, "bias")),
        fails(lambda: utils.spectral_norm(nn.LazyLinear(2))),
    ]


@piece
def stateless_call():
    fc = nn.Linear(4, 2)
    dict_ = {"weight": torch.ones(2, 4), "bias": torch.zeros(2)}
    return warned(lambda: utils.stateless.functional_call(fc, dict_, get("x")))


answers.write("nn_utils.gz")
