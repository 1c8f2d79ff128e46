"""The digits that the ports draw with --smoke: run one of them once before."""

import gzip
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '../../../scripts/golden'))
import torchvision_operators  # noqa: E402, F401

import torch  # noqa: E402
from torchvision import datasets  # noqa: E402


class DrawnDigits(datasets.MNIST):
    """Also MNIST itself as gzipped files, which torchvision does not read."""

    def __init__(self, root, train, transform):
        super().__init__(root, train=train, download=False, transform=transform)

    def _check_exists(self):
        return True

    def _load_data(self):
        part = 'train' if self.train else 't10k'

        def read(name, header):
            path = os.path.join(self.root, f'{part}-{name}-ubyte.gz')
            return torch.frombuffer(bytearray(gzip.open(path).read())[header:], dtype=torch.uint8)

        images = read('images-idx3', 16).view(-1, 28, 28)
        return images, read('labels-idx1', 8).to(torch.int64)


def mnist(train, transform, data=None):
    drawn = os.path.join(HERE, '../../../examples/mnist/data/drawn-1-1600')
    root = drawn if data is None else os.path.join(data, 'mnist/MNIST/raw')
    return DrawnDigits(root, train, transform)
