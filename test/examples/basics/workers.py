import math

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, IterableDataset, get_worker_info


def print_error(action):
    try:
        action()
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


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


def batches(num_workers):
    torch.manual_seed(0)
    trainset = Pictures(12)
    return list(DataLoader(trainset, batch_size=4, shuffle=True, num_workers=num_workers))


def told(num_workers):
    torch.manual_seed(0)
    for index, drawn, worker in DataLoader(Told(), batch_size=2, num_workers=num_workers):
        print(index, drawn.view(-1), worker)


def numbers(**options):
    loader = DataLoader(Numbers(3, 10), batch_size=2, num_workers=2, **options)
    return [batch.tolist() for batch in loader]


def main():
    alone, helped = batches(0), batches(2)
    for one, other in zip(alone, helped):
        print(one[0].size(), one[1], torch.equal(one[0], other[0]), torch.equal(one[1], other[1]))

    dataiter = iter(DataLoader(Pictures(12), batch_size=4, num_workers=2))
    images, labels = next(dataiter)
    print(images.size(), labels)

    print(get_worker_info())
    told(0)
    told(2)
    told(2)

    print(numbers())
    print(numbers(worker_init_fn=shard))

    print_error(lambda: next(iter(DataLoader(Sentences(), batch_size=2))))
    for num_workers in [0, 2]:
        loader = DataLoader(Sentences(), batch_size=2, num_workers=num_workers, collate_fn=pad)
        for lengths, sentences in loader:
            print(lengths, sentences)

    kept = DataLoader(
        Pictures(12), batch_size=4, num_workers=2, persistent_workers=True, prefetch_factor=4
    )
    for _ in range(2):
        print([labels.tolist() for _, labels in kept])

    broken = iter(DataLoader(Pictures(16), batch_size=4, num_workers=2))
    try:
        for _, labels in broken:
            print(labels)
    except IndexError as error:
        print(True, 'picture 13 is broken' in str(error))

    print_error(lambda: DataLoader(Pictures(4), prefetch_factor=2))
    print_error(lambda: DataLoader(Pictures(4), persistent_workers=True))
    print_error(lambda: DataLoader(Pictures(4), num_workers=-1))


if __name__ == '__main__':
    main()
