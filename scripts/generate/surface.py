"""Writes scripts/generate/surface.json: the public names of Python's eager API, for PARITY.md.

    PYTHONPATH=scripts/golden python scripts/generate/surface.py

Run by hand with PyTorch 2.13, numpy, torchvision 0.28 and tensorboard, on a LibTorch upgrade. A public name is one without a
leading underscore that is the module's own: what it merely imports (`math`, `Optional`) and its
text constants are left out. `torch.nn.Module.` (with the dot) holds the members of a class.
"""

import importlib
import inspect
import json
import pathlib
import re
import types

import torch
import torchvision_operators  # noqa: F401

OUTPUT = pathlib.Path(__file__).with_name('surface.json')

MODULES = """
torch torch.accelerator torch.amp torch.autograd torch.autograd.forward_ad
torch.autograd.functional torch.autograd.grad_mode torch.autograd.graph torch.autograd.profiler
torch.autograd.profiler_util torch.backends.cpu
torch.backends.cuda torch.backends.cudnn torch.backends.mkl torch.backends.mkldnn
torch.backends.openmp torch.cpu torch.cuda
torch.cuda.amp torch.distributions torch.distributions.constraints
torch.distributions.transforms torch.fft torch.func torch.functional torch.hub torch.linalg
torch.masked torch.mps torch.nested torch.nn torch.nn.attention torch.nn.functional torch.nn.init
torch.nn.parameter torch.nn.utils torch.nn.utils.parametrizations torch.nn.utils.parametrize
torch.nn.utils.prune torch.nn.utils.rnn torch.nn.utils.stateless torch.optim
torch.optim.lr_scheduler torch.optim.swa_utils torch.overrides torch.profiler torch.quasirandom
torch.random torch.serialization torch.signal.windows torch.sparse torch.special torch.testing
torch.utils torch.utils.checkpoint torch.utils.data torch.utils.dlpack torch.utils.hooks
torch.utils.tensorboard torch.xpu
torchvision torchvision.datasets torchvision.datasets.utils torchvision.io torchvision.models
torchvision.ops torchvision.transforms torchvision.transforms.functional torchvision.transforms.v2
torchvision.transforms.v2.functional torchvision.tv_tensors torchvision.utils
""".split()

CLASSES = """
torch.Tensor torch.Generator torch.Size torch.UntypedStorage torch.device torch.dtype torch.finfo
torch.iinfo torch.autograd.Function torch.nn.Module torch.nn.ModuleDict torch.nn.ModuleList
torch.nn.ParameterDict torch.nn.ParameterList torch.nn.Sequential
torch.optim.Optimizer torch.optim.lr_scheduler.LRScheduler torch.utils.data.DataLoader
torch.distributions.Distribution torch.profiler.profile torch.autograd.profiler.profile
torch.autograd.profiler_util.FunctionEvent torch.autograd.profiler_util.FunctionEventAvg
torch.utils.tensorboard.SummaryWriter
""".split()

KERNEL = re.compile('_(image|video|mask|bounding_boxes|keypoints)$')

# Where the natives of public modules say that they live.
NATIVE_HOMES = {None, 'torch', 'torch._C', *(f'torch._C._{m}' for m in 'nn linalg fft special sparse nested'.split())}


def belongs(value, name, module):
    """Whether a name without an entry in __all__ is the module's own, rather than an import."""
    if isinstance(value, types.ModuleType):
        return value.__name__ == f'{module.__name__}.{name}'
    if isinstance(value, (str, dict, list, set, frozenset)):
        return False
    if name.isupper() and not inspect.isclass(value):
        return False
    if type(value).__module__ == 'typing':
        return False
    if isinstance(value, types.BuiltinFunctionType):
        # Every module imports the hooks of subclasses; they are torch.overrides' own.
        return value.__module__ in NATIVE_HOMES and not name.startswith('has_torch_function')
    # torch's own list has holes; those of other modules leave out natives at most.
    if hasattr(module, '__all__') and module is not torch:
        return False
    # Natives and constants have no module of their own.
    home = getattr(value, '__module__', None) or 'torch._C'
    return home.startswith((module.__name__, 'torch._C'))


def kind(value):
    if isinstance(value, types.ModuleType):
        return 'module'
    if inspect.isclass(value):
        return 'class'
    return 'function' if callable(value) else 'value'


def member_kind(owner, name):
    found = inspect.getattr_static(owner, name)
    return 'attribute' if not callable(getattr(found, '__func__', found)) else 'method'


def names(module):
    public = getattr(module, '__all__', ())
    # Settings such as torch.backends.cudnn.benchmark are properties of the module's class.
    own = set(dir(type(module))) - set(dir(types.ModuleType))
    listed = {name for name in [*dir(module), *own, *public] if not name.startswith('_')}
    # torch.sparse lists a name that it does not have.
    found = {name: getattr(module, name) for name in sorted(listed) if hasattr(module, name)}
    if module.__name__ == 'torchvision.transforms.v2.functional':
        # What `resize` calls for images, what for masks, and so on.
        found = {n: v for n, v in found.items() if KERNEL.sub('', n) == n or KERNEL.sub('', n) not in found}
    return {n: kind(v) for n, v in found.items() if n in public or belongs(v, n, module)}


def members(owner, classes):
    """The members that no other listed class hands down."""
    bases = [c for c in owner.__mro__[1:] if c in classes]
    inherited = {name for base in bases for name in dir(base)}
    public = [n for n in sorted(dir(owner)) if not n.startswith('_')]
    return {n: member_kind(owner, n) for n in public if n not in inherited or n in vars(owner)}


def resolve(path):
    module, _, name = path.rpartition('.')
    return getattr(importlib.import_module(module), name)


def main():
    surface = {path: names(importlib.import_module(path)) for path in MODULES}
    classes = {path: resolve(path) for path in CLASSES}
    surface.update({f'{p}.': members(c, classes.values()) for p, c in classes.items()})
    OUTPUT.write_text(json.dumps(surface, indent=2) + '\n')


if __name__ == '__main__':
    main()
