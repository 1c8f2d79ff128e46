import random

import matplotlib.pyplot as plt
import torch
import torch.nn as nn
import torch.nn.functional as F

from attention.data import SOS_token, loadPairs
from attention.model import EncoderRNN, fit, showAttention, translate
from options import smoke

torch.manual_seed(0)
random.seed(0)


class BahdanauAttention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.Wa = nn.Linear(hidden_size, hidden_size)
        self.Ua = nn.Linear(hidden_size, hidden_size)
        self.Va = nn.Linear(hidden_size, 1)

    def forward(self, query, keys, mask):
        scores = self.Va(torch.tanh(self.Wa(query) + self.Ua(keys)))
        weights = F.softmax(scores.squeeze(2).masked_fill(mask, -torch.inf), dim=-1)
        context = torch.bmm(weights.unsqueeze(1), keys)
        return context, weights


class AttnDecoderRNN(nn.Module):
    def __init__(self, hidden_size, output_size):
        super().__init__()
        self.embedding = nn.Embedding(output_size, hidden_size)
        self.attention = BahdanauAttention(hidden_size)
        self.gru = nn.GRU(2 * hidden_size, hidden_size, batch_first=True)
        self.out = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden, encoder_outputs, mask):
        embedded = self.embedding(input).unsqueeze(1)
        query = hidden.transpose(0, 1)
        context, weights = self.attention(query, encoder_outputs, mask)
        output, hidden = self.gru(torch.cat([embedded, context], 2), hidden)
        output = F.log_softmax(self.out(output.squeeze(1)), dim=1)
        return output, hidden, weights


langs, pairs, dataset, loader = loadPairs(32)
input_lang, output_lang = langs
hidden_size = 64 if smoke else 128
encoder = EncoderRNN(input_lang.n_words, hidden_size)
decoder = AttnDecoderRNN(hidden_size, output_lang.n_words)
print(decoder)

options = {'epochs': 15, 'lr': 0.01} if smoke else {'epochs': 20, 'lr': 0.001}
for epoch, loss in fit(encoder, decoder, loader, SOS_token, **options):
    print('epoch %2d  loss %.4f' % (epoch, loss))

torch.set_printoptions(precision=2, sci_mode=False)

for _ in range(4):
    sentence, truth = random.choice(pairs)
    words, attentions = translate(encoder, decoder, langs, sentence, SOS_token)
    print('>', sentence)
    print('=', truth)
    print('<', ' '.join(words))
    print(attentions)
    showAttention(sentence, words, attentions)
plt.show()
