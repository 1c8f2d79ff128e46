"""Goldens of the sequence modules: python scripts/golden/sequence_modules.py.

Recurrent networks, attention and transformers: every sample of PyTorch's `module_db`, and what those leave out (batches,
packed sequences, dropout, masks, the native fast paths, nested tensors). Constructed under a seed: initial values, text,
outputs, gradients; then outputs in evaluation, without and with gradients. Wrong calls: class and text.
"""

import hashlib
import warnings

from oracle import DATA, torch

import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence, pack_sequence
from torch.testing._internal.common_modules import module_db, module_inputs_torch_nn_RNN_GRU, module_inputs_torch_nn_TransformerEncoderLayer

from encode import Container, encode_value
from functional import NATIVE
from op_db import encode_result
from replay import as_javascript, fresh, gradients

NAMES = """RNN LSTM GRU RNNCell LSTMCell GRUCell MultiheadAttention Transformer TransformerEncoder
TransformerEncoderLayer TransformerDecoderLayer""".split()


class Made:
    """A module that is an argument: made anew for each run."""

    def __init__(self, name, *args, **kwargs):
        self.name, self.args, self.kwargs = name, args, kwargs

    def make(self):
        return getattr(nn, self.name)(*built(self.args), **built(self.kwargs))


class Call(Made):
    """A module, and the arguments of its forward; `leaf` inputs get gradients."""

    def __init__(self, made, *args, mode=None, **kwargs):
        self.made, self.args, self.kwargs, self.mode = made, args, kwargs, mode


def built(value, tensors=None):
    """Arguments as they are passed: modules made, whole floats as ints, tensors exchanged for those of this run."""
    if isinstance(value, Made):
        return value.make()
    if isinstance(value, PackedSequence):
        return PackedSequence(*(built(part, tensors) for part in value))
    if isinstance(value, (list, tuple)):
        return type(value)(built(item, tensors) for item in value)
    if isinstance(value, dict):
        return {key: built(item, tensors) for key, item in value.items()}
    if isinstance(value, torch.Tensor) and tensors is not None:
        return tensors[id(value)]
    return as_javascript(value)


def leaves(value):
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)


def encoded(value, at):
    """Arguments for the port; `at` gives the number of a tensor among the inputs."""
    if isinstance(value, Made):
        return {"module": [value.name, encoded(value.args, at), encoded(value.kwargs, at)]}
    if isinstance(value, PackedSequence):
        return {"packed": [encoded(part, at) for part in value]}
    if isinstance(value, (list, tuple)):
        return [encoded(item, at) for item in value]
    if isinstance(value, dict):
        return {"d": {key: encoded(item, at) for key, item in value.items()}}
    if callable(value) and hasattr(F, getattr(value, "__name__", "")):
        return {"F": value.__name__}
    return encode_value(as_javascript(value), lambda tensor: {"t": at[id(tensor)]})


def digest(tensor):
    """The bits of a gradient in short: there are too many of them to keep."""
    if tensor is None:
        return None
    return hashlib.sha256(tensor.contiguous().numpy().tobytes()).hexdigest()[:16]


class Warned:
    def __enter__(self):
        self._catch = warnings.catch_warnings(record=True)
        self._caught = self._catch.__enter__()
        warnings.simplefilter("always")
        return self

    def __exit__(self, *error):
        self._catch.__exit__(*error)
        texts = list(dict.fromkeys(str(one.message) for one in self._caught))
        self.texts = [text for text in texts if NATIVE not in text]
        # LibTorch's own come once in a process: in which call, is left open.
        self.native = {text.split(NATIVE)[0] for text in texts if NATIVE in text}


def case(box, name, call):
    tensors = list({id(one): one for one in leaves([call.args, call.kwargs])}.values())
    at = {id(one): i for i, one in enumerate(tensors)}

    def run(module):
        copies = [fresh(one) for one in tensors]
        mapping = {id(one): copy for one, copy in zip(tensors, copies)}
        torch.manual_seed(1)
        return module(*built(call.args, mapping), **built(call.kwargs, mapping)), copies

    result = {
        "name": name,
        "module": encoded(call.made, at),
        "inputs": [[box.tensor(one), int(one.requires_grad)] for one in tensors],
        "args": encoded(call.args, at),
        "kwargs": encoded(call.kwargs, at),
    }
    with Warned() as warned:
        torch.manual_seed(0)
        module = call.made.make()
        if call.mode == "eval":
            module.eval()
        result["repr"] = repr(module)
        result["initial"] = {key: box.tensor(value) for key, value in module.state_dict().items()}
        out, inputs = run(module)
        result["train"] = encode_result(box, out, True)
        grads = gradients(out, inputs)
        result["grads"] = {key: digest(value.grad) for key, value in module.named_parameters()}
        result["input_grads"] = [None if grad is None else box.tensor(grad) for grad in grads]
        module.eval()
        with torch.no_grad():
            result["eval"] = encode_result(box, run(module)[0], True)
        result["eval_grad"] = encode_result(box, run(module)[0], True)
    if warned.texts:
        result["warnings"] = warned.texts
    box.header["native"] = sorted(warned.native.union(box.header["native"]))
    return result


def error(box, text, call):
    tensors = list({id(one): one for one in leaves([call.args, call.kwargs])}.values())
    at = {id(one): i for i, one in enumerate(tensors)}
    result = {
        "name": text,
        "module": encoded(call.made, at),
        "inputs": [[box.tensor(one), int(one.requires_grad)] for one in tensors],
        "args": encoded(call.args, at),
        "kwargs": encoded(call.kwargs, at),
    }
    try:
        module = call.made.make()
        if call.mode == "eval":
            module.eval()
        out = module(*built(call.args, {id(one): one for one in tensors}), **built(call.kwargs, {id(one): one for one in tensors}))
    except Exception as raised:
        return {**result, "error": [type(raised).__name__, str(raised)], "mode": call.mode}
    raise SystemExit(f"{text} gives {out}, no error")


def samples(info, dtype):
    """The samples of one entry as calls."""
    given = list(info.module_inputs_func(info, "cpu", dtype, True, True))
    if info.name == "nn.TransformerEncoder":
        layers = list(module_inputs_torch_nn_TransformerEncoderLayer(None, "cpu", dtype, True, True))
    if info.name in ("nn.RNN", "nn.GRU"):
        more = module_inputs_torch_nn_RNN_GRU(info, "cpu", dtype, True, True, is_rnn=info.name == "nn.RNN", with_packed_sequence=True)
        given += [one for one in more if isinstance(one.forward_input.args[0], PackedSequence)]
    name = info.name.removeprefix("nn.")
    for number, sample in enumerate(given):
        args, kwargs = sample.constructor_input.args, dict(sample.constructor_input.kwargs)
        if info.name == "nn.TransformerEncoder":
            inner = layers[number].constructor_input
            args = (Made("TransformerEncoderLayer", *inner.args, **inner.kwargs, dtype=dtype), *args[1:])
        else:
            kwargs["dtype"] = dtype
        forward = sample.forward_input
        yield f"{name} {number} {dtype}", Call(Made(name, *args, **kwargs), *forward.args, **forward.kwargs)


def rand(*size):
    return torch.randn(*size, requires_grad=True)


def recurrent():
    """Batches, states, dropout, projections and packed sequences of all kinds."""
    lengths = [4, 1, 3]
    for kind, more in [("RNN", {}), ("RNN", {"nonlinearity": "relu"}), ("GRU", {}), ("LSTM", {}), ("LSTM", {"proj_size": 2})]:
        label = " ".join([kind, *map(str, more.values())])
        out = more.get("proj_size", 3)
        state = lambda layers, batch=3: (rand(layers, batch, out), rand(layers, batch, 3)) if kind == "LSTM" else rand(layers, batch, 3)
        yield f"{label} batch", Call(Made(kind, 2, 3, **more), rand(4, 3, 2))
        yield f"{label} batch first with state", Call(Made(kind, 2, 3, batch_first=True, **more), rand(3, 4, 2), state(1))
        yield f"{label} state by keyword", Call(Made(kind, 2, 3, bidirectional=True, **more), rand(4, 3, 2), hx=state(2))
        deep = Made(kind, 2, 3, num_layers=3, dropout=0.4, bidirectional=True, **more)
        yield f"{label} dropout", Call(deep, rand(5, 3, 2))
        yield f"{label} without bias", Call(Made(kind, 2, 3, bias=False, dropout=0.5, num_layers=2, **more), rand(5, 3, 2))
        yield f"{label} columns", Call(Made(kind, 2, 3, **more), rand(3, 4, 2).detach().transpose(0, 1).requires_grad_())
        packs = {
            "sorted": pack_sequence([torch.randn(n, 2) for n in sorted(lengths, reverse=True)]),
            "unsorted": pack_sequence([torch.randn(n, 2) for n in lengths], enforce_sorted=False),
            "batch first": pack_padded_sequence(torch.randn(3, 4, 2), lengths, batch_first=True, enforce_sorted=False),
        }
        for how, packed in packs.items():
            packed.data.requires_grad_()
            yield f"{label} packed {how}", Call(deep, packed)
            yield f"{label} packed {how} with state", Call(Made(kind, 2, 3, num_layers=2, **more), packed, state(2))
    for kind in ["RNNCell", "GRUCell", "LSTMCell"]:
        state = (rand(3, 5), rand(3, 5)) if kind == "LSTMCell" else rand(3, 5)
        yield f"{kind} batch", Call(Made(kind, 2, 5), rand(3, 2), state)
        yield f"{kind} from zeros", Call(Made(kind, 2, 5, bias=False), rand(3, 2))
        yield f"{kind} one from zeros", Call(Made(kind, 2, 5), rand(2))
    yield "RNNCell relu", Call(Made("RNNCell", 2, 5, nonlinearity="relu", bias=False), rand(3, 2), hx=rand(3, 5))
    yield "RNN texts", Call(Made("RNN", 2, 3, 2, "relu", False, True, 0.25, True), rand(1, 2, 2))
    yield "GRU texts", Call(Made("GRU", 2, 3, 1, True, False, 0.5), rand(2, 1, 2))


def attention():
    """What the samples leave out: batches, masks of both kinds, weights per head, other widths, the native call."""
    x, y, z = rand(2, 5, 4), rand(2, 3, 4), rand(2, 3, 4)
    pad = torch.tensor([[False, False, True, False, True], [False, True, False, False, True]])
    causal = torch.triu(torch.ones(5, 5), 1).bool()
    per_head = causal.expand(4, 5, 5).contiguous()
    first = Made("MultiheadAttention", 4, 2, batch_first=True)
    masks = {"": {}, " pad": {"key_padding_mask": pad}, " mask": {"attn_mask": causal}, " both": {"key_padding_mask": pad, "attn_mask": causal},
             " per head": {"attn_mask": per_head}, " both per head": {"key_padding_mask": pad, "attn_mask": per_head}}
    for label, mask in masks.items():
        yield f"attention to itself{label}", Call(first, x, x, x, **mask)
        yield f"attention to itself, no weights{label}", Call(first, x, x, x, need_weights=False, **mask)
        yield f"attention to itself, weights of heads{label}", Call(first, x, x, x, average_attn_weights=False, **mask)
    numbers = torch.zeros(5, 5).masked_fill(causal, float("-inf"))
    yield "attention, a mask of numbers", Call(first, x, x, x, attn_mask=numbers)
    yield "attention, masks of two kinds", Call(first, x, x, x, attn_mask=numbers, key_padding_mask=pad)
    yield "attention, causal", Call(first, x, x, x, attn_mask=causal, is_causal=True, need_weights=False)
    yield "attention, causal with weights", Call(first, x, x, x, attn_mask=causal, is_causal=True)
    yield "attention, dropout", Call(Made("MultiheadAttention", 4, 2, dropout=0.3), x, x, x)
    yield "attention, dropout without weights", Call(Made("MultiheadAttention", 4, 2, 0.3), x, x, x, need_weights=False)
    yield "attention, key is value", Call(first, x, y, y)
    yield "attention, three tensors", Call(first, x, y, z)
    yield "attention, query is key", Call(first, y, y, z)
    yield "attention, length first", Call(Made("MultiheadAttention", 4, 2), rand(5, 2, 4), rand(3, 2, 4), rand(3, 2, 4))
    yield "attention, other widths", Call(Made("MultiheadAttention", 4, 2, kdim=3, vdim=2), rand(5, 2, 4), rand(3, 2, 3), rand(3, 2, 2))
    yield "attention, width of values", Call(Made("MultiheadAttention", 4, 2, bias=False, vdim=2, batch_first=True), x, y, rand(2, 3, 2))
    yield "attention, learned keys", Call(Made("MultiheadAttention", 4, 2, add_bias_kv=True, add_zero_attn=True, batch_first=True), x, x, x, key_padding_mask=pad)
    yield "attention, three heads", Call(Made("MultiheadAttention", 3, 3, batch_first=True), *[rand(2, 4, 3)] * 3)
    yield "attention without bias", Call(Made("MultiheadAttention", 4, 2, bias=False, batch_first=True), x, x, x)


def transformers():
    """Batches with masks, layers of several kinds, padding left out by nested tensors."""
    x, y = rand(2, 4, 6), rand(2, 3, 6)
    pad = torch.tensor([[False, False, True, True], [False, False, False, True]])
    holes = torch.tensor([[False, True, False, False], [False, False, False, True]])
    causal = nn.Transformer.generate_square_subsequent_mask(4)
    other = torch.tensor([[0.0, -1.5, 0.5, 0.0]]).expand(4, 4).contiguous()
    layers = {
        "relu": Made("TransformerEncoderLayer", 6, 2, 8, 0.1, batch_first=True),
        "gelu": Made("TransformerEncoderLayer", 6, 2, 8, 0.2, "gelu", batch_first=True),
        "GELU": Made("TransformerEncoderLayer", 6, 2, 8, 0, Made("GELU"), batch_first=True),
        "silu": Made("TransformerEncoderLayer", 6, 2, 8, 0.1, F.silu, batch_first=True),
        "norm first": Made("TransformerEncoderLayer", 6, 2, 8, 0.1, norm_first=True, batch_first=True),
        "length first": Made("TransformerEncoderLayer", 6, 2, 8, 0.1),
        "odd": Made("TransformerEncoderLayer", 6, 3, 8, 0.1, batch_first=True),
        "no bias": Made("TransformerEncoderLayer", 6, 2, 8, 0.1, bias=False, batch_first=True),
    }
    for label, layer in layers.items():
        wide = x if label != "length first" else rand(4, 2, 6)
        yield f"layer {label}", Call(layer, wide)
        yield f"layer {label} masked", Call(layer, wide, other, holes)
        yield f"encoder {label}", Call(Made("TransformerEncoder", layer, 2), wide, src_key_padding_mask=pad)
        yield f"encoder {label} causal", Call(Made("TransformerEncoder", layer, 2, Made("LayerNorm", 6)), wide, causal)
    relu = layers["relu"]
    for label, mask in {"holes": holes, "nothing": pad & False}.items():
        yield f"encoder padded by {label}", Call(Made("TransformerEncoder", relu, 2), x, src_key_padding_mask=mask)
        yield f"encoder padded by {label}, unchecked", Call(Made("TransformerEncoder", relu, 2, mask_check=False), x, src_key_padding_mask=mask)
    yield "encoder not nested", Call(Made("TransformerEncoder", relu, 2, enable_nested_tensor=False), x, src_key_padding_mask=pad)
    yield "encoder with both masks", Call(Made("TransformerEncoder", relu, 2), x, mask=causal, src_key_padding_mask=pad)
    yield "encoder told causal", Call(Made("TransformerEncoder", relu, 1), x, mask=causal, is_causal=True)
    yield "encoder in evaluation", Call(Made("TransformerEncoder", relu, 2), x, src_key_padding_mask=pad, mode="eval")
    below = Made("TransformerDecoderLayer", 6, 2, 8, 0.1, batch_first=True)
    square = nn.Transformer.generate_square_subsequent_mask(3)
    short = torch.tensor([[False, False, True], [False, False, False]])
    yield "decoder", Call(Made("TransformerDecoder", below, 2, Made("LayerNorm", 6)), y, x, square, None, short, pad)
    yield "decoder, boolean mask", Call(Made("TransformerDecoder", below, 1), y, x, tgt_mask=square.isinf(), memory_key_padding_mask=holes)
    yield "decoder, length first", Call(Made("TransformerDecoder", Made("TransformerDecoderLayer", 6, 2, 8, 0.3, "gelu", norm_first=True), 1), rand(3, 2, 6), rand(4, 2, 6))
    whole = Made("Transformer", 6, 2, 2, 1, 8, 0.1, batch_first=True)
    yield "transformer", Call(whole, x, y)
    yield "transformer masked", Call(whole, x, y, tgt_mask=square, src_key_padding_mask=pad, tgt_key_padding_mask=short, memory_key_padding_mask=pad)
    yield "transformer of own parts", Call(Made("Transformer", 6, 2, custom_encoder=Made("TransformerEncoder", relu, 1), custom_decoder=Made("TransformerDecoder", below, 1), batch_first=True), x, y)


def wrong():
    """Wrong settings and inputs; without a second part the module itself is the error."""
    for name, args in {
        "LSTM": [(), (3,), (3, 4, 1, True, False, 0, False, 0, None, None, 5)],
        "GRU": [(), (3, 0), (0, 3), (-1, 3), (3, 4, 0)],
        "RNN": [(), (3, 4, 1, "sin"), (3, 4, 1, "tanh", True, False, 0, False, 0, None, None, 5)],
        "RNNBase": [("LSTMX", 1, 2), ("LSTM", 1)],
        "RNNCellBase": [(1, 2)],
        "RNNCell": [(1,), (1, 2, True, "tanh", None, None, 3)],
        "LSTMCell": [(1, 2, 3, None, None, 6)],
        "GRUCell": [()],
        "MultiheadAttention": [(3,), (3, 2), (0, 2), (4, 0), (4, -2)],
        "TransformerEncoderLayer": [(4,), (4, 3), (4, 2, 8, 0.1, "tanh")],
        "TransformerEncoder": [(), (Made("TransformerEncoderLayer", 4, 2),)],
        "TransformerDecoderLayer": [(4, 2, 8, 0.1, "selu"), (4, 2, 8, 2)],
        "TransformerDecoder": [(3,)],
        "Transformer": [(7, 2), (4, 2, 1, 1, 8, 0.1, "swish")],
    }.items():
        for one in args:
            yield f"{name}{one}" if not any(isinstance(part, Made) for part in one) else name, Call(Made(name, *one))
    for name, kwargs in [
        ("LSTM", {"foo": 1}), ("LSTM", {"dropout": True}), ("LSTM", {"dropout": "a"}), ("LSTM", {"dropout": None}), ("LSTM", {"dropout": 1.5}),
        ("LSTM", {"dropout": "0.5"}), ("LSTM", {"proj_size": 4}), ("LSTM", {"proj_size": -1}), ("GRU", {"proj_size": 2}), ("RNN", {"proj_size": 2}),
        ("RNN", {"bias": 1}), ("RNN", {"bias": "True"}), ("GRU", {"batch_first": 0}), ("GRU", {"batch_first": None}), ("RNN", {"nonlinearity": None}),
        ("RNN", {"mode": "LSTM"}), ("LSTM", {"input_size": 3}),
    ]:
        yield f"{name}(3, 4, {kwargs})", Call(Made(name, 3, 4, **kwargs))
    yield "GRU(3.5, 4)", Call(Made("GRU", 3.5, 4))
    yield "LSTM('3', 4)", Call(Made("LSTM", "3", 4))
    yield "LSTM(3, None)", Call(Made("LSTM", 3, None))
    packed = pack_sequence([torch.ones(3, 2), torch.ones(1, 2)])
    for kind in ["RNN", "GRU", "LSTM"]:
        made = Made(kind, 2, 3)
        both = lambda *size: (torch.ones(*size), torch.ones(*size)) if kind == "LSTM" else torch.ones(*size)
        for label, args in {
            "1-D": (torch.ones(2),), "4-D": (torch.ones(1, 1, 1, 2),), "features": (torch.ones(4, 1, 3),), "dtype": (torch.ones(4, 1, 2).double(),),
            "int": (torch.ones(4, 1, 2).long(),), "state of a batch": (torch.ones(4, 2), both(1, 1, 3)), "state of none": (torch.ones(4, 1, 2), both(1, 3)),
            "size of the state": (torch.ones(4, 1, 2), both(1, 2, 3)), "features of the state": (torch.ones(4, 1, 2), both(1, 1, 2)), "layers": (torch.ones(4, 1, 2), both(2, 1, 3)),
            "packed state": (packed, both(1, 1, 3)), "packed state of layers": (packed, both(2, 2, 3)), "packed dtype": (packed.to(torch.float64),),
            "no steps": (torch.ones(0, 1, 2),),
        }.items():
            yield f"{kind} {label}", Call(made, *args)
        yield f"{kind} of an int", Call(made, 3)
        yield f"{kind} of None", Call(made, None)
    yield "LSTM one cell wrong", Call(Made("LSTM", 2, 3), torch.ones(4, 1, 2), (torch.ones(1, 1, 3), torch.ones(1, 1, 2)))
    yield "LSTM one cell of other dims", Call(Made("LSTM", 2, 3), torch.ones(4, 1, 2), (torch.ones(1, 1, 3), torch.ones(1, 3)))
    yield "LSTM projected state", Call(Made("LSTM", 2, 3, proj_size=1), torch.ones(4, 1, 2), (torch.ones(1, 1, 3), torch.ones(1, 1, 3)))
    yield "LSTM without input", Call(Made("LSTM", 2, 3))
    yield "LSTM too much", Call(Made("LSTM", 2, 3), torch.ones(4, 1, 2), None, 3)
    yield "RNNBase has no forward", Call(Made("RNNBase", "LSTM", 2, 3), torch.ones(4, 1, 2))
    yield "RNNCell nonlinearity", Call(Made("RNNCell", 2, 3, nonlinearity="sin"), torch.ones(1, 2))
    for kind in ["RNNCell", "GRUCell", "LSTMCell"]:
        both = lambda *size: (torch.ones(*size), torch.ones(*size)) if kind == "LSTMCell" else torch.ones(*size)
        for label, args in {
            "3-D": (torch.ones(1, 1, 2),), "0-D": (torch.ones(()),), "features": (torch.ones(4, 3),), "state dims": (torch.ones(4, 2), both(4, 1, 1, 3)),
            "state features": (torch.ones(4, 2), both(4, 2)), "state batch": (torch.ones(4, 2), both(5, 3)), "dtype": (torch.ones(4, 2).double(),),
        }.items():
            yield f"{kind} {label}", Call(Made(kind, 2, 3), *args)
        yield f"{kind} of an int", Call(Made(kind, 2, 3), 3)
    x = torch.ones(2, 3, 4)
    attention = Made("MultiheadAttention", 4, 2, batch_first=True)
    for label, (args, kwargs) in {
        "1-D": ((torch.ones(4),) * 3, {}), "dims of the key": ((x, x[0], x[0]), {}), "features": ((torch.ones(2, 3, 5),) * 3, {}),
        "key and value": ((x, x, torch.ones(2, 2, 4)), {}), "mask size": ((x, x, x), {"attn_mask": torch.ones(2, 2)}), "mask of ints": ((x, x, x), {"attn_mask": torch.ones(3, 3).long()}),
        "padding of ints": ((x, x, x), {"key_padding_mask": torch.ones(2, 3).long()}), "padding dims": ((x, x, x), {"key_padding_mask": torch.ones(3).bool()}),
        "padding size": ((x, x, x), {"key_padding_mask": torch.ones(2, 4).bool()}), "causal without mask": ((x, x, x), {"is_causal": True}), "mask dims": ((x, x, x), {"attn_mask": torch.ones(1, 2, 3, 3)}),
        "unknown": ((x, x, x), {"foo": 1}), "ints": ((1, 2, 3), {}), "missing": ((x, x), {}),
    }.items():
        yield f"attention {label}", Call(attention, *args, **kwargs)
        yield f"attention in evaluation {label}", Call(attention, *args, mode="eval", **kwargs)
    layer = Made("TransformerEncoderLayer", 4, 2, 8, batch_first=True)
    yield "layer mask", Call(layer, x, torch.ones(2, 2))
    yield "layer features", Call(layer, torch.ones(2, 3, 5))
    yield "layer padding", Call(layer, x, src_key_padding_mask=torch.ones(2, 2).bool())
    yield "encoder without layers", Call(Made("TransformerEncoder", layer, 0), x)
    yield "encoder of other modules", Call(Made("TransformerEncoder", Made("Linear", 4, 4), 1, enable_nested_tensor=False), x)
    yield "encoder padding", Call(Made("TransformerEncoder", layer, 1), x, src_key_padding_mask=torch.ones(3, 3).bool(), mode="eval")
    yield "decoder of other modules", Call(Made("TransformerDecoder", Made("Linear", 4, 4), 1), x, x)
    whole = Made("Transformer", 4, 2, 1, 1, 8)
    yield "transformer batch", Call(whole, torch.ones(3, 2, 4), torch.ones(3, 1, 4))
    yield "transformer batch first", Call(Made("Transformer", 4, 2, 1, 1, 8, batch_first=True), torch.ones(3, 2, 4), torch.ones(2, 2, 4))
    yield "transformer features", Call(whole, torch.ones(3, 2, 4), torch.ones(3, 2, 5))
    yield "transformer without target", Call(whole, torch.ones(3, 2, 4))


def known_wrong(info):
    """The wrong samples of `module_db`."""
    if info.module_error_inputs_func is None:
        return
    for number, sample in enumerate(info.module_error_inputs_func(info, "cpu", torch.float32, False, True)):
        given = sample.module_error_input
        name = info.name.removeprefix("nn.")
        made = Made(name, *given.constructor_input.args, **given.constructor_input.kwargs)
        # JavaScript has no float that is whole: 3.0 is 3 there.
        if any(isinstance(one, float) and one.is_integer() for one in given.constructor_input.args):
            continue
        forward = given.forward_input
        yield f"{name} {number}", Call(made, *(forward.args if forward else ()), **(forward.kwargs if forward else {}))


def training():
    """Losses and last weights of three steps of a transformer with dropout, and of a recurrent network."""
    torch.manual_seed(3)
    model = nn.Transformer(8, 2, 2, 2, 16, 0.1, batch_first=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    src, tgt, goal = torch.randn(3, 5, 8), torch.randn(3, 4, 8), torch.randn(3, 4, 8)
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        out = model(src, tgt, tgt_mask=nn.Transformer.generate_square_subsequent_mask(4))
        loss = F.mse_loss(out, goal)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return {"losses": losses, "last": sum(p.detach().double().sum() for p in model.parameters()).item()}


def main():
    torch.set_warn_always(True)
    torch.manual_seed(5)
    box = Container(groups={}, errors=[], native=[])
    groups, errors = box.header["groups"], box.header["errors"]
    infos = [info for info in module_db if info.name.removeprefix("nn.") in NAMES]
    for info in infos:
        name = info.name.removeprefix("nn.")
        found = list(samples(info, torch.float32)) + list(samples(info, torch.float64))[:4]
        groups[name] = [case(box, *one) for one in found]
        errors += [error(box, *one) for one in known_wrong(info)]
    for part in [recurrent, attention, transformers]:
        groups[part.__name__] = [case(box, *one) for one in part()]
    errors += [error(box, *one) for one in wrong()]
    box.header["training"] = training()
    for name, cases in groups.items():
        print(name, len(cases))
    print(len(errors), "errors,", box.write(DATA / "sequence_modules.gz"), "bytes")


if __name__ == "__main__":
    main()
