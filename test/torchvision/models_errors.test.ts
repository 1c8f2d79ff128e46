// Errors of the models' classes, and what they can do beside being called.

import torch, { nn, type Tensor } from 'torch-node'
import models from 'torch-node/torchvision/models'
import { catch_warnings, FutureWarning, simplefilter } from 'torch-node/warnings'

const {
  ResNet,
  resnet,
  SqueezeNet,
  MobileNetV2,
  MobileNetV3,
  mobilenetv2,
  mobilenetv3,
  vision_transformer,
} = models
const loose = (fn: unknown) => fn as (...args: unknown[]) => nn.Module

describe('torchvision.models', () => {
  it.each([
    [
      () => loose(models.resnet18)({ foo: 1 }),
      "TypeError | ResNet.__init__() got an unexpected keyword argument 'foo'",
    ],
    [
      () => models.resnext50_32x4d({ groups: 2 }),
      "ValueError | The parameter 'groups' expected value 32 but got 2 instead.",
    ],
    [
      () => models.resnet34({ groups: 2 }),
      'ValueError | BasicBlock only supports groups=1 and base_width=64',
    ],
    [
      () => models.resnet34({ replace_stride_with_dilation: [false, true, true] }),
      'NotImplementedError | Dilation > 1 not supported in BasicBlock',
    ],
    [
      () => models.resnet34({ replace_stride_with_dilation: [true] }),
      'ValueError | replace_stride_with_dilation should be None or a 3-element tuple, got [True]',
    ],
    [
      () => models.vit_b_16({ image_size: 33 }),
      'AssertionError | Input shape indivisible by patch size!',
    ],
    [
      () => SqueezeNet('2_0'),
      'ValueError | Unsupported SqueezeNet version 2_0: 1_0 or 1_1 expected',
    ],
    [
      () => MobileNetV2({ inverted_residual_setting: [] }),
      'ValueError | inverted_residual_setting should be non-empty or a 4-element list, got []',
    ],
    [
      () => MobileNetV2({ inverted_residual_setting: [[1, 2]] }),
      'ValueError | inverted_residual_setting should be non-empty or a 4-element list, got [[1, 2]]',
    ],
    [() => MobileNetV3([], 3), 'ValueError | The inverted_residual_setting should not be empty'],
    [
      () => loose(MobileNetV3)([1], 3),
      'TypeError | The inverted_residual_setting should be List[InvertedResidualConfig]',
    ],
    [
      () => mobilenetv3._mobilenet_v3_conf('mobilenet_v4'),
      'ValueError | Unsupported model type mobilenet_v4',
    ],
    [
      () =>
        mobilenetv3.InvertedResidual(
          mobilenetv3.InvertedResidualConfig(8, 3, 8, 8, false, 'RE', 3, 1, 1),
          nn.BatchNorm2d,
        ),
      'ValueError | illegal stride value',
    ],
    [
      () => mobilenetv2.InvertedResidual(3, 3, 3, 1),
      'ValueError | stride should be 1 or 2 instead of 3',
    ],
    [
      () => loose(models.VGG)(),
      "TypeError | VGG.__init__() missing 1 required positional argument: 'features'",
    ],
    [
      () => models.GoogLeNet({ init_weights: true, blocks: [nn.Identity] }),
      'ValueError | blocks length should be 3 instead of 1',
    ],
    [
      () => vision_transformer.EncoderBlock(1, 4, 4, 0, 0)(torch.zeros(2, 4)),
      'AssertionError | Expected (batch_size, seq_length, hidden_dim) got torch.Size([2, 4])',
    ],
    [
      () => models.VisionTransformer(32, 16, 1, 1, 4, 4)(torch.zeros(1, 3, 33, 32)),
      'AssertionError | Wrong image height! Expected 32 but got 33!',
    ],
    [
      () => models.VisionTransformer(32, 16, 1, 1, 4, 4)(torch.zeros(1, 3, 32, 33)),
      'AssertionError | Wrong image width! Expected 32 but got 33!',
    ],
    [
      () =>
        vision_transformer.interpolate_embeddings(48, 16, {
          'encoder.pos_embedding': torch.zeros(2, 5, 8),
        }),
      'ValueError | Unexpected position embedding shape: torch.Size([2, 5, 8])',
    ],
    [
      () =>
        vision_transformer.interpolate_embeddings(48, 16, {
          'encoder.pos_embedding': torch.zeros(1, 4, 8),
        }),
      'ValueError | seq_length is not a perfect square! Instead got seq_length_1d * seq_length_1d = 1 and seq_length = 3',
    ],
    [
      () => models._utils.IntermediateLayerGetter(nn.Sequential(nn.ReLU()), { nope: 'a' }),
      'ValueError | return_layers are not present in model',
    ],
    [
      () => models._utils._ovewrite_value_param('weights', 1, 2),
      "ValueError | The parameter 'weights' expected value 2 but got 1 instead.",
    ],
  ])('fails as in Python: %p', (call, error) => {
    const [name, message] = error.split(' | ')
    const inside = (): unknown => torch.device('meta', call as () => unknown)
    expect(inside).toThrow(expect.objectContaining({ name, message }))
  })

  it('warns that GoogLeNet will be initialized otherwise', () => {
    const [warning] = catch_warnings((caught) => {
      simplefilter('always')
      torch.device('meta', () => models.googlenet())
      return caught
    })
    expect(warning).toBeInstanceOf(FutureWarning)
    expect(warning?.message).toBe(
      'The default weight initialization of GoogleNet will be changed in future releases of torchvision. If you wish to keep the old behavior (which leads to long initialization times due to scipy/scipy#11299), please set init_weights=True.',
    )
  })

  it('takes blocks and normalizations of its users', () => {
    class Plain extends resnet.BasicBlock {
      override forward(x: Tensor): Tensor {
        return super.forward(x).mul(0)
      }
    }
    const norm_layer = (channels: number) => nn.GroupNorm(1, channels)
    const net = new ResNet(Plain, [1, 1, 1, 1], { num_classes: 3, norm_layer })
    expect(String(net.bn1)).toBe('GroupNorm(1, 64, eps=1e-05, affine=True, bias=True)')
    expect(net.layer1[0]).toBeInstanceOf(resnet.BasicBlock)
    const out = net(torch.randn(2, 3, 32, 32))
    expect(torch.equal(out[0], out[1])).toBe(true)
    expect(net({ x: torch.zeros(1, 3, 32, 32) } as never).shape).toEqual(torch.Size([1, 3]))
  })

  it('names the outputs of GoogLeNet in training', () => {
    const { GoogLeNetOutputs } = models
    const a = torch.ones(1)
    const b = torch.zeros(1)
    const out = GoogLeNetOutputs(a, null, b)
    expect(out.logits).toBe(a)
    expect(out.map((one) => one === null)).toEqual([false, true, false])
    expect(out.aux_logits1).toBe(b)
    expect(out).toBeInstanceOf(GoogLeNetOutputs)
    expect(String(out)).toBe(
      'GoogLeNetOutputs(logits=tensor([1.]), aux_logits2=None, aux_logits1=tensor([0.]))',
    )
  })

  it('gives the outputs of layers inside', () => {
    const net = models.resnet18().eval()
    const x = torch.randn(1, 3, 32, 32)
    const getter = models._utils.IntermediateLayerGetter(net, { layer3: 'b', conv1: 'a' })
    const out = getter(x)
    expect(Object.keys(out)).toEqual(['a', 'b'])
    expect(torch.equal(out.a as Tensor, net.conv1(x))).toBe(true)
    expect([...getter]).toEqual(['conv1', 'bn1', 'relu', 'maxpool', 'layer1', 'layer2', 'layer3'])
  })

  it('interpolates positions as in Python', () => {
    const token = torch.zeros(1, 1, 1)
    const grid = torch.arange(4, { dtype: torch.float }).view(1, 4, 1)
    const state = { 'encoder.pos_embedding': torch.cat([token, grid], 1), 'heads.head.bias': token }
    const { interpolate_embeddings } = vision_transformer
    expect(interpolate_embeddings(32, 16, state)).toBe(state)
    const out = interpolate_embeddings(48, 16, state, 'bilinear', true)
    expect(Object.keys(out)).toEqual(['encoder.pos_embedding'])
    expect(out['encoder.pos_embedding']?.flatten().tolist()).toEqual([
      0, 0, 0.5, 1, 1, 1.5, 2, 2, 2.5, 3,
    ])
  })

  it('has a stem of convolutions for vision transformers', () => {
    const { ConvStemConfig } = vision_transformer
    const conv_stem_configs = [
      ConvStemConfig(8, 3, 2),
      ConvStemConfig(16, 3, 2, { norm_layer: nn.Identity }),
    ]
    const net = models.VisionTransformer(16, 4, 1, 2, 8, 16, { conv_stem_configs, num_classes: 2 })
    expect(net(torch.randn(2, 3, 16, 16)).shape).toEqual(torch.Size([2, 2]))
    expect(Object.keys(net.state_dict())[1]).toBe('conv_proj.conv_bn_relu_0.0.weight')
  })
})
