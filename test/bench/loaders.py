"""The passes over loaders that are timed; see loaders.mjs, which has the same."""

import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset


def pass_of(loader):
    def run():
        batches = 0
        for _ in loader:
            batches += 1
        return batches

    return run


def tensors():
    dataset = TensorDataset(torch.rand(60_000, 784), torch.randint(0, 10, (60_000,)))
    return pass_of(DataLoader(dataset, batch_size=64, shuffle=True))


class Words(Dataset):
    def __getitem__(self, i):
        numbers = []
        word = i
        for _ in range(256):
            word = (word * 1103 + 12345) % 65536
            numbers.append(word % 256)
        x = torch.tensor(numbers, dtype=torch.float).sub(128).div(64)
        return x, i % 10

    def __len__(self):
        return 4096


def words():
    return pass_of(DataLoader(Words(), batch_size=32, shuffle=True, num_workers=2))


def words_persistent():
    return pass_of(DataLoader(Words(), batch_size=32, shuffle=True, num_workers=2, persistent_workers=True))


loaders = {"loader tensors": tensors, "loader words": words, "loader words persistent": words_persistent}
