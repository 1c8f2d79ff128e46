"""Goldens of wrong calls: python scripts/golden/errors.py. Class and whole message, signatures included."""

from oracle import DATA, torch

from encode import Container
from scenario import Scenario, step, t

TENSORS = {
    "x": torch.arange(6.0).reshape(2, 3),
    "y": torch.ones(3, 2),
    "v": torch.arange(3.0),
    "i": torch.tensor([0, 1]),
    "b": torch.tensor([True, False, True]),
    "c": torch.tensor([1 + 2j, 3j]),
    "leaf": torch.ones(2, 2).requires_grad_(),
}

WRONG = """
# kinds
torch.add(x, 'a') | torch.add('a', x) | torch.add(x) | torch.add() | torch.add(x, None) | torch.add(x, [1, 2]) | torch.add(x, x, x, x)
torch.sub(x, 'a') | torch.mul(None, x) | torch.div(x, y, rounding_mode=3) | torch.div(x, x, rounding_mode='up') | torch.pow('a', 2) | torch.pow(2, 3) | torch.exp(1)
torch.exp('a') | torch.exp() | torch.exp(x, x) | torch.exp(x, 3) | torch.exp([1.5]) | torch.exp(None) | torch.sigmoid(3) | torch.relu(2.5) | torch.neg(True)
x.add() | x.add('a') | x.add(None) | x.add(x, x, x) | x.exp(1) | x.exp(x) | x.view() | x.view('a') | x.view(1.5) | x.view([1.5]) | x.reshape('a') | x.reshape()
x.reshape(None) | x.permute() | x.permute('a') | x.transpose() | x.transpose(0) | x.transpose('a', 1) | x.transpose(0, 1, 2) | x.expand('a') | x.repeat('a') | x.repeat()
x.sum('a') | x.sum(1.5) | x.sum([0.5]) | x.sum(0, 1, 2) | x.mean('a') | x.max('a') | x.max(0, 'a') | x.max(1.5) | x.softmax() | x.softmax('a') | x.softmax(1.5)
x.squeeze('a') | x.unsqueeze() | x.unsqueeze('a') | x.unsqueeze(None) | x.flatten('a') | x.item(1) | x.size('a') | x.dim(1) | x.numel(1) | x.to('rubbish') | x.to(3)
x.type_as(3) | x.clamp('a') | x.clamp() | x.fill_('a') | x.fill_([1]) | x.fill_() | x.copy_('a') | x.copy_() | x.masked_fill(b) | x.masked_fill(3, 4) | x.masked_fill(b, 'a')
x.index_select(0) | x.index_select('a', i) | x.index_select(0, 3) | x.gather(0, [1]) | x.scatter_(0, i) | x.scatter_(0, i, 'a') | x.split('a') | x.chunk('a') | x.chunk() | x.unbind('a')
x.backward('a') | x.requires_grad_('a') | x.requires_grad_(2) | x.contiguous(3) | x.clone(3) | x.new_zeros() | x.new_zeros('a') | x.new_full([2]) | x.matmul() | x.matmul(3) | x.mm('a')
# unknown, doubled and missing keywords
torch.add(x, x, beta=2) | torch.add(x, x, alpha='a') | torch.add(x, x, alpha=None) | torch.add(x, input=x) | torch.add(x, other=x, foo=1) | torch.exp(x, foo=1) | torch.exp(x, input=x) | torch.exp(foo=x)
x.exp(foo=1) | x.add(x, foo=1) | x.sum(foo=1) | x.sum(dims=1) | x.sum(0, dim=0) | x.sum(0, keepdim='a') | x.sum(keepdims=True) | x.mean(0, keepdims=True, foo=1) | x.max(0, keepdim=1) | x.topk()
x.topk('a') | x.topk(1, k=1) | x.topk(1, foo=1) | x.sort('a') | x.sort(descending='a') | x.std(unbiased='a') | x.var('a') | x.norm('a') | x.cumsum() | x.cumsum('a') | x.cumsum(dim='a') | x.cumsum(0, 1)
torch.sum(x, foo=1) | torch.sum() | torch.sum(3) | torch.sum(x, 'a') | torch.mean() | torch.mean(x, dim=1.5) | torch.cat() | torch.cat(x) | torch.cat([x, 1]) | torch.cat([x], 'a') | torch.cat([x], foo=0)
torch.cat([]) | torch.cat([x, None]) | torch.cat(3) | torch.stack() | torch.stack(3) | torch.stack([x, 2]) | torch.stack([]) | torch.stack([x], dim='a') | torch.matmul(x) | torch.matmul(x, 3) | torch.mm(x) | torch.mm(x, y, 3)
torch.where() | torch.where(x, 'a') | torch.where(b, x) | torch.where(3, x, x) | torch.clamp(x, 'a', 3) | torch.clamp(3, 1) | torch.softmax(x) | torch.softmax(x, 'a') | torch.log_softmax(x)
torch.squeeze() | torch.unsqueeze(x) | torch.transpose(x, 0) | torch.permute(x) | torch.permute(x, 0, 1) | torch.reshape(x) | torch.reshape(x, 'a') | torch.flatten() | torch.flatten(x, 'a') | torch.argmax(x, 'a')
torch.max() | torch.max(x, 'a') | torch.max(x, 0, 1) | torch.max(x, foo=1) | torch.min(3) | torch.norm('a') | torch.eq(x) | torch.eq(1, 2) | torch.eq(x, 'a') | torch.gt('a', x) | torch.addmm(x, x) | torch.addmm(x, x, y, gamma=1)
torch.bmm(x, 3) | torch.dot(v) | torch.dot(v, 2) | torch.outer(v, 'a') | torch.lerp(x, x) | torch.lerp(x, x, 'a') | torch.gather(x, 0) | torch.gather(x, i, 0) | torch.index_select(x, i, 0) | torch.topk(x) | torch.sort(x, 'a')
# creation
torch.zeros() | torch.zeros('a') | torch.zeros(1.5) | torch.zeros([1.5]) | torch.zeros(None) | torch.zeros(2, 'a') | torch.zeros([2], 3) | torch.zeros(2, dtype='float') | torch.zeros(2, dtype=3) | torch.zeros(2, foo=1)
torch.zeros(2, device='rubbish') | torch.zeros(2, device='cuda:x') | torch.zeros(2, device='cpu:1x') | torch.zeros(2, device=1.5) | torch.zeros(2, layout='a') | torch.zeros(2, requires_grad='a') | torch.zeros(x) | torch.zeros(-1) | torch.zeros([2, -3])
torch.ones('a') | torch.empty() | torch.empty('a') | torch.empty(-2) | torch.full() | torch.full(2) | torch.full([2]) | torch.full([2], 'a') | torch.full(2, 3) | torch.full([2], 1, foo=3) | torch.full([2], None)
torch.rand('a') | torch.rand() | torch.rand(2, generator=3) | torch.randn(1.5) | torch.randint() | torch.randint(3) | torch.randint(3, 4) | torch.randint('a', [2]) | torch.randint(5, [2], 'a') | torch.randint(3, 1, [2]) | torch.randperm() | torch.randperm('a') | torch.randperm(-1)
torch.arange() | torch.arange('a') | torch.arange(1, 2, 3, 4) | torch.arange(1, 5, 0) | torch.arange(5, 1) | torch.arange(5, foo=1) | torch.linspace() | torch.linspace(0, 1) | torch.linspace(0, 1, 'a') | torch.linspace(0, 1, -1) | torch.eye() | torch.eye('a') | torch.eye(-1)
torch.zeros_like() | torch.zeros_like(3) | torch.zeros_like([1]) | torch.ones_like('a') | torch.full_like(x) | torch.full_like(x, 'a') | torch.rand_like(3) | torch.tensor() | torch.tensor('a') | torch.tensor(['a']) | torch.tensor([1, 'a'])
torch.tensor([[1, 2], [3]]) | torch.tensor([[1], 2]) | torch.tensor([1, [2]]) | torch.tensor(None) | torch.tensor([None]) | torch.tensor([1, 2], dtype='a') | torch.tensor(1, foo=2) | torch.tensor(1, 2) | torch.tensor([x, x]) | torch.tensor([1, 2], device='rubbish')
torch.manual_seed('a') | torch.manual_seed(None) | torch.device('rubbish') | torch.device('cuda:-1') | torch.device('cpu:0:1') | torch.device('') | torch.device(None) | torch.set_num_threads('a') | torch.set_num_threads(0) | torch.set_default_dtype('a') | torch.set_default_dtype(3)
# shapes and dimensions
torch.add(x, y) | x.add_(y) | torch.mm(x, x) | torch.mm(x, v) | torch.matmul(x, x) | torch.bmm(x, x) | torch.dot(v, x) | torch.dot(v, i) | torch.cat([x, y]) | torch.cat([x, v]) | torch.stack([x, y]) | x.view(4) | x.view(-1, 4) | x.view(-1, -1) | x.view(-2, 3)
x.reshape(5) | x.reshape(-1, -1) | x.t().view(6) | x.expand(3, 3) | x.expand(1) | x.expand(-1, 2, 3, -1) | x.squeeze(5) | x.unsqueeze(5) | x.unsqueeze(-5) | x.transpose(0, 2) | x.permute(0) | x.permute(0, 0) | x.permute(0, 5) | x.sum(2) | x.sum([0, 0]) | x.max(2) | x.softmax(2)
x.sum(-3) | x.argmax(5) | x.flatten(1, 0) | x.flatten(3) | x.unflatten(1, [2, 2]) | x.repeat(2) | x.split(0) | x.split(-1) | x.split([1, 2]) | x.split([1, 1], 1) | x.chunk(0) | x.unbind(3) | x.select(0, 5) | x.select(3, 0) | x.narrow(0, 1, 5) | x.narrow(0, -3, 1) | x.item() | x.tolist(1)
x.index_select(0, x) | x.index_select(0, torch.Tensor.long(v)) | x.gather(0, v) | x.masked_fill(v, 0) | x.masked_select(x) | x.masked_select(i) | x.topk(5) | x.kthvalue(9) | x.cumsum(4) | x.diagonal(0, 0, 0) | x.diag(dim=1) | x.roll(1, [0, 1]) | x.flip(5) | x.flip([0, 0]) | x.unfold(0, 5, 1) | x.unfold(0, 1, 0)
x.tril('a') | x.addmm(x, x) | x.addmv(x, x) | x.baddbmm(x, x) | x.outer(x) | x.mv(x) | torch.einsum('ij,jk', x, x) | torch.einsum('ij->k', x) | torch.einsum('i', x) | torch.einsum('ij,', x) | torch.tensordot(x, x, 1) | torch.cross(x, y) | torch.cdist(x, y)
torch.nn.functional.linear(x, x.t()) | torch.nn.functional.linear(x, y.t(), x) | torch.nn.functional.conv2d(x, y) | torch.conv2d(x, x) | torch.nn.functional.embedding(x, x) | torch.nn.functional.gelu(x, approximate='a') | torch.nn.functional.gelu(3) | torch.nn.functional.one_hot(x) | torch.nn.functional.pad(x, [1])
# dtypes, gradients
x.bitwise_and(x) | x.bitwise_not() | torch.bitwise_and(x, 1) | i.mean() | i.softmax(0) | i.requires_grad_() | i.std() | b.sub(b) | b.neg() | torch.sub(b, b) | torch.floor_divide(c, 2) | c.max() | c.sort() | torch.lt(c, c) | i.add_(1.5) | i.div_(2) | b.add_(1.5) | i.sigmoid_() | x.matmul(i)
torch.addmm(x, i, y) | leaf.add_(1) | leaf.zero_() | leaf.backward() | x.backward() | x.sum().backward() | leaf.numpy() | x.view(torch.int64) | x.cuda() | x.to('cuda') | torch.zeros(2, device='cuda') | x.half().cholesky() | x.inverse() | torch.linalg.inv(x) | torch.linalg.inv(x.mul(0).matmul(y))
torch.linalg.cholesky(y.matmul(x).mul(-1)) | torch.linalg.solve(x, x) | torch.linalg.svd(v) | torch.linalg.qr(x, mode='a') | torch.linalg.norm(x, ord='a') | torch.linalg.norm(x, 'nuc', dim=0) | torch.fft.fft(x, norm='a') | torch.fft.fft(x, n=0) | torch.fft.fft('a') | torch.special.zeta(3, 4) | torch.special.erf(3)
torch.multinomial(v, 0) | torch.multinomial(v.mul(0), 1) | torch.multinomial(v.neg(), 1) | torch.multinomial(v, 5) | torch.bernoulli(x) | torch.normal(x, -1) | torch.normal(0, -1, [2]) | x.uniform_(3, 1) | x.random_(5, 1) | x.exponential_(-1) | x.geometric_(2) | x.bernoulli_(2) | torch.poisson(v.neg())
"""


class Spelling:
    """Collects `torch.f(x).g()` as steps instead of calling it."""

    def __init__(self, steps, path, receiver=None):
        self._steps, self._path, self._receiver = steps, path, receiver

    def __getattr__(self, name):
        if self._receiver is not None and self._path is None:
            return Spelling(self._steps, f"torch.Tensor.{name}", self._receiver)
        value = getattr(torch, name, None)
        if self._path == "torch" and isinstance(value, torch.dtype):
            return value
        return Spelling(self._steps, f"{self._path}.{name}")

    def __call__(self, *args, **kwargs):
        own = [] if self._receiver is None else [self._receiver]
        plain = lambda value: value._receiver if isinstance(value, Spelling) else value  # noqa: E731
        args = [[plain(item) for item in arg] if isinstance(arg, list) else plain(arg) for arg in args]
        self._steps.append(step(self._path, *own, *args, **{key: plain(value) for key, value in kwargs.items()}))
        return Spelling(self._steps, None, {"r": [len(self._steps) - 1]})


def program(source: str) -> Scenario:
    steps: list = []
    names = {name: Spelling(steps, None, t(at)) for at, name in enumerate(TENSORS)}
    eval(source, {"torch": Spelling(steps, "torch"), **names})
    return Scenario(TENSORS.values(), steps)


def main():
    box = Container(cases=[])
    group, fine = "", []
    for line in WRONG.strip().splitlines():
        if line.startswith("#"):
            group = line[2:]
            continue
        for source in (part.strip() for part in line.split(" | ")):
            scenario = program(source)
            try:
                scenario.run()
                fine.append(source)
                continue
            except Exception as error:
                message = [type(error).__name__.lstrip("_"), str(error)]
            box.header["cases"].append({"group": group, "name": source, **scenario.encode(box), "error": message})
    if fine:
        print("no errors after all:", fine)
    print(len(box.header["cases"]), "errors,", box.write(DATA / "errors.gz"), "bytes")


if __name__ == "__main__":
    main()
