"""The digits in four tensors: images as rows of 784 floats from 0 to 1, and labels."""

import torch

from mnist.dataset import readPart
from mnist.folder import digitsFolder
from options import realData, smoke


def loadMnist():
    folder = digitsFolder(realData, smoke)

    def load(part):
        images, labels = readPart(folder, part)
        return images.view(-1, 784) / 255, labels.to(torch.int64)

    return *load('train'), *load('t10k')
