// Rubbish for the addon: [label, make] pairs. What is made is fresh each time, so that no call spoils another's input.
import torch from 'torch-node'

/** @typedef {readonly [label: string, make: () => unknown]} Maker */

/** A generator of numbers in [0, 1) that depends on nothing but its seed. @param {number} seed */
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const nested = () => {
  /** @type {unknown} */
  let list = 1
  for (let i = 0; i < 5000; i++) list = [list]
  return list
}

const cyclic = () => {
  /** @type {unknown[]} */
  const list = [1]
  list.push([list, list])
  return list
}

/** @param {unknown} what @param {object} target */
function throwing(what, target) {
  const trap = () => {
    throw what
  }
  const traps = [
    'get',
    'set',
    'has',
    'ownKeys',
    'getPrototypeOf',
    'getOwnPropertyDescriptor',
    'apply',
  ]
  return new Proxy(target, Object.fromEntries(traps.map((name) => [name, trap])))
}

/** @param {string} name @param {() => unknown} get */
const withGetter = (name, get) => Object.defineProperty({}, name, { get })

/** @param {number} at @param {() => unknown} get */
const listWithGetter = (at, get) => Object.defineProperty([1, 2, 3], at, { get })

const disposed = () => {
  const x = torch.ones(2)
  x.dispose()
  return x
}

const throwNull = () => {
  throw null
}

const detached = () => {
  const array = new Float32Array(4)
  structuredClone(array.buffer, { transfer: [array.buffer] })
  return array
}

/** @type {readonly Maker[]} */
export const tensors = [
  ['ones(2)', () => torch.ones(2)],
  ['ones(2, 3)', () => torch.ones(2, 3)],
  ['a float', () => torch.tensor(1.5)],
  ['an int', () => torch.tensor(1)],
  ['ints', () => torch.tensor([0, 1, 2])],
  ['bools', () => torch.tensor([true, false])],
  ['empty', () => torch.empty(0)],
  ['empty rows', () => torch.empty(2, 0, 3)],
  ['half', () => torch.ones(2, { dtype: torch.half })],
  ['bytes', () => torch.ones(4, { dtype: torch.uint8 })],
  ['complex', () => torch.ones(2, { dtype: torch.cfloat })],
  ['conj', () => torch.ones(2, { dtype: torch.cfloat }).conj()],
  ['requires_grad', () => torch.ones(2, { requires_grad: true })],
  ['result', () => torch.ones(2, { requires_grad: true }).mul(2)],
  ['expanded', () => torch.ones(1).expand(3, 4)],
  ['strided', () => torch.ones(4, 4).t()],
  ['meta', () => torch.ones(2, { device: 'meta' })],
  ['sparse', () => torch.ones(2, 2).to_sparse()],
  ['sparse rows', () => torch.eye(2).to_sparse_csr()],
  ['quantized', () => torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)],
  ['images', () => torch.ones(1, 2, 4, 4)],
]

/** @type {readonly Maker[]} */
const numbers = [
  ...[0, 1, 2, 3, 5, -1, -2, -0, 0.5, 2 ** 53, -(2 ** 53), 2 ** 62, 2 ** 63, 1e300],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** 31 - 1, -(2 ** 31)],
  ...[1n, -1n, 2n ** 62n, 2n ** 63n, 2n ** 64n, -(2n ** 70n), 2n ** 5000n],
].map((value) => /** @type {const} */ ([String(value).slice(0, 30), () => value]))

/** @type {readonly Maker[]} */
const texts = [
  '',
  'a',
  'cpu',
  'cuda',
  'cpu:99999999999',
  'meta',
  'mean',
  'aten::add',
  ':',
  '1:2',
  '...',
  '\0',
  '\ud800',
  'é',
].map((text) => [JSON.stringify(text), () => text])

/** @type {readonly Maker[]} */
const objects = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['true', () => true],
  ['false', () => false],
  ['symbol', () => Symbol('s')],
  ['function', () => () => 1],
  ['throws null', () => throwNull],
  ['class', () => class A {}],
  ['{}', () => ({})],
  ['no prototype', () => Object.create(null)],
  ['frozen', () => Object.freeze({})],
  ['date', () => new Date(0)],
  ['map', () => new Map([[1, 2]])],
  ['set', () => new Set([1])],
  ['promise', () => Promise.resolve(1)],
  ['long text', () => 'x'.repeat(100_000)],
  ['complex', () => ({ re: 1, im: 2 })],
  ['complex of texts', () => ({ re: 'a', im: 'b' })],
  ['disposed', disposed],
  ['_h: 1', () => ({ _h: 1 })],
  ['_h: 2 ** 31 - 1', () => ({ _h: 2 ** 31 - 1 })],
  ['_h: -5', () => ({ _h: -5 })],
  ['_h: text', () => ({ _h: 'a' })],
  ['_h: 0.5', () => ({ _h: 0.5 })],
  ['_h throws', () => withGetter('_h', throwNull)],
  ['dtype', () => torch.float32],
  ['quantized dtype', () => torch.qint8],
  ['forged dtype', () => ({ _k: 256 + 200 })],
  ['undefined dtype', () => ({ _k: 256 + 46 })],
  ['forged layout', () => ({ _k: 512 + 200 })],
  ['forged format', () => ({ _k: 768 + 200 })],
  ['forged device', () => ({ _k: 5 * 256 + 255, _i: 1e9 })],
  ['forged kind', () => ({ _k: 99999999 })],
  ['negative kind', () => ({ _k: -1 })],
  ['_k throws', () => withGetter('_k', throwNull)],
  ['layout', () => torch.strided],
  ['memory format', () => torch.channels_last],
  ['device', () => torch.device('cpu')],
  ['generator', () => torch.Generator()],
  ['proxy of {}', () => throwing(null, {})],
  ['proxy of []', () => throwing(new Error('mine'), [])],
  ['proxy of a function', () => throwing(null, () => 1)],
  ['proxy of a tensor', () => new Proxy(torch.ones(2), {})],
  [
    'revoked proxy',
    () => {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      return proxy
    },
  ],
  ['re throws', () => withGetter('re', throwNull)],
]

/** @type {readonly Maker[]} */
const lists = [
  ['[]', () => []],
  ['[[]]', () => [[]]],
  ['[1]', () => [1]],
  ['[1, 2]', () => [1, 2]],
  ['[2, 3]', () => [2, 3]],
  ['[-1]', () => [-1]],
  ['[0.5, 1]', () => [0.5, 1]],
  ['[2 ** 53, 2 ** 53]', () => [2 ** 53, 2 ** 53]],
  ['[2n ** 80n]', () => [2n ** 80n]],
  ['[[1, 2], [3]]', () => [[1, 2], [3]]],
  ['[null]', () => [null]],
  ['["a"]', () => ['a']],
  ['[true]', () => [true]],
  ['tensors', () => [torch.ones(2), torch.zeros(2)]],
  ['disposed among others', () => [torch.ones(2), disposed()]],
  ['tensor and null', () => [torch.ones(2), null]],
  ['cyclic', cyclic],
  ['5000 deep', nested],
  ['sparse list', () => Object.assign([1], { length: 2 ** 32 - 1 })],
  ['one hole', () => new Array(1)],
  ['many', () => new Array(5000).fill(1)],
  ['element throws null', () => listWithGetter(1, throwNull)],
  [
    'element throws',
    () =>
      listWithGetter(0, () => {
        throw new RangeError('mine')
      }),
  ],
  [
    'element shortens',
    () => {
      const list = [1, 2, 3]
      return Object.defineProperty(list, 0, {
        get: () => {
          list.length = 1
          return 1
        },
      })
    },
  ],
  [
    'element disposes',
    () => {
      const x = torch.ones(2)
      return Object.defineProperty([x, 1], 1, {
        get: () => {
          x.dispose()
          return x
        },
      })
    },
  ],
  ['element calls', () => listWithGetter(2, () => torch.ones(3).add(1))],
]

/** @type {readonly Maker[]} */
const memory = [
  ['Float32Array', () => new Float32Array(6)],
  ['BigInt64Array', () => new BigInt64Array(2)],
  ['Uint8Array', () => new Uint8Array(3)],
  ['no bytes', () => new Uint8Array(0)],
  ['detached', detached],
  ['shared', () => new Uint16Array(new SharedArrayBuffer(8))],
  ['DataView', () => new DataView(new ArrayBuffer(8))],
  ['ArrayBuffer', () => new ArrayBuffer(8)],
  ['ndarray', () => ({ data: new Float32Array(6), shape: [2, 3], stride: [3, 1], offset: 0 })],
  [
    'ndarray too large',
    () => ({ data: new Float32Array(6), shape: [2 ** 40, 2 ** 40], stride: [1, 1], offset: 0 }),
  ],
  [
    'ndarray that detaches',
    () => {
      const data = new Float32Array(6)
      const stride = () => {
        structuredClone(data.buffer, { transfer: [data.buffer] })
        return [1]
      }
      return Object.defineProperty({ data, shape: [6], offset: 0 }, 'stride', { get: stride })
    },
  ],
  [
    'ndarray whose shape throws',
    () => Object.defineProperty({ data: new Float32Array(1) }, 'shape', { get: throwNull }),
  ],
]

/** @type {readonly Maker[]} */
const handles = tensors.map(([label, make]) => [
  `handle of ${label}`,
  () => /** @type {{ _h: number }} */ (make())._h,
])

export const rubbish = [...numbers, ...texts, ...objects, ...lists, ...memory]
export const natives = [...rubbish, ...tensors, ...handles, ...handles, ...handles]
// What gets past the argument parser now and then.
const plain = new Set([
  '0',
  '1',
  '2',
  '3',
  '-1',
  '0.5',
  'true',
  'false',
  'null',
  '[1]',
  '[1, 2]',
  '[2, 3]',
  '[]',
  '"mean"',
  'tensors',
  'dtype',
])
export const likely = [...rubbish.filter(([label]) => plain.has(label)), ...tensors]

// What takes forever rather than fail: 2 ** 31 - 1 elements fit in memory, beyond 2 ** 50 they fit nowhere; and what
// lib writes in JavaScript walks through a sparse list as JavaScript does.
const slow = new Set(['2147483647', '-2147483648', 'sparse list'])
export const operands = [...rubbish.filter(([label]) => !slow.has(label)), ...tensors, ...tensors]
