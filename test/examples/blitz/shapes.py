"""Ten kinds of coloured shapes, 32x32, in the place of CIFAR-10 where nobody has it."""

import torch
from PIL import Image
from torch.utils.data import Dataset

shapes = 'disc ring box frame cross diamond bars columns checks wedge'.split()

SIDE = 32


class Shapes(Dataset):
    def __init__(self, count, seed, transform):
        self.count = count
        self.seed = seed
        self.transform = transform

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        generator = torch.Generator().manual_seed(self.seed * 1_000_000 + index)
        kind = torch.randint(0, len(shapes), [], generator=generator).item()
        cx, cy = torch.randint(11, 21, [2], generator=generator).tolist()
        r = torch.randint(6, 11, [], generator=generator).item()
        colors = torch.randint(0, 128, [2, 1, 1, 3], generator=generator)

        y = torch.arange(SIDE).view(-1, 1) - cy
        x = torch.arange(SIDE).view(1, -1) - cx
        round = x * x + y * y
        inside = torch.maximum(x.abs(), y.abs()) <= r
        pictures = [
            round <= r * r,
            (round <= r * r) & (round > (r - 3) * (r - 3)),
            inside,
            inside & (torch.maximum(x.abs(), y.abs()) > r - 3),
            inside & (torch.minimum(x.abs(), y.abs()) <= 1),
            x.abs() + y.abs() <= r,
            inside & (y % 4 < 2),
            inside & (x % 4 < 2),
            inside & ((x // 3 + y // 3) % 2 == 0),
            inside & (x <= y),
        ]
        pixels = torch.where(pictures[kind].unsqueeze(2), colors[0] + 128, colors[1])
        image = Image.fromarray(pixels.to(torch.uint8).numpy())
        return self.transform(image), kind
