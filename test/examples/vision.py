"""torchvision, which does not import beside a CPU build of torch until scripts/golden/torchvision_operators.py has
declared the operators that its wheel lacks there. (That folder is no place to import from: a matplotlib.py lies in it.)
"""

import os
import runpy

from paths import packageRoot

# What is declared lasts as long as this.
declared = runpy.run_path(os.path.join(packageRoot, 'scripts/golden/torchvision_operators.py'))

import torchvision  # noqa: E402
from torchvision import datasets, models, transforms  # noqa: E402

__all__ = ['datasets', 'models', 'torchvision', 'transforms']
