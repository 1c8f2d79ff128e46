// What Python 2.13 says where there is no GPU, by a build without CUDA and by one with it.

import torch from 'torch-node'
import { type Attempt, outcome } from './support/outcome.js'

const { cuda } = torch
const built = torch.backends.cuda.is_built()

const notCompiled = 'AssertionError: Torch not compiled with CUDA enabled'
const noDriver = /^RuntimeError: (Found no NVIDIA driver on your system|No CUDA GPUs are available)/
/** What asks for a GPU is told. */
const none = built ? noDriver : notCompiled
/** The same for a number as a device, which is the accelerator's, and for pinned memory. */
const noAccelerator = built
  ? noDriver
  : 'RuntimeError: Cannot access accelerator device when none is available.'

type Row = [name: string, attempt: Attempt, expected: string | RegExp]

const x = torch.zeros(2)
const CUDA = { device: 'cuda' }

const tensors: Row[] = [
  ['x.cuda()', () => x.cuda(), none],
  ['x.cuda(0)', () => x.cuda(0), noAccelerator],
  ["x.cuda('cuda:1')", () => x.cuda('cuda:1'), none],
  ["x.cuda('cpu')", () => x.cuda('cpu'), 'RuntimeError: Invalid device, must be cuda device'],
  ['x.cuda(-1)', () => x.cuda(-1), 'RuntimeError: Device index must not be negative'],
  [
    'x.cuda(1.5)',
    () => x.cuda(1.5),
    "TypeError: cuda(): argument 'device' (position 1) must be torch.device, not float",
  ],
  ["x.to('cuda')", () => x.to('cuda'), none],
  ['x.to(0)', () => x.to(0), noAccelerator],
  ["x.to(device('cuda'), float64)", () => x.to(torch.device('cuda'), torch.float64), none],
  ['x.cpu() is x', () => x.cpu() === x, 'true'],
  ['x.is_cuda', () => x.is_cuda, 'false'],
  ['x.get_device()', () => x.get_device(), '-1'],
  ['x.is_pinned()', () => x.is_pinned(), 'false'],
  ['x.pin_memory()', () => x.pin_memory(), noAccelerator],
  [
    'zeros, pinned',
    () => torch.zeros(2, { pin_memory: true }),
    built
      ? noDriver
      : 'RuntimeError: pin_memory=True requires a CUDA or other accelerator backend; no pinned memory allocator is available on this system.',
  ],
  ['Linear(2, 2).cuda()', () => torch.nn.Linear(2, 2).cuda(), none],
  ["Linear(2, 2).to('cuda')", () => torch.nn.Linear(2, 2).to('cuda'), none],
  ['Linear on cuda', () => torch.nn.Linear(2, 2, CUDA), none],
  [
    'zeros on xpu',
    () => torch.zeros(2, { device: 'xpu' }),
    'AssertionError: Torch not compiled with XPU enabled',
  ],
]

const factories: Row[] = [
  ['zeros', () => torch.zeros(2, CUDA), none],
  ['zeros, a number', () => torch.zeros(2, { device: 0 }), noAccelerator],
  ['zeros, an index', () => torch.zeros(2, { device: 'cuda:3' }), none],
  ['zeros, an object', () => torch.zeros(2, { device: torch.device('cuda') }), none],
  ['empty', () => torch.empty(2, CUDA), none],
  ['full', () => torch.full([2], 1, CUDA), none],
  ['arange', () => torch.arange(3, CUDA), none],
  ['linspace', () => torch.linspace(0, 1, 3, CUDA), none],
  ['eye', () => torch.eye(2, CUDA), none],
  ['randn', () => torch.randn(2, CUDA), none],
  ['randperm', () => torch.randperm(3, CUDA), none],
  ['normal', () => torch.normal(0, 1, [2], CUDA), none],
  ['zeros_like', () => torch.zeros_like(x, CUDA), none],
  ['tensor', () => torch.tensor([1], CUDA), none],
  ['as_tensor', () => torch.as_tensor([1], CUDA), none],
  ['asarray', () => torch.asarray([1], CUDA), none],
  ['new_zeros', () => x.new_zeros(2, CUDA), none],
  ['new_tensor', () => x.new_tensor([1], CUDA), none],
]

const functions: Row[] = [
  ['is_available', () => cuda.is_available(), 'false'],
  ['device_count', () => cuda.device_count(), '0'],
  ['is_initialized', () => cuda.is_initialized(), 'false'],
  ['init', () => cuda.init(), none],
  ['current_device', () => cuda.current_device(), none],
  ['set_device(0)', () => cuda.set_device(0), none],
  ["set_device('cuda:1')", () => cuda.set_device('cuda:1'), none],
  ['set_device(-1)', () => cuda.set_device(-1), 'undefined'],
  [
    "set_device('cpu')",
    () => cuda.set_device('cpu'),
    'ValueError: Expected a cuda device, but got: cpu',
  ],
  [
    "set_device('cuda')",
    () => cuda.set_device('cuda'),
    'ValueError: Expected a torch.device with a specified index or an integer, but got:cuda',
  ],
  [
    'set_device(1.5)',
    () => cuda.set_device(1.5),
    'ValueError: Expected a torch.device with a specified index or an integer, but got:1.5',
  ],
  [
    'set_device()',
    () => (cuda.set_device as Attempt)(),
    "TypeError: set_device() missing 1 required positional argument: 'device'",
  ],
  [
    'current_device(1)',
    () => (cuda.current_device as (device: number) => number)(1),
    'TypeError: current_device() takes 0 positional arguments but 1 was given',
  ],
  ['get_device_name', () => cuda.get_device_name(), none],
  ['get_device_name(0)', () => cuda.get_device_name(0), none],
  ['get_device_capability', () => cuda.get_device_capability(), none],
  ['get_device_properties', () => cuda.get_device_properties(0), none],
  ['synchronize', () => cuda.synchronize(), none],
  ["synchronize('cpu')", () => cuda.synchronize('cpu'), none],
  ['memory_allocated', () => cuda.memory_allocated(), '0'],
  ['memory_allocated(0)', () => cuda.memory_allocated(0), '0'],
  ['memory_reserved', () => cuda.memory_reserved(), '0'],
  ['max_memory_allocated', () => cuda.max_memory_allocated(), '0'],
  ['max_memory_reserved', () => cuda.max_memory_reserved(), '0'],
  ['empty_cache', () => cuda.empty_cache(), 'undefined'],
  ['device(-1)', () => cuda.device(-1, () => 'done'), 'done'],
]

const randomness: Row[] = [
  ['manual_seed', () => cuda.manual_seed(1), 'undefined'],
  ['manual_seed_all', () => cuda.manual_seed_all(1), 'undefined'],
  ['seed', () => cuda.seed(), 'undefined'],
  ['seed_all', () => cuda.seed_all(), 'undefined'],
  [
    'manual_seed()',
    () => (cuda.manual_seed as Attempt)(),
    "TypeError: manual_seed() missing 1 required positional argument: 'seed'",
  ],
  [
    "manual_seed('a')",
    () => (cuda.manual_seed as unknown as (seed: string) => void)('a'),
    "ValueError: invalid literal for int() with base 10: 'a'",
  ],
  ['initial_seed', () => cuda.initial_seed(), none],
  ['get_rng_state', () => cuda.get_rng_state(), none],
  ['get_rng_state(0)', () => cuda.get_rng_state(0), none],
  ['get_rng_state_all', () => cuda.get_rng_state_all().length, '0'],
  ['set_rng_state', () => cuda.set_rng_state(torch.get_rng_state()), 'undefined'],
  ['set_rng_state_all', () => cuda.set_rng_state_all([]), 'undefined'],
  [
    'Generator',
    () => new torch.Generator('cuda'),
    built
      ? /^(AcceleratorError|RuntimeError): CUDA error: /
      : /^RuntimeError: Cannot get CUDA generator without ATen_cuda library\. /,
  ],
  ['fork_rng of a GPU', () => torch.random.fork_rng({ devices: [0] }, () => 'done'), none],
  ['fork_rng of all', () => torch.random.fork_rng(() => 'done'), 'done'],
]

// Where there is a GPU the files beside this one have their turn.
const withoutGpu = cuda.is_available() ? describe.skip : describe

withoutGpu.each([
  ['tensors', tensors],
  ['factories', factories],
  ['torch.cuda', functions],
  ['randomness', randomness],
])('without a GPU (skipped where there is one): %s', (_title, rows) => {
  test.each(rows)('%s', (_name, attempt, expected) => {
    if (typeof expected === 'string') expect(outcome(attempt)).toBe(expected)
    else expect(outcome(attempt)).toMatch(expected)
  })
})

withoutGpu('without a GPU (skipped where there is one): the default device', () => {
  afterEach(() => torch.set_default_device(null))

  test('is refused by what uses it, not by what sets it', () => {
    torch.set_default_device('cuda:1')
    expect(torch.get_default_device().__repr__()).toBe("device(type='cuda', index=1)")
    for (const attempt of [() => torch.zeros(2), () => torch.tensor([1]), () => torch.rand(2)]) {
      if (built) expect(outcome(attempt)).toMatch(noDriver)
      else expect(outcome(attempt)).toBe(notCompiled)
    }
    expect(torch.zeros(2, { device: 'cpu' }).tolist()).toEqual([0, 0])
  })
})
