"""The pass over a folder of images that is timed; see images.mjs, which has the same."""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

import torch
from torch.utils.data import DataLoader

sys.path.append(str(Path(__file__).parents[2] / "scripts" / "golden"))


def folder():
    data = os.environ.get("TORCH_NODE_DATA")
    if data:
        return os.path.join(data, "hymenoptera_data", "train")
    from PIL import Image

    root = tempfile.mkdtemp(prefix="bench-images-")
    owner = os.getpid()
    atexit.register(lambda: os.getpid() == owner and shutil.rmtree(root))
    for i in range(128):
        path = os.path.join(root, "bees" if i % 2 else "ants")
        os.makedirs(path, exist_ok=True)
        noise = torch.randint(0, 256, (24, 36, 3), dtype=torch.uint8)
        Image.fromarray(noise.numpy()).resize((288, 192)).save(os.path.join(path, f"{i}.jpg"))
    return root


def images():
    # Imported where it is needed: not every Python with torch has it.
    import torchvision_operators  # noqa: F401
    from torchvision import transforms as T
    from torchvision.datasets import ImageFolder

    transform = T.Compose(
        [
            T.RandomResizedCrop(224),
            T.RandomHorizontalFlip(),
            T.ToTensor(),
            T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
        ]
    )
    loader = DataLoader(
        ImageFolder(folder(), transform), batch_size=16, shuffle=True, num_workers=2, persistent_workers=True
    )

    def run():
        batches = 0
        for _ in loader:
            batches += 1
        return batches

    return run


image_loaders = {"loader images": images}
