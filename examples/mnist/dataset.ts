/** From four idx files to two datasets of normalised tensors. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import torch from 'torch-node'
import { TensorDataset } from 'torch-node/utils/data'
import { UserError } from './errors.js'
import { type IdxArray, readIdx } from './idx.js'

/** Mean and deviation of MNIST's pixels, the usual constants; the drawn digits lie near them. */
const MEAN = 0.1307
const STD = 0.3081

export type Part = 'train' | 't10k'

/** Where MNIST's files are, given the folder of all data, torchvision's root, its MNIST folder or the raw folder. */
export function findRaw(folder: string): string {
  const places = ['mnist/MNIST/raw', 'MNIST/raw', 'raw', '.'].map((place) =>
    join(resolve(folder), place),
  )
  const found = places.find((place) => fileOf(place, 't10k', 'images-idx3'))
  if (found !== undefined) return found
  throw new UserError(
    `No t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz in ${places.join(', ')}. ` +
      'Add --download to get MNIST there, or leave --data out to train on drawn digits.',
  )
}

function fileOf(folder: string, part: Part, kind: string): string | undefined {
  const path = join(folder, `${part}-${kind}-ubyte`)
  return [path, `${path}.gz`].find(existsSync)
}

/** The images (N, 28, 28) and the labels (N), in bytes. */
export function readPart(folder: string, part: Part): { images: IdxArray; labels: IdxArray } {
  const [images, labels] = (['images-idx3', 'labels-idx1'] as const).map((kind) => {
    const path = fileOf(folder, part, kind)
    if (path === undefined) throw new UserError(`${folder} lacks ${part}-${kind}-ubyte(.gz)`)
    return readIdx(path)
  }) as [IdxArray, IdxArray]
  const [count, rows, columns] = images.shape
  if (rows !== 28 || columns !== 28 || labels.shape.length !== 1 || labels.shape[0] !== count) {
    const shapes = `${images.shape.join('x')} images and ${labels.shape.join('x')} labels`
    throw new UserError(`${folder} holds ${shapes} for ${part}; Nx28x28 and N are needed`)
  }
  return { images, labels }
}

/** The images as float32 (N, 1, 28, 28), normalised, and the labels as int64 (N). */
export function loadPart(folder: string, part: Part, limit = Infinity): TensorDataset {
  const { images, labels } = readPart(folder, part)
  const n = Math.min(labels.data.length, limit)
  const pixels = torch.from_numpy(images.data.subarray(0, n * 28 * 28)).view(n, 1, 28, 28)
  return TensorDataset(
    pixels.to(torch.float32).div_(255).sub_(MEAN).div_(STD),
    torch.from_numpy(labels.data.subarray(0, n)).to(torch.int64),
  )
}
