"""Goldens of custom functions under function transforms: python scripts/golden/func_autograd_function.py."""

from oracle import torch

from answers import Answers
from torch.autograd import Function
from torch.autograd.function import once_differentiable
from torch.func import functionalize, grad, grad_and_value, hessian, jacfwd, jacrev, jvp, linearize, vjp, vmap

torch.manual_seed(5)
INPUTS = {
    "x": torch.randn(3, 4),
    "y": torch.randn(3, 4),
    "z": torch.randn(2, 3, 4),
    "v": torch.randn(4),
    "w": torch.randn(4),
    "s": torch.randn(()),
}
answers = Answers(**INPUTS)
ask = answers.ask
x, y, z, v, w, s = (lambda n=n: INPUTS[n].clone() for n in "x y z v w s".split())


class Sin(Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x.sin()

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0])
        ctx.save_for_forward(inputs[0])

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * x.cos()

    @staticmethod
    def jvp(ctx, t):
        (x,) = ctx.saved_tensors
        return t * x.cos()


class SinOfSins(Function):
    """Its backward calls custom functions."""

    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x.sin()

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0], output)

    @staticmethod
    def backward(ctx, g):
        x, y = ctx.saved_tensors
        return Mul.apply(g, Sin.apply(x + torch.pi / 2)) + 0 * y


class Mul(Function):
    """Its gradients are as large as its output, larger than an input may be."""

    generate_vmap_rule = True

    @staticmethod
    def forward(x, y):
        return x * y

    @staticmethod
    def setup_context(ctx, inputs, output):
        x, y = inputs
        ctx.save_for_backward(x, y)
        ctx.save_for_forward(x, y)

    @staticmethod
    def backward(ctx, g):
        x, y = ctx.saved_tensors
        return g * y if ctx.needs_input_grad[0] else None, g * x if ctx.needs_input_grad[1] else None

    @staticmethod
    def jvp(ctx, s, t):
        x, y = ctx.saved_tensors
        return s * y + t * x


class Sum(Function):
    """It keeps a size, which must be that of one sample."""

    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x.sum()

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.shape = inputs[0].shape

    @staticmethod
    def backward(ctx, g):
        return g.expand(ctx.shape)


class Both(Function):
    """Two outputs, one of them without a gradient, and an argument that is no tensor."""

    generate_vmap_rule = True

    @staticmethod
    def forward(x, exponent):
        return x**exponent, x > 0

    @staticmethod
    def setup_context(ctx, inputs, output):
        x, ctx.exponent = inputs
        ctx.save_for_backward(x)
        ctx.mark_non_differentiable(output[1])
        ctx.set_materialize_grads(False)

    @staticmethod
    def backward(ctx, g, none):
        (x,) = ctx.saved_tensors
        if none is not None:
            raise AssertionError("a gradient of a bool tensor")
        return g * ctx.exponent * x ** (ctx.exponent - 1), None


class Cube(Function):
    """Its own rule for vmap; the derivative is an output."""

    @staticmethod
    def forward(x):
        return x**3, 3 * x**2

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0], output[1])
        ctx.save_for_forward(inputs[0], output[1])

    @staticmethod
    def backward(ctx, g, dg):
        x, dx = ctx.saved_tensors
        return g * dx + dg * 6 * x

    @staticmethod
    def jvp(ctx, t):
        x, dx = ctx.saved_tensors
        return t * dx, 6 * t * x

    @staticmethod
    def vmap(info, in_dims, x):
        return Cube.apply(x), (in_dims[0], in_dims[0])


def cube(x):
    return Cube.apply(x)[0]


class Outer(Function):
    """Its own rule for vmap, with inputs mapped or not."""

    @staticmethod
    def forward(x, y):
        return x.unsqueeze(-1) * y.unsqueeze(-2)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(*inputs)

    @staticmethod
    def backward(ctx, g):
        x, y = ctx.saved_tensors
        return (g * y.unsqueeze(-2)).sum(-1), (g * x.unsqueeze(-1)).sum(-2)

    @staticmethod
    def vmap(info, in_dims, x, y):
        x, y = (
            t.expand(info.batch_size, *t.shape) if dim is None else t.movedim(dim, 0) for t, dim in zip((x, y), in_dims)
        )
        return Outer.apply(x, y), 0


class Double(Function):
    """Works in place."""

    generate_vmap_rule = False

    @staticmethod
    def forward(x):
        return x.mul_(2)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.mark_dirty(inputs[0])

    @staticmethod
    def backward(ctx, g):
        return 2 * g

    @staticmethod
    def jvp(ctx, t):
        return t.mul_(2)

    @staticmethod
    def vmap(info, in_dims, x):
        return Double.apply(x), in_dims[0]


def double(x):
    x = x.clone()
    out = Double.apply(x)
    return out * x


class Noise(Function):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return x * torch.rand_like(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        pass

    @staticmethod
    def backward(ctx, g):
        return g


class Once(Sin):
    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * x.cos()


class Reserved(Sin):
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx._pt_current_level = 1


class ReservedLate(Sin):
    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[0])
        ctx._pt_new_saved_tensors = 1


class Old(Function):
    @staticmethod
    def forward(ctx, x):
        return x

    @staticmethod
    def backward(ctx, g):
        return g


class Plain(Function):
    @staticmethod
    def forward(x):
        return x.clone()

    @staticmethod
    def setup_context(ctx, inputs, output):
        pass


class VjpOnly(Plain):
    generate_vmap_rule = True

    @staticmethod
    def vjp(ctx, g):
        return g


class TwoRules(Plain):
    generate_vmap_rule = True

    @staticmethod
    def vmap(info, in_dims, x):
        return x, in_dims[0]


class GivesNothing(Plain):
    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        return None


def rule(result):
    class Rule(Plain):
        @staticmethod
        def vmap(info, in_dims, x):
            return result(info, in_dims, x)

    return Rule.apply


def told(in_dims, randomness):
    seen = []

    def note(info, in_dims, x, *rest):
        seen.append([info.batch_size, info.randomness, str(info), in_dims, len(info)])
        return x, in_dims[0]

    vmap(rule(note), in_dims=in_dims, randomness=randomness)(z())
    return seen


def untouched():
    """A rule is not asked where nothing is mapped."""
    return vmap(lambda a: rule(lambda *_: 1 / 0)(v()) + a)(x())


def total(f):
    return lambda *args: f(*args).sum()


def dead():
    """The backward runs when the transform is over: what it saved is on a layer that is gone."""
    a, g = v().requires_grad_(), w().requires_grad_()
    _, f = vjp(SinOfSins.apply, a)
    (out,) = f(g)
    return out, torch.autograd.grad(out.sum(), (a, g))


def outside():
    a = x().requires_grad_()
    out = vmap(grad(total(Sin.apply)))(a)
    return out, torch.autograd.grad(out.sum(), a)


def no_grad_outside():
    with torch.no_grad():
        return grad(total(Sin.apply))(x())


def no_grad_inside():
    def f(x):
        with torch.no_grad():
            a = Sin.apply(x)
        return (a * Sin.apply(x)).sum()

    return grad(f)(x())


def names():
    """The node in the graph of a layer."""
    seen = []

    def f(x):
        out = Sin.apply(x)
        seen.append(out.grad_fn.name())
        return out.sum()

    grad(f)(x())
    return seen


one = {"sin": Sin.apply, "nested": SinOfSins.apply, "cube": cube, "double": double, "both": lambda x: Both.apply(x, 3)[0]}
for name, f in one.items():
    ask(f"{name} vmap", lambda: vmap(f)(x()))
    ask(f"{name} vmap of columns", lambda: vmap(f, 1, 1)(x()))
    ask(f"{name} vmap twice", lambda: vmap(vmap(f, 1), 1)(z()))
    ask(f"{name} grad", lambda: grad_and_value(total(f))(x()))
    ask(f"{name} second", lambda: grad(lambda x: grad(total(f))(x).pow(2).sum())(x()))
    ask(f"{name} vjp", lambda: vjp(f, x())[1](y()))
    ask(f"{name} jacrev", lambda: jacrev(f)(v()))
    ask(f"{name} per sample", lambda: vmap(grad(total(f)))(x()))
    ask(f"{name} per sample twice", lambda: vmap(vmap(grad(total(f))))(z()))
    ask(f"{name} grad of vmap", lambda: grad(total(vmap(f)))(x()))
    ask(f"{name} jacrev twice", lambda: jacrev(jacrev(f))(v()))
    ask(f"{name} jvp", lambda: jvp(f, (x(),), (y(),)))
    ask(f"{name} jacfwd", lambda: jacfwd(f)(v()))
    ask(f"{name} vmap of jvp", lambda: vmap(lambda a, b: jvp(f, (a,), (b,)))(x(), y()))
    ask(f"{name} jvp of vmap", lambda: jvp(vmap(f), (x(),), (y(),)))
    ask(f"{name} hessian", lambda: hessian(total(f))(v()))
    ask(f"{name} jvp of grad", lambda: jvp(grad(total(f)), (x(),), (y(),)))
    ask(f"{name} grad of jvp", lambda: grad(lambda x: jvp(f, (x,), (y(),))[1].sum())(x()))

two = {"mul": Mul.apply, "outer": Outer.apply}
for name, f in two.items():
    ask(f"{name} vmap", lambda: vmap(f)(x(), y()))
    ask(f"{name} vmap of one", lambda: vmap(f, (0, None))(x(), v()))
    ask(f"{name} vmap of the other", lambda: vmap(f, (None, 1), 1)(v() if name == "outer" else v()[:3], x()))
    ask(f"{name} grad", lambda: grad(total(f), (0, 1))(v(), w()))
    ask(f"{name} grad of one", lambda: grad(total(f), 1)(v(), w()))
    ask(f"{name} grad of vmap of one", lambda: grad(total(vmap(f, (0, None))), (0, 1))(x(), v()))
    ask(f"{name} grad of vmap of the other", lambda: grad(total(vmap(f, (None, 0))), (0, 1))(v(), x()))
    ask(f"{name} broadcast", lambda: grad(total(vmap(f)), (0, 1))(x(), z()[0]))
    ask(f"{name} jacrev", lambda: jacrev(f, (0, 1))(v(), w()))
    ask(f"{name} per sample", lambda: vmap(grad(total(f), (0, 1)), (0, None))(x(), v()))
    ask(f"{name} jvp", lambda: jvp(f, (v(), w()), (w(), v())))
    ask(f"{name} jvp of one", lambda: jvp(lambda a: f(a, w()), (v(),), (w(),)))
    ask(f"{name} jvp of vmap of one", lambda: jvp(lambda a: vmap(f, (0, None))(a, w()), (x(),), (y(),)))
ask("mul of a scalar", lambda: grad(total(vmap(Mul.apply)), (0, 1))(v(), x().t()[:, :1]))
ask("mul of smaller samples", lambda: grad(total(vmap(Mul.apply)), (0, 1))(x(), x()[:, :1]))

ask("sum", lambda: vmap(Sum.apply)(x()))
ask("sum per sample", lambda: vmap(grad(Sum.apply))(x()))
ask("sum grad of vmap", lambda: grad(lambda x: vmap(Sum.apply, 1)(x).pow(2).sum())(x()))
ask("sum jvp", lambda: jvp(Sum.apply, (x(),), (y(),)))
ask("both", lambda: vmap(lambda x: Both.apply(x, 2))(x()))
ask("cube both", lambda: vmap(Cube.apply)(x()))
ask("cube jacrev both", lambda: jacrev(Cube.apply)(v()))
ask("linearize", lambda: linearize(Sin.apply, v())[1](w()))
for randomness in ("different", "same", "error"):
    ask(f"noise {randomness}", lambda: vmap(Noise.apply, randomness=randomness)(x()))
    ask(f"noise grad {randomness}", lambda: vmap(grad(total(Noise.apply)), randomness=randomness)(x()))
    ask(f"told {randomness}", lambda: told(0, randomness))
ask("told of columns", lambda: told(-1, "error"))
ask("untouched", untouched)
ask("dead", dead)
ask("outside", outside)
ask("no_grad outside", no_grad_outside)
ask("no_grad inside", no_grad_inside)
ask("names", names)
ask("once", lambda: grad(total(Once.apply))(x()))
ask("chunks", lambda: vmap(Sin.apply, chunk_size=2)(x()))
ask("out dim none", lambda: vmap(rule(lambda info, in_dims, x: (x.sum(0), None)), out_dims=None)(x()))
ask("nested outputs", lambda: vmap(rule(lambda info, in_dims, x: ((x, x + 1), (0, 1))), out_dims=(0, 0))(x()[:, :3]))
ask("one dim for all", lambda: vmap(rule(lambda info, in_dims, x: ((x, x + 1), 0)))(x()))

ask("twice differentiated", lambda: grad(total(grad(total(Once.apply))))(x()))
ask("reserved", lambda: vmap(Reserved.apply)(x()))
ask("reserved twice", lambda: vmap(vmap(Reserved.apply))(z()))
ask("reserved late", lambda: grad(total(vmap(ReservedLate.apply)))(x()))
for name, transform in {"vmap": vmap, "grad": grad, "jacfwd": jacfwd, "functionalize": functionalize}.items():
    ask(f"no setup_context {name}", lambda: transform(Old.apply)(v()))
ask("no rule", lambda: vmap(Plain.apply)(x()))
ask("two rules", lambda: vmap(TwoRules.apply)(x()))
ask("no backward", lambda: grad(total(Plain.apply))(x()))
ask("no jvp", lambda: jvp(Plain.apply, (x(),), (y(),)))
ask("only vjp", lambda: grad(total(VjpOnly.apply))(x()))
ask("only vjp mapped", lambda: grad(total(vmap(VjpOnly.apply)))(x()))
ask("functionalize", lambda: functionalize(Sin.apply)(x()))
ask("gives nothing", lambda: vmap(GivesNothing.apply)(x()))
ask("rule gives a tensor", lambda: vmap(rule(lambda info, in_dims, x: x))(x()))
ask("rule gives nothing", lambda: vmap(rule(lambda info, in_dims, x: None))(x()))
ask("rule gives three", lambda: vmap(rule(lambda info, in_dims, x: (x, 0, 0)))(x()))
ask("rule's dims differ", lambda: vmap(rule(lambda info, in_dims, x: (x, (0, 0))))(x()))
ask("rule's dims are too many", lambda: vmap(rule(lambda info, in_dims, x: ((x, x), (0, 0, None))))(x()))

answers.write("func_autograd_function.gz")
