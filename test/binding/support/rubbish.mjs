// node rubbish.mjs <natives|operators> <seed> <rounds> <log>: calls everything with rubbish. It must throw or return.
// What is being called stands in the log, for when the process dies.
import { closeSync, openSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import torch from 'torch-node'
import { likely, natives, operands, seeded, tensors } from './values.mjs'

/** @typedef {(...args: unknown[]) => unknown} Callee */

const [what, seed, rounds, log] = process.argv.slice(2)
const file = openSync(/** @type {string} */ (log), 'w')
const random = seeded(Number(seed))
/** @template T @param {readonly T[]} list @returns {T} */
const pick = (list) => /** @type {T} */ (list[Math.floor(random() * list.length)])
const counts = { returned: 0, threw: 0 }

/** @param {string} name @param {Callee} callee @param {(readonly [string, () => unknown])[]} makers */
function call(name, callee, makers) {
  const text = `${name}(${makers.map(([label]) => label).join(', ')})`
  writeSync(file, text.padEnd(500), 0)
  try {
    const result = callee(...makers.map(([, make]) => make()))
    if (result instanceof Promise) result.catch(() => {})
    counts.returned++
  } catch {
    counts.threw++
  }
}

/** @param {readonly (readonly [string, () => unknown])[]} pool @param {number} count */
const some = (pool, count) => Array.from({ length: count }, () => pick(pool))

// Operators as lib calls them: (wrapper, mask, ...arguments). Here nothing of that is right.
const schemas = [
  'aten::add.Tensor',
  'aten::mul_.Scalar',
  'aten::cat',
  'aten::sum.dim_IntList',
  'aten::view',
  'aten::index.Tensor',
  'aten::empty.memory_format',
  'aten::full',
  'aten::to.dtype',
  'aten::max.dim',
  'aten::conv2d',
  'aten::linear',
  'aten::split.Tensor',
  'aten::normal_',
  'aten::einsum',
  'aten::_foreach_add.List',
]

function callNatives() {
  const native = createRequire(import.meta.url)('../../../build/Release/torch_node.node')
  // A process can only ever have so many threads; the others write files, whatever their names.
  const skipped = new Set([
    'setNumThreads',
    'setNumInteropThreads',
    'profilerSave',
    'executionTraceAdd',
  ])
  const names = Object.keys(native).filter(
    (name) => typeof native[name] === 'function' && !skipped.has(name),
  )
  const callees = [
    ...names.map((name) => /** @type {[string, Callee]} */ ([name, native[name]])),
    ...schemas.map(
      (schema) => /** @type {[string, Callee]} */ ([schema, native.findOperator(schema)]),
    ),
  ]
  for (let round = 0; round < Number(rounds); round++) {
    for (const [name, callee] of callees) {
      call(name, callee, some(natives, Math.floor(random() * 7)))
      // With a first argument that is right, the others are looked at too.
      const first = /** @type {const} */ ([
        'handle',
        () => /** @type {{ _h: number }} */ (pick(tensors)[1]())._h,
      ])
      call(name, callee, [first, ...some(natives, Math.floor(random() * 6))])
    }
    restore(native)
  }
}

/** What calls may have switched. @param {Record<string, Callee>} native */
function restore(native) {
  while (native.isInferenceModeEnabled?.()) native.popInferenceMode?.()
  native.setGradEnabled?.(true)
  for (const device of ['cpu', 'cuda']) native.setAutocastEnabled?.(device, false)
  native.setDefaultDevice?.(null)
  native.setDefaultDtype?.(torch.float32)
  native.setDeterministic?.(false, false)
}

const families = /** @type {const} */ ([
  ['torch', torch],
  ['torch.nn.functional', torch.nn.functional],
  ['torch.linalg', torch.linalg],
  ['torch.fft', torch.fft],
  ['torch.special', torch.special],
])
const settings = /^(set_|_|manual_seed|seed|save|load|compile|enable|inference|no_grad|cuda)/

function callOperators() {
  /** @type {[string, Callee][]} */
  const callees = []
  for (const [family, members] of families) {
    for (const [name, value] of Object.entries(members)) {
      if (typeof value !== 'function' || settings.test(name) || /^[A-Z]/.test(name)) continue
      callees.push([`${family}.${name}`, /** @type {Callee} */ (value)])
    }
  }
  for (const name of Object.getOwnPropertyNames(torch.Tensor.prototype)) {
    const { value } = Object.getOwnPropertyDescriptor(torch.Tensor.prototype, name) ?? {}
    if (typeof value !== 'function' || name === 'constructor') continue
    callees.push([`Tensor.${name}`, (self, ...rest) => value.apply(self, rest)])
  }
  for (let i = 0; i < Number(rounds); i++) {
    const [name, callee] = pick(callees)
    const first = random() < 0.8 ? [pick(tensors)] : []
    const pool = random() < 0.5 ? operands : likely
    call(name, callee, [...first, ...some(pool, Math.floor(random() * 5))])
  }
}

console.warn = () => {}
if (what === 'natives') callNatives()
else callOperators()
closeSync(file)

const { returned, threw } = counts
const alive = torch.ones(2, 3).matmul(torch.ones(3, 2)).sum().item()
process.stdout.write(JSON.stringify({ returned, threw, alive }))
