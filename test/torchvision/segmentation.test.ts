// Arguments of builders for segmentation, which have weights of two kinds.

import torch from 'torch-node'
import models from 'torch-node/torchvision/models'
import { catch_warnings, simplefilter } from 'torch-node/warnings'

const { segmentation } = models
const meta = <R>(call: () => R): R => torch.device('meta', call)
type Loose = Record<string, (...args: unknown[]) => object>
const loose = segmentation as unknown as Loose

describe('torchvision.models.segmentation', () => {
  let load: jest.SpyInstance
  beforeEach(() => {
    load = jest.spyOn(models.WeightsEnum.prototype, 'get_state_dict').mockImplementation(() => {
      throw new Error('loads')
    })
  })
  afterEach(() => load.mockRestore())

  it('is listed apart', () => {
    expect(models.list_models({ module: segmentation })).toEqual([
      'deeplabv3_mobilenet_v3_large',
      'deeplabv3_resnet101',
      'deeplabv3_resnet50',
      'fcn_resnet101',
      'fcn_resnet50',
      'lraspp_mobilenet_v3_large',
    ])
    expect(models.list_models({ module: models, include: '*fcn*' })).toEqual([])
    const weights = models.get_weight('FCN_ResNet50_Weights.DEFAULT')
    expect(String(weights)).toBe('FCN_ResNet50_Weights.COCO_WITH_VOC_LABELS_V1')
    expect(weights.meta.categories.slice(0, 2)).toEqual(['__background__', 'aeroplane'])
  })

  it('loads the backbone by default, and all of it with weights', () => {
    expect(() => meta(() => segmentation.fcn_resnet50())).toThrow('loads')
    expect(load.mock.contexts).toEqual([models.ResNet50_Weights.IMAGENET1K_V1])
    expect(() => meta(() => segmentation.fcn_resnet50({ weights: 'DEFAULT' }))).toThrow('loads')
    expect(load.mock.contexts.at(-1)).toBe(segmentation.FCN_ResNet50_Weights.DEFAULT)
    const net = meta(() => segmentation.fcn_resnet50({ weights_backbone: null }))
    expect(net.aux_classifier).toBeNull()
    load.mockReturnValue(meta(() => models.mobilenet_v3_large()).state_dict())
    expect(() => meta(() => segmentation.lraspp_mobilenet_v3_large())).not.toThrow()
  })

  it.each([
    [
      'fcn_resnet50',
      { weights: 'DEFAULT', num_classes: 3 },
      "ValueError | The parameter 'num_classes' expected value 21 but got 3 instead.",
    ],
    [
      'fcn_resnet50',
      { weights: 'DEFAULT', aux_loss: false },
      "ValueError | The parameter 'aux_loss' expected value True but got False instead.",
    ],
    [
      'lraspp_mobilenet_v3_large',
      { aux_loss: true, weights_backbone: null },
      'NotImplementedError | This model does not use auxiliary loss',
    ],
    [
      'deeplabv3_resnet101',
      { weights_backbone: models.ResNet50_Weights.DEFAULT },
      'TypeError | Invalid Weight class provided; expected ResNet101_Weights but received ResNet50_Weights.',
    ],
  ])('%s fails as in Python, case %#', (name, options, error) => {
    const [errorName, message] = error.split(' | ')
    expect(() => meta(() => loose[name]?.(options))).toThrow(
      expect.objectContaining({ name: errorName, message }),
    )
  })

  it('warns of former arguments', () => {
    const warnings = catch_warnings((caught) => {
      simplefilter('always')
      meta(() => segmentation.fcn_resnet50({ pretrained: false, pretrained_backbone: false }))
      return caught.map(({ message }) => message)
    })
    const outdated = 'is deprecated since 0.13 and may be removed in the future, please use'
    const others = (name: string): string =>
      `Arguments other than a weight enum or \`None\` for '${name}' are deprecated since 0.13 and may be removed in the future. The current behavior is equivalent to passing \`${name}=None\`.`
    expect(warnings).toEqual([
      `The parameter 'pretrained' ${outdated} 'weights' instead.`,
      others('weights'),
      `The parameter 'pretrained_backbone' ${outdated} 'weights_backbone' instead.`,
      others('weights_backbone'),
    ])
  })
})
