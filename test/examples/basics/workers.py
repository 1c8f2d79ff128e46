import torch
from torch.utils.data import DataLoader, get_worker_info

from basics.workers_dataset import Numbers, Pictures, Sentences, Told, pad, shard
from errors import printError


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

    printError(lambda: next(iter(DataLoader(Sentences(), batch_size=2))))
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

    printError(lambda: DataLoader(Pictures(4), prefetch_factor=2))
    printError(lambda: DataLoader(Pictures(4), persistent_workers=True))
    printError(lambda: DataLoader(Pictures(4), num_workers=-1))


if __name__ == '__main__':
    main()
