/** The digits as torchvision's dataset. */
import { join } from 'node:path'
import type { Tensor } from 'torch-node'
import type { Image } from 'torch-node/PIL'
import datasets from 'torch-node/torchvision/datasets'
import { download, realData, smoke } from '../options.js'
import { cache, digitsFolder } from './folder.js'

class Digits<I> extends datasets.MNIST<I> {
  override get raw_folder(): string {
    return digitsFolder(realData, smoke)
  }
}

type Transform = (image: Image.Image) => Tensor

/** MNIST's own with `--data DIR` (or TORCH_NODE_DATA) or `--download`, else drawn. */
export function mnist(train: boolean, transform: Transform) {
  const root = realData === undefined ? cache : join(realData, 'mnist')
  return download
    ? datasets.MNIST({ root, train, download, transform })
    : new Digits({ root, train, transform })
}
