"""What the attentions share: an encoder, training, and translation."""

import matplotlib.pyplot as plt
import torch
import torch.nn as nn
from torch import optim
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from attention.data import EOS_token, PAD_token, indexes
from translation.lang import MAX_LENGTH


class EncoderRNN(nn.Module):
    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.embedding = nn.Embedding(input_size, hidden_size)
        self.gru = nn.GRU(hidden_size, hidden_size, batch_first=True)

    def forward(self, input):
        lengths = (input != PAD_token).sum(1)
        packed = pack_padded_sequence(
            self.embedding(input), lengths, batch_first=True, enforce_sorted=False
        )
        output, hidden = self.gru(packed)
        output, _ = pad_packed_sequence(output, batch_first=True, total_length=input.size(1))
        return output, hidden


def decode(encoder, decoder, inputs, targets, first_token):
    encoder_outputs, hidden = encoder(inputs)
    mask = inputs == PAD_token
    input = torch.full([inputs.size(0)], first_token)
    log_probs = []
    for t in range(targets.size(1)):
        log_prob, hidden, _ = decoder(input, hidden, encoder_outputs, mask)
        log_probs.append(log_prob)
        input = targets[:, t]
    return torch.stack(log_probs, 1)


def fit(encoder, decoder, loader, first_token, epochs, lr):
    optimizer = optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=lr)
    criterion = nn.NLLLoss(ignore_index=PAD_token)
    for epoch in range(1, epochs + 1):
        total = 0.0
        for inputs, targets in loader:
            log_probs = decode(encoder, decoder, inputs, targets, first_token)
            loss = criterion(log_probs.flatten(0, 1), targets.flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        yield epoch, total / len(loader)


def translate(encoder, decoder, langs, sentence, first_token):
    input_lang, output_lang = langs
    with torch.no_grad():
        inputs = indexes(input_lang, sentence).unsqueeze(0)
        encoder_outputs, hidden = encoder(inputs)
        mask = inputs == PAD_token
        input = torch.tensor([first_token])
        words, attentions = [], []
        while len(words) < MAX_LENGTH:
            log_prob, hidden, weights = decoder(input, hidden, encoder_outputs, mask)
            attentions.append(weights[0])
            input = log_prob.argmax(1)
            if input.item() == EOS_token:
                words.append('<EOS>')
                break
            words.append(output_lang.index2word[input.item()])
        return words, torch.stack(attentions)


def showAttention(sentence, words, attentions):
    fig, ax = plt.subplots()
    fig.colorbar(ax.matshow(attentions.numpy(), cmap='bone'))
    read = [*sentence.split(' '), '<EOS>']
    ax.set_xticks(range(len(read)), read, rotation=90)
    ax.set_yticks(range(len(words)), words)
    fig.tight_layout()
