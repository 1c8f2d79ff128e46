// Checked by tsc alone: torchvision's datasets, io and utils.

import { expectTypeOf } from 'expect-type'
import torch, { type Tensor } from 'torch-node'
import type { Image } from 'torch-node/PIL/Image'
import torchvision from 'torch-node/torchvision'
import datasets, { CIFAR10, EMNIST, ImageFolder, MNIST } from 'torch-node/torchvision/datasets'
import io, { ImageReadMode } from 'torch-node/torchvision/io'
import utils from 'torch-node/torchvision/utils'
import { DataLoader } from 'torch-node/utils/data'

const toTensor = (image: Image): Tensor => torch.zeros(image.height, image.width)

// Items are images and numbers, or what the transforms make of them; with and without new.
expectTypeOf(MNIST('data')[0]).toExtend<[Image, number] | undefined>()
expectTypeOf(MNIST('data', true, toTensor).__getitem__(0)).toEqualTypeOf<
  [image: Tensor, target: number]
>()
expectTypeOf(
  new MNIST({
    root: 'data',
    train: false,
    transform: toTensor,
    target_transform: String,
  }).__getitem__(0),
).toEqualTypeOf<[image: Tensor, target: string]>()
expectTypeOf(CIFAR10('data', { transform: toTensor, download: true }).targets).toEqualTypeOf<
  number[]
>()
expectTypeOf(EMNIST('data', 'letters', { train: true }).data).toEqualTypeOf<Tensor>()
expectTypeOf(ImageFolder('data', toTensor).__getitem__(0)[0]).toEqualTypeOf<Tensor>()
expectTypeOf(
  ImageFolder('data', { loader: (path) => path.length, transform: (n) => [n] }).loader,
).returns.toEqualTypeOf<number>()
expectTypeOf(
  datasets.FakeData(10, [1, 2, 3], { num_classes: 4 }).__getitem__(0)[0],
).toEqualTypeOf<Image>()
expectTypeOf(
  datasets.DatasetFolder('data', (path) => path, ['.txt']).__getitem__(0)[0],
).toEqualTypeOf<string>()
for (const [images] of DataLoader(MNIST('data', { transform: toTensor }), { batch_size: 4 })) {
  expectTypeOf(images).toEqualTypeOf<Tensor>()
}

expectTypeOf(io.decode_image('a.png', 'RGB')).toEqualTypeOf<Tensor>()
expectTypeOf(io.decode_image(torch.zeros(3), { mode: ImageReadMode.GRAY })).toEqualTypeOf<Tensor>()
expectTypeOf(io.decode_jpeg([torch.zeros(3)])).toEqualTypeOf<Tensor[]>()
expectTypeOf(io.encode_jpeg(torch.zeros(3), { quality: 90 })).toEqualTypeOf<Tensor>()
expectTypeOf(utils.make_grid([torch.zeros(3)], { nrow: 4, padding: 0 })).toEqualTypeOf<Tensor>()
utils.save_image(torch.zeros(3), 'a.png', { nrow: 2, normalize: true })
utils.draw_bounding_boxes(torch.zeros(3), torch.zeros(4), ['a'], { colors: ['red', [1, 2, 3]] })
expectTypeOf(torchvision.__version__).toExtend<string>()

// @ts-expect-error no root
MNIST()
// @ts-expect-error no such keyword
MNIST('data', { shuffle: true })
// @ts-expect-error no such split
EMNIST('data', 'roman')
// @ts-expect-error a transform takes an image
MNIST('data', { transform: (text: string) => text })
// @ts-expect-error no such mode
io.decode_image('a.png', 'PINK')
// @ts-expect-error no such keyword
utils.make_grid(torch.zeros(3), { rows: 4 })
