"""An encoder that reads a sentence into its states, and a decoder that starts from them."""

import torch
import torch.nn as nn


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
        self,
        num_encoder_tokens,
        num_decoder_tokens,
        latent_dim,
        cell='lstm',
        num_layers=1,
        bidirectional=False,
        embedding_dim=None,
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
            num_layers=num_layers,
            bidirectional=bidirectional,
            batch_first=True,
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
