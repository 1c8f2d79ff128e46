"""Goldens of sequence modules under autocast: python scripts/golden/autocast_modules.py."""

from oracle import torch

from answers import Answers
from torch import nn

torch.manual_seed(8)
INPUTS = {
    "x": torch.randn(3, 5, 8),
    "low": torch.randn(3, 5, 8).bfloat16(),
    "padding": torch.tensor([[0, 0, 0, 1, 1], [0, 0, 0, 0, 0], [0, 1, 1, 1, 1]]).bool(),
}
answers = Answers(**INPUTS)
PRECISIONS = {"bfloat16": torch.bfloat16, "float16": torch.float16}


def get(name):
    return INPUTS[name].clone()


def layer(**kwargs):
    return nn.TransformerEncoderLayer(8, 2, 16, batch_first=True, **kwargs)


MODULES = {
    "RNN": lambda: nn.RNN(8, 4),
    "LSTM": lambda: nn.LSTM(8, 6, 2, bidirectional=True, batch_first=True),
    "GRU": lambda: nn.GRU(8, 4),
    "LSTM with projections": lambda: nn.LSTM(8, 6, proj_size=3),
    "MultiheadAttention": lambda: Self(nn.MultiheadAttention(8, 2, batch_first=True)),
    "MultiheadAttention, slow": lambda: Self(nn.MultiheadAttention(8, 2)),
    "TransformerEncoderLayer": layer,
    "TransformerEncoder": lambda: nn.TransformerEncoder(layer(norm_first=False), 2),
    "TransformerEncoder, norm first": lambda: nn.TransformerEncoder(layer(norm_first=True), 2, enable_nested_tensor=False),
}


class Self(nn.Module):
    """Attention of a sequence to itself."""

    def __init__(self, attention):
        super().__init__()
        self.attention = attention

    def forward(self, x):
        return self.attention(x, x, x)


def plain(value):
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def evaluated(make, dtype, name):
    module = make().eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=dtype):
        return plain(module(get(name)))


def trained(make, name):
    torch.manual_seed(0)
    module = make()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        out = plain(module(get(name)))
    first = out[0] if isinstance(out, list) else out
    first.float().sum().backward()
    return [first, [p.grad for p in module.parameters()]]


for what, make in MODULES.items():
    for text, dtype in PRECISIONS.items():
        answers.ask(f"{what} in {text}", lambda: evaluated(make, dtype, "x"))
    answers.ask(f"{what} of bfloat16", lambda: evaluated(make, torch.bfloat16, "low"))
    answers.ask(f"{what} trained", lambda: trained(make, "x"))


def padded():
    module = MODULES["TransformerEncoder"]().eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        return module(get("x"), src_key_padding_mask=get("padding"))


def mismatched():
    with torch.autocast("cpu", enabled=False):
        nn.LSTM(8, 4)(get("low"))


def cuda():
    """Autocast of CUDA keeps from the fast paths of the CPU: another rounding."""
    results = []
    torch.set_autocast_enabled("cuda", True)
    try:
        for what in ["LSTM", "MultiheadAttention", "TransformerEncoder"]:
            torch.manual_seed(0)
            module = MODULES[what]().eval()
            with torch.no_grad():
                results.append(plain(module(get("x"))))
        with torch.no_grad():
            results.append(MODULES["TransformerEncoder"]().eval()(get("x"), src_key_padding_mask=get("padding")))
    finally:
        torch.set_autocast_enabled("cuda", False)
    return results


for piece in (padded, mismatched, cuda):
    answers.ask(piece.__name__, piece)

if __name__ == "__main__":
    answers.write("autocast_modules.gz")
