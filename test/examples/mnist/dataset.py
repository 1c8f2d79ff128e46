"""From four idx files to two datasets of normalised tensors."""

import gzip
import os

import torch
from torch.utils.data import TensorDataset

MEAN = 0.1307
STD = 0.3081


def findRaw(folder):
    places = [os.path.join(folder, place) for place in ['mnist/MNIST/raw', 'MNIST/raw', 'raw', '.']]
    return next(place for place in places if fileOf(place, 't10k', 'images-idx3'))


def fileOf(folder, part, kind):
    path = os.path.join(folder, f'{part}-{kind}-ubyte')
    return next((file for file in [path, path + '.gz'] if os.path.exists(file)), None)


def readIdx(path):
    data = (gzip.open if path.endswith('.gz') else open)(path, 'rb').read()
    dimensions = data[3]
    start = 4 + 4 * dimensions
    shape = [int.from_bytes(data[i : i + 4], 'big') for i in range(4, start, 4)]
    return torch.frombuffer(bytearray(data), dtype=torch.uint8, offset=start).view(shape)


def readPart(folder, part):
    images, labels = (
        readIdx(fileOf(folder, part, kind)) for kind in ['images-idx3', 'labels-idx1']
    )
    return images, labels


def loadPart(folder, part, limit=None):
    images, labels = readPart(folder, part)
    pixels = images[:limit].unsqueeze(1)
    return TensorDataset(
        pixels.to(torch.float32).div_(255).sub_(MEAN).div_(STD),
        labels[:limit].to(torch.int64),
    )
