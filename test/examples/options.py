"""What the twins take on the command line, as examples/options.ts does: `--smoke`, and `--data DIR` (or
TORCH_NODE_DATA) for real data."""

import argparse
import os

parser = argparse.ArgumentParser()
parser.add_argument('--smoke', action='store_true')
parser.add_argument('--data', default=os.environ.get('TORCH_NODE_DATA'))
values, _ = parser.parse_known_args()

smoke = values.smoke

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../')
SAMPLES = ROOT + 'examples/samples'


def dataPath(name):
    """The real data `name` where somebody has it, else the small sample of it."""
    return os.path.join(SAMPLES if smoke or values.data is None else values.data, name)
