"""Goldens of torch.autograd.forward_ad: python scripts/golden/forward_ad.py."""

from oracle import torch

from answers import Answers
import torch.autograd.forward_ad as fw
import torch.nn.functional as F

torch.manual_seed(5)
INPUTS = {
    "x": torch.randn(3, 4, dtype=torch.double),
    "t": torch.randn(3, 4, dtype=torch.double),
    "y": torch.randn(3, 4, dtype=torch.double),
    "f": torch.randn(3, 4),
    "ft": torch.randn(3, 4),
    "row": torch.randn(4, dtype=torch.double),
    "img": torch.randn(2, 4, 3, 3, dtype=torch.double),
    "imgt": torch.randn(2, 4, 3, 3, dtype=torch.double),
    "labels": torch.tensor([1, 0, 3]),
    "map": torch.randint(0, 4, (2, 3, 3)),
    "ints": torch.arange(3),
    "c": torch.randn(3, dtype=torch.cdouble),
    "ct": torch.randn(3, dtype=torch.cdouble),
    "positive": torch.rand(3, dtype=torch.double),
}
answers = Answers(**INPUTS)
ask = answers.ask


def get(name):
    return INPUTS[name].clone()


def jvp(f, x="x", t="t", **keywords):
    """The dual number f(x), taken apart."""
    with fw.dual_level():
        primal, tangent = fw.unpack_dual(f(fw.make_dual(get(x), get(t)), **keywords))
        return primal, tangent


SMOOTH = "sin exp tanh sigmoid erf softplus cumsum logcumsumexp logsumexp norm var std prod sum mean".split()
for name in SMOOTH:
    dim = (1,) if name in ("cumsum", "logcumsumexp", "logsumexp", "var", "std", "prod", "sum", "mean") else ()
    f = getattr(F if name == "softplus" else torch, name)
    ask(f"jvp {name}", lambda: jvp(lambda d: f(d, *dim)))
ask("jvp matmul", lambda: jvp(lambda d: d.mT @ d))
ask("jvp complex", lambda: jvp(lambda d: d * d.conj(), "c", "ct"))
ask("jvp float32", lambda: jvp(lambda d: d.softmax(1), "f", "ft"))
ask("jvp of another input", lambda: jvp(lambda d: get("y").sin()))
ask("jvp svd", lambda: jvp(torch.linalg.svdvals))

LOSSES = {
    "nll_loss": lambda d: F.nll_loss(d, get("labels")),
    "nll_loss sum weight": lambda d: F.nll_loss(d, get("labels"), get("row").abs(), reduction="sum"),
    "nll_loss none": lambda d: F.nll_loss(d, get("labels"), ignore_index=3, reduction="none").sum(),
    "cross_entropy": lambda d: F.cross_entropy(d, get("labels")),
    "softmax": lambda d: (d.softmax(1) * get("y")).sum(),
    "log_softmax": lambda d: (d.log_softmax(0) * get("y")).sum(),
    "logsigmoid": lambda d: F.logsigmoid(d).sum(),
    "layer_norm": lambda d: (F.layer_norm(d, [4], get("row"), get("row")) * get("y")).sum(),
    "layer_norm plain": lambda d: (F.layer_norm(d, [3, 4]) * get("y")).sum(),
    "trace": lambda d: (d.mT @ d).trace(),
}


def over_reverse(loss, x="x", t="t"):
    """Forward over reverse: the tangent of the gradient. The square makes the gradient of a linear loss depend on x."""
    with fw.dual_level():
        dual = fw.make_dual(get(x), get(t)).requires_grad_()
        parts = fw.unpack_dual(torch.autograd.grad(loss(dual) ** 2, dual, create_graph=True)[0])
        return parts.primal.detach(), parts.tangent.detach()


for name, loss in LOSSES.items():
    ask(f"forward over reverse {name}", lambda: over_reverse(loss))
IMAGES = {
    "nll_loss2d": lambda d: F.nll_loss(d, get("map")),
    "batch_norm": lambda d: (F.batch_norm(d, None, None, get("row"), get("row"), True) * get("imgt")).sum(),
    "batch_norm plain": lambda d: (F.batch_norm(d, None, None, training=True) * get("imgt")).sum(),
    "batch_norm eval": lambda d: (F.batch_norm(d, get("row"), get("row").abs()) * get("imgt")).sum(),
}
for name, loss in IMAGES.items():
    ask(f"forward over reverse {name}", lambda: over_reverse(loss, "img", "imgt"))
ask("no formula", lambda: jvp(lambda d: torch.igamma(d, d.detach()), "positive", "positive"))


def level():
    return fw.dual_level()


def printed():
    with level():
        dual = fw.make_dual(get("row"), get("row").neg())
        product = fw.make_dual(get("row"), get("row").requires_grad_() * 2) * 3
        grown = fw.make_dual(get("f")[0].requires_grad_(), get("ft")[0])
        return [str(d) for d in (dual, product, grown, dual.detach(), dual.sum(), dual.new_zeros(2))]


def text_of_parts():
    with level():
        parts = fw.unpack_dual(fw.make_dual(torch.ones(2), torch.zeros(2)))
        return [str(parts), str(fw.unpack_dual(torch.ones(2)))]


def after_the_level():
    with level():
        dual = fw.make_dual(get("row"), get("row"))
    return dual, fw.unpack_dual(dual)


def through_backward():
    x, t = get("x").requires_grad_(), get("t").requires_grad_()
    with level():
        tangent = fw.unpack_dual(fw.make_dual(x, t).sin()).tangent
        tangent.sum().backward()
    return tangent, x.grad, t.grad


def in_place():
    with level():
        dual = fw.make_dual(get("x"), get("t"))
        dual.mul_(2)
        dual[0] = 1
        return fw.unpack_dual(dual)


def views():
    with level():
        dual = fw.make_dual(get("x").mT, get("t").mT)
        return fw.unpack_dual(dual)[1], fw.unpack_dual(dual[1:].reshape(-1))[1]


def switched_off():
    with level():
        dual = fw.make_dual(get("x"), get("t"))
        with fw._set_fwd_grad_enabled(False):
            inside = fw._is_fwd_grad_enabled()
            product = dual * 2
        return inside, fw._is_fwd_grad_enabled(), fw.unpack_dual(product)[1]


def under_no_grad():
    with level(), torch.no_grad():
        return fw.unpack_dual(fw.make_dual(get("x"), get("t")).exp())[1]


def numbers():
    first = fw.enter_dual_level()
    fw.exit_dual_level()
    second = fw.enter_dual_level()
    fw.exit_dual_level(level=second)
    return first, second


def inside(piece):
    def run():
        with level():
            return piece()

    return run


def nested():
    with level():
        outer = fw.make_dual(get("x"), get("t"))
        with level():
            return outer * 2


for piece in (printed, text_of_parts, after_the_level, through_backward, in_place, views, switched_off, under_no_grad, numbers, nested):
    ask(piece.__name__.replace("_", " "), piece)

ask("no level", lambda: fw.make_dual(get("x"), get("t")))
ask("unpack without a level", lambda: fw.unpack_dual(get("x")))
ask("unpack at a level", inside(lambda: fw.unpack_dual(fw.make_dual(get("x"), get("t")), level=0)))
ask("exit without a level", lambda: fw.exit_dual_level())
ask("exit another level", inside(lambda: fw.exit_dual_level(level=3)))
ask("primal of ints", inside(lambda: fw.make_dual(get("ints"), get("t"))))
ask("tangent of ints", inside(lambda: fw.make_dual(get("x"), get("ints"))))
ask("other shape", inside(lambda: fw.make_dual(get("x"), get("row"))))
ask("other dtype", inside(lambda: fw.make_dual(get("x"), get("ft"))))
ask("number as primal", inside(lambda: fw.make_dual(1, get("ft"))))
ask("number as tangent", inside(lambda: fw.make_dual(get("x"), 1)))
ask("no tangent", inside(lambda: fw.make_dual(get("x"))))
ask("tangent twice", inside(lambda: fw.make_dual(get("x"), get("t"), tangent=get("t"))))
ask("level by position", inside(lambda: fw.make_dual(get("x"), get("t"), 0)))
ask("dual of a dual", inside(lambda: fw.make_dual(fw.make_dual(get("x"), get("t")), get("t"))))
ask("switch is a number", lambda: fw._set_fwd_grad_enabled(1))

answers.write("forward_ad.gz")
