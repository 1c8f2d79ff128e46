"""Makes test/autograd/golden.json: what small autograd programs print.

    python scripts/golden/autograd.py

Each function here has a twin of the same name in test/autograd/scenarios. `out` takes a value and writes its text, of
a tensor its bytes too.
"""

import json
import pathlib
import warnings

import torch
from torch.autograd.function import once_differentiable
from torch.autograd.graph import (
    disable_saved_tensors_hooks,
    get_gradient_edge,
    register_multi_grad_hook,
    save_on_cpu,
    saved_tensors_hooks,
)
from torch.utils.checkpoint import checkpoint, checkpoint_sequential

OUT = pathlib.Path(__file__).resolve().parents[2] / "test" / "autograd" / "golden.json"
SCENARIOS = {}


def scenario(fn):
    SCENARIOS[fn.__name__] = fn
    return fn


def fails(out, body):
    try:
        body()
    except Exception as error:  # noqa: BLE001
        out(f"{type(error).__name__}: {str(error).splitlines()[0]}")
    else:
        out("no error")


def leaf(*shape, seed=0):
    torch.manual_seed(seed)
    return torch.randn(*shape).requires_grad_()


# -- the graph


@scenario
def graph_nodes(out):
    x = leaf(3)
    y = (x * 2).sum()
    node = y.grad_fn
    out(node.name())
    out(node is y.grad_fn)
    (mul, number), = node.next_functions
    out(mul.name())
    out(number)
    out([edge[0].name() if edge[0] else None for edge in mul.next_functions])
    out(node._sequence_nr() > mul._sequence_nr())
    mul.metadata["mine"] = 5
    out(y.grad_fn.next_functions[0][0].metadata["mine"])
    out(x.is_leaf)
    out(y.is_leaf)
    out(y.output_nr)
    a, b = x[:2].unbind()
    out(b.output_nr)
    out(b.grad_fn.name())
    out(node._input_metadata[0].shape)


@scenario
def accumulation(out):
    x = leaf(3)
    y = x * x
    y.sum().backward()
    out(x.grad)
    (x * 3).sum().backward()
    out(x.grad)
    x.grad = None
    (x * 3).sum().backward()
    out(x.grad)
    x.grad = torch.ones(3)
    out(x.grad)
    x.grad.zero_()
    out(x.grad)
    fails(out, lambda: setattr(x, "grad", torch.ones(2)))
    fails(out, lambda: setattr(x, "grad", torch.ones(3, dtype=torch.double)))
    fails(out, lambda: setattr(x, "grad", 3))


@scenario
def retained(out):
    x = leaf(2)
    y = x * 2
    out(y.retains_grad)
    y.retain_grad()
    out(y.retains_grad)
    z = (y * y).sum()
    z.backward(retain_graph=True)
    out(y.grad)
    z.backward()
    out(y.grad)
    fails(out, lambda: z.backward())
    fails(out, lambda: torch.ones(2).retain_grad())


@scenario
def backward_arguments(out):
    x = leaf(2, 2)
    w = leaf(2, 2, seed=1)
    y = x @ w
    y.backward(torch.ones(2, 2), retain_graph=True, inputs=[x])
    out(x.grad)
    out(w.grad)
    y.backward(gradient=torch.eye(2), inputs=w)
    out(w.grad)
    fails(out, lambda: (x @ w).backward())
    fails(out, lambda: (x @ w).backward(torch.ones(3)))
    fails(out, lambda: torch.ones(2).sum().backward())
    fails(out, lambda: (x @ w).sum().backward(inputs=[]))
    torch.autograd.backward([x.sum(), w.prod()], [torch.tensor(2.0), None])
    out(x.grad)
    out(w.grad)


@scenario
def grad_options(out):
    x = leaf(3)
    w = leaf(3, seed=1)
    unused = leaf(2, seed=2)
    y = (x.exp() * w).sum()
    for g in torch.autograd.grad(y, [x, w], retain_graph=True):
        out(g)
    fails(out, lambda: torch.autograd.grad(y, [x, unused], retain_graph=True))
    gx, gu = torch.autograd.grad(y, [x, unused], retain_graph=True, allow_unused=True)
    out(gu)
    gx, gu = torch.autograd.grad(y, [x, unused], retain_graph=True, materialize_grads=True)
    out(gu)
    fails(out, lambda: torch.autograd.grad(y, x, allow_unused=False, materialize_grads=True))
    named = torch.autograd.grad(y, {"x": x, "w": w}, retain_graph=True)
    out(list(named))
    out(named["w"])
    (g,) = torch.autograd.grad(x * 2, x, torch.tensor([1.0, 2.0, 3.0]))
    out(g)
    fails(out, lambda: torch.autograd.grad(y, torch.ones(2)))
    fails(out, lambda: torch.autograd.grad(y, []))


@scenario
def double_backward(out):
    x = leaf(3)
    y = (x**3).sum()
    (g,) = torch.autograd.grad(y, x, create_graph=True)
    out(g)
    (h,) = torch.autograd.grad(g.sum(), x, create_graph=True)
    out(h)
    h.sum().backward()
    out(x.grad)


@scenario
def versions(out):
    x = leaf(3)
    y = x * 2
    out(y._version)
    z = y * y
    y.add_(1)
    out(y._version)
    fails(out, lambda: z.sum().backward())
    fails(out, lambda: x.add_(1))
    with torch.no_grad():
        x.add_(1)
    out(x)
    v = y.view(3, 1)
    v.mul_(2)
    out(y.grad_fn.name())
    out(y._version)
    d = y.detach()
    out(d.requires_grad)
    y.detach_()
    out(y.is_leaf)


@scenario
def edges(out):
    x = leaf(3)
    y = x * 2
    edge = get_gradient_edge(y)
    out(edge.node.name())
    out(edge.output_nr)
    z = (y * y).sum()
    (g,) = torch.autograd.grad(z, edge, retain_graph=True)
    out(g)
    (g,) = torch.autograd.grad(edge, x, torch.ones(3), retain_graph=True)
    out(g)
    out(get_gradient_edge(x).node.name())
    torch.autograd.backward(edge, torch.ones(3))
    out(x.grad)
    fails(out, lambda: get_gradient_edge(torch.ones(2)))


# -- hooks


@scenario
def tensor_hooks(out):
    x = leaf(2)
    y = x * 3
    first = y.register_hook(lambda g: out(g))
    second = y.register_hook(lambda g: g * 2)
    y.register_hook(lambda g: out(g))
    x.register_hook(lambda g: out(g))
    y.sum().backward(retain_graph=True)
    out(x.grad)
    second.remove()
    second.remove()
    first.remove()
    y.sum().backward(retain_graph=True)
    out(x.grad)
    fails(out, lambda: torch.ones(2).register_hook(lambda g: g))


@scenario
def hook_results(out):
    x = leaf(2)

    def run(hook):
        y = x * 3
        y.register_hook(hook)
        y.sum().backward()

    def named(grad):
        return torch.ones(3)

    fails(out, lambda: run(lambda g: 3))
    fails(out, lambda: run(named))
    fails(out, lambda: run(lambda g: torch.ones(2, dtype=torch.double)))


@scenario
def hooks_of_removed_and_in_place(out):
    x = leaf(2)
    y = x * 3
    y.register_hook(lambda g: out("before"))
    y.mul_(2)
    y.register_hook(lambda g: out("after"))
    y.retain_grad()
    y.sum().backward()
    out(y.grad)
    out(x.grad)

    z = x * 2
    handle = z.register_hook(lambda g: handle.remove() or out("once"))
    z.sum().backward(retain_graph=True)
    z.sum().backward()


@scenario
def post_accumulate(out):
    x = leaf(2)
    handle = x.register_post_accumulate_grad_hook(lambda p: out(p.grad))
    x.register_post_accumulate_grad_hook(lambda p: out(p is x))
    (x * 2).sum().backward()
    handle.remove()
    (x * 2).sum().backward()
    out(x.grad)
    fails(out, lambda: (x * 2).register_post_accumulate_grad_hook(lambda p: None))
    fails(out, lambda: torch.ones(2).register_post_accumulate_grad_hook(lambda p: None))
    w = leaf(2, seed=1)
    w.register_post_accumulate_grad_hook(lambda p: p.sub_(p.grad, alpha=0.5) if not torch.is_grad_enabled() else None)
    (w * 2).sum().backward()
    out(w)


@scenario
def node_hooks(out):
    x = leaf(2)
    y = x * 3
    node = y.grad_fn
    node.register_hook(lambda gi, go: out([g is not None for g in gi]))
    node.register_hook(lambda gi, go: out(go[0]))
    node.register_prehook(lambda go: (go[0] * 10,))
    handle = node.register_hook(lambda gi, go: tuple(g * 2 if g is not None else None for g in gi))
    y.sum().backward(retain_graph=True)
    out(x.grad)
    handle.remove()
    y.sum().backward(retain_graph=True)
    out(x.grad)
    node.register_prehook(lambda go: go[0])
    fails(out, lambda: y.sum().backward())
    z = x * 3
    z.grad_fn.register_hook(lambda gi, go: gi + gi)
    fails(out, lambda: z.sum().backward())


@scenario
def hook_order(out):
    x = leaf(2)
    y = x * 3
    y.register_hook(lambda g: out("tensor"))
    y.grad_fn.register_prehook(lambda go: out("pre"))
    y.grad_fn.register_hook(lambda gi, go: out("post"))
    y.retain_grad()
    x.register_hook(lambda g: out("leaf"))
    x.register_post_accumulate_grad_hook(lambda p: out("accumulated"))
    y.sum().backward()
    out(y.grad)


@scenario
def multi_grad_hooks(out):
    a, b = leaf(2), leaf(2, seed=1)
    c, d = a * b, a * b
    handle = register_multi_grad_hook((a, b, c, d), lambda grads: out([g is not None for g in grads]))
    c.sum().backward(retain_graph=True)
    c.sum().backward(inputs=[a], retain_graph=True)
    handle.remove()
    c.sum().backward(retain_graph=True)
    register_multi_grad_hook((c, d), lambda grad: out(grad), mode="any")
    (c.sum() + d.sum()).backward()
    fails(out, lambda: register_multi_grad_hook((a,), lambda g: None, mode="some"))


@scenario
def nested_backward(out):
    x = leaf(2)
    y = x * 3

    def hook(grad):
        out(torch.is_grad_enabled())
        w = leaf(2, seed=3)
        with torch.enable_grad():
            (w * w).sum().backward()
            (g,) = torch.autograd.grad((w**3).sum(), w)
        out(g)
        return w.grad

    y.register_hook(hook)
    y.sum().backward()
    out(x.grad)


@scenario
def deeply_nested_backward(out):
    depth = 0

    def hook(grad):
        nonlocal depth
        depth += 1
        if depth < 100:
            with torch.enable_grad():
                run()
        return grad * 2

    def run():
        x = leaf(1)
        y = x * 1
        y.register_hook(hook)
        y.backward()
        return x.grad

    out(run())
    out(depth)


# -- custom functions


class Exp(torch.autograd.Function):
    @staticmethod
    def forward(ctx, i):
        result = i.exp()
        ctx.save_for_backward(result)
        return result

    @staticmethod
    def backward(ctx, grad_output):
        (result,) = ctx.saved_tensors
        return grad_output * result


class LegendrePolynomial3(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return 0.5 * (5 * input**3 - 3 * input)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        return grad_output * 1.5 * (5 * input**2 - 1)


class ScaleBy(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor, name):
        ctx.factor = factor
        ctx.name_ = name
        return x * factor

    @staticmethod
    def backward(ctx, g):
        return g * ctx.factor, None, None


class Several(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, None, b)
        return a * b, a + b, 7

    @staticmethod
    def backward(ctx, g1, g2, g3):
        a, nothing, b = ctx.saved_tensors
        Several.seen = (g1, g2, g3, nothing, ctx.needs_input_grad)
        return g1 * b + g2, g1 * a + g2


@scenario
def functions(out):
    x = leaf(3)
    y = Exp.apply(x)
    out(y)
    out(y.grad_fn.name())
    y.sum().backward()
    out(x.grad)
    x.grad = None
    apply = LegendrePolynomial3.apply
    apply(x).sum().backward()
    out(x.grad)
    out(Exp.apply(torch.ones(2)))
    with torch.no_grad():
        out(Exp.apply(x).requires_grad)
    z = ScaleBy.apply(x, 2.5, "name")
    (g,) = torch.autograd.grad(z.sum(), x)
    out(g)
    out(z.grad_fn.factor)


@scenario
def function_outputs(out):
    a, b = leaf(2), leaf(2, seed=1)
    p, s, n = Several.apply(a, b)
    out(n)
    out(p)
    out(p.grad_fn is s.grad_fn)
    out(s.output_nr)
    p.sum().backward()
    g1, g2, g3, nothing, needs = Several.seen
    out(g2)
    out(g3)
    out(nothing)
    out(needs)
    out(a.grad)
    fails(out, lambda: p.grad_fn.saved_tensors)
    c = torch.ones(2)
    p, s, n = Several.apply(a, c)
    (p + s).sum().backward()
    out(Several.seen[4])
    out(a.grad)


@scenario
def function_double_backward(out):
    x = leaf(3)
    (g,) = torch.autograd.grad(Exp.apply(x).sum(), x, create_graph=True)
    out(g)
    (h,) = torch.autograd.grad(g.sum(), x)
    out(h)
    y = LegendrePolynomial3.apply(x)
    (g,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    (h,) = torch.autograd.grad(g.sum(), x)
    out(h)


class Once(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    @once_differentiable
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 2 * x * g


@scenario
def function_once(out):
    x = leaf(2)
    Once.apply(x).sum().backward()
    out(x.grad)
    (g,) = torch.autograd.grad(Once.apply(x).sum(), x, create_graph=True)
    out(g.requires_grad)
    g = torch.autograd.grad((Once.apply(x) * x).sum(), x, create_graph=True)[0]
    fails(out, lambda: g.sum().backward())


class InPlace(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        x.mul_(2)
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, g):
        return g * 2


class Sorted(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        values, indices = x.sort()
        ctx.mark_non_differentiable(indices)
        ctx.save_for_backward(x, indices)
        return values, indices

    @staticmethod
    def backward(ctx, g, g_indices):
        x, indices = ctx.saved_tensors
        Sorted.seen = g_indices
        return torch.zeros_like(x).index_add_(0, indices, g)


class Unmaterialized(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.set_materialize_grads(False)
        return x * 2, x * 3

    @staticmethod
    def backward(ctx, g1, g2):
        Unmaterialized.seen = (g1, g2)
        return g1 * 2


@scenario
def function_marks(out):
    x = leaf(3)
    y = x * 1
    z = InPlace.apply(y)
    out(z is y)
    out(y.grad_fn.name())
    out(y._version)
    z.sum().backward()
    out(x.grad)
    x.grad = None
    values, indices = Sorted.apply(x)
    out(values.requires_grad)
    out(indices.requires_grad)
    (values * torch.tensor([1.0, 2.0, 3.0])).sum().backward()
    out(x.grad)
    out(Sorted.seen)
    a, b = Unmaterialized.apply(x)
    a.sum().backward()
    out(Unmaterialized.seen[1])


class Setup(torch.autograd.Function):
    @staticmethod
    def forward(x, n):
        return x**n

    @staticmethod
    def setup_context(ctx, inputs, output):
        x, n = inputs
        ctx.save_for_backward(x)
        ctx.n = n

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return g * ctx.n * x ** (ctx.n - 1), None


@scenario
def function_setup_context(out):
    x = leaf(3)
    y = Setup.apply(x, 3)
    out(y)
    y.sum().backward()
    out(x.grad)


class SavedOnce(torch.autograd.Function):
    clear_saved_tensors_on_access = True
    boxed_grads_call = True

    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b, a.exp()

    @staticmethod
    def backward(ctx, grads):
        SavedOnce.seen = len(grads)
        g, h = grads
        grads.clear()
        a, b = ctx.saved_tensors
        try:
            ctx.saved_tensors
        except RuntimeError as error:
            SavedOnce.error = error
        return g * b + h * a.exp(), g * a


@scenario
def function_saved_once(out):
    a, b = leaf(2), leaf(2, seed=1)
    p, q = SavedOnce.apply(a, b)
    (p + q).sum().backward(retain_graph=True)
    out(SavedOnce.seen)
    out(SavedOnce.error)
    out(a.grad)
    out(b.grad)
    fails(out, lambda: (p + q).sum().backward())
    SavedOnce.clear_saved_tensors_on_access = False
    p, q = SavedOnce.apply(a, b)
    for _ in range(2):
        (p + q).sum().backward(retain_graph=True)
    out(a.grad)


class Few(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, name):
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return g


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x**3

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 3 * g * x**2


class WrongCube(Cube):
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 2 * g * x**2


@scenario
def function_gradchecks(out):
    from torch.autograd import gradcheck, gradgradcheck

    def leaf64(seed):
        return leaf(2, seed=seed).detach().double().requires_grad_()

    def fails_whole(body):
        try:
            body()
        except RuntimeError as error:
            out(error)
        else:
            out("no error")

    a, b = leaf64(0), leaf64(1)
    for check in [gradcheck, gradgradcheck]:
        for fast_mode in [False, True]:
            out(check(Exp.apply, a, fast_mode=fast_mode))
            out(check(LegendrePolynomial3.apply, a, fast_mode=fast_mode))
            out(check(lambda x: ScaleBy.apply(x, 2.5, "name"), a, fast_mode=fast_mode))
            out(check(lambda x, y: Several.apply(x, y)[:2], (a, b), fast_mode=fast_mode))
            out(check(lambda x: Setup.apply(x, 3), a, fast_mode=fast_mode))
            out(check(Cube.apply, a, fast_mode=fast_mode))
    out(gradcheck(Once.apply, a))
    fails_whole(lambda: gradcheck(WrongCube.apply, a))
    fails(out, lambda: gradgradcheck(Once.apply, a))
    fails(out, lambda: gradcheck(lambda x: Few.apply(x, "too few gradients"), a))
    out(gradcheck(WrongCube.apply, a, raise_exception=False))


class Wrong(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, what):
        ctx.what = what
        return x * 2

    @staticmethod
    def backward(ctx, g):
        return {
            "few": lambda: g,
            "many": lambda: (g, None, None),
            "too many": lambda: (g, None, g),
            "number": lambda: (3, None),
            "not tensor": lambda: (g, g),
            "none": lambda: (None, None),
            "shape": lambda: (torch.ones(5), None),
        }[ctx.what]()


class Nothing(torch.autograd.Function):
    pass


class NoBackward(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        return x * 2


class BadSave(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(3)
        return x * 2


@scenario
def function_errors(out):
    x = leaf(2)
    for what in ["few", "many", "too many", "number", "not tensor", "none", "shape"]:
        fails(out, lambda: Wrong.apply(x, what).sum().backward())
    fails(out, lambda: Nothing.apply(x))
    fails(out, lambda: NoBackward.apply(x).sum().backward())
    fails(out, lambda: BadSave.apply(x))

    class Changed(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return x * 2

        @staticmethod
        def backward(ctx, g):
            return ctx.saved_tensors[0] * g

    y = x * 1
    z = Changed.apply(y)
    y.add_(1)
    fails(out, lambda: z.sum().backward())


# -- saved tensors


@scenario
def saved_hooks(out):
    x = leaf(2)

    def pack(t):
        out(t)
        return [t.tolist(), 5]

    def unpack(packed):
        out(packed[1])
        return torch.tensor(packed[0])

    with saved_tensors_hooks(pack, unpack):
        y = (x.exp() * x).sum()
    y.backward()
    out(x.grad)
    with saved_tensors_hooks(lambda t: t * 2, lambda t: t):
        with saved_tensors_hooks(lambda t: t * 3, lambda t: t):
            z = x * x
        w = x * x
    (z.sum() + w.sum()).backward()
    out(x.grad)


@scenario
def saved_hook_errors(out):
    x = leaf(2)
    with saved_tensors_hooks(lambda t: t, lambda t: 3):
        y = x * x
    fails(out, lambda: y.sum().backward())

    def change(t):
        t.add_(1)
        return t

    def run():
        with saved_tensors_hooks(change, lambda t: t):
            (x * 1).exp()

    fails(out, run)

    def refused():
        with disable_saved_tensors_hooks("not here"):
            with saved_tensors_hooks(lambda t: t, lambda t: t):
                pass

    fails(out, refused)

    def too_late():
        with saved_tensors_hooks(lambda t: t, lambda t: t):
            with disable_saved_tensors_hooks("not here"):
                pass

    fails(out, too_late)
    with save_on_cpu():
        z = x * x
    z.sum().backward()
    out(x.grad)


# -- checkpoints


@scenario
def checkpoints(out):
    w = leaf(3, 3, seed=1)
    runs = []

    def block(x):
        runs.append(1)
        return torch.nn.functional.dropout((x @ w).tanh(), 0.5)

    for reentrant in [True, False]:
        x = leaf(2, 3)
        w.grad = None
        torch.manual_seed(7)
        y = checkpoint(block, x, use_reentrant=reentrant)
        out(y)
        torch.rand(5)
        y.sum().backward()
        out(x.grad)
        out(w.grad)
        out(len(runs))
        out(torch.rand(2))
    x = leaf(2, 3)
    (g,) = torch.autograd.grad(checkpoint(lambda x: x.exp().sin(), x, use_reentrant=False).sum(), x)
    out(g)
    fails(out, lambda: torch.autograd.grad(checkpoint(block, x, use_reentrant=True).sum(), x))
    model = torch.nn.Sequential(*[torch.nn.Tanh() for _ in range(5)])
    for reentrant in [True, False]:
        x = leaf(2, 3)
        y = checkpoint_sequential(model, 2, x, use_reentrant=reentrant)
        y.sum().backward()
        out(x.grad)


@scenario
def checkpoint_errors(out):
    x = leaf(2, 3)
    fails(out, lambda: checkpoint(lambda x: x, x, use_reentrant=True, other=3))
    fails(out, lambda: checkpoint(lambda x: x, x, use_reentrant=False, determinism_check="all"))
    count = []

    def shifting(x):
        count.append(1)
        y = x.exp()
        return y.sin() if len(count) == 1 else y

    y = checkpoint(shifting, x, use_reentrant=False)
    fails(out, lambda: y.sum().backward())
    count.clear()

    def other_dtype(x):
        count.append(1)
        return (x if len(count) == 1 else x.double()).exp().sin()

    z = checkpoint(other_dtype, x, use_reentrant=False)
    fails(out, lambda: z.sum().backward())


# -- modes


@scenario
def modes(out):
    x = leaf(2)
    with torch.no_grad():
        out((x * 2).requires_grad)
        with torch.enable_grad():
            out((x * 2).requires_grad)
        with torch.set_grad_enabled(True):
            out(torch.is_grad_enabled())
        out(torch.is_grad_enabled())
    with torch.inference_mode():
        y = x * 2
        out(y.is_inference())
        out(torch.is_inference_mode_enabled())
    fails(out, lambda: y.add_(1))
    fails(out, lambda: (x * y).sum().backward())
    out(torch.is_grad_enabled())


@scenario
def anomalies(out):
    x = torch.tensor([-1.0], requires_grad=True)
    with torch.autograd.detect_anomaly():
        out(torch.is_anomaly_enabled())
        y = x.sqrt().sum()
        fails(out, lambda: y.backward())
    out(torch.is_anomaly_enabled())
    with torch.autograd.detect_anomaly(check_nan=False):
        out(torch.is_anomaly_check_nan_enabled())
        x.sqrt().sum().backward()
        out(x.grad)
    with torch.autograd.set_detect_anomaly(True):
        out(torch.is_anomaly_enabled())
    out(torch.is_anomaly_enabled())


# -- the study notes' chapter on autograd


@scenario
def notes_graph(out):
    x = torch.ones(2, 2, requires_grad=True)
    out(x)
    y = x + 2
    out(y)
    out(without_address(y.grad_fn))
    z = y * y * 3
    mean = z.mean()
    out(z)
    out(mean)

    torch.manual_seed(0)
    a = torch.randn(2, 2)
    a = (a * 3) / (a - 1)
    out(a.requires_grad)
    a.requires_grad_(True)
    out(a.requires_grad)
    b = (a * a).sum()
    out(without_address(b.grad_fn))

    mean.backward(retain_graph=True)
    out(x.grad)
    x.grad = None
    mean.backward(torch.tensor(1.0))
    out(x.grad)
    fails(out, lambda: mean.backward())
    fails(out, lambda: (x * 2).backward())


@scenario
def notes_vector(out):
    x = leaf(3)
    y = x * 2
    while y.data.norm() < 1000:
        y = y * 2
    out(y)
    v = torch.tensor([0.1, 1.0, 0.0001], dtype=torch.float)
    y.backward(v)
    out(x.grad)


@scenario
def notes_no_history(out):
    x = leaf(3)
    out(x.requires_grad)
    out((x**2).requires_grad)
    with torch.no_grad():
        out((x**2).requires_grad)
    y = x.detach()
    out(y.requires_grad)
    out(x.eq(y).all())


class MyReLU(torch.autograd.Function):
    @staticmethod
    def forward(ctx, input):
        ctx.save_for_backward(input)
        return input.clamp(min=0)

    @staticmethod
    def backward(ctx, grad_output):
        (input,) = ctx.saved_tensors
        grad_input = grad_output.clone()
        grad_input[input < 0] = 0
        return grad_input


def two_layers(out, relu):
    torch.manual_seed(0)
    device = torch.device("cpu")
    dtype = torch.float
    N, D_in, H, D_out = 64, 1000, 100, 10
    x = torch.randn(N, D_in, device=device, dtype=dtype)
    y = torch.randn(N, D_out, device=device, dtype=dtype)
    w1 = torch.randn(D_in, H, device=device, dtype=dtype, requires_grad=True)
    w2 = torch.randn(H, D_out, device=device, dtype=dtype, requires_grad=True)
    learning_rate = 1e-6
    for t in range(500):
        y_pred = relu(x.mm(w1)).mm(w2)
        loss = (y_pred - y).pow(2).sum()
        if t % 100 == 99:
            out(f"{t} {loss.item()}")
        loss.backward()
        with torch.no_grad():
            w1 -= learning_rate * w1.grad
            w2 -= learning_rate * w2.grad
            w1.grad.zero_()
            w2.grad.zero_()

    def on_the_tape(weights):
        weights -= learning_rate

    fails(out, lambda: on_the_tape(w1))


@scenario
def notes_two_layers(out):
    two_layers(out, lambda h: h.clamp(min=0))


@scenario
def notes_own_function(out):
    two_layers(out, MyReLU.apply)


def without_address(node):
    return str(node).split(" at ")[0]


def text(value):
    if isinstance(value, torch.Tensor) and value.dtype.is_floating_point:
        return f"{str(value)} {value.detach().contiguous().numpy().tobytes().hex()}"
    return str(value)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    golden = {}
    for name, run in SCENARIOS.items():
        lines = []
        run(lambda value: lines.append(text(value)))
        golden[name] = lines
    OUT.write_text(json.dumps(golden, indent=1) + "\n")
