/** torchvision's MNIST, and the drawn digits as such a dataset for those who do not have it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Tensor } from 'torch-node'
import type { Image } from 'torch-node/PIL'
import datasets from 'torch-node/torchvision/datasets'
import { dataPath, download, packageRoot, smoke, values } from '../options.js'
import { drawnSet } from './digits.js'

const cache = join(packageRoot, 'examples/mnist/data')

class DrawnDigits<I> extends datasets.MNIST<I> {
  override get raw_folder(): string {
    return drawnSet(cache, smoke ? 1280 : 8000, smoke ? 320 : 2000)
  }
}

type Transform = (image: Image.Image) => Tensor

/** `--data DIR` (or TORCH_NODE_DATA) has it as `DIR/mnist/MNIST/raw`, `--download` fetches it. */
export function mnist(train: boolean, transform: Transform) {
  const root = values.data === undefined && download ? cache : dataPath('mnist')
  return download || existsSync(root)
    ? datasets.MNIST({ root, train, download, transform })
    : new DrawnDigits({ root, train, transform })
}
