// Broken and hostile files give values or errors: nothing else may happen. TORCH_NODE_MUTATIONS says how many are tried,
// TORCH_NODE_MUTATIONS_SEED which.

import torch, { type Tensor } from 'torch-node'
import * as safetensors from 'torch-node/safetensors/torch'
import { catch_warnings } from 'torch-node/warnings'
import { bytes, golden } from './support.js'
import { recordOf, zipped } from './zip.js'

const count = Number(process.env.TORCH_NODE_MUTATIONS ?? 400)
const seed = Number(process.env.TORCH_NODE_MUTATIONS_SEED ?? 1)

const large = new Set([
  'large tensor',
  'many tensors',
  'thousand',
  'large dict',
  'large ordered dict',
  'long list',
])
const cases = Object.entries(golden.cases).filter(([name]) => !large.has(name))
const zips = cases.map(([, { file }]) => Buffer.from(bytes(file)))
const legacy = cases.flatMap(([, one]) =>
  one.legacy === undefined ? [] : [Buffer.from(bytes(one.legacy))],
)
const tensors = { a: torch.arange(6).view(2, 3), b: torch.ones([]), c: torch.empty(0, 2) }
const safe = [Buffer.from(safetensors.save(tensors, { note: 'x' }))]

// mulberry32: the same files in every run.
let state = seed
function random(below: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % below
}
const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T

const interesting = [0, 1, 0x7f, 0x80, 0xff, ...Buffer.from('.(RQbq]}t\x85\x88Nc')]

const changes: ((file: Buffer) => Buffer)[] = [
  (file) => file.subarray(0, random(file.length)),
  (file) => {
    file[random(file.length)] = random(256)
    return file
  },
  (file) => {
    for (let i = random(8); i >= 0; i--) file[random(file.length)] = pick(interesting)
    return file
  },
  (file) => {
    const at = random(file.length)
    file.fill(pick([0, 0xff]), at, Math.min(at + 1 + random(8), file.length))
    return file
  },
  (file) => {
    const at = random(file.length)
    return Buffer.concat([file.subarray(0, at), file.subarray(at + 1 + random(16))])
  },
  (file) => {
    const [from, to] = [random(file.length), random(file.length)]
    const part = file.subarray(from, from + random(24))
    return Buffer.concat([file.subarray(0, to), part, file.subarray(to)])
  },
]

const mutated = (file: Buffer): Buffer => pick(changes)(Buffer.from(file))

const data = Object.values(golden.data).map(({ file }) => Buffer.from(bytes(file)))

function mutatedPickle(files: readonly Buffer[]): Uint8Array {
  const file = pick(files)
  const records: Record<string, Uint8Array> = { 'data.pkl': mutated(recordOf(file, 'data.pkl')) }
  for (const key of ['0', '1', '2', '3']) {
    try {
      records[`data/${key}`] = recordOf(file, `data/${key}`)
    } catch {
      break
    }
  }
  return zipped(records)
}

const kinds: [name: string, make: () => unknown][] = [
  ['zip', () => torch.load(mutated(pick(zips)))],
  ['pickle in a zip', () => torch.load(mutatedPickle(zips))],
  ['any pickle', () => torch.load(mutatedPickle(data), { weights_only: false })],
  ['legacy', () => torch.load(mutated(pick(legacy)))],
  ['tar', () => torch.load(mutated(Buffer.from(bytes(golden.tar))), { weights_only: false })],
  ['safetensors', () => safetensors.load(mutated(pick(safe)))],
]

test.each(kinds)('%s: errors or values', (_, make) => {
  let failed = 0
  catch_warnings(() => {
    for (let i = 0; i < Math.ceil(count / kinds.length); i++) {
      let value: unknown
      try {
        value = make()
      } catch (error) {
        failed++
        if (!(error instanceof Error)) throw error
        continue
      }
      // What was read can be looked at.
      try {
        inspect(value)
      } catch (error) {
        if (!(error instanceof Error)) throw error
      }
    }
  })
  expect(failed).toBeGreaterThan(0)
})

// Reads all elements, wherever they lie.
function use(x: Tensor): unknown {
  if (x.is_nested) return x.unbind().map(use)
  if (x.is_meta || x.numel() > 100_000) return null
  if (x.is_quantized) return x.dequantize().sum()
  return x.layout === torch.strided ? x.clone() : x.to_dense()
}

function inspect(value: unknown, depth = 0): string {
  if (depth > 5) return ''
  const inner = (one: unknown): string => inspect(one, depth + 1)
  if (Array.isArray(value)) return value.slice(0, 20).map(inner).join()
  if (value instanceof Map) return [...value.values()].map(inner).join()
  if (value instanceof torch.Tensor) use(value as Tensor)
  const isPlain = typeof value === 'object' && value !== null && value.constructor === Object
  return isPlain ? Object.values(value).map(inner).join() : String(value)
}
