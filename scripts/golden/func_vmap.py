"""Goldens of torch.vmap: python scripts/golden/func_vmap.py."""

from oracle import torch

from answers import Answers
import torch.nn.functional as F
from torch.func import grad, jacrev, jvp, vjp, vmap

torch.manual_seed(4)
INPUTS = {
    "x": torch.randn(3, 4),
    "y": torch.randn(3, 4),
    "t": torch.randn(2, 3, 4),
    "q": torch.randn(2, 3, 4, 4),
    "v": torch.randn(4),
    "m": torch.randn(4, 4),
    "r": torch.rand(3, 4),
    "imgs": torch.randn(3, 2, 3, 6, 6),
    "ks": torch.randn(3, 4, 3, 3, 3),
    "l": torch.tensor([[1, 0], [3, 2], [2, 2]]),
    "lv": torch.tensor([1, 0, 3]),
    "i": torch.tensor([[0, 2], [1, 1], [2, 0]]),
    "logits": torch.randn(3, 2, 4),
    "maps": torch.randint(0, 4, (3, 2, 3, 3)),
    "grid": torch.randn(3, 2, 4, 3, 3),
    "h": torch.randn(3, 2, 4, dtype=torch.half),
    "e": torch.empty(0, 4),
    "s": torch.tensor(0.5),
    "weight": torch.tensor([0.2, 0.5, 1.0, 2.0]),
}
answers = Answers(**INPUTS)
ask = answers.ask


def get(name):
    return INPUTS[name].clone()


x, y, t, v, m, r = (lambda n=n: get(n) for n in "x y t v m r".split())


def written(a):
    out = a.new_zeros(2, 4)
    out[0] = a
    out[:, 1] = 5
    return out


def scalar(out):
    if isinstance(out, (list, tuple)):
        return sum(scalar(o) for o in out)
    return (out.to(torch.float) * 2).sum()


def randoms(f, **kw):
    return lambda: [vmap(f, **kw)(x()), torch.rand(2)]


def loss_gradients(f, logits="logits", **kw):
    def both(a, *rest):
        return grad(lambda a: f(a, *rest).sum())(a), f(a, *rest)

    return lambda: vmap(both, **kw)


def inside(does, transform=vmap, **kw):
    def f(a):
        does(a)
        return a * 1

    return lambda: transform(f, **kw)(x())


def seen(*does):
    out = []
    inside(lambda a: out.extend(f(a) for f in does))()
    return out


def text_of_two():
    out = []
    vmap(vmap(lambda a: (out.append(str(a)), a)[1]))(t())
    return out


def texts(f, of_grad=False, **kw):
    out = []

    def body(a):
        out.append(str(f(a)))
        return a.sum()

    vmap(grad(body) if of_grad else body, **kw)(x())
    return out


def into_another():
    out = torch.zeros(4)
    vmap(lambda a: out.add_(1) + a)(x())
    return out


def batched_into_another():
    out = torch.zeros(4)
    vmap(lambda a: out.add_(a))(x())


# --- operators of one sample

OPS = {
    "sum": lambda a: a.sum(),
    "softmax": lambda a: a.softmax(0),
    "matvec": lambda a: m() @ a,
    "index": lambda a: a[1] + a[-1],
    "slice": lambda a: a[1:3],
    "list index": lambda a: a[[0, 2]],
    "tensor index": lambda a: a[torch.tensor([3, 0])],
    "stack": lambda a: torch.stack([a, a + 1]),
    "cat": lambda a: torch.cat([a, v()]),
    "constant": lambda a: v(),
    "ones": lambda a: torch.ones(2) * a[0],
    "new tensor": lambda a: a.new_tensor([1.0, 2.0]) * a[0],
    "tensor": lambda a: torch.tensor([1.0, 2.0]) + a[0],
    "where": lambda a: torch.where(a > 0, a, -a),
    "clamp": lambda a: a.clamp(-0.5, 0.5),
    "sort": lambda a: a.sort(descending=True),
    "topk": lambda a: a.topk(2).values,
    "max": lambda a: a.max(0),
    "argmax": lambda a: a.argmax(),
    "cumsum": lambda a: a.cumsum(0),
    "norm": lambda a: a.norm(),
    "einsum": lambda a: torch.einsum("i,ij->j", a, m()),
    "outer": lambda a: torch.outer(a, a),
    "view": lambda a: a.view(2, 2).mT.reshape(-1),
    "flip roll": lambda a: a.flip(0).roll(1),
    "gather": lambda a: a.gather(0, torch.tensor([1, 1])),
    "scatter": lambda a: torch.zeros(4).scatter(0, torch.tensor([1, 0, 3, 2]), a),
    "in place": lambda a: a.clone().mul_(2).add_(1),
    "write": lambda a: written(a),
    "chunk": lambda a: a.chunk(2),
    "split": lambda a: torch.split(a, [1, 3]),
    "linalg": lambda a: torch.linalg.solve(m(), a),
    "expand": lambda a: a.expand(2, 4) + 1,
    "dtype": lambda a: a.to(torch.double),
    "mean var": lambda a: torch.var_mean(a, 0),
    "layer norm": lambda a: F.layer_norm(a, [4]),
    "linear": lambda a: F.linear(a, m(), v()),
    "mse": lambda a: F.mse_loss(a, v()),
    "dropout off": lambda a: F.dropout(a, 0.5, False),
    "unfold": lambda a: a.unfold(0, 2, 1),
    "histc": lambda a: a.histc(4),
    "searchsorted": lambda a: torch.searchsorted(torch.tensor([-1.0, 0.0, 1.0]), a),
    "dict": lambda a: list({"a": a, "b": [a.sum(), a * 2]}.values()),
    "tuple": lambda a: (a, a.sum()),
}


for name, f in OPS.items():
    ask(f"of {name}", lambda: vmap(f)(x()))
    ask(f"columns {name}", lambda: vmap(lambda a: f(a), in_dims=1)(x().mT.contiguous()))
    ask(f"twice {name}", lambda: vmap(vmap(f))(t()))
    ask(f"gradient {name}", lambda: vmap(grad(lambda a: scalar(f(a))))(x()))


# --- dimensions

dot = lambda a, b: (a * b).sum()
ask("dot", lambda: vmap(torch.dot)(x(), y()))
ask("in_dims tuple", lambda: vmap(torch.dot, in_dims=(0, None))(x(), v()))
ask("in_dims turned", lambda: vmap(torch.mul, in_dims=(0, 1))(x(), y().mT))
ask("in_dims negative", lambda: vmap(dot, in_dims=(-2, -1))(x(), y().mT))
ask("in_dims nested", lambda: vmap(lambda d: dot(d["a"], d["b"][0]), in_dims=({"a": 0, "b": (None,)},))({"a": x(), "b": (v(),)}))
ask("in_dims of a list", lambda: vmap(lambda d: dot(d[0], d[1]), in_dims=((0, None),))((x(), v())))
ask("a dict alone", lambda: vmap(lambda d: dot(d["a"], d["b"]))({"a": x(), "b": y()}))
ask("keywords", lambda: vmap(lambda a, scale: a * scale)(x(), scale=x()))
ask("keywords and in_dims", lambda: vmap(lambda a, scale: a * scale, in_dims=(0,))(x(), scale=4))
ask("out_dims", lambda: vmap(lambda a: a**2, out_dims=1)(x()))
ask("out_dims negative", lambda: vmap(lambda a: a**2, out_dims=-1)(x()))
ask("out_dims tuple", lambda: vmap(lambda a: (a, a * 2), out_dims=(0, 1))(x()))
ask("out_dims none", lambda: vmap(lambda a: (a, 3), out_dims=(0, None))(x()))
ask("out_dims dict", lambda: list(vmap(lambda a: {"a": a, "b": a}, out_dims={"a": 1, "b": 0})(x()).values()))
ask("out_dims list of one", lambda: vmap(lambda a: a, out_dims=(1,))(x()))
ask("out_dims of a constant", lambda: vmap(lambda a: v(), out_dims=1)(x()))
ask("nested dims", lambda: vmap(vmap(lambda a: a.sum(), in_dims=1), out_dims=1)(t()))
ask("outer inside", lambda: vmap(lambda a: vmap(lambda b: a * b)(y()))(x()))
ask("of the outer only", lambda: vmap(lambda a: vmap(lambda b: a)(y()))(x()))
ask("chunks", lambda: vmap(lambda a: a.sin(), chunk_size=2)(x()))
ask("chunks of one", lambda: vmap(lambda a: (a.sin(), a.sum()), chunk_size=1)(x()))
ask("chunks too large", lambda: vmap(lambda a: a.sin(), chunk_size=10)(x()))
ask("chunks out_dims", lambda: vmap(lambda a, b: a + b, in_dims=(1, None), out_dims=1, chunk_size=3)(x(), v()[:3]))
ask("chunks half", lambda: vmap(lambda a: a, chunk_size=1.5)(x()))
ask("empty", lambda: vmap(lambda a: a.sum())(get("e")))
ask("empty chunks", lambda: vmap(lambda a: a.sum(), chunk_size=2)(get("e")))

# --- randomness


RANDOM = {
    "rand": lambda a: a + torch.rand(4),
    "randn_like": lambda a: a + torch.randn_like(a),
    "dropout": lambda a: F.dropout(a, 0.5),
    "bernoulli": lambda a: torch.bernoulli(a.sigmoid()),
    "randint": lambda a: a + torch.randint(5, (4,)),
    "randperm": lambda a: a[torch.randperm(4)],
    "multinomial": lambda a: a.softmax(0).multinomial(2),
    "normal_": lambda a: a.clone().normal_(),
    "uniform_": lambda a: a.clone().uniform_(),
    "normal": lambda a: torch.normal(a, 1.0),
    "exponential_": lambda a: a.clone().exponential_(),
    "rrelu": lambda a: F.rrelu(a, training=True),
    "feature dropout": lambda a: F.dropout1d(a[None], 0.5),
    "alpha dropout": lambda a: F.alpha_dropout(a, 0.5, True),
}
for name, f in RANDOM.items():
    for mode in ("error", "same", "different"):
        ask(f"{mode} {name}", randoms(f, randomness=mode))
ask("same chunks", randoms(RANDOM["rand"], randomness="same", chunk_size=2))
ask("different chunks", randoms(RANDOM["rand"], randomness="different", chunk_size=2))
ask("same of different", lambda: vmap(vmap(RANDOM["rand"], randomness="different"), randomness="same")(t()))
ask("different of same", lambda: vmap(vmap(RANDOM["rand"], randomness="same"), randomness="different")(t()))
ask("seeded", lambda: (torch.manual_seed(7), vmap(RANDOM["rand"], randomness="different")(x()))[1])

# --- layers and losses

ask("conv", lambda: vmap(F.conv2d, in_dims=(0, None))(get("imgs"), get("ks")[0]))
ask("conv weights", lambda: vmap(F.conv2d, in_dims=(None, 0))(get("imgs")[0], get("ks")))
ask("conv both", lambda: vmap(F.conv2d)(get("imgs"), get("ks")))
ask("conv gradients", lambda: vmap(grad(lambda k, i: F.conv2d(i, k).sin().sum()), in_dims=(None, 0))(get("ks")[0], get("imgs")))
ask("pool", lambda: vmap(lambda i: F.max_pool2d(i, 2))(get("imgs")))
ask("group norm", lambda: vmap(lambda i: F.group_norm(i, 3))(get("imgs")))
ask("batch norm", lambda: vmap(lambda i: F.batch_norm(i, None, None, training=True))(get("imgs")))
ask("interpolate", lambda: vmap(lambda i: F.interpolate(i, scale_factor=2, mode="bilinear"))(get("imgs")))
ask("embedding", lambda: vmap(F.embedding, in_dims=(0, None))(get("l"), m()))
ask("attention", lambda: vmap(F.scaled_dot_product_attention)(get("q"), get("q"), get("q")))


for reduction in ("none", "mean", "sum"):
    ask(f"nll {reduction}", lambda: loss_gradients(lambda a, b: F.nll_loss(a, b, reduction=reduction))()(get("logits"), get("l")))
    ask(f"nll weight {reduction}", lambda: loss_gradients(lambda a, b: F.nll_loss(a, b, get("weight"), ignore_index=2, reduction=reduction))()(get("logits"), get("l")))
    ask(f"nll2d {reduction}", lambda: loss_gradients(lambda a, b: F.nll_loss(a, b, reduction=reduction))()(get("grid"), get("maps")))
    ask(f"nll2d weight {reduction}", lambda: loss_gradients(lambda a, b: F.nll_loss(a, b, get("weight"), ignore_index=1, reduction=reduction))()(get("grid"), get("maps")))
    ask(f"nll one {reduction}", lambda: loss_gradients(lambda a, b: F.nll_loss(a, b, reduction=reduction))()(x(), get("lv")))
    ask(f"cross entropy {reduction}", lambda: loss_gradients(lambda a, b: F.cross_entropy(a, b, reduction=reduction))()(get("logits"), get("l")))
    ask(f"mse {reduction}", lambda: loss_gradients(lambda a, b: F.mse_loss(a, b, reduction=reduction))()(x(), y()))
    ask(f"smooth l1 {reduction}", lambda: loss_gradients(lambda a, b: F.smooth_l1_loss(a, b, reduction=reduction, beta=0.7))()(x(), y()))
    ask(f"huber {reduction}", lambda: loss_gradients(lambda a, b: F.huber_loss(a, b, reduction=reduction, delta=0.7))()(x(), y()))
    ask(f"half mse {reduction}", lambda: loss_gradients(lambda a, b: F.mse_loss(a, b, reduction=reduction))()(get("h"), get("h") * 2))
    ask(f"half huber {reduction}", lambda: loss_gradients(lambda a, b: F.huber_loss(a, b, reduction=reduction))()(get("h"), get("h") * 2))
ask("addr", lambda: vmap(lambda a, b: torch.addr(m(), a, b))(x(), y()))
ask("addr beta", lambda: vmap(lambda a, b: torch.addr(m(), a, b, beta=0, alpha=2))(x(), y()))
ask("addr of ints", lambda: vmap(lambda a: torch.addr(torch.ones(2, 2, dtype=torch.long), a, a, beta=3))(get("i")))
ask("addr of bools", lambda: vmap(lambda a: torch.addr(torch.ones(2, 2).bool(), a, a))(get("i").bool()))
ask("nll of three dimensions", lambda: vmap(lambda a, b: torch.ops.aten.nll_loss_forward(a, b, None, 1, -100)[0])(t()[None].expand(3, 2, 3, 4), get("l")))

# --- texts, and what cannot be mapped


ask("text", lambda: seen(str, lambda a: str(a.sum()), lambda a: str(a[1:])))
ask("text of two", lambda: text_of_two())
ask("text other dim", lambda: texts(lambda a: a, in_dims=1))
ask("text of gradients", lambda: texts(lambda a: a, of_grad=True))


ask("facts", lambda: seen(lambda a: list(a.shape), lambda a: a.stride(), lambda a: a.dim(), lambda a: a.numel(), lambda a: a.is_contiguous(), lambda a: a.type(), lambda a: a.requires_grad, lambda a: a.is_leaf, lambda a: a.storage_offset(), lambda a: len(a), lambda a: len(list(a))))
ask("item", inside(lambda a: a.sum().item()))
ask("tolist", inside(lambda a: a.tolist()))
ask("data_ptr", inside(lambda a: a.data_ptr()))
ask("numpy", inside(lambda a: a.numpy()))
ask("storage", inside(lambda a: a.untyped_storage()))
ask("data", inside(lambda a: a.data))
ask("set data", inside(lambda a: setattr(a, "data", torch.zeros(4))))
ask("nonzero", inside(lambda a: a.nonzero()))
ask("mask", inside(lambda a: a[a > 0]))
ask("equal", inside(lambda a: torch.equal(a, a)))
ask("allclose", inside(lambda a: torch.allclose(a, a)))
ask("backward", inside(lambda a: a.sum().backward()))
ask("requires_grad_", inside(lambda a: a.requires_grad_()))
ask("write into another", lambda: into_another())
ask("batched write into another", lambda: batched_into_another())
ask("unique", inside(lambda a: a.unique()))
ask("is_nonzero", inside(lambda a: a.sum().is_nonzero()))


# --- errors

ask("in_dims text", lambda: vmap(torch.dot, in_dims="a")(x(), y()))
ask("in_dims too many", lambda: vmap(torch.dot, in_dims=(0, 0, 0))(x(), y()))
ask("in_dims too deep", lambda: vmap(torch.dot, in_dims=(0, 0.5))(x(), y()))
ask("in_dims too large", lambda: vmap(torch.dot, in_dims=(0, 2))(x(), y()))
ask("in_dims too small", lambda: vmap(torch.dot, in_dims=(-3, 0))(x(), y()))
ask("in_dims of a scalar", lambda: vmap(torch.sin)(get("s")))
ask("in_dims of a dict", lambda: vmap(torch.sin, in_dims=({"a": 0},))({"b": x()}))
ask("not a tensor", lambda: vmap(torch.dot)(x(), 2))
ask("no input", lambda: vmap(torch.dot)())
ask("nothing mapped", lambda: vmap(torch.dot, in_dims=(None, None))(v(), v()))
ask("sizes differ", lambda: vmap(lambda a, b: a + b)(x(), v()))
ask("number out", lambda: vmap(lambda a: 3)(x()))
ask("nothing out", lambda: vmap(lambda a: None)(x()))
ask("batched without out_dim", lambda: vmap(lambda a: a, out_dims=None)(x()))
ask("out_dims too many", lambda: vmap(lambda a: a, out_dims=(0, 0))(x()))
ask("out_dims text", lambda: vmap(lambda a: a, out_dims="a")(x()))
ask("out_dims half", lambda: vmap(lambda a: a, out_dims=0.5)(x()))
ask("out_dims too large", lambda: vmap(lambda a: a, out_dims=3)(x()))
ask("randomness", lambda: vmap(lambda a: a, randomness="some")(x()))
ask("chunk size", lambda: vmap(lambda a: a, chunk_size=0)(x()))
ask("module name", lambda: vmap(torch.nn.ReLU(), in_dims=(0, 0, 0))(x()))
ask("shapes inside", lambda: vmap(torch.dot)(x(), y()[:, :2]))

answers.write("func_vmap.gz")
