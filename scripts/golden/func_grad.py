"""Goldens of torch.func's derivatives: python scripts/golden/func_grad.py."""

from oracle import torch

import numpy as np
from answers import Answers
import torch.nn.functional as F
from torch import nn
from torch.func import debug_unwrap, functionalize, grad, grad_and_value, hessian, jacfwd, jacrev, jvp, linearize, vjp, vmap

torch.manual_seed(3)
INPUTS = {
    "x": torch.randn(3, 4),
    "y": torch.randn(3, 4),
    "d": torch.randn(3, 4, dtype=torch.double),
    "v": torch.randn(4),
    "w": torch.randn(4),
    "m": torch.randn(4, 4),
    "s": torch.tensor(0.7),
    "u": torch.tensor(-1.3),
    "p": torch.rand(4) + 0.5,
    "img": torch.randn(2, 3, 5, 5),
    "k": torch.randn(4, 3, 3, 3),
    "b": torch.randn(4),
    "l": torch.tensor([1, 0, 3]),
    "c": torch.randn(3, dtype=torch.cfloat),
    "i": torch.tensor([1, 2]),
}
answers = Answers(**INPUTS)
ask = answers.ask


def get(name):
    return INPUTS[name].clone()


x, y, v, w, m, s, u, p, l = (lambda n=n: get(n) for n in "x y v w m s u p l".split())

def write(x):
    out = torch.zeros(3, 4)
    out[0] = x[1]
    out[:, 1] = x[:, 0] ** 2
    return (out * y()).sum()


def no_grad_inside(x):
    with torch.no_grad():
        c = x**2
    return (x - c).sum()


def inside_no_grad():
    with torch.no_grad():
        return grad(lambda x: (x**2).sum())(x())


def vjp_inside_no_grad():
    with torch.no_grad():
        out, f = vjp(lambda x: x**2, x())
        return out, f(y())[0]


def inside_inference():
    with torch.inference_mode():
        out = grad(lambda x: (x**2).sum())(x())
        return out, out.is_inference()


def jvp_inference():
    with torch.inference_mode():
        return jvp(lambda x: x**2, (x(),), (y(),))


def flat(tree):
    return [tree["a"], tree["b"][0], tree["b"][1]]


def outside():
    a = x().requires_grad_()
    out = grad(lambda x: (x**3).sum())(a)
    return out, torch.autograd.grad(out.sum(), a)[0]


def names():
    seen = []

    def f(x):
        seen.append(str(x.sin()))
        seen.append(x.sin().grad_fn.name())
        seen.append([x.requires_grad, x.is_leaf])
        return x.sum()

    grad(f)(s())
    return seen


def aux_vjp():
    out, f, aux = vjp(lambda x: (x.sin(), x * 2), x(), has_aux=True)
    return out, f(y())[0], aux


def twice():
    out, f = vjp(lambda x: x**3, x())
    return f(y())[0], f(x())[0]


def once():
    out, f = vjp(lambda x: x**3, x())
    f(y(), retain_graph=False)
    return f(y())


def mutating(a):
    b = a + 1
    c = b.view(-1)
    c.add_(1)
    return b


def mutating_input(a):
    a.view(-1).mul_(2)
    return a.sum()


def changed(f, **kw):
    a = x()
    return functionalize(f, **kw)(a), a


def linearized(f, *primals, tangents):
    out, g = linearize(f, *primals)
    return out, g(*tangents)


def unwrapped():
    seen = []

    def f(a):
        seen.extend([debug_unwrap(a), str(debug_unwrap(a, recurse=False))])
        return a.sum()

    vmap(grad(f))(x())
    return seen + [debug_unwrap(s())]


def printed(transform, *args):
    texts = []

    def f(*args):
        texts.extend(str(arg) for arg in args)
        return (args[0] * 1).sum()

    transform(f)(*args)
    return texts


def text_of_jvp():
    texts = []

    def f(a):
        texts.append(str(a))
        return a

    jvp(f, (v(),), (w(),))
    jacfwd(f)(v())
    return texts


def dead():
    leaked = []
    grad(lambda a: (leaked.append(a), a.sum())[1])(v())
    return [str(leaked[0]), leaked[0] + 1, leaked[0].tolist(), leaked[0].requires_grad]


def into_another():
    out = torch.zeros(3, 4)
    grad(lambda a: (out.copy_(a), a.sum())[1])(x())
    return out


def numbers():
    seen = []

    def f(a):
        seen.extend([a.sum().item(), a.tolist(), float(a[0, 0]), bool(a[0, 0] > 5), list(a.shape), a.stride(), a.dim()])
        return a.sum()

    grad(f)(get("d"))
    return seen


def made(f):
    seen = []
    grad(lambda a: (seen.append(str(f(a))), a.sum())[1])(v())
    return seen


SCALAR = {
    "polynomial": lambda x: (3 * x**3 - 2 * x + 1).sum(),
    "sin cos": lambda x: (x.sin() * x.cos()).sum(),
    "exp log": lambda x: (x.exp() + 1).log().mean(),
    "norm": lambda x: x.norm(),
    "logsumexp": lambda x: x.logsumexp((0, 1)),
    "softmax": lambda x: (x.softmax(-1) * torch.arange(4.0)).sum(),
    "gelu": lambda x: F.gelu(x).sum(),
    "matmul": lambda x: (x @ x.mT).tanh().sum(),
    "var": lambda x: x.var(),
    "cumsum": lambda x: x.cumsum(0).prod(1).sum(),
    "index": lambda x: (x[0] * x[:, 1].sum()).sum() + x[-1, 2],
    "advanced index": lambda x: x[torch.tensor([0, 2, 2])].pow(2).sum() + x[[0, 1], [1, 2]].sum(),
    "cross entropy": lambda x: F.cross_entropy(x, l()),
    "mse": lambda x: F.mse_loss(x, y()),
    "where": lambda x: torch.where(x > 0, x, 0.1 * x).sum(),
    "layer norm": lambda x: (F.layer_norm(x, [4]) * y()).sum(),
    "sort": lambda x: (x.sort(1)[0] * torch.arange(4.0)).sum(),
    "max": lambda x: x.max(1).values.sum(),
    "in place": lambda x: x.clone().mul_(2).sin_().sum(),
    "write": lambda x: write(x),
    "tensor inside": lambda x: (x * torch.tensor([1.0, 2.0, 3.0, 4.0])).sum(),
    "no grad": lambda x: no_grad_inside(x),
    "detach": lambda x: (x - x.detach() ** 2).sum(),
    "constant": lambda x: torch.tensor(3.0),
    "stack cat": lambda x: torch.cat([x, torch.stack([x[0], x[1]])]).pow(2).sum(),
}


for name, f in SCALAR.items():
    ask(f"grad {name}", lambda: grad(f)(x()))
    ask(f"value {name}", lambda: grad_and_value(f)(x()))
    ask(f"second {name}", lambda: grad(lambda x: (grad(f)(x) ** 2).sum())(x()))
    ask(f"jvp {name}", lambda: jvp(f, (x(),), (y(),)))
    ask(f"hvp {name}", lambda: jvp(grad(f), (x(),), (y(),)))
    ask(f"vjp {name}", lambda: vjp(f, x())[1](torch.tensor(2.0)))

ask("grad of one number", lambda: grad(torch.sin)(s()))
ask("third derivative", lambda: grad(grad(grad(lambda x: x**5)))(s()))
ask("perturbation confusion", lambda: grad(lambda x: x * grad(lambda y: x + y)(s()))(u()))
ask("grad inside no_grad", lambda: inside_no_grad())
ask("vjp inside no_grad", lambda: vjp_inside_no_grad())
ask("grad inside inference mode", lambda: inside_inference())
ask("jvp inside inference mode", lambda: jvp_inference())
ask("double", lambda: grad(lambda x: x.sin().sum())(get("d")))
ask("complex", lambda: grad(lambda z: (z * z.conj()).real.sum())(get("c")))


two = lambda a, b: (a * b.sin()).sum()
ask("argnums 1", lambda: grad(two, argnums=1)(x(), y()))
ask("argnums -1", lambda: grad(two, argnums=-1)(x(), y()))
ask("argnums both", lambda: grad(two, argnums=(0, 1))(x(), y()))
ask("argnums turned", lambda: grad(two, argnums=(1, 0))(x(), y()))
ask("argnums one in a tuple", lambda: grad(two, argnums=(1,))(x(), y()))
ask("aux", lambda: grad(lambda x: (x.sum(), x * 2), has_aux=True)(x()))
ask("aux nested", lambda: list(grad(lambda x: (x.sum(), {"a": x, "b": (x + 1,)}), has_aux=True)(x())[1].values()))
ask("value aux", lambda: grad_and_value(lambda x: (x.sum(), x * 2), has_aux=True)(x()))
tree = lambda t: (t["a"] * t["b"][0]).sum() + t["b"][1].sum()
ask("tree", lambda: flat(grad(tree)({"a": x(), "b": (y(), v())})))
ask("tree in a list", lambda: grad(lambda t: (t[0] * t[1]).sum())([x(), y()]))
ask("keyword arguments", lambda: grad(lambda x, scale: (x * scale).sum())(x(), scale=y()))
ask("requires_grad outside", lambda: outside())
ask("functions of the graph", lambda: names())


# --- vjp

ask("vjp of matmul", lambda: vjp(torch.matmul, x(), m())[1](y()))
ask("vjp two outputs", lambda: vjp(lambda x: (x.sin(), x.cos()), x())[1]((y(), x())))
ask("vjp dict", lambda: vjp(lambda x: {"first": x.sin(), "second": x.cos()}, x())[1]({"first": y(), "second": x()}))
ask("vjp aux", lambda: aux_vjp())
ask("vjp twice", lambda: twice())
ask("vjp of vjp", lambda: vjp(lambda x: vjp(torch.sin, x)[1](y())[0], x())[1](y()))
ask("vjp mapped", lambda: vmap(vjp(lambda v: v.sin(), v())[1])(m()))
ask("vjp unused", lambda: vjp(lambda a, b: a * 2, x(), y())[1](y()))
ask("vjp once", lambda: once())


# --- jvp

ask("jvp two", lambda: jvp(lambda a, b: a * b, (x(), y()), (y(), x())))
ask("jvp tree", lambda: jvp(lambda t: (t["a"] * t["b"], t["a"]), ({"a": x(), "b": y()},), ({"a": y(), "b": x()},)))
ask("jvp independent", lambda: jvp(lambda a: torch.ones(2), (x(),), (y(),)))
ask("jvp strict", lambda: jvp(lambda a: torch.ones(2), (x(),), (y(),), strict=True))
ask("jvp aux", lambda: jvp(lambda a: (a.sin(), a * 2), (x(),), (y(),), has_aux=True))
ask("jvp of jvp", lambda: jvp(lambda a: jvp(torch.sin, (a,), (y(),))[1], (x(),), (x(),)))
ask("jvp of grad", lambda: jvp(grad(lambda a: a.sin().sum()), (x(),), (y(),)))
ask("grad of jvp", lambda: grad(lambda a: jvp(torch.sin, (a,), (y(),))[1].sum())(x()))
ask("jvp mapped", lambda: vmap(lambda t: jvp(torch.sin, (v(),), (t,))[1])(m()))

# --- Jacobians

VECTOR = {
    "square": lambda v: v**2,
    "matvec": lambda v: m() @ v,
    "softmax": lambda v: v.softmax(0),
    "outer": lambda v: torch.outer(v, v).sin(),
    "two outputs": lambda v: (v.sin(), v.sum()),
    "dict": lambda v: list({"a": v.sin(), "b": v[:2]}.values()),
    "constant": lambda v: torch.ones(3),
    "norm": lambda v: v.norm(),
    "cumprod": lambda v: v.cumprod(0),
    "linear": lambda v: F.linear(v, m(), w()).relu(),
}
for name, f in VECTOR.items():
    ask(f"jacrev {name}", lambda: jacrev(f)(v()))
    ask(f"jacfwd {name}", lambda: jacfwd(f)(v()))
    ask(f"jacrev chunks {name}", lambda: jacrev(f, chunk_size=3)(v()))
    ask(f"jacrev rows {name}", lambda: jacrev(f, chunk_size=1)(v()))
    ask(f"jacrev copy {name}", lambda: jacrev(f, chunk_size=2, _preallocate_and_copy=True)(v()))
    ask(f"hessian {name}", lambda: hessian(f)(v()))

mixed = lambda a, b: (a.sin() * b).sum() + (a * a.cos()).sum()
ask("jacrev both", lambda: jacrev(lambda a, b: a * b, argnums=(0, 1))(v(), w()))
ask("jacfwd both", lambda: jacfwd(lambda a, b: a * b, argnums=(0, 1))(v(), w()))
ask("jacrev second", lambda: jacrev(lambda a, b: a * b, argnums=1)(v(), w()))
ask("jacfwd second", lambda: jacfwd(lambda a, b: a * b, argnums=1)(v(), w()))
ask("hessian both", lambda: hessian(mixed, argnums=(0, 1))(v(), w()))
ask("hessian scalar", lambda: hessian(lambda a: a**3)(s()))
ask("jacrev aux", lambda: jacrev(lambda a: (a.sin(), a * 2), has_aux=True)(v()))
ask("jacfwd aux", lambda: jacfwd(lambda a: (a.sin(), a * 2), has_aux=True)(v()))
ask("jacrev of jacrev", lambda: jacrev(jacrev(lambda a: a.sin().sum()))(v()))
ask("jacfwd of jacfwd", lambda: jacfwd(jacfwd(lambda a: a.sin().sum()))(v()))
ask("jacrev of jacfwd", lambda: jacrev(jacfwd(lambda a: a.sin().sum()))(v()))
ask("jacobians of a batch", lambda: vmap(jacrev(lambda a: a.sin()))(m()))
ask("hessians of a batch", lambda: vmap(hessian(lambda a: a.prod()))(m()))
ask("jacrev matrix", lambda: jacrev(lambda a: a @ v())(m()))
ask("jacfwd matrix", lambda: jacfwd(lambda a: a @ v())(m()))
ask("jacfwd same noise", lambda: jacfwd(lambda a: a * torch.rand(4), randomness="same")(v()))
ask("jacfwd noise", lambda: jacfwd(lambda a: a * torch.rand(4))(v()))
ask("jacrev noise", lambda: jacrev(lambda a: a * torch.rand(4))(v()))
ask("jacrev conv", lambda: jacrev(lambda k: F.conv2d(get("img"), k, get("b")).mean((2, 3)))(get("k")))
ask("hessian mlp", lambda: hessian(lambda a: (F.linear(a, m(), w()).tanh() @ v()).exp())(p()))

# --- functionalize, linearize, debug_unwrap


ask("functionalize", lambda: functionalize(mutating)(x()))
ask("functionalize views", lambda: functionalize(mutating, remove="mutations_and_views")(x()))
ask("functionalize input", lambda: changed(mutating_input))
ask("functionalize input views", lambda: changed(mutating_input, remove="mutations_and_views"))
ask("functionalize grad", lambda: functionalize(grad(lambda a: a.clone().mul_(3).sin_().sum()))(x()))
ask("functionalize mapped", lambda: vmap(functionalize(mutating))(x()))
ask("functionalize wrong", lambda: functionalize(mutating, remove="views"))
ask("linearize", lambda: linearized(torch.sin, x(), tangents=(y(),)))
ask("linearize two", lambda: linearized(lambda a, b: (a * b, a), x(), y(), tangents=(y(), x())))
ask("linearize shape", lambda: linearized(torch.sin, x(), tangents=(v(),)))
ask("linearize dtype", lambda: linearized(torch.sin, x(), tangents=(get("d"),)))
ask("linearize structure", lambda: linearized(torch.sin, x(), tangents=(y(), y())))
ask("debug_unwrap", lambda: unwrapped())


# --- texts of wrapped tensors


ask("text grad", lambda: printed(grad, x()))
ask("text grad of grad", lambda: printed(lambda f: grad(lambda a: grad(f)(a).sum()), v()))
ask("text jvp", lambda: text_of_jvp())
ask("text functional", lambda: printed(functionalize, v()))
ask("text dead", lambda: dead())


MAKERS = {
    "tensor": lambda a: torch.tensor([1.5, 2]),
    "tensor of a tensor": lambda a: torch.tensor(a[0]),
    "tensor with a gradient": lambda a: torch.tensor([1.5], requires_grad=True),
    "as_tensor": lambda a: torch.as_tensor([1, 2]),
    "from_numpy": lambda a: torch.from_numpy(np.array([1, 2], dtype=np.float32)),
    "new_tensor": lambda a: a.new_tensor([1.5, 2]),
    "zeros_like": lambda a: torch.zeros_like(a),
    "linspace": lambda a: torch.linspace(0, 1, 3),
    "Parameter": lambda a: nn.Parameter(torch.zeros(2)),
    "Linear": lambda a: nn.Linear(2, 1).bias,
    "list index": lambda a: a[[0, 1]],
    "sparse": lambda a: torch.sparse_coo_tensor([[0]], [1.5], [2]),
}
for name, f in MAKERS.items():
    ask(f"made {name}", lambda: made(f))

# --- errors

ask("not a scalar", lambda: grad(lambda a: a)(x()))
ask("not a tensor", lambda: grad(lambda a: 1)(x()))
ask("nothing", lambda: grad(lambda a: None)(x()))
ask("a list", lambda: grad(lambda a: [a.sum()])(x()))
ask("argnum too large", lambda: grad(lambda a: a.sum(), argnums=3)(x()))
ask("argnum too small", lambda: grad(lambda a: a.sum(), argnums=-2)(x()))
ask("argnums twice", lambda: grad(lambda a: a.sum(), argnums=(0, 0))(x()))
ask("argnums empty", lambda: grad(lambda a: a.sum(), argnums=())(x()))
ask("argnums text", lambda: grad(lambda a: a.sum(), argnums="a")(x()))
ask("argnums half", lambda: grad(lambda a: a.sum(), argnums=(0, 0.5))(x()))
ask("no aux", lambda: grad(lambda a: a.sum(), has_aux=True)(x()))
ask("aux number", lambda: grad(lambda a: (a.sum(), 3), has_aux=True)(x()))
ask("number", lambda: grad(lambda a: a)(3))
ask("no argument", lambda: grad(lambda a: a)())
ask("integers", lambda: grad(lambda a: a.sum())(get("i")))
ask("vjp number", lambda: vjp(lambda a: 3, x()))
ask("vjp nothing", lambda: vjp(lambda a: None, x()))
ask("vjp empty", lambda: vjp(lambda a: [], x()))
ask("vjp mixed", lambda: vjp(lambda a: (a, 3), x()))
ask("vjp integers", lambda: vjp(lambda a: a.long(), x()))
ask("vjp no aux", lambda: vjp(lambda a: a, x(), has_aux=True))
ask("cotangents one for two", lambda: vjp(lambda a: (a, a), x())[1](x()))
ask("cotangents two for one", lambda: vjp(lambda a: a, x())[1]((x(), x())))
ask("cotangents other key", lambda: vjp(lambda a: {"a": a}, x())[1]({"b": x()}))
ask("cotangents shape", lambda: vjp(lambda a: a * 1, x())[1](v()))
ask("primals no tuple", lambda: jvp(lambda a: a, x(), y()))
ask("tangents two", lambda: jvp(lambda a: a, (x(),), (x(), y())))
ask("tangents shape", lambda: jvp(lambda a: a, (x(),), (v(),)))
ask("tangents none", lambda: jvp(lambda a: a, (), ()))
ask("tangents numbers", lambda: jvp(lambda a: a, (3,), (3,)))
ask("jvp number", lambda: jvp(lambda a: 3, (x(),), (x(),)))
ask("jvp no aux", lambda: jvp(lambda a: a, (x(),), (x(),), has_aux=True))
ask("jvp integers", lambda: jvp(lambda a: a, (get("i"),), (get("i"),)))
ask("chunk size 0", lambda: jacrev(lambda a: a, chunk_size=0))
ask("jacrev complex", lambda: jacrev(lambda a: a)(get("c")))
ask("jacrev complex output", lambda: jacrev(lambda a: a * 1j)(v()))
ask("jacfwd complex", lambda: jacfwd(lambda a: a)(get("c")))
ask("jacfwd complex output", lambda: jacfwd(lambda a: a * 1j)(v()))
ask("jacrev argnum", lambda: jacrev(lambda a: a, argnums=2)(v()))
ask("jacfwd argnum", lambda: jacfwd(lambda a: a, argnums=2)(v()))
ask("jacfwd randomness", lambda: jacfwd(lambda a: a, randomness="some")(v()))
ask("jacrev number", lambda: jacrev(lambda a: 3)(v()))
ask("jacfwd number", lambda: jacfwd(lambda a: 3)(v()))
ask("backward inside", lambda: grad(lambda a: (a.sum().backward(), a.sum())[1])(x()))
ask("requires_grad_ inside", lambda: grad(lambda a: a.requires_grad_().sum())(x()))
ask("retain_grad inside", lambda: grad(lambda a: (a.retain_grad(), a.sum())[1])(x()))
ask("retain_grad of another", lambda: vmap(lambda a: (a.retain_grad(), a.sum())[1])(x()))
ask("numpy inside", lambda: grad(lambda a: (a.numpy(), a.sum())[1])(x()))
ask("data_ptr inside", lambda: grad(lambda a: (a.data_ptr(), a.sum())[1])(x()))
ask("storage inside", lambda: grad(lambda a: (a.untyped_storage(), a.sum())[1])(x()))
ask("in place on the input", lambda: grad(lambda a: a.mul_(2).sum())(x()))
ask("write into another", lambda: into_another())
ask("numbers inside", lambda: numbers())
ask("grad inside", lambda: grad(lambda a: torch.autograd.grad((a**2).sum(), a, create_graph=True)[0].sum())(x()))


answers.write("func_grad.gz")
