"""The training steps that are timed; see steps.mjs, which has the same."""

import torch
import torch.nn.functional as F
from torch import nn


def step_of(loss_of, optimizer):
    def step():
        loss = loss_of()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

    return step


def perceptron():
    x = torch.randn(64, 1000)
    y = torch.randn(64, 10)
    model = nn.Sequential(nn.Linear(1000, 100), nn.ReLU(), nn.Linear(100, 10))
    criterion = nn.MSELoss(reduction="sum")
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    return step_of(lambda: criterion(model(x), y), optimizer)


def cnn():
    x = torch.randn(64, 1, 28, 28)
    y = torch.randint(0, 10, [64])

    def conv(start, to):
        return nn.Conv2d(start, to, kernel_size=3, stride=2, padding=1)

    model = nn.Sequential(
        conv(1, 16), nn.ReLU(), conv(16, 16), nn.ReLU(), conv(16, 10), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    return step_of(lambda: F.cross_entropy(model(x), y), optimizer)


def char_rnn():
    letters, hidden, categories = 57, 128, 18
    i2h = nn.Linear(letters + hidden, hidden)
    h2o = nn.Linear(hidden, categories)
    name = torch.zeros(7, 1, letters)
    for i in range(7):
        name[i, 0, 3 * i] = 1
    category = torch.tensor([4])
    parameters = [*i2h.parameters(), *h2o.parameters()]

    def step():
        for p in parameters:
            p.grad = None
        h = torch.zeros(1, hidden)
        for letter in name:
            h = i2h(torch.cat([letter, h], 1)).tanh()
        loss = F.nll_loss(F.log_softmax(h2o(h), 1), category)
        loss.backward()
        with torch.no_grad():
            for p in parameters:
                p.add_(p.grad, alpha=-0.005)

    return step


def lstm():
    x = torch.randn(16, 20, 32)
    y = torch.randint(0, 10, [16])
    layer = nn.LSTM(32, 64, batch_first=True)
    head = nn.Linear(64, 10)
    optimizer = torch.optim.Adam([*layer.parameters(), *head.parameters()], lr=1e-3)
    return step_of(lambda: F.cross_entropy(head(layer(x)[0].select(1, -1)), y), optimizer)


def transformer():
    x = torch.randn(16, 20, 64)
    y = torch.randint(0, 10, [16])
    layer = nn.TransformerEncoderLayer(d_model=64, nhead=4, dim_feedforward=128, batch_first=True)
    encoder = nn.TransformerEncoder(layer, 2)
    head = nn.Linear(64, 10)
    optimizer = torch.optim.Adam([*encoder.parameters(), *head.parameters()], lr=1e-3)
    return step_of(lambda: F.cross_entropy(head(encoder(x).mean(1)), y), optimizer)


def seq2seq():
    batch, words, hidden, vocabulary = 16, 10, 64, 30
    source = torch.randint(0, vocabulary, [words, batch])
    target = torch.randint(0, vocabulary, [words, batch])
    embedding = nn.Embedding(vocabulary, hidden)
    encoder = nn.GRUCell(hidden, hidden)
    decoder = nn.GRUCell(2 * hidden, hidden)
    out = nn.Linear(hidden, vocabulary)
    modules = nn.ModuleList([embedding, encoder, decoder, out])
    optimizer = torch.optim.SGD(modules.parameters(), lr=0.01)

    def loss_of():
        h = torch.zeros(batch, hidden)
        states = []
        for word in embedding(source):
            h = encoder(word, h)
            states.append(h)
        memory = torch.stack(states, 1)
        loss = torch.zeros([])
        input = torch.zeros(batch, hidden)
        for word in target:
            weights = torch.bmm(memory, h.unsqueeze(2)).softmax(1)
            context = torch.bmm(weights.transpose(1, 2), memory).squeeze(1)
            h = decoder(torch.cat([input, context], 1), h)
            loss = loss + F.cross_entropy(out(h), word)
            input = embedding(word)
        return loss

    return step_of(loss_of, optimizer)


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


def custom_function():
    x = torch.randn(64, 100, requires_grad=True)

    def step():
        x.grad = None
        MyReLU.apply(x).sum().backward()

    return step


def tensor_hook():
    x = torch.randn(64, 100, requires_grad=True)

    def step():
        x.grad = None
        y = x * 2
        y.register_hook(lambda grad: grad * 2)
        y.sum().backward()

    return step


steps = {
    "step perceptron": perceptron,
    "step cnn": cnn,
    "step char-rnn": char_rnn,
    "step lstm": lstm,
    "step transformer": transformer,
    "step seq2seq": seq2seq,
    "step function": custom_function,
    "step hook": tensor_hook,
}
