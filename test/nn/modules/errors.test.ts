// The class and text of what Python throws at wrong settings and inputs of modules.
import torch, { nn } from 'torch-node'

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
