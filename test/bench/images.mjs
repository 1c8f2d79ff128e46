// @ts-check
/** The pass over a folder of images that is timed; images.py has the same in Python. Apart, so that the workers of other passes do not load it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch from 'torch-node'
import * as Image from 'torch-node/PIL/Image'
import { ImageFolder } from 'torch-node/torchvision/datasets'
import * as T from 'torch-node/torchvision/transforms'
import { DataLoader } from 'torch-node/utils/data'

/** Ants and bees where there are any, made pictures of their size otherwise. */
function folder() {
  const data = process.env.TORCH_NODE_DATA
  if (data) return join(data, 'hymenoptera_data', 'train')
  const root = mkdtempSync(join(tmpdir(), 'bench-images-'))
  process.on('exit', () => rmSync(root, { recursive: true }))
  for (let i = 0; i < 128; i++) {
    const path = join(root, i % 2 ? 'bees' : 'ants')
    mkdirSync(path, { recursive: true })
    const noise = torch.randint(0, 256, [24, 36, 3], { dtype: torch.uint8 })
    Image.fromarray(noise)
      .resize([288, 192])
      .save(join(path, `${i}.jpg`))
  }
  return root
}

function images() {
  const transform = T.Compose([
    T.RandomResizedCrop(224),
    T.RandomHorizontalFlip(),
    T.ToTensor(),
    T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
  ])
  const loader = DataLoader(ImageFolder(folder(), { transform }), {
    batch_size: 16,
    shuffle: true,
    num_workers: 2,
    persistent_workers: true,
  })
  return () => {
    let batches = 0
    for (const _ of loader) batches++
    return batches
  }
}

/** @type {Readonly<Record<string, () => () => unknown>>} */
export const imageLoaders = { 'loader images': images }
