// What goes from a worker to the loop, and from the loop to a worker, for behaviours.mjs.
import torch, { nn } from 'torch-node'
import { range } from 'torch-node/builtins'
import { IndexError, KeyError, RuntimeError, ValueError } from 'torch-node/errors'
import { Dataset, IterableDataset } from 'torch-node/utils/data'

/** @param {unknown[]} items */
export const only = (items) => items[0]

/** Gives what it was made with, so that it crosses twice. */
export class Echo extends Dataset {
  /** @param {unknown} thing */
  constructor(thing) {
    super()
    this.thing = thing
  }
  __getitem__() {
    return this.thing
  }
  __len__() {
    return 1
  }
}

export class Point {
  /** @param {number} x */
  constructor(x) {
    this.x = x
    this.made = true
  }
  double() {
    return 2 * this.x
  }
  /** @param {unknown[]} items */
  static gather(items) {
    return ['gathered', ...items]
  }
}

export class Mode {
  static NEAREST = new Mode('nearest')
  static LINEAR = new Mode('linear')
  /** @param {string} name */
  constructor(name) {
    this.name = name
  }
}

export class Secret {
  #value
  /** @param {number} value */
  constructor(value) {
    this.#value = value
  }
  reveal() {
    return this.#value
  }
  /** @returns {[typeof Secret, [number]]} */
  __reduce__() {
    return [Secret, [this.#value]]
  }
}

export class Scale extends nn.Module {
  /** @param {number} by */
  constructor(by) {
    super()
    this.by = by
    this.inner = nn.Linear(2, 1)
    this.register_buffer('offset', torch.ones(1))
  }
  /** @param {torch.Tensor} x */
  forward(x) {
    return this.inner(x)
      .mul(this.by)
      .add(/** @type {any} */ (this).offset)
  }
}

export class Applies extends Dataset {
  /** @param {(x: torch.Tensor) => torch.Tensor} transform */
  constructor(transform) {
    super()
    this.transform = transform
  }
  /** @param {number} i */
  __getitem__(i) {
    return torch.no_grad(() => this.transform(torch.tensor([i, 1], { dtype: torch.float })))
  }
  __len__() {
    return 3
  }
}

/** @type {Record<string, (thing: any) => unknown>} */
const fails = {
  'a Python error': () => {
    throw new ValueError('bad item')
  },
  'an error of LibTorch': () => torch.ones(2).view(3),
  "JavaScript's own": () => JSON.parse('{'),
  'of a class of its own': () => {
    throw new Trouble('deep', 7)
  },
  'of a class that is not exported': () => {
    throw new Hidden('deep')
  },
  'a key': () => {
    throw new KeyError('a')
  },
  null: () => {
    throw null
  },
  'a text': () => {
    throw 'just text'
  },
  'with what cannot be sent': () => {
    throw Object.assign(new IndexError('far'), { fn: () => 1 })
  },
  'what cannot be sent': () => () => 1,
  'a graph': () => torch.ones(2, { requires_grad: true }).mul(2),
  'an exit': () => process.exit(3),
  'a loop without end': () => {
    for (;;) {}
  },
  'a lack of memory': () => {
    const list = []
    for (;;) list.push({ list: [list.length] })
  },
  'a loader of its own': () => [...new torch.utils.data.DataLoader([1], { num_workers: 1 })],
}

export class Trouble extends RuntimeError {
  /**
   * @param {string} text
   * @param {number} level
   */
  constructor(text, level) {
    if (level === undefined) throw new Error('wants a level')
    super(text)
    this.level = level
  }
}
class Hidden extends ValueError {}

export class Fails extends Dataset {
  /** @param {string} how */
  constructor(how) {
    super()
    this.how = how
  }
  /** @param {number} i */
  __getitem__(i) {
    return i === 1 ? fails[this.how]?.(i) : i
  }
  __len__() {
    return 6
  }
}

export class FailsAtOnce extends IterableDataset {
  __iter__() {
    throw new ValueError('no start')
  }
}

/** All of it in each worker. */
export class Doubled extends IterableDataset {
  __iter__() {
    return [0, 1, 2][Symbol.iterator]()
  }
  __len__() {
    return 3
  }
  toString() {
    return 'Doubled()'
  }
}

export class Counts extends Dataset {
  constructor() {
    super()
    this.asked = 0
  }
  __getitem__() {
    return ++this.asked
  }
  __len__() {
    return 4
  }
}

export class Prints extends Dataset {
  /** @param {number} i */
  __getitem__(i) {
    console.log(`item ${i}`)
    console.error(`warning ${i}`)
    return i
  }
  __len__() {
    return 2
  }
}

export class Threads extends Dataset {
  __getitem__() {
    return [torch.get_num_threads(), torch.is_grad_enabled()]
  }
  __len__() {
    return 1
  }
}

export class Slow extends Dataset {
  /**
   * @param {number} n
   * @param {number} ms
   */
  constructor(n, ms) {
    super()
    Object.assign(this, { n, ms })
  }
  /** @param {number} i */
  __getitem__(i) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, /** @type {any} */ (this).ms)
    return i
  }
  __len__() {
    return /** @type {any} */ (this).n
  }
}

/** @param {number} id */
export const failsAtStart = (id) => {
  throw new ValueError(`no worker ${id}`)
}

/** @type {Record<string, () => unknown>} */
export const things = {
  map: () => new Map([['a', torch.ones(2)]]),
  set: () => new Set([1, 'b']),
  dict: () => ({ a: 1, b: [null, undefined, true, 2n, 'text', Number.NaN] }),
  floats: () => new Float32Array([1, 2]),
  date: () => new Date(5),
  size: () => torch.ones(2, 3).shape,
  names: () => torch.ones(2, 2).max(1),
  dtype: () => [torch.float16, torch.strided, torch.channels_last, torch.per_tensor_affine],
  device: () => torch.device('cpu'),
  slice: () => torch.Slice(1, null, 2),
  range: () => [range(2, 9, 3), range(5000)],
  generator: () => torch.Generator().manual_seed(5),
  point: () => new Point(4),
  secret: () => new Secret(5),
  function: () => [only, torch.relu, Point],
  parameter: () => nn.Parameter(torch.ones(2)),
  leaf: () => torch.ones(2, { requires_grad: true }),
  sparse: () => torch.eye(2).to_sparse(),
  complex: () => torch.complex(torch.ones(2), torch.zeros(2)).conj(),
  array: () => torch.from_numpy(new Float32Array([1, 2])),
  ndarray: () => [torch.ones(2, 2).numpy(), torch.from_numpy(new Uint8Array([1, 2])).numpy()],
  buffer: () => [Buffer.from('text'), new Uint8Array([1, 2]).subarray(1)],
  nothing: () => [torch.ones(0), torch.tensor(3)],
}
