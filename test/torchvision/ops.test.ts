// Errors of torchvision.ops that its own functions do not tell, and gradients of what are kernels there.

import torch, { nn, type Tensor } from 'torch-node'
import ops from 'torch-node/torchvision/ops'
import { split_normalization_params } from 'torch-node/torchvision/ops/_utils'

const boxes = torch.tensor([[0, 0, 4, 4]], { dtype: torch.float })
const rois = torch.tensor([[0, 0, 0, 4, 4]], { dtype: torch.float })
const one = torch.ones(1)
const x = torch.randn(1, 2, 6, 6)
const loose = ops as unknown as Record<string, (...args: unknown[]) => Tensor>

describe('torchvision.ops', () => {
  it.each([
    [() => ops.nms(boxes[0], one, 0.5), 'RuntimeError | boxes should be a 2d tensor, got 1D'],
    [
      () => ops.nms(rois, one, 0.5),
      'RuntimeError | boxes should have 4 elements in dimension 1, got 5',
    ],
    [() => ops.nms(boxes, boxes, 0.5), 'RuntimeError | scores should be a 1d tensor, got 2D'],
    [
      () => ops.nms(boxes, torch.ones(2), 0.5),
      'RuntimeError | boxes and scores should have same number of elements in dimension 0, got 1 and 2',
    ],
    [
      () => ops.nms(boxes, one.double(), 0.5),
      'RuntimeError | dets should have the same type as scores',
    ],
    [
      () => loose.nms?.(boxes, one),
      "TypeError | nms() missing 1 required positional argument: 'iou_threshold'",
    ],
    [
      () => ops.box_iou(boxes, boxes, 'xywhr' as 'xywh'),
      "NotImplementedError | box_iou of rotated boxes ('xywhr') is not there",
    ],
    [
      () => ops.roi_align(x, boxes, 2),
      'AssertionError | The boxes tensor shape is not correct as Tensor[K, 5]',
    ],
    [
      () => ops.roi_pool(x, [rois], 2),
      'AssertionError | The shape of the tensor in the boxes list is not correct as List[Tensor[L, 4]]',
    ],
    [
      () => loose.roi_align?.(x, 3, 2),
      'AssertionError | boxes is expected to be a Tensor[L, 5] or a List[Tensor[K, 4]]',
    ],
    [
      () => ops.roi_align(x.double(), rois, 2),
      "RuntimeError | Expected tensor for argument #1 'input' to have the same type as tensor for argument #2 'rois'; but type torch.DoubleTensor does not equal torch.FloatTensor (while checking arguments for roi_align_forward_kernel)",
    ],
    [
      () => ops.deform_conv2d(x, torch.ones(1, 2, 4, 4), torch.ones(1, 2, 3, 3)),
      'RuntimeError | the shape of the offset tensor at dimension 1 is not valid. It should be a multiple of 2 * weight.size[2] * weight.size[3].\nGot offset.shape[1]=2, while 2 * weight.size[2] * weight.size[3]=18',
    ],
    [
      () => ops.DeformConv2d(3, 4, 3, { groups: 2 }),
      'ValueError | in_channels must be divisible by groups',
    ],
    [
      () => ops.DeformConv2d(4, 3, 3, { groups: 2 }),
      'ValueError | out_channels must be divisible by groups',
    ],
    [
      () => ops.FeaturePyramidNetwork([0], 2),
      'ValueError | in_channels=0 is currently not supported',
    ],
    [
      () => ops.FeaturePyramidNetwork([2], 2, { extra_blocks: 3 as never }),
      "TypeError | extra_blocks should be of type ExtraFPNBlock not <class 'int'>",
    ],
    [
      () => ops.MultiScaleRoIAlign(['a'], 2, 2)({ a: x }, [boxes], []),
      'ValueError | images list should not be empty',
    ],
    [
      () => split_normalization_params(nn.Linear(1, 1), [class Other {} as never]),
      "ValueError | Class <class 'Other'> is not a subclass of nn.Module.",
    ],
  ])('fails: %p', (call, error) => {
    const [name, message] = error.split(' | ')
    expect(call).toThrow(expect.objectContaining({ name, message }))
  })

  it('survives regions without sense', () => {
    const wild = [Number.NaN, Number.POSITIVE_INFINITY, -1e30, 1e30]
    for (const value of wild) {
      const region = torch.tensor([[0, value, 0, 4, value]], { dtype: torch.float })
      expect(ops.roi_align(x, region, 2, { sampling_ratio: 2 }).shape).toHaveLength(4)
      expect(ops.roi_pool(x, region, 2).shape).toHaveLength(4)
    }
    const elsewhere = torch.tensor([[7, 0, 0, 4, 4]], { dtype: torch.float })
    expect(() => ops.roi_align(x, elsewhere, 2)).toThrow(/out of range|out of bounds/)
    expect(() => ops.roi_pool(x, elsewhere, 2)).toThrow(/out of range|out of bounds/)
  })

  it('has gradients where torchvision has kernels', () => {
    const input = torch.randn(1, 2, 6, 6, { dtype: torch.float64 }).requires_grad_()
    const regions = torch.tensor([[0, 0.5, 0.25, 4.25, 5.5]], { dtype: torch.float64 })
    const { gradcheck } = torch.autograd
    expect(gradcheck((t: Tensor) => ops.roi_align(t, regions, 2), [input])).toBe(true)
    expect(gradcheck((t: Tensor) => ops.roi_pool(t, regions, 2), [input])).toBe(true)
    const offset = torch.rand(1, 8, 5, 5, { dtype: torch.float64 }).requires_grad_()
    const weight = torch.randn(3, 2, 2, 2, { dtype: torch.float64 }).requires_grad_()
    const convolve = (t: Tensor, o: Tensor, w: Tensor) => ops.deform_conv2d(t, o, w)
    expect(gradcheck(convolve, [input, offset, weight])).toBe(true)
  })

  it('pools each box from the map that fits its area', () => {
    const pooler = ops.MultiScaleRoIAlign(['a', 'b'], 2, { sampling_ratio: 2, canonical_scale: 16 })
    const maps = { a: torch.zeros(1, 1, 16, 16), b: torch.ones(1, 1, 8, 8), c: x }
    const areas = torch.tensor(
      [
        [0, 0, 2, 2],
        [0, 0, 60, 60],
      ],
      { dtype: torch.float },
    )
    const out = pooler(maps, [areas], [[64, 64]])
    expect(out.flatten(1).mean(1).tolist()).toEqual([0, 1])
  })

  it('tells parameters of normalizations from others', () => {
    const net = nn.Sequential(nn.Conv2d(1, 2, 1), nn.BatchNorm2d(2), nn.GroupNorm(1, 2))
    const [norms, others] = split_normalization_params(net)
    expect([norms.length, others.length]).toEqual([4, 2])
  })

  it('freezes the state of a BatchNorm2d', () => {
    const trained = nn.BatchNorm2d(2)
    trained(x)
    const frozen = ops.FrozenBatchNorm2d(2)
    frozen.load_state_dict(trained.state_dict())
    torch.testing.assert_close(frozen(x), trained.eval()(x))
    expect([...frozen.parameters()]).toEqual([])
  })

  it('warns of the base of convolution blocks', () => {
    const { catch_warnings, simplefilter } = require('torch-node/warnings')
    const text = catch_warnings((caught: readonly Error[]) => {
      simplefilter('always')
      ops.misc.ConvNormActivation(1, 2)
      return caught.map(({ message }) => message)
    })
    expect(text).toEqual([
      "Don't use ConvNormActivation directly, please use Conv2dNormActivation and Conv3dNormActivation instead.",
    ])
  })
})
