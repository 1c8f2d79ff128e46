"""What the twins take on the command line, as their ports do: `--smoke`, `--data DIR` (or TORCH_NODE_DATA) for real
data, `--download` to fetch it, `--epochs N`."""

import argparse

from paths import dataPathOf, realDataOf

parser = argparse.ArgumentParser()
parser.add_argument('--smoke', action='store_true')
parser.add_argument('--data')
parser.add_argument('--download', action='store_true')
parser.add_argument('--epochs', type=int)
values = parser.parse_args()

smoke, download = values.smoke, values.download
realData = realDataOf(values)


def dataPath(name, sample=None):
    return dataPathOf(values, name, sample)
