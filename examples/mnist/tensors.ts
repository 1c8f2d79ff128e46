/** The digits in four tensors: images as rows of 784 floats from 0 to 1, and labels. */
import torch, { type Tensor } from 'torch-node'
import { realData, smoke } from '../options.js'
import { type Part, readPart } from './dataset.js'
import { digitsFolder } from './folder.js'

/** x_train, y_train, x_valid, y_valid */
export function loadMnist(): [Tensor, Tensor, Tensor, Tensor] {
  const folder = digitsFolder(realData, smoke)
  const load = (part: Part): [Tensor, Tensor] => {
    const { images, labels } = readPart(folder, part)
    return [
      torch.from_numpy(images.data).view(-1, 784).div(255),
      torch.from_numpy(labels.data).to(torch.int64),
    ]
  }
  return [...load('train'), ...load('t10k')]
}
