"""The twin of examples/attention/data.ts."""

import os
import sys

import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, TensorDataset

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(FOLDER, '../translation'))

from lang import EOS_token, MAX_LENGTH, SOS_token, prepareData

PAD_token = SOS_token


def indexes(lang, sentence):
    return torch.tensor([*(lang.word2index[word] for word in sentence.split(' ')), EOS_token])


def loadPairs(batch_size):
    real = None if '--smoke' in sys.argv else os.environ.get('TORCH_NODE_DATA')
    samples = os.path.join(FOLDER, '../../../examples/samples')
    file = f'{real}/eng-fra/eng-fra.txt' if real else f'{samples}/eng-fra.txt'
    input_lang, output_lang, pairs = prepareData(file, 'eng', 'fra', True)
    inputs, targets = (
        pad_sequence(
            [indexes(lang, pair[i]) for pair in pairs], batch_first=True, padding_value=PAD_token
        )
        for i, lang in enumerate((input_lang, output_lang))
    )
    dataset = TensorDataset(inputs, targets)
    loader = DataLoader(dataset, batch_size=batch_size, shuffle=True)
    return (input_lang, output_lang), pairs, dataset, loader
