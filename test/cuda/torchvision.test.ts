// torchvision on a GPU: networks, operators and transforms give what they give on the CPU.

import torch, { type Tensor } from 'torch-node'
import models from 'torch-node/torchvision/models'
import ops from 'torch-node/torchvision/ops'
import transforms from 'torch-node/torchvision/transforms'
import v2 from 'torch-node/torchvision/transforms/v2'
import { difference } from './support/compare.js'
import { onGpu, withoutTf32 } from './support/gpu.js'

onGpu('torchvision', () => {
  withoutTf32()

  test.each(['resnet18', 'mobilenet_v3_small', 'squeezenet1_1', 'vit_b_16'])('%s', (name) => {
    torch.manual_seed(0)
    const net = models.get_model(name, { num_classes: 10 }).eval() as torch.nn.Module &
      ((x: Tensor) => Tensor)
    const x = torch.randn(2, 3, 224, 224)
    torch.inference_mode(() => {
      const here = net(x)
      expect(difference(net.to('cuda')(x.cuda()), here)).toBeUndefined()
    })
  })

  const boxes = torch.tensor([
    [0.5, 0.5, 10.5, 10.5],
    [1, 1, 11, 11],
    [20, 20, 30, 32],
    [0, 0, 5, 5],
  ])
  const scores = torch.tensor([0.9, 0.8, 0.7, 0.6])
  const features = torch.linspace(-1, 1, 2 * 32 * 32).view(1, 2, 32, 32)
  const rois = torch.cat([torch.zeros(4, 1), boxes], 1)

  test.each<[string, (to: (x: Tensor) => Tensor) => Tensor]>([
    ['nms', (to) => ops.nms(to(boxes), to(scores), 0.5)],
    ['box_iou', (to) => ops.box_iou(to(boxes), to(boxes))],
    ['generalized_box_iou', (to) => ops.generalized_box_iou(to(boxes), to(boxes))],
    ['roi_align', (to) => ops.roi_align(to(features), to(rois), 4)],
    ['roi_pool', (to) => ops.roi_pool(to(features), to(rois), 4)],
  ])('ops.%s', (_, compute) => {
    const here = compute((x) => x)
    const there = compute((x) => x.cuda())
    expect(there.is_cuda).toBe(true)
    expect(difference(there, here)).toBeUndefined()
  })

  // Random ones draw on the CPU, so that a seed means the same everywhere.
  const image = torch
    .arange(3 * 40 * 48)
    .remainder(251)
    .to(torch.uint8)
    .view(3, 40, 48)
  test.each([
    ['Resize', transforms.Resize(20)],
    ['CenterCrop', transforms.CenterCrop(24)],
    ['RandomCrop', transforms.RandomCrop(24, { padding: 4 })],
    ['RandomResizedCrop', transforms.RandomResizedCrop(24)],
    ['RandomHorizontalFlip', transforms.RandomHorizontalFlip(1)],
    ['RandomRotation', transforms.RandomRotation(30)],
    ['RandomAffine', transforms.RandomAffine(10, [0.1, 0.1], [0.9, 1.1])],
    ['Grayscale', transforms.Grayscale(3)],
    ['Pad', transforms.Pad(3)],
    ['v2.Resize', v2.Resize(20)],
    ['v2.RandomCrop', v2.RandomCrop(24, { padding: 4 })],
    ['v2.ToDtype', v2.ToDtype(torch.float32, { scale: true })],
  ])('transforms.%s', (_, transform) => {
    const apply = transform as (x: Tensor) => Tensor
    torch.manual_seed(3)
    const here = apply(image)
    torch.manual_seed(3)
    const there = apply(image.cuda())
    expect(there.is_cuda).toBe(true)
    expect(there.dtype).toBe(here.dtype)
    // Interpolated pixels are rounded: one in 255 where the two sides of a half differ.
    const off = there.cpu().to(torch.float32).sub(here.to(torch.float32)).abs().max().item()
    expect(off).toBeLessThanOrEqual(here.dtype === torch.uint8 ? 1 : 1e-6)
  })
})
