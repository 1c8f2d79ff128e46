"""The network of the digits, and their files as it wants them."""

import gzip
import os

import torch
from torch import nn


def read(folder, name, header):
    path = os.path.join(folder, name + '-ubyte.gz')
    return torch.frombuffer(bytearray(gzip.open(path).read())[header:], dtype=torch.uint8)


def load_part(folder, part, count=None):
    pixels = read(folder, part + '-images-idx3', 16).view(-1, 1, 28, 28)[:count].to(torch.float32)
    labels = read(folder, part + '-labels-idx1', 8)[:count].to(torch.int64)
    return pixels.div_(255).sub_(0.1307).div_(0.3081), labels


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(0.25),
            nn.Linear(32 * 7 * 7, 64),
            nn.ReLU(),
            nn.Linear(64, 10),
        )

    def forward(self, x):
        return self.classifier(self.features(x))
