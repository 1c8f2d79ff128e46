"""The digits as torchvision's dataset."""

import os

import torch

from mnist.dataset import readPart
from mnist.folder import cache, digitsFolder
from options import download, realData, smoke
from vision import datasets


class Digits(datasets.MNIST):
    """Reads gzipped files, too, which torchvision does not."""

    def _check_exists(self):
        return True

    def _load_data(self):
        images, labels = readPart(digitsFolder(realData, smoke), 'train' if self.train else 't10k')
        return images, labels.to(torch.int64)


def mnist(train, transform):
    root = cache if realData is None else os.path.join(realData, 'mnist')
    if download:
        return datasets.MNIST(root, train, transform, download=True)
    return Digits(root, train, transform)
