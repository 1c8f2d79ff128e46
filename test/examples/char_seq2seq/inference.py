"""Translation sign by sign: each step is given the states of the last, and the sign that it chose."""

import torch

from char_seq2seq.data import END, START


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
