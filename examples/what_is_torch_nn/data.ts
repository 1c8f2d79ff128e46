/** MNIST as the tutorial has it: rows of 784 floats from 0 to 1, and their labels. Drawn digits where it is not there. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import torch, { type Tensor } from 'torch-node'
import { findRaw } from '../mnist/dataset.js'
import { drawnSet } from '../mnist/digits.js'
import { type IdxArray, readIdx } from '../mnist/idx.js'
import { packageRoot, smoke, values } from '../options.js'

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
  const drawn = join(packageRoot, 'examples/mnist/data')
  const data = values.data ?? process.env.TORCH_NODE_DATA
  const folder =
    data !== undefined && !smoke
      ? findRaw(existsSync(join(data, 'mnist')) ? join(data, 'mnist') : data)
      : drawnSet(drawn, smoke ? 1280 : 8000, smoke ? 320 : 2000)
  const images = (part: string) =>
    torch
      .from_numpy(read(folder, `${part}-images-idx3`).data)
      .view(-1, 784)
      .div(255)
  const labels = (part: string) =>
    torch.from_numpy(read(folder, `${part}-labels-idx1`).data).to(torch.int64)
  return [images('train'), labels('train'), images('t10k'), labels('t10k')]
}
