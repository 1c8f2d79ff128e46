"""Makes test/golden/loader_workers.json: what loaders with worker processes give under fixed seeds.

    python scripts/golden/loader_workers.py

Its datasets have twins in test/utils/data/support/datasets.mjs. Each scenario is run for two passes; `after` is what the
main process draws next, which shows that its own generator moved as it should.
"""

import json
import pathlib
import random
import warnings

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset, IterableDataset, Sampler, TensorDataset, get_worker_info

OUT = pathlib.Path(__file__).resolve().parents[2] / "test" / "golden" / "loader_workers.json"


def draws():
    """Of everything that draws."""
    return torch.cat([
        torch.rand(2),
        torch.randn(2),
        torch.randint(0, 100, (2,)).float(),
        torch.randperm(4).float(),
        F.dropout(torch.ones(4), 0.5),
        torch.empty(2).exponential_(),
        torch.bernoulli(torch.full((3,), 0.5)),
        torch.multinomial(torch.ones(4), 2).float(),
        torch.rand_like(torch.ones(2)),
        torch.normal(0.0, 1.0, (2,)),
        torch.poisson(torch.full((2,), 3.0)),
        torch.zeros(2).uniform_(),
    ])


class Noise(Dataset):
    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        return [i, draws()]

    def __len__(self):
        return self.n


class Seeds(Dataset):
    def __getitem__(self, i):
        info = get_worker_info()
        told = None if info is None else [
            info.id, info.num_workers, str(info.seed), info.dataset is self,
            f"{random.random():.6f}", f"{np.random.rand():.6f}",
        ]
        return [i, None if info is None else str(torch.initial_seed()), told]

    def __len__(self):
        return 7


class Shards(IterableDataset):
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        info = get_worker_info()
        first, step = (0, 1) if info is None else (info.id, info.num_workers)
        for i in range(first, self.n, step):
            yield [i, torch.randn(1)]


class Uneven(IterableDataset):
    """The first worker has most."""

    def __iter__(self):
        info = get_worker_info()
        yield from range(100 * info.id, 100 * info.id + 7 - 3 * info.id)


def as_they_are(items):
    return items


def reseed(worker_id):
    torch.manual_seed(1000 + worker_id)


DATASETS = {
    "Noise": lambda: Noise(9),
    "Seeds": Seeds,
    "Shards": lambda: Shards(13),
    "Uneven": Uneven,
    "TensorDataset": lambda: TensorDataset(torch.arange(11), torch.arange(22.0).view(11, 2)),
    "list": lambda: list(range(11)),
}


class Eager(Sampler):
    """Draws when it is asked for an iterator, not when that is asked for an index."""

    def __iter__(self):
        return iter(torch.randperm(9).tolist())

    def __len__(self):
        return 9


FUNCTIONS = {"as_they_are": as_they_are, "reseed": reseed, "Eager": Eager()}

SCENARIOS = [
    *[("Noise", {"batch_size": 2, "num_workers": n, "shuffle": shuffle}) for n in range(4) for shuffle in (False, True)],
    *[("TensorDataset", {"batch_size": 3, "num_workers": n, "shuffle": True}) for n in range(4)],
    *[("Seeds", {"batch_size": 2, "num_workers": n, "collate_fn": "as_they_are"}) for n in range(4)],
    *[("Shards", {"batch_size": 2, "num_workers": n}) for n in range(4)],
    ("Shards", {"batch_size": 2, "num_workers": 2, "drop_last": True}),
    ("Shards", {"batch_size": None, "num_workers": 3}),
    ("Uneven", {"batch_size": 2, "num_workers": 3}),
    ("Uneven", {"batch_size": None, "num_workers": 2, "prefetch_factor": 1}),
    ("Uneven", {"batch_size": 2, "num_workers": 2, "persistent_workers": True}),
    ("Shards", {"batch_size": 2, "num_workers": 2, "persistent_workers": True, "prefetch_factor": 4}),
    ("Noise", {"batch_size": 2, "num_workers": 2, "persistent_workers": True}),
    ("Noise", {"batch_size": 2, "num_workers": 2, "persistent_workers": True, "shuffle": True}),
    ("Noise", {"batch_size": None, "num_workers": 2}),
    ("Noise", {"batch_size": 4, "num_workers": 2, "drop_last": True, "prefetch_factor": 1}),
    ("Noise", {"batch_size": 1, "num_workers": 3, "prefetch_factor": 5}),
    ("Noise", {"batch_size": 3, "num_workers": 2, "worker_init_fn": "reseed"}),
    ("Noise", {"batch_size": 3, "num_workers": 2, "shuffle": True, "generator": 77}),
    ("Noise", {"num_workers": 2, "batch_sampler": [[0, 3], [8], [1, 2, 5]]}),
    ("Noise", {"num_workers": 2, "sampler": [4, 4, 0], "timeout": 30}),
    *[("Noise", {"batch_size": 2, "num_workers": n, "sampler": "Eager"}) for n in (0, 2)],
    ("Noise", {"batch_size": 2, "num_workers": 2, "sampler": "Eager", "persistent_workers": True}),
    ("list", {"batch_size": 4, "num_workers": 2, "shuffle": True, "multiprocessing_context": "fork"}),
]


def plain(value):
    if isinstance(value, torch.Tensor):
        return value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def run(dataset, given):
    kwargs = {key: FUNCTIONS.get(value, value) if isinstance(value, str) else value for key, value in given.items()}
    if "generator" in given:
        kwargs["generator"] = torch.Generator().manual_seed(given["generator"])
    torch.manual_seed(21)
    loader = DataLoader(DATASETS[dataset](), **kwargs)
    passes = [[plain(batch) for batch in loader] for _ in range(2)]
    return {"dataset": dataset, "kwargs": given, "passes": passes, "after": torch.rand(1).item()}


def rounded(value):
    """Nine digits tell one float32 from the next."""
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, list):
        return [rounded(one) for one in value]
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return value


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    rows = [rounded(run(*scenario)) for scenario in SCENARIOS]
    OUT.write_text("[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows) + "\n]\n")
