// Weights, the registry, and what builders do with their arguments.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import torch, { nn, type Tensor } from 'torch-node'
import models from 'torch-node/torchvision/models'
import { InceptionAux } from 'torch-node/torchvision/models/googlenet'
import { catch_warnings, simplefilter } from 'torch-node/warnings'

// What `call` throws and what it warns of, as `Class | text`.
function told(call: () => unknown): { error?: string; warnings: string[] } {
  return catch_warnings((caught) => {
    simplefilter('always')
    let error: string | undefined
    try {
      call()
    } catch (thrown) {
      const { name, message } = thrown as Error
      error = `${name} | ${message}`
    }
    const warnings = caught.map((one) => `${one.constructor.name} | ${one.message}`)
    return error === undefined ? { warnings } : { error, warnings }
  })
}

const errorOf = (call: () => unknown): string | undefined => told(call).error
const meta = <R>(call: () => R): R => torch.device('meta', call)
const loose = models as unknown as Record<string, (...args: unknown[]) => nn.Module>
const { resnet18, ResNet18_Weights, ResNet50_Weights } = models

describe('torchvision.models.WeightsEnum', () => {
  it('has members by name, with further names', () => {
    const { DEFAULT, IMAGENET1K_V1, IMAGENET1K_V2 } = ResNet50_Weights
    expect(DEFAULT).toBe(IMAGENET1K_V2)
    expect([...ResNet50_Weights]).toEqual([IMAGENET1K_V1, IMAGENET1K_V2])
    expect(Object.keys(ResNet50_Weights.__members__)).toEqual([
      'IMAGENET1K_V1',
      'IMAGENET1K_V2',
      'DEFAULT',
    ])
    expect(DEFAULT.name).toBe('IMAGENET1K_V2')
    expect(DEFAULT).toBeInstanceOf(ResNet50_Weights)
    expect(DEFAULT).toBeInstanceOf(models.WeightsEnum)
    expect(IMAGENET1K_V1).not.toBeInstanceOf(ResNet18_Weights)
    expect(DEFAULT.value).toBeInstanceOf(models.Weights)
    expect(`${ResNet50_Weights} ${DEFAULT}`).toBe(
      "<enum 'ResNet50_Weights'> ResNet50_Weights.IMAGENET1K_V2",
    )
  })

  it('knows classes and preprocessing', () => {
    const { meta, transforms } = ResNet50_Weights.DEFAULT
    expect(meta.categories.slice(0, 2)).toEqual(['tench', 'goldfish'])
    expect(meta.categories).toHaveLength(1000)
    expect(String(transforms())).toBe(
      'ImageClassification(\n    crop_size=[224]\n    resize_size=[232]\n    mean=[0.485, 0.456, 0.406]\n' +
        '    std=[0.229, 0.224, 0.225]\n    interpolation=InterpolationMode.BILINEAR\n)',
    )
    expect(transforms({ crop_size: 64, antialias: null }).crop_size).toEqual([64])
  })

  it('verifies what is given as weights', () => {
    const verify = ResNet18_Weights.verify as (obj: unknown) => unknown
    expect(verify('DEFAULT')).toBe(ResNet18_Weights.IMAGENET1K_V1)
    expect(verify('ResNet18_Weights.IMAGENET1K_V1')).toBe(ResNet18_Weights.DEFAULT)
    expect(verify(null)).toBeNull()
    const wrong =
      'TypeError | Invalid Weight class provided; expected ResNet18_Weights but received'
    expect(errorOf(() => verify('NOPE'))).toBe("KeyError | 'NOPE'")
    expect(errorOf(() => verify(ResNet50_Weights.DEFAULT))).toBe(`${wrong} ResNet50_Weights.`)
    expect(errorOf(() => verify(3))).toBe(`${wrong} int.`)
  })

  it('is made of weights by a call', () => {
    const V1 = models.Weights('file:///no/where-00.pth', () => nn.Identity(), { num_params: 6 })
    const My_Weights = models.WeightsEnum('My_Weights', { V1, DEFAULT: 'V1' })
    expect(My_Weights.DEFAULT.meta.num_params).toBe(6)
    expect(String(My_Weights.V1)).toBe('My_Weights.V1')
    expect(My_Weights.V1.transforms()).toBeInstanceOf(nn.Identity)
    expect(errorOf(() => models.get_weight('My_Weights.V1'))).toMatch(/couldn't be retrieved/)
  })
})

describe('torchvision.models', () => {
  it('finds weights, builders and models by name', () => {
    expect(models.get_weight('ResNet50_Weights.DEFAULT')).toBe(ResNet50_Weights.IMAGENET1K_V2)
    expect(models.get_model_weights(resnet18)).toBe(ResNet18_Weights)
    expect(models.get_model_weights('resnet18')).toBe(ResNet18_Weights)
    expect(models.get_model_builder('ResNet18')).toBe(resnet18)
    expect(resnet18.name).toBe('resnet18')
    const model = meta(() => models.get_model('ResNet18', { num_classes: 3 }))
    expect(String((model as unknown as { fc: nn.Linear }).fc)).toBe(
      'Linear(in_features=512, out_features=3, bias=True)',
    )
  })

  it.each([
    [() => models.get_weight('x'), "ValueError | Invalid weight name provided: 'x'."],
    [() => models.get_weight('a.b.c'), "ValueError | Invalid weight name provided: 'a.b.c'."],
    [
      () => models.get_weight('Foo.BAR'),
      "ValueError | The weight enum 'Foo' for the specific method couldn't be retrieved.",
    ],
    [() => models.get_weight('ResNet18_Weights.BAR'), "KeyError | 'BAR'"],
    [() => models.get_model_builder('Foo'), 'ValueError | Unknown model foo'],
    [
      () => models.get_model_weights(() => nn.Identity()),
      "ValueError | The method is missing the 'weights' argument.",
    ],
    [
      () => models._api.register_model('resnet18')(() => nn.Identity()),
      "ValueError | An entry is already registered under the name 'resnet18'.",
    ],
  ])('fails as in Python: %p', (call, error) => {
    expect(errorOf(call)).toBe(error)
  })

  it('lists models by wildcards', () => {
    expect(models.list_models({ include: 'resnet*', exclude: ['*1*'] })).toEqual([
      'resnet34',
      'resnet50',
    ])
    expect(models.list_models(models, ['vgg1?', 'resnet[!15]*'])).toEqual([
      'resnet34',
      'vgg11',
      'vgg13',
      'vgg16',
      'vgg19',
    ])
    expect(models.list_models({ include: 'vgg1[13]' })).toEqual(['vgg11', 'vgg13'])
    expect(models.list_models({ include: 'alex.et' })).toEqual([])
    expect(models.list_models({ module: models, include: '' })).toContain('alexnet')
    expect(models.list_models({ module: models.vgg })).toHaveLength(8)
  })

  it('registers models of its users', () => {
    const tiny = models._api.register_model()(function tiny_net() {
      return nn.Linear(2, 2)
    })
    expect(models.get_model('tiny_net')).toBeInstanceOf(nn.Linear)
    expect(models.list_models()).toContain('tiny_net')
    expect(models.list_models({ module: models })).not.toContain('tiny_net')
    expect(tiny.name).toBe('tiny_net')
  })
})

const former = {
  pretrained:
    "UserWarning | The parameter 'pretrained' is deprecated since 0.13 and may be removed in the future, please use 'weights' instead.",
  none: "UserWarning | Arguments other than a weight enum or `None` for 'weights' are deprecated since 0.13 and may be removed in the future. The current behavior is equivalent to passing `weights=None`.",
  v1: "UserWarning | Arguments other than a weight enum or `None` for 'weights' are deprecated since 0.13 and may be removed in the future. The current behavior is equivalent to passing `weights=ResNet18_Weights.IMAGENET1K_V1`. You can also use `weights=ResNet18_Weights.DEFAULT` to get the most up-to-date weights.",
  position: (names: string) =>
    `UserWarning | Using ${names} as positional parameter(s) is deprecated since 0.13 and may be removed in the future. Please use keyword parameter(s) instead.`,
}

describe('trained weights', () => {
  const before = process.env.TORCH_HOME
  const home = mkdtempSync(join(tmpdir(), 'torch-node-models-'))
  const classes = 1000
  let load: jest.SpyInstance

  beforeEach(() => {
    process.env.TORCH_HOME = home
    load = jest.spyOn(models.WeightsEnum.prototype, 'get_state_dict').mockImplementation(() => {
      throw new Error('loads')
    })
  })
  afterEach(() => load.mockRestore())
  afterAll(() => {
    if (before === undefined) delete process.env.TORCH_HOME
    else process.env.TORCH_HOME = before
    rmSync(home, { recursive: true })
  })

  it.each([
    [[{ pretrained: false }], undefined, [former.pretrained, former.none]],
    [[{ pretrained: true }], 'Error | loads', [former.pretrained, former.v1]],
    [[true], 'Error | loads', [former.position("'weights'"), former.v1]],
    [[false, false], undefined, [former.position("'weights' and 'progress'"), former.none]],
    [
      [null, true, 3],
      "TypeError | ResNet.__init__() got an unexpected keyword argument 'kwargs'",
      [former.position("'weights', 'progress', and 'kwargs'")],
    ],
    [[{ weights: 'legacy' }], 'Error | loads', [former.v1]],
    [
      [{ pretrained: true, weights: null }],
      "TypeError | ResNet.__init__() got an unexpected keyword argument 'pretrained'",
      [],
    ],
    [[{ weights: 'DEFAULT', progress: false }], 'Error | loads', []],
    [
      [{ weights: 'DEFAULT', num_classes: 10 }],
      "ValueError | The parameter 'num_classes' expected value 1000 but got 10 instead.",
      [],
    ],
    [
      [{ weights: ResNet50_Weights.DEFAULT }],
      'TypeError | Invalid Weight class provided; expected ResNet18_Weights but received ResNet50_Weights.',
      [],
    ],
  ])('resnet18, call %#', (args, error, warnings) => {
    const { resnet18 } = loose
    expect(told(() => meta(() => resnet18?.(...args)))).toEqual({
      ...(error !== undefined && { error }),
      warnings,
    })
  })

  it('are loaded with a progress bar unless told otherwise', () => {
    errorOf(() => resnet18({ weights: ResNet18_Weights.DEFAULT }))
    errorOf(() => resnet18({ weights: 'DEFAULT', progress: false }))
    expect(load.mock.calls).toEqual([
      [{ progress: true, check_hash: true }],
      [{ progress: false, check_hash: true }],
    ])
    expect(load.mock.contexts).toEqual([ResNet18_Weights.DEFAULT, ResNet18_Weights.DEFAULT])
  })

  it("are found in the hub's cache", () => {
    load.mockRestore()
    const net = models.squeezenet1_1()
    const folder = join(torch.hub.get_dir(), 'checkpoints')
    require('node:fs').mkdirSync(folder, { recursive: true })
    torch.save(net.state_dict(), join(folder, 'squeezenet1_1-b8a52dc0.pth'))
    const again = models.squeezenet1_1({ weights: 'DEFAULT' })
    for (const [key, value] of Object.entries(net.state_dict() as Record<string, Tensor>)) {
      expect(
        torch.equal((again.state_dict() as Record<string, Tensor>)[key] as Tensor, value),
      ).toBe(true)
    }
  })

  it('of DenseNet may have the names of former layers', () => {
    const net = meta(() => models.densenet121())
    const state = Object.entries(net.state_dict() as Record<string, Tensor>).map(([key, value]) => [
      key.replace(/(denselayer\d+\.(?:norm|relu|conv))(\d)/, '$1.$2'),
      value,
    ])
    // Files of that age do not count batches.
    const kept = state.filter(([key]) => !/\.\d\.num_batches/.test(key as string))
    load.mockReturnValue(Object.fromEntries(kept))
    expect(() => meta(() => models.densenet121({ weights: 'DEFAULT' }))).not.toThrow()
  })

  it('of GoogLeNet have auxiliary heads on request', () => {
    const net = meta(() => models.googlenet({ init_weights: false }))
    load.mockReturnValue(net.state_dict())
    const plain = meta(() => models.googlenet({ weights: 'DEFAULT' }))
    expect([plain.aux1, plain.aux2, plain.aux_logits, plain.transform_input]).toEqual([
      null,
      null,
      false,
      true,
    ])
    let full = plain
    const { warnings } = told(() => {
      full = meta(() => models.googlenet({ weights: 'DEFAULT', aux_logits: true }))
    })
    expect(full.aux1).toBeInstanceOf(InceptionAux)
    expect(warnings).toEqual([
      'UserWarning | auxiliary heads in the pretrained googlenet model are NOT pretrained, so make sure to train them',
    ])
    expect(errorOf(() => models.googlenet({ weights: 'DEFAULT', aux_logits: false }))).toBe(
      "ValueError | The parameter 'aux_logits' expected value True but got False instead.",
    )
  })

  it('of a vision transformer say how large images are', () => {
    const { vit_b_16, vit_h_14 } = loose
    expect(errorOf(() => vit_b_16?.({ weights: 'DEFAULT', image_size: 32 }))).toBe(
      "ValueError | The parameter 'image_size' expected value 224 but got 32 instead.",
    )
    expect(errorOf(() => vit_h_14?.({ pretrained: true }))).toBe(
      'ValueError | No weights available for model vit_h_14',
    )
    expect(errorOf(() => meta(() => vit_b_16?.({ patch_size: 8 })))).toBe(
      "TypeError | torchvision.models.vision_transformer._vision_transformer() got multiple values for keyword argument 'patch_size'",
    )
  })

  it('of VGG may lack the classifier', () => {
    const { vgg16 } = models
    load.mockReturnValue(meta(() => vgg16()).state_dict())
    const net = meta(() => vgg16({ weights: 'IMAGENET1K_FEATURES', num_classes: classes }))
    expect((net.classifier[6] as unknown as nn.Linear).out_features).toBe(classes)
  })

  it('of before version 2 fit a vision transformer', () => {
    const net = models.vision_transformer.MLPBlock(2, 3, 0)
    const block = models.vision_transformer.MLPBlock(2, 3, 0)
    const state = net.state_dict() as Record<string, Tensor>
    block.load_state_dict({
      'linear_1.weight': state['0.weight'],
      'linear_1.bias': state['0.bias'],
      'linear_2.weight': state['3.weight'],
      'linear_2.bias': state['3.bias'],
    } as Record<string, Tensor>)
    const last = block.state_dict() as Record<string, Tensor>
    expect(torch.equal(last['3.weight'] as Tensor, state['3.weight'] as Tensor)).toBe(true)
  })
})
