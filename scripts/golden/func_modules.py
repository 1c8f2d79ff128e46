"""Goldens of torch.func with modules: python scripts/golden/func_modules.py."""

from oracle import torch

from answers import Answers
from torch import nn
import torch.nn.functional as F
from torch.func import functional_call, grad, grad_and_value, hessian, jacrev, jvp, replace_all_batch_norm_modules_, stack_module_state, vmap

torch.manual_seed(6)
INPUTS = {
    "x": torch.randn(5, 4),
    "y": torch.randn(5, 2),
    "l": torch.tensor([0, 1, 1, 0, 1]),
    "imgs": torch.randn(3, 1, 8, 8),
    "lv": torch.tensor([2, 0, 1]),
    "seq": torch.randn(3, 5, 4),
    "w": torch.randn(2, 4),
    "b": torch.randn(2),
}
answers = Answers(**INPUTS)
ask = answers.ask


def get(name):
    return INPUTS[name].clone()


def mlp():
    return nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 2))


class Cnn(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 3, 3)
        self.conv2 = nn.Conv2d(3, 4, 3)
        self.fc1 = nn.Linear(16, 5)
        self.fc2 = nn.Linear(5, 3)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return F.log_softmax(self.fc2(F.relu(self.fc1(x.flatten(1)))), 1)


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.foo = nn.Parameter(torch.tensor([1.0]))
        self.foo_tied = self.foo
        self.register_buffer("bar", torch.tensor([2.0]))

    def forward(self, x):
        return x + self.foo + self.foo_tied + self.bar


class Counter(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("count", torch.zeros(1))

    def forward(self, x, scale=1):
        self.count = self.count + 1
        return x * scale + self.count


def state(model):
    params = {k: v.detach() for k, v in model.named_parameters()}
    buffers = {k: v.detach() for k, v in model.named_buffers()}
    return params, buffers


def values(tree):
    return list(tree.values()) if isinstance(tree, dict) else [values(item) for item in tree]


# --- functional_call


def call_mlp():
    model = mlp()
    params, _ = state(model)
    out = functional_call(model, {k: v * 2 for k, v in params.items()}, get("x"))
    return out, model(get("x"))


def partial():
    model = mlp()
    return functional_call(model, {"0.weight": torch.ones(6, 4)}, (get("x"),)), model[0].weight


def gradient():
    model = mlp()
    params, _ = state(model)
    return values(grad(lambda p: F.mse_loss(functional_call(model, p, (get("x"),)), get("y")))(params))


def through_autograd():
    model = mlp()
    params = {k: v.detach().requires_grad_() for k, v in model.named_parameters()}
    functional_call(model, params, (get("x"),)).sum().backward()
    return [p.grad for p in params.values()], [p.grad for p in model.parameters()]


def counting(**kwargs):
    model = Counter()
    buffers = {"count": torch.tensor([5.0])}
    out = functional_call(model, buffers, (torch.ones(1),), kwargs or None)
    return out, buffers["count"], model.count


def counting_two_dicts():
    model = Counter()
    buffers = {"count": torch.tensor([5.0])}
    out = functional_call(model, ({}, buffers), (torch.ones(1),))
    return out, buffers["count"], model.count


def dropout():
    model = nn.Sequential(nn.Linear(4, 4), nn.Dropout(0.5))
    params, _ = state(model)
    return functional_call(model, params, (get("x"),))


def after_error():
    model = mlp()
    before = model[0].weight
    try:
        functional_call(model, {"0.weight": torch.ones(6, 4)}, (torch.ones(3, 3),))
    except RuntimeError as error:
        return str(error), model[0].weight is before


def one_value():
    zeros = torch.zeros(1)
    return functional_call(Tied(), {"foo": zeros, "foo_tied": zeros}, torch.zeros(1))


ask("call", call_mlp)
ask("call partial", partial)
ask("call gradient", gradient)
ask("call and backward", through_autograd)
ask("buffers", counting)
ask("keywords", lambda: counting(scale=3))
ask("buffers of two dicts", counting_two_dicts)
ask("dropout", dropout)
ask("after an error", after_error)
ask("linear", lambda: functional_call(nn.Linear(4, 2), {"weight": get("w"), "bias": get("b")}, get("x")))
ask("tied", lambda: functional_call(Tied(), {"foo": torch.zeros(1)}, torch.zeros(1)))
ask("untied", lambda: functional_call(Tied(), {"foo": torch.zeros(1)}, torch.zeros(1), tie_weights=False))
ask("tied to one value", one_value)
ask("tied to two values", lambda: functional_call(Tied(), {"foo": torch.zeros(1), "foo_tied": torch.ones(1)}, torch.zeros(1)))
ask("strict", lambda: functional_call(nn.Linear(4, 2), {"weight": get("w"), "bias": get("b")}, get("x"), strict=True))
ask("strict missing", lambda: functional_call(nn.Linear(4, 2), {"weight": get("w")}, get("x"), strict=True))
ask("strict unexpected", lambda: functional_call(nn.Linear(4, 2), {"weight": get("w"), "bias": get("b"), "more": get("b")}, get("x"), strict=True))
ask("twice in dicts", lambda: functional_call(nn.Linear(4, 2), ({"weight": get("w")}, {"weight": get("w")}), get("x")))
ask("no dict", lambda: functional_call(nn.Linear(4, 2), 3, get("x")))
ask("no dicts", lambda: functional_call(nn.Linear(4, 2), [3], get("x")))
ask("no submodule", lambda: functional_call(mlp(), {"7.weight": get("w")}, get("x")))
ask("not a submodule", lambda: functional_call(mlp(), {"0.weight.data": get("w")}, get("x")))
ask("not a tensor", lambda: functional_call(nn.Linear(4, 2), {"weight": 3}, get("x")))
ask("unknown name", lambda: functional_call(nn.Linear(4, 2), {"more": get("w"), "weight": get("w"), "bias": get("b")}, get("x")))


# --- per-sample gradients, ensembles, Jacobians


def per_sample():
    model = Cnn()
    params, buffers = state(model)

    def loss(params, buffers, sample, target):
        return F.nll_loss(functional_call(model, (params, buffers), (sample[None],)), target[None])

    return values(vmap(grad(loss), in_dims=(None, None, 0, 0))(params, buffers, get("imgs"), get("lv")))


def per_sample_values():
    model = Cnn()
    params, _ = state(model)
    loss = lambda p, i, t: F.nll_loss(functional_call(model, p, (i[None],)), t[None])
    grads, losses = vmap(grad_and_value(loss), in_dims=(None, 0, 0), chunk_size=2)(params, get("imgs"), get("lv"))
    return values(grads), losses


def ensemble():
    models = [mlp() for _ in range(3)]
    params, buffers = stack_module_state(models)
    base = models[0]
    call = lambda p, b, x: functional_call(base, (p, b), (x,))
    one = vmap(call, in_dims=(0, 0, None))(params, buffers, get("x"))
    each = vmap(call)(params, buffers, get("x")[:3])
    return one, each, [p.requires_grad for p in params.values()], list(params), len(buffers)


def ensemble_norms():
    models = [nn.BatchNorm1d(4) for _ in range(2)]
    params, buffers = stack_module_state(models)
    return list(params), list(buffers), values(buffers), [b.dtype for b in buffers.values()]


def ensemble_dropout():
    models = [nn.Sequential(nn.Linear(4, 2), nn.Dropout(0.5)) for _ in range(3)]
    params, buffers = stack_module_state(models)
    call = lambda p, b, x: functional_call(models[0], (p, b), (x,))
    run = lambda mode: vmap(call, in_dims=(0, 0, None), randomness=mode)(params, buffers, get("x"))
    return run("different"), run("same")


def batch_norm():
    model = nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3))
    params, buffers = state(model)
    return vmap(lambda x: functional_call(model, (params, buffers), (x,)))(get("seq"))


def batch_norm_replaced():
    model = replace_all_batch_norm_modules_(nn.Sequential(nn.Linear(4, 3), nn.BatchNorm1d(3)))
    norm = model[1]
    return vmap(model)(get("seq")), norm.running_mean, norm.track_running_stats


def trained():
    model = mlp()
    params, _ = state(model)
    loss = lambda p: F.cross_entropy(functional_call(model, p, (get("x"),)), get("l"))
    losses = []
    for _ in range(5):
        grads, value = grad_and_value(loss)(params)
        params = {k: v - 0.1 * grads[k] for k, v in params.items()}
        losses.append(value)
    return losses, values(params)


def hessian_of_linear():
    model = nn.Linear(4, 1)
    params, _ = state(model)
    loss = lambda p: functional_call(model, p, (get("x"),)).tanh().pow(2).sum()
    tree = hessian(loss)(params)
    return [values(row) for row in tree.values()]


def jacobian_of_params():
    model = mlp()
    params, _ = state(model)
    return values(jacrev(lambda p: functional_call(model, p, (get("x"),)))(params))


def ntk():
    model = mlp()
    params, _ = state(model)
    single = lambda p, x: functional_call(model, p, (x[None],))[0]
    jac = vmap(jacrev(single), (None, 0))(params, get("x"))
    parts = [j.flatten(2) for j in jac.values()]
    return sum(torch.einsum("naf,mbf->nmab", j, j) for j in parts)


def jvp_of_params():
    model = mlp()
    params, _ = state(model)
    tangents = {k: torch.ones_like(v) for k, v in params.items()}
    return jvp(lambda p: functional_call(model, p, (get("x"),)), (params,), (tangents,))


ask("per-sample gradients", per_sample)
ask("per-sample gradients and losses", per_sample_values)
ask("ensemble", ensemble)
ask("ensemble of norms", ensemble_norms)
ask("ensemble with dropout", ensemble_dropout)
ask("batch norm", batch_norm)
ask("batch norm replaced", batch_norm_replaced)
ask("training", trained)
ask("hessian of a layer", hessian_of_linear)
ask("jacobian of parameters", jacobian_of_params)
ask("tangent kernel", ntk)
ask("jvp of parameters", jvp_of_params)
ask("mapped module", lambda: vmap(nn.Linear(4, 2))(get("x")))
ask("mapped rows", lambda: vmap(mlp(), chunk_size=2)(get("seq")))
ask("no models", lambda: stack_module_state([]))
ask("modes differ", lambda: stack_module_state([nn.Linear(2, 2), nn.Linear(2, 2).eval()]))
ask("classes differ", lambda: stack_module_state([nn.Linear(2, 2), nn.ReLU()]))
ask("requires_grad differs", lambda: stack_module_state([nn.Linear(2, 2), nn.Linear(2, 2).requires_grad_(False)]))
ask("in a ModuleList", lambda: values(stack_module_state(nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)]))))

answers.write("func_modules.gz")
