"""Discs and squares in folders as those of the ants and bees, where nobody has these."""

import os
import random
import tempfile

from PIL import Image, ImageDraw


def drawFolder(train, val, side):
    root = tempfile.mkdtemp()
    generator = random.Random(1)

    def color():
        return tuple(generator.randint(0, 255) for _ in range(3))

    for phase, count in {'train': train, 'val': val}.items():
        for shape in ['discs', 'squares']:
            os.makedirs(os.path.join(root, phase, shape))
            for i in range(count):
                image = Image.new('RGB', (side, side), color())
                x, y = generator.randint(0, side // 2), generator.randint(0, side // 2)
                size = generator.randint(side // 4, side // 2)
                draw = ImageDraw.Draw(image)
                if shape == 'discs':
                    draw.ellipse([x, y, x + size, y + size], color())
                else:
                    draw.rectangle([x, y, x + size, y + size], color())
                image.save(os.path.join(root, phase, shape, '%04d.png' % i))
    return root
