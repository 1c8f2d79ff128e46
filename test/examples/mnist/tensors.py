"""The twin of examples/mnist/tensors.ts."""

import gzip
import os
import sys

import torch

# What the port drew with --smoke: run it once before.
DRAWN = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), '../../../examples/mnist/data/drawn-1-1600'
)


def loadMnist():
    real = None if '--smoke' in sys.argv else os.environ.get('TORCH_NODE_DATA')
    folder = f'{real}/mnist/MNIST/raw' if real else DRAWN

    def read(name, header):
        data = bytearray(gzip.open(f'{folder}/{name}-ubyte.gz').read())[header:]
        return torch.frombuffer(data, dtype=torch.uint8)

    def images(part):
        return read(part + '-images-idx3', 16).view(-1, 784) / 255

    def labels(part):
        return read(part + '-labels-idx1', 8).to(torch.int64)

    return images('train'), labels('train'), images('t10k'), labels('t10k')
