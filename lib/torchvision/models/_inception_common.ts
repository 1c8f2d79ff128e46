// What GoogLeNet and Inception v3 share.

import torch, { type Tensor } from '../../index.js'

const means = [0.485, 0.456, 0.406]
const stds = [0.229, 0.224, 0.225]

/** Images that were normalized as torchvision does it, as if by TensorFlow's means and deviations of one half. */
export function transformInput(x: Tensor): Tensor {
  const channels = means.map((mean, i) =>
    torch
      .unsqueeze(x.select(1, i), 1)
      .mul((stds[i] as number) / 0.5)
      .add((mean - 0.5) / 0.5),
  )
  return torch.cat(channels, 1)
}
