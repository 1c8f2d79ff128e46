// Checked by tsc alone: PIL's images and torchvision.transforms.

import { expectTypeOf } from 'expect-type'
import torch, { type Tensor } from 'torch-node'
import { Image } from 'torch-node/PIL'
import type { Image as PILImage } from 'torch-node/PIL/Image'
import transforms, { InterpolationMode } from 'torch-node/torchvision/transforms'
import * as F from 'torch-node/torchvision/transforms/functional'
import v2 from 'torch-node/torchvision/transforms/v2'
import * as tv_tensors from 'torch-node/torchvision/tv_tensors'

const image = Image.open('image.png')
expectTypeOf(image).toEqualTypeOf<PILImage>()
expectTypeOf(Image.new('RGB', [2, 3], 'red').convert('L')).toEqualTypeOf<PILImage>()
expectTypeOf(image.resize([2, 3], { resample: Image.BICUBIC })).toEqualTypeOf<PILImage>()

// An image stays one, a tensor stays one.
expectTypeOf(F.resize(image, [2, 3])).toEqualTypeOf<PILImage>()
expectTypeOf(F.resize(torch.ones(3, 4, 4), 2, { antialias: false })).toEqualTypeOf<Tensor>()
expectTypeOf(F.to_tensor(image)).toEqualTypeOf<Tensor>()
expectTypeOf(transforms.ToTensor()(image)).toEqualTypeOf<Tensor>()
expectTypeOf(new transforms.ToTensor()(image)).toEqualTypeOf<Tensor>()
expectTypeOf(
  transforms.Resize(256, { interpolation: InterpolationMode.BICUBIC })(image),
).toEqualTypeOf<PILImage>()
expectTypeOf(v2.ToImage()(image)).toExtend<Tensor>()
expectTypeOf(
  tv_tensors.BoundingBoxes([[0, 0, 1, 1]], { format: 'XYXY', canvas_size: [4, 4] }).canvas_size,
).toExtend<readonly number[]>()

// A function that does not say what it takes is given tensors.
expectTypeOf(transforms.Lambda((x) => x.mul(2))(torch.ones(1))).toEqualTypeOf<Tensor>()
expectTypeOf(transforms.Lambda((y: number) => torch.tensor(y))(3)).toEqualTypeOf<Tensor>()

// @ts-expect-error No such keyword.
transforms.Resize(256, { interpolate: 1 })
// @ts-expect-error A size is needed.
transforms.RandomCrop()

// A chain gives what its last transform gives; what keeps the kind of an image is looked through.
const toTensor = [transforms.ToTensor(), transforms.Normalize([0.5], [0.5])] as const
expectTypeOf(transforms.Compose(toTensor)({})).toEqualTypeOf<Tensor>()
expectTypeOf(
  transforms.Compose([transforms.ToTensor(), transforms.RandomHorizontalFlip()])({}),
).toEqualTypeOf<Tensor>()
