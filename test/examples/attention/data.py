"""The English-French pairs as numbers, in batches filled up to one length."""

import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, TensorDataset

from options import dataPath
from translation.lang import EOS_token, SOS_token, prepareData

PAD_token = SOS_token


def indexes(lang, sentence):
    return torch.tensor([*(lang.word2index[word] for word in sentence.split(' ')), EOS_token])


def loadPairs(batch_size):
    file = dataPath('eng-fra/eng-fra.txt', 'eng-fra.txt')
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
