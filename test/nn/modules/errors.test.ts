// The class and text of what Python throws at wrong settings and inputs of modules.
import torch, { nn } from 'torch-node'
import { catch_warnings } from '../../../lib/warnings.js'

type Any = (...args: unknown[]) => unknown
const make = (name: string, ...args: unknown[]): unknown =>
  (nn[name as 'Linear'] as unknown as Any)(...args)
const call = (module: unknown, ...args: unknown[]): unknown => (module as Any)(...args)

const cases: [text: string, run: () => unknown][] = [
  ['IndexError: index 5 is out of range', () => nn.Sequential(nn.ReLU())[5]],
  ['IndexError: index 9 is out of range', () => nn.Sequential(nn.ReLU()).pop(9)],
  ['IndexError: Index out of range: 9', () => nn.Sequential().insert(9, nn.ReLU())],
  ['IndexError: index 9 is out of range', () => nn.ModuleList([nn.ReLU()])[9]],
  [
    'TypeError: ModuleList.extend should be called with an iterable, but got int',
    () => nn.ModuleList().extend(3 as never),
  ],
  [
    'TypeError: ModuleDict.update should be called with an iterable of key/value pairs, but got int',
    () => make('ModuleDict', 3),
  ],
  [
    'TypeError: ModuleDict update sequence element #0 should be Iterable; isint',
    () => make('ModuleDict', [1]),
  ],
  [
    'ValueError: ModuleDict update sequence element #0 has length 3; 2 is required',
    () => make('ModuleDict', [[1, 2, 3]]),
  ],
  [`KeyError: "attribute 'keys' already exists"`, () => make('ModuleDict', { keys: nn.ReLU() })],
  [
    "ValueError: add operator supports only objects of Sequential class, but <class 'int'> is given.",
    () => nn.Sequential().__add__(3 as never),
  ],
  ['RuntimeError: ParameterList should not be called.', () => call(nn.ParameterList())],
  [
    "AttributeError: 'ParameterDict' object has no attribute 'q'",
    () => nn.ParameterDict().__getitem__('q'),
  ],
  ["KeyError: 'q'", () => nn.ModuleDict().__getitem__('q')],
  ['TypeError: int is not a Module subclass', () => make('Sequential', 3)],
  [
    'TypeError: ParameterList.extend should be called with an iterable, but got int',
    () => make('ParameterList', 3),
  ],
  [
    'NotImplementedError: Module [ModuleList] is missing the required "forward" function',
    () => call(nn.ModuleList(), 3),
  ],
  ['ValueError: dropout probability has to be between 0 and 1, but got 2', () => nn.Dropout(2)],
  [
    'ValueError: dropout probability has to be between 0 and 1, but got -0.5',
    () => nn.Dropout({ p: -0.5 }),
  ],
  ['ValueError: groups must be a positive integer', () => nn.Conv2d(3, 4, 3, { groups: 0 })],
  ['ValueError: in_channels must be divisible by groups', () => nn.Conv2d(3, 4, 3, { groups: 2 })],
  ['ValueError: out_channels must be divisible by groups', () => nn.Conv2d(4, 3, 3, { groups: 2 })],
  [
    "ValueError: Invalid padding string 'foo', should be one of {'valid', 'same'}",
    () => make('Conv2d', 3, 4, 3, { padding: 'foo' }),
  ],
  [
    "ValueError: padding='same' is not supported for strided convolutions",
    () => nn.Conv2d(3, 4, 3, 2, { padding: 'same' }),
  ],
  [
    'RuntimeError: mat1 and mat2 shapes cannot be multiplied (1x4 and 2x3)',
    () => nn.Linear(2, 3)(torch.ones(4)),
  ],
  [
    'RuntimeError: Given groups=1, weight of size [4, 3, 3, 3], expected input[1, 2, 5, 5] to have 3 channels, but got 2 channels instead',
    () => nn.Conv2d(3, 4, 3)(torch.ones(1, 2, 5, 5)),
  ],
  ['AssertionError: max_val (1.0) must be greater than min_val (2)', () => nn.Hardtanh(2, 1)],
  [
    'TypeError: unflattened_size must be a tuple of ints, but found type int',
    () => make('Unflatten', 1, 3),
  ],
  [
    'TypeError: unflattened_size must be tuple of ints, but found element of type float at pos 1',
    () => nn.Unflatten(1, [2, 2.5]),
  ],
  ['ValueError: expected 4D input (got 2D input)', () => nn.BatchNorm2d(3)(torch.ones(2, 3))],
  [
    'ValueError: expected 2D or 3D input (got 4D input)',
    () => nn.BatchNorm1d(3)(torch.ones(2, 3, 1, 1)),
  ],
  [
    'ValueError: Expected more than 1 value per channel when training, got input size torch.Size([1, 3])',
    () => nn.BatchNorm1d(3)(torch.ones(1, 3)),
  ],
  [
    'ValueError: Softmax2d: expected input to be 3D or 4D, got 1D instead',
    () => nn.Softmax2d()(torch.ones(2)),
  ],
  [
    'AssertionError: Padding_idx must be within num_embeddings',
    () => nn.Embedding(3, 2, { padding_idx: 5 }),
  ],
  [
    'AssertionError: Embeddings parameter is expected to be 2-dimensional',
    () => nn.Embedding.from_pretrained(torch.ones(2)),
  ],
  [
    'ValueError: foo is not a valid value for reduction',
    () => call(make('MSELoss', { reduction: 'foo' }), torch.ones(1), torch.ones(1)),
  ],
  [
    'IndexError: Target 5 is out of bounds.',
    () => nn.CrossEntropyLoss()(torch.ones(2, 3), torch.tensor([5, 1])),
  ],
  [
    "TypeError: _MaxPoolNd.__init__() missing 1 required positional argument: 'kernel_size'",
    () => make('MaxPool2d'),
  ],
  ['ValueError: only p == 1 and p == 2 supported', () => nn.MultiMarginLoss({ p: 3 })],
  [
    "TypeError: Linear.__init__() got an unexpected keyword argument 'foo'",
    () => make('Linear', 2, 3, { foo: 1 }),
  ],
  [
    "TypeError: Conv2d.__init__() got multiple values for argument 'in_channels'",
    () => make('Conv2d', 1, 2, 3, { in_channels: 3 }),
  ],
  [
    "TypeError: Linear.forward() missing 1 required positional argument: 'input'",
    () => call(nn.Linear(1, 1)),
  ],
  [
    'TypeError: Linear.forward() takes 2 positional arguments but 3 were given',
    () => call(nn.Linear(1, 1), torch.ones(1), torch.ones(1)),
  ],
  [
    "TypeError: Hardtanh.forward() got an unexpected keyword argument 'x'",
    () => call(nn.ReLU6(), { x: torch.ones(1) }),
  ],
  [
    "TypeError: _BatchNorm.forward() got multiple values for argument 'input'",
    () => call(nn.BatchNorm1d(1), torch.ones(2, 1), { input: torch.ones(1) }),
  ],
  ['ValueError: in1_features must be > 0, but got (in1_features=0)', () => nn.Bilinear(0, 1, 1)],
  [
    "TypeError: ConstantPad1d.__init__() missing 1 required positional argument: 'value'",
    () => make('ConstantPad1d', 2),
  ],
  [
    "TypeError: _ReflectionPadNd.forward() missing 1 required positional argument: 'input'",
    () => call(nn.ReflectionPad1d(2)),
  ],
  [
    'RuntimeError: Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (9, 9) at dimension 1 of input [1, 4]',
    () => nn.ReflectionPad1d(9)(torch.ones(1, 4)),
  ],
  ['ValueError: expected 4D or 5D input (got 1D input)', () => nn.CircularPad3d(2)(torch.ones(4))],
  ['ValueError: num_channels (5) must be divisible by num_groups (2)', () => nn.GroupNorm(2, 5)],
  [
    'ValueError: expected 3D or 4D input (got 2D input)',
    () => nn.InstanceNorm2d(5)(torch.ones(2, 3)),
  ],
  [
    "ValueError: expected input's size at dim=1 to match num_features (5), but got: 3.",
    () => nn.InstanceNorm2d(5, { affine: true })(torch.ones(2, 3, 4, 4)),
  ],
  [
    'ValueError: Only "zeros" padding mode is supported for ConvTranspose2d',
    () => nn.ConvTranspose2d(1, 1, 3, { padding_mode: 'reflect' }),
  ],
  [
    'ValueError: requested an output size of [3, 3], but valid sizes range from [7, 7] to [8, 8] (for an input of torch.Size([3, 3]))',
    () => nn.ConvTranspose2d(2, 2, 3, 2)(torch.ones(1, 2, 3, 3), [3, 3]),
  ],
  [
    'ValueError: requested an output size of torch.Size([20, 20]), but valid sizes range from [7, 7] to [8, 8] (for an input of torch.Size([3, 3]))',
    () =>
      call(nn.ConvTranspose2d(2, 2, 3, 2), torch.ones(1, 2, 3, 3), {
        output_size: torch.ones(1, 2, 20, 20).size(),
      }),
  ],
  [
    'ValueError: ConvTranspose2D: for 4D input, output_size must have 2 or 4 elements (got 1)',
    () => nn.ConvTranspose2d(2, 2, 3, 2)(torch.ones(1, 2, 3, 3), [3]),
  ],
  [
    'ValueError: FractionalMaxPool2d requires specifying either an output size, or a pooling ratio',
    () => nn.FractionalMaxPool2d(2),
  ],
  [
    'ValueError: only one of output_size and output_ratio may be specified',
    () => nn.FractionalMaxPool2d(2, 2, 0.5),
  ],
  [
    'ValueError: output_ratio must be between 0 and 1 (got (0.5, 0.5, 1.5))',
    () => nn.FractionalMaxPool3d(2, { output_ratio: [0.5, 0.5, 1.5] }),
  ],
  [
    'ValueError: kernel_size must be greater than 0, but got (0, 1, 2)',
    () => nn.FractionalMaxPool3d([0, 1, 2], { output_ratio: 0.5 }),
  ],
  [
    "TypeError: _LPPoolNd.__init__() missing 1 required positional argument: 'kernel_size'",
    () => make('LPPool2d', 2),
  ],
  [
    'ValueError: invalid output_size "[9, 9]" (dim 0 must be between 2 and 6)',
    () => nn.MaxUnpool2d(2)(torch.ones(1, 1, 2, 2), torch.zeros(1, 1, 2, 2).long(), [9, 9]),
  ],
  [
    'ValueError: cutoffs should be a sequence of length larger than 0',
    () => nn.AdaptiveLogSoftmaxWithLoss(4, 5, []),
  ],
  [
    'ValueError: cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value is between 1 and n_classes-1',
    () => nn.AdaptiveLogSoftmaxWithLoss(4, 5, [3, 2]),
  ],
  [
    'RuntimeError: Target values should be in [0, 4], but values in range [1, 7] were found. ',
    () => nn.AdaptiveLogSoftmaxWithLoss(4, 5, [2])(torch.ones(2, 4), torch.tensor([1, 7])),
  ],
  [
    'RuntimeError: Input and target should have the same size in the batch dimension.',
    () => nn.AdaptiveLogSoftmaxWithLoss(4, 5, [2])(torch.ones(2, 4), torch.tensor([1])),
  ],
  [
    'RuntimeError: 0D target tensor expects 1D input tensors, but found inputs with size torch.Size([4, 4])',
    () => nn.AdaptiveLogSoftmaxWithLoss(4, 5, [2])(torch.ones(4, 4), torch.tensor(1)),
  ],
  [
    'RuntimeError: 0D or 1D target tensor expected, multi-target not supported',
    () => nn.AdaptiveLogSoftmaxWithLoss(4, 5, [2])(torch.ones(4, 4), torch.ones(1, 1)),
  ],
  [
    'ValueError: TripletMarginWithDistanceLoss: expected margin to be greater than 0, got -1 instead',
    () => nn.TripletMarginWithDistanceLoss({ margin: -1 }),
  ],
  [
    'TypeError: TripletMarginWithDistanceLoss.__init__() takes 1 positional argument but 2 were given',
    () => make('TripletMarginWithDistanceLoss', null),
  ],
  [
    'AssertionError: padding_idx must be within num_embeddings',
    () => nn.EmbeddingBag(3, 2, { padding_idx: 5 }),
  ],
  [
    'ValueError: offsets has to be a 1D Tensor but got None',
    () => nn.EmbeddingBag(3, 2)(torch.tensor([1, 2])),
  ],
  [
    'AssertionError: Shape of weight does not match num_embeddings and embedding_dim',
    () => nn.EmbeddingBag(3, 2, { _weight: torch.ones(2, 2) }),
  ],
  [
    'ValueError: expected at least 2D input (got 1D input)',
    () => nn.SyncBatchNorm(3)(torch.ones(3)),
  ],
  [
    'ValueError: SyncBatchNorm number of input channels should be non-zero',
    () => nn.SyncBatchNorm(3)(torch.ones(2, 0, 3)),
  ],
  [
    'RuntimeError: expected weight shape to be (4,), got (3,)',
    () => nn.LinearCrossEntropyLoss(3, 4, { weight: torch.ones(3) }),
  ],
  [
    "ValueError: invalid acc_policy: 'foo'",
    () => make('LinearCrossEntropyOptions', { acc_policy: 'foo' }),
  ],
  [
    "ValueError: invalid chunking_method: 'aspect_ratio:0'",
    () => nn.LinearCrossEntropyOptions({ chunking_method: 'aspect_ratio:0' }),
  ],
  [
    'ValueError: batch_chunk_size must be positive int or None, got 0',
    () => nn.LinearCrossEntropyOptions({ batch_chunk_size: 0 }),
  ],
  [
    'ValueError: acc_dtype must be one of {None, torch.float16, torch.bfloat16, torch.float32, torch.float64}, got torch.int64. Pass acc_dtype=None to let the op pick automatically.',
    () => nn.LinearCrossEntropyOptions({ acc_dtype: torch.int64 }),
  ],
  [
    "ValueError: batch_chunk_size (=2) and chunking_method ('aspect_ratio') give different chunk sizes (2 vs 4); pass only one.",
    () => {
      const options = nn.LinearCrossEntropyOptions({
        batch_chunk_size: 2,
        chunking_method: 'aspect_ratio',
      })
      nn.LinearCrossEntropyLoss(3, 4, { options })(torch.ones(8, 3), torch.zeros(8).long())
    },
  ],
  [
    'ValueError: either size or scale_factor should be defined',
    () => nn.Upsample()(torch.ones(1, 1, 2)),
  ],
  [
    "TypeError: Fold.__init__() missing 1 required positional argument: 'kernel_size'",
    () => make('Fold', 4),
  ],
  [
    'RuntimeError: Cannot register the same function as the state dict post hook that was previously registered via register_state_dict_post_hook',
    () => {
      const hook = (): undefined => undefined
      const linear = nn.Linear(1, 1)
      linear.register_state_dict_post_hook(hook)
      linear._register_state_dict_hook(hook)
    },
  ],
]

test.each(cases)('%s', (text, run) => {
  let error: Error | null = null
  try {
    run()
  } catch (thrown) {
    error = thrown as Error
  }
  expect(error && `${error.name}: ${error.message}`).toBe(text)
})

test('layers take their inputs by keyword', () => {
  const input = torch.ones(2)
  const target = torch.zeros(2)
  const criterion = nn.MSELoss()
  expect((call(criterion, { target, input }) as torch.Tensor).item()).toBe(1)
  expect((call(criterion, input, { target }) as torch.Tensor).item()).toBe(1)
  const deviation = nn.GaussianNLLLoss()
  const options = { target, var: torch.ones(2), input }
  expect((call(deviation, options) as torch.Tensor).item()).toBe(0.5)
})

test('layers settle what they are given', () => {
  const pretrained = torch.randn(4, 3)
  const embedding = nn.Embedding.from_pretrained(pretrained, { freeze: false, padding_idx: 1 })
  expect(embedding.weight.requires_grad).toBe(true)
  expect(`${embedding}`).toBe('Embedding(4, 3, padding_idx=1)')
  const [maxima, where] = nn.MaxPool2d(2, { return_indices: true })(
    torch.arange(16).reshape(1, 4, 4).float(),
  ) as unknown as [torch.Tensor, torch.Tensor]
  expect(maxima.flatten().tolist()).toEqual([5, 7, 13, 15])
  expect(where.flatten().tolist()).toEqual([5, 7, 13, 15])
})

test('an old state of instance normalisation says what is wrong with it', () => {
  const state = { running_mean: torch.ones(2) }
  expect(() => nn.InstanceNorm1d(2).load_state_dict(state)).toThrow(
    'Error(s) in loading state_dict for InstanceNorm1d:\n\tUnexpected running stats buffer(s) "running_mean" for ' +
      'InstanceNorm1d with track_running_stats=False. If state_dict is a checkpoint saved before 0.4.0',
  )
})

test('layers warn as in Python', () => {
  const texts = catch_warnings((caught) => {
    nn.InstanceNorm1d(5)(torch.ones(2, 3, 4))
    nn.Container({ a: nn.ReLU() })
    nn.NLLLoss2d()
    const options = nn.LinearCrossEntropyOptions()
    const loss = nn.LinearCrossEntropyLoss(3, 4, { label_smoothing: 0.5, options })
    loss(torch.ones(8, 3), torch.zeros(8).long())
    return caught.map(({ name, message }) => `${name}: ${message}`)
  })
  expect(texts).toEqual([
    "UserWarning: input's size at dim=1 does not match num_features. You can silence this warning by not passing in num_features, which is not used because affine=False",
    'FutureWarning: `nn.Container` is deprecated. All of its functionality is now implemented in `nn.Module`. Subclass that instead.',
    'FutureWarning: `NLLLoss2d` has been deprecated. Please use `NLLLoss` instead as a drop-in replacement and see https://pytorch.org/docs/main/nn.html#torch.nn.NLLLoss for more details.',
    "UserWarning: linear_cross_entropy: ``options`` ignored; chunked path needs reduction in {'mean','sum','none'}, label_smoothing == 0, target.dtype == int64, out_features == (). Got reduction='mean', label_smoothing=0.5, target.dtype=torch.int64, out_features=(), tracing=False, linear_bias.shape=None.",
  ])
})

test('settings print as in Python', () => {
  expect(`${nn.Upsample({ scale_factor: [2, 3] })}`).toBe(
    "Upsample(scale_factor=(2.0, 3.0), mode='nearest')",
  )
  expect(`${nn.Upsample([2, 3], { mode: 'bilinear' })}`).toBe(
    "Upsample(size=(2, 3), mode='bilinear')",
  )
  expect(`${nn.LinearCrossEntropyOptions({ batch_chunk_size: 2 })}`).toBe(
    "LinearCrossEntropyOptions(allow_retain_graph=False, batch_chunk_size=2, chunking_method='auto', acc_policy='auto', acc_dtype=None)",
  )
  const adaptive = nn.AdaptiveLogSoftmaxWithLoss(4, 5, [2])
  const both = adaptive(torch.zeros(2, 4), torch.tensor([1, 0]))
  expect(`${both}`).toMatch(/^_ASMoutput\(output=tensor\(\[-1.0986, -1.0986\], grad_fn=<AddBack/)
  expect(both.output === both[0] && both.loss === both[1]).toBe(true)
})
