"""The reference: Python PyTorch, set up so that a run is repeatable."""

import os
import sys
import types
import unittest
import warnings
from pathlib import Path

# Before torch: MKL and OpenMP read these once. Sums split over threads round differently.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")

# The order of a set of strings is another in each process, and samples come out of such sets.
if os.environ.get("PYTHONHASHSEED") != "0":
    os.environ["PYTHONHASHSEED"] = "0"
    os.execv(sys.executable, [sys.executable, *sys.argv])

# PyTorch's test databases import this module, which is not in the wheel, for two names only.
_stub = types.ModuleType("expecttest")
_stub.TestCase = type("TestCase", (unittest.TestCase,), {})
_stub.assert_expected_inline = lambda *args, **kwargs: None
sys.modules.setdefault("expecttest", _stub)

import torch  # noqa: E402

warnings.simplefilter("ignore")
torch.set_num_threads(1)

PINNED = "2.13"
DATA = Path(__file__).resolve().parents[2] / "test" / "golden"

if not torch.__version__.startswith(PINNED):
    sys.exit(f"goldens are made with PyTorch {PINNED}, this Python has {torch.__version__}")


def first_line(error: BaseException) -> list:
    """Class and first line of an error: what a port has to repeat (_LinAlgError is private spelling)."""
    text = str(error)
    return [type(error).__name__.lstrip("_"), text.split("\n")[0]]
