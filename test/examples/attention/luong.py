import random

import matplotlib.pyplot as plt
import torch
import torch.nn as nn
import torch.nn.functional as F

from attention.data import EOS_token, PAD_token, loadPairs
from attention.model import EncoderRNN, fit, showAttention, translate
from options import smoke

torch.manual_seed(0)
random.seed(0)


class LuongAttention(nn.Module):
    def __init__(self, method, hidden_size):
        super().__init__()
        self.method = method
        if method == 'general':
            self.W = nn.Linear(hidden_size, hidden_size, bias=False)
        if method == 'concat':
            self.W = nn.Linear(2 * hidden_size, hidden_size, bias=False)
            self.v = nn.Linear(hidden_size, 1, bias=False)

    def score(self, query, keys):
        if self.method == 'dot':
            return torch.bmm(query, keys.transpose(1, 2))
        if self.method == 'general':
            return torch.bmm(query, self.W(keys).transpose(1, 2))
        pairs = torch.cat([query.expand(-1, keys.size(1), -1), keys], 2)
        return self.v(torch.tanh(self.W(pairs))).transpose(1, 2)

    def forward(self, query, keys, mask):
        scores = self.score(query, keys).masked_fill(mask.unsqueeze(1), -torch.inf)
        weights = F.softmax(scores, dim=-1)
        return torch.bmm(weights, keys), weights.squeeze(1)


class LuongDecoder(nn.Module):
    def __init__(self, method, hidden_size, output_size):
        super().__init__()
        self.embedding = nn.Embedding(output_size, hidden_size)
        self.gru = nn.GRU(hidden_size, hidden_size, batch_first=True)
        self.attention = LuongAttention(method, hidden_size)
        self.combine = nn.Linear(2 * hidden_size, hidden_size)
        self.out = nn.Linear(hidden_size, output_size)

    def forward(self, input, hidden, encoder_outputs, mask):
        _, hidden = self.gru(self.embedding(input).unsqueeze(1), hidden)
        query = hidden.transpose(0, 1)
        context, weights = self.attention(query, encoder_outputs, mask)
        h_tilde = torch.tanh(self.combine(torch.cat([query, context], 2)))
        output = F.log_softmax(self.out(h_tilde.squeeze(1)), dim=1)
        return output, hidden, weights


langs, pairs, dataset, loader = loadPairs(32)
input_lang, output_lang = langs
hidden_size = 64 if smoke else 128
options = {'epochs': 10, 'lr': 0.01} if smoke else {'epochs': 10, 'lr': 0.001}
torch.set_printoptions(precision=2, sci_mode=False)

for method in ['dot', 'general', 'concat']:
    encoder = EncoderRNN(input_lang.n_words, hidden_size)
    decoder = LuongDecoder(method, hidden_size, output_lang.n_words)
    print(decoder.attention, sum(p.numel() for p in decoder.attention.parameters()))

    for epoch, loss in fit(encoder, decoder, loader, EOS_token, **options):
        print('epoch %2d  loss %.4f' % (epoch, loss))

    sentence, truth = random.choice(pairs)
    words, attentions = translate(encoder, decoder, langs, sentence, EOS_token)
    print('>', sentence)
    print('=', truth)
    print('<', ' '.join(words))
    print(attentions)
    showAttention(sentence, words, attentions)

inputs, _ = dataset[:2]
mask = inputs == PAD_token
with torch.no_grad():
    encoder_outputs, before = encoder(inputs)
    _, after, weights = decoder(torch.tensor([EOS_token, EOS_token]), before, encoder_outputs, mask)
    for hidden in [before, after]:
        _, asked = decoder.attention(hidden.transpose(0, 1), encoder_outputs, mask)
        print(torch.equal(asked, weights))
plt.show()
