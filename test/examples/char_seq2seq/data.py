"""Sentence pairs as tensors: tables of signs, one-hot vectors, and the target one step ahead of the decoder's input."""

import re

import torch

START = '\t'
END = '\n'
PAD = ' '


class Table:
    def __init__(self, texts):
        self.tokens = sorted({PAD, *(token for text in texts for token in text)})
        self.numbers = {token: i for i, token in enumerate(self.tokens)}
        self.size = len(self.tokens)

    def numberOf(self, token):
        return self.numbers[token]


def readPairs(file, num_samples):
    lines = open(file, encoding='utf-8').read().split('\n')
    input_texts = []
    target_texts = []
    for line in lines[: min(num_samples, len(lines) - 1)]:
        english, french = line.split('\t')[:2]
        input_texts.append(french)
        target_texts.append(START + english + END)
    return input_texts, target_texts


def cut(text, level):
    if level == 'char':
        return list(text)
    return re.findall(r"[\t\n]|(?:[^\W_]|['-])+|\S", text)


def oneHot(texts, T, table):
    data = torch.zeros(len(texts), T, table.size)
    for i, text in enumerate(texts):
        for t, char in enumerate(text):
            data[i, t, table.numberOf(char)] = 1
        data[i, len(text) :, table.numberOf(PAD)] = 1
    return data


def numbers(texts, T, table):
    data = torch.full([len(texts), T], table.numberOf(PAD))
    for i, text in enumerate(texts):
        data[i, : len(text)] = torch.tensor([table.numberOf(word) for word in text])
    return data


class Data:
    pass


def vectorize(file, num_samples, level):
    data = Data()
    data.level = level
    data.input_texts, data.target_texts = readPairs(file, num_samples)
    inputs = [cut(text, level) for text in data.input_texts]
    targets = [cut(text, level) for text in data.target_texts]
    data.input_table, data.target_table = Table(inputs), Table(targets)
    data.max_encoder_seq_length = max(len(text) for text in inputs)
    data.max_decoder_seq_length = max(len(text) for text in targets)

    fill = oneHot if level == 'char' else numbers
    data.encoder_input_data = fill(inputs, data.max_encoder_seq_length, data.input_table)
    data.decoder_input_data = fill(targets, data.max_decoder_seq_length, data.target_table)

    data.decoder_target_data = torch.zeros_like(data.decoder_input_data)
    last = data.max_decoder_seq_length - 1
    for t in range(last):
        data.decoder_target_data[:, t] = data.decoder_input_data[:, t + 1]
    data.decoder_target_data[:, last] = fill([[PAD]], 1, data.target_table)[:, 0]
    return data
