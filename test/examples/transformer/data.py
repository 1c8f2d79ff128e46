"""What the port takes of torchtext, which no longer installs: Field, the basic English tokenizer, WikiText2.splits."""

import os
import re
from collections import Counter

import torch

from options import dataPath

patterns = [
    (r"'", " '  "),
    (r'"', ''),
    (r'\.', ' . '),
    (r'<br \/>', ' '),
    (r',', ' , '),
    (r'\(', ' ( '),
    (r'\)', ' ) '),
    (r'!', ' ! '),
    (r'\?', ' ? '),
    (r';', ' '),
    (r':', ' '),
    (r'\s+', ' '),
]


def basic_english(line):
    line = line.lower()
    for pattern, replacement in patterns:
        line = re.sub(pattern, replacement, line)
    return line.split()


class Field:
    specials = ['<unk>', '<pad>', '<sos>', '<eos>']

    def build_vocab(self, text):
        counts = Counter(word for word in text if word not in self.specials)
        self.itos = self.specials + sorted(sorted(counts), key=counts.get, reverse=True)
        self.stoi = {word: i for i, word in enumerate(self.itos)}

    def numericalize(self, texts):
        return (
            torch.tensor([[self.stoi.get(word, 0) for word in text] for text in texts])
            .t()
            .contiguous()
        )


def splits(
    path, train='wiki.train.tokens', validation='wiki.valid.tokens', test='wiki.test.tokens'
):
    texts = []
    for name in [train, validation, test]:
        text = []
        for line in open(os.path.join(path, name), encoding='utf-8'):
            text += basic_english(line) + ['<eos>']
        texts.append(text)
    return texts


device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')

TEXT = Field()
path = dataPath('wikitext-2')
# Whoever has no training part trains on the validation part.
names = (
    {}
    if os.path.exists(os.path.join(path, 'wiki.train.tokens'))
    else {'train': 'valid.txt', 'validation': 'test.txt', 'test': 'test.txt'}
)
train_txt, val_txt, test_txt = splits(path, **names)
TEXT.build_vocab(train_txt)


def batchify(text, bsz):
    data = TEXT.numericalize([text])
    nbatch = data.size(0) // bsz
    data = data.narrow(0, 0, nbatch * bsz)
    data = data.view(bsz, -1).t().contiguous()
    return data.to(device)


def get_batch(source, i, bptt):
    seq_len = min(bptt, len(source) - 1 - i)
    data = source[i : i + seq_len]
    target = source[i + 1 : i + 1 + seq_len].view(-1)
    return data, target
