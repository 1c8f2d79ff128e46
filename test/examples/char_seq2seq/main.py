import argparse
import os

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.utils.data import DataLoader, TensorDataset

from data import END, START, vectorize


def run(rnn, inputs, states):
    if isinstance(rnn, nn.GRU):
        outputs, h = rnn(inputs, *states)
        return outputs, (h,)
    outputs, (h, c) = rnn(inputs, states or None)
    return outputs, (h, c)


def initialize(module):
    for name, parameter in module.named_parameters(recurse=False):
        if name.startswith('weight_hh'):
            nn.init.orthogonal_(parameter)
        elif parameter.dim() == 2 and not isinstance(module, nn.Embedding):
            nn.init.xavier_uniform_(parameter)
        elif name.startswith('bias'):
            nn.init.zeros_(parameter)
        if name.startswith('bias_ih') and isinstance(module, nn.LSTM):
            nn.init.ones_(parameter.chunk(4)[1])


class Seq2Seq(nn.Module):
    def __init__(
        self, num_encoder_tokens, num_decoder_tokens, latent_dim,
        cell='lstm', num_layers=1, bidirectional=False, embedding_dim=None,
    ):
        super().__init__()
        RNN = nn.LSTM if cell == 'lstm' else nn.GRU
        embeds = embedding_dim is not None
        self.bidirectional = bidirectional
        self.encoder_embedding = nn.Embedding(num_encoder_tokens, embedding_dim) if embeds else None
        self.decoder_embedding = nn.Embedding(num_decoder_tokens, embedding_dim) if embeds else None
        self.encoder = RNN(
            embedding_dim or num_encoder_tokens,
            latent_dim // 2 if bidirectional else latent_dim,
            num_layers=num_layers, bidirectional=bidirectional, batch_first=True,
        )
        self.decoder = RNN(
            embedding_dim or num_decoder_tokens, latent_dim, num_layers=num_layers, batch_first=True
        )
        self.decoder_dense = nn.Linear(latent_dim, num_decoder_tokens)
        self.apply(initialize)

    def encode(self, encoder_inputs):
        embedding = self.encoder_embedding
        inputs = encoder_inputs if embedding is None else embedding(encoder_inputs)
        _, states = run(self.encoder, inputs, ())
        if self.bidirectional:
            return tuple(torch.cat([s[0::2], s[1::2]], 2) for s in states)
        return states

    def decode(self, decoder_inputs, states):
        outputs, next_states = run(self.decoder, self._embedded(decoder_inputs), states)
        return self.decoder_dense(outputs), next_states

    def _embedded(self, decoder_inputs):
        embedding = self.decoder_embedding
        if embedding is None:
            return decoder_inputs
        if decoder_inputs.is_floating_point():
            return decoder_inputs @ embedding.weight
        return embedding(decoder_inputs)

    def forward(self, encoder_inputs, decoder_inputs):
        logits, _ = self.decode(decoder_inputs, self.encode(encoder_inputs))
        return logits


def teacher_forcing(model, encoder_inputs, decoder_inputs):
    return model(encoder_inputs, decoder_inputs)


def reinjection(model, encoder_inputs, decoder_inputs):
    states = model.encode(encoder_inputs)
    inputs = decoder_inputs[:, 0:1]
    steps = []
    for _ in range(decoder_inputs.size(1)):
        logits, states = model.decode(inputs, states)
        steps.append(logits)
        inputs = F.softmax(logits, dim=-1)
    return torch.cat(steps, 1)


outputsOf = {'teacher-forcing': teacher_forcing, 'reinjection': reinjection}


class Mean:
    def __init__(self):
        self.loss = self.hits = self.steps = 0

    def add(self, loss, logits, target):
        self.loss += loss.item() * target.numel()
        self.hits += (logits.argmax(-1) == target).sum().item()
        self.steps += target.numel()

    def text(self, prefix=''):
        loss, accuracy = self.loss / self.steps, self.hits / self.steps
        return f'{prefix}loss: {loss:.4f} - {prefix}accuracy: {accuracy:.4f}'


def fit(model, data, mode, epochs, batch_size, validation_split):
    target = data.decoder_target_data
    classes = target.argmax(-1) if target.is_floating_point() else target
    tensors = data.encoder_input_data, data.decoder_input_data, classes

    split = int(classes.size(0) * (1 - validation_split))
    train_ds = TensorDataset(*(x[:split] for x in tensors))
    valid_ds = TensorDataset(*(x[split:] for x in tensors))
    train_dl = DataLoader(train_ds, batch_size=batch_size, shuffle=True)
    valid_dl = DataLoader(valid_ds, batch_size=batch_size)
    print(f'Train on {len(train_ds)} samples, validate on {len(valid_ds)} samples')

    outputs = outputsOf[mode]
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.RMSprop(model.parameters(), lr=0.001, alpha=0.9, eps=1e-7)

    for epoch in range(epochs):
        train, valid = Mean(), Mean()
        for encoder_inputs, decoder_inputs, target in train_dl:
            optimizer.zero_grad()
            logits = outputs(model, encoder_inputs, decoder_inputs)
            loss = criterion(logits.transpose(1, 2), target)
            loss.backward()
            optimizer.step()
            train.add(loss, logits, target)
        with torch.no_grad():
            for encoder_inputs, decoder_inputs, target in valid_dl:
                logits = outputs(model, encoder_inputs, decoder_inputs)
                valid.add(criterion(logits.transpose(1, 2), target), logits, target)
        print(f'Epoch {epoch + 1}/{epochs} - {train.text()} - {valid.text("val_")}', flush=True)


def inputOf(number, data):
    if data.level == 'word':
        return torch.tensor([[number]])
    input = torch.zeros(1, 1, data.target_table.size)
    input[0, 0, number] = 1
    return input


@torch.no_grad()
def decode_sequence(model, input_seq, data):
    states_value = model.encode(input_seq)
    target_seq = inputOf(data.target_table.numberOf(START), data)

    decoded = []
    while len(decoded) < data.max_decoder_seq_length:
        output_tokens, states_value = model.decode(target_seq, states_value)
        sampled_token_index = output_tokens[0, -1].argmax().item()
        sampled = data.target_table.tokens[sampled_token_index]
        if sampled == END:
            break
        decoded.append(sampled)

        target_seq = inputOf(sampled_token_index, data)
    return (' ' if data.level == 'word' else '').join(decoded)


parser = argparse.ArgumentParser()
parser.add_argument('--smoke', action='store_true')
parser.add_argument('--data')
parser.add_argument('--cell', default='lstm')
parser.add_argument('--level', default='char')
parser.add_argument('--mode', default='teacher-forcing')
parser.add_argument('--num_layers', type=int, default=1)
parser.add_argument('--bidirectional', action='store_true')
parser.add_argument('--num_samples', type=int, default=10000)
parser.add_argument('--epochs', type=int, default=100)
parser.add_argument('--batch_size', type=int, default=256)
parser.add_argument('--latent_dim', type=int, default=256)
values = parser.parse_args()
smoke = values.smoke

given = {
    'cell': values.cell, 'level': values.level, 'mode': values.mode,
    'num_layers': values.num_layers, 'bidirectional': values.bidirectional,
}  # fmt: skip
batch_size = 16 if smoke else values.batch_size
latent_dim = 32 if smoke else values.latent_dim
SAMPLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../../examples/samples/eng-fra.txt')
file = SAMPLE if smoke or values.data is None else os.path.join(values.data, 'eng-fra/eng-fra.txt')


def main(cell, level, mode, num_layers, bidirectional):
    print(f'{level}s, {cell}, {mode}, num_layers', num_layers, 'bidirectional', bidirectional)
    torch.manual_seed(0)

    data = vectorize(file, values.num_samples, level)
    print('Number of samples:', len(data.input_texts))
    print('Number of unique input tokens:', data.input_table.size)
    print('Number of unique output tokens:', data.target_table.size)
    print('Max sequence length for inputs:', data.max_encoder_seq_length)
    print('Max sequence length for outputs:', data.max_decoder_seq_length)
    print(data.encoder_input_data.shape, data.decoder_input_data.shape)
    print(data.decoder_target_data.shape)

    model = Seq2Seq(
        data.input_table.size, data.target_table.size, latent_dim,
        cell=cell, num_layers=num_layers, bidirectional=bidirectional,
        embedding_dim=latent_dim if level == 'word' else None,
    )  # fmt: skip
    print(model)
    epochs = (12 if level == 'word' else 2) if smoke else values.epochs
    fit(model, data, mode, epochs, batch_size, validation_split=0.2)

    for seq_index in range(2 if smoke else 20):
        input_seq = data.encoder_input_data[seq_index : seq_index + 1]
        print('-')
        print('Input sentence:', data.input_texts[seq_index])
        print('Decoded sentence:', decode_sequence(model, input_seq, data))


if smoke:
    main(**given)
    main(**{**given, 'cell': 'gru'})
    main(**{**given, 'mode': 'reinjection'})
    main(**{**given, 'level': 'word'})
    main(**{**given, 'level': 'word', 'mode': 'reinjection'})
    main(**{**given, 'num_layers': 2, 'bidirectional': True})
else:
    main(**given)
