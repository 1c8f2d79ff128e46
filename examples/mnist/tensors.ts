/** MNIST in four tensors: images as rows of 784 floats from 0 to 1, and labels. Drawn digits where it is not there. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import torch, { type Tensor } from 'torch-node'
import { dataPath, packageRoot, smoke, values } from '../options.js'
import { findRaw } from './dataset.js'
import { drawnSet } from './digits.js'
import { type IdxArray, readIdx } from './idx.js'

/** `--data DIR` is the folder of all the real data or MNIST's own. */
function findFolder(): string {
  const given = values.data ?? process.env.TORCH_NODE_DATA
  if (!smoke && given !== undefined) {
    const own = dataPath('mnist')
    return findRaw(existsSync(own) ? own : given)
  }
  const drawn = join(packageRoot, 'examples/mnist/data')
  return drawnSet(drawn, smoke ? 1280 : 8000, smoke ? 320 : 2000)
}

function read(folder: string, name: string): IdxArray {
  const path = join(folder, `${name}-ubyte`)
  try {
    return readIdx(path)
  } catch {
    return readIdx(`${path}.gz`)
  }
}

/** x_train, y_train, x_valid, y_valid */
export function loadMnist(): [Tensor, Tensor, Tensor, Tensor] {
  const folder = findFolder()
  const images = (part: string) =>
    torch
      .from_numpy(read(folder, `${part}-images-idx3`).data)
      .view(-1, 784)
      .div(255)
  const labels = (part: string) =>
    torch.from_numpy(read(folder, `${part}-labels-idx1`).data).to(torch.int64)
  return [images('train'), labels('train'), images('t10k'), labels('t10k')]
}
