"""Where files lie."""

import os

packageRoot = os.path.abspath(os.path.join(os.path.dirname(__file__), '../..'))


def realDataOf(given):
    """The folder of the real data: `--data` or TORCH_NODE_DATA, but not with `--smoke`."""
    return None if given.smoke else given.data or os.environ.get('TORCH_NODE_DATA')


def dataPathOf(given, name, sample=None):
    """`name` in the folder of the real data, else the small sample of it that lies in examples/samples."""
    real = realDataOf(given)
    if real is not None:
        return os.path.join(real, name)
    return os.path.join(packageRoot, 'examples/samples', sample or name)
