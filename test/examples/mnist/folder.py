"""Which digits: MNIST's own where somebody has them, else drawn ones, which the ports draw."""

import os

from mnist.dataset import findRaw
from paths import packageRoot

cache = os.path.join(packageRoot, 'examples/mnist/data')


def digitsFolder(data, smoke):
    if data is not None:
        return findRaw(data)
    folder = os.path.join(cache, 'drawn-1-1600' if smoke else 'drawn-1-10000')
    if not os.path.exists(folder):
        raise FileNotFoundError(f'no {folder}: node build/examples/mnist/main.js draws them')
    return folder
