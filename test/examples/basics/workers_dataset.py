"""What the workers of workers.py run."""

import math

import torch
from torch import nn
from torch.utils.data import Dataset, IterableDataset, get_worker_info


class Pictures(Dataset):
    def __init__(self, count):
        self.count = count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if index == 13:
            raise IndexError('picture 13 is broken')
        return torch.full([3, 8, 8], index / 2 + 0.25), index % 10


class Told(Dataset):
    def __len__(self):
        return 8

    def __getitem__(self, index):
        info = get_worker_info()
        return index, torch.rand(1), -1 if info is None else info.id


class Numbers(IterableDataset):
    def __init__(self, start, end):
        self.start = start
        self.end = end

    def __iter__(self):
        return iter(range(self.start, self.end))


def shard(worker_id):
    info = get_worker_info()
    numbers = info.dataset
    per_worker = math.ceil((numbers.end - numbers.start) / info.num_workers)
    numbers.start += worker_id * per_worker
    numbers.end = min(numbers.start + per_worker, numbers.end)


class Sentences(Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return torch.arange(1, index + 2)


def pad(batch):
    lengths = torch.tensor([x.size(0) for x in batch])
    return lengths, nn.utils.rnn.pad_sequence(batch, batch_first=True)
