/** Discs and squares in folders as those of the ants and bees, where nobody has these. */
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { random, range } from 'torch-node/builtins'
import { Image, ImageDraw } from 'torch-node/PIL'

/** A new folder with train and val, and in both a folder of pictures for each class. */
export function drawFolder(train: number, val: number, side: number): string {
  const root = mkdtempSync(join(tmpdir(), 'torch-node-shapes-'))
  const generator = new random.Random(1)
  const color = () => [...range(3)].map(() => generator.randint(0, 255))
  for (const [phase, count] of Object.entries({ train, val })) {
    for (const shape of ['discs', 'squares']) {
      mkdirSync(join(root, phase, shape), { recursive: true })
      for (const i of range(count)) {
        const image = Image.new('RGB', [side, side], color())
        const [x, y] = [generator.randint(0, side / 2), generator.randint(0, side / 2)]
        const size = generator.randint(side / 4, side / 2)
        const draw = ImageDraw.Draw(image)
        if (shape === 'discs') draw.ellipse([x, y, x + size, y + size], color())
        else draw.rectangle([x, y, x + size, y + size], color())
        image.save(join(root, phase, shape, `${String(i).padStart(4, '0')}.png`))
      }
    }
  }
  return root
}
