// Every builder against Python's: state, text and weights of all, and the numbers of those that are small enough.

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import torch, { type nn, type Tensor } from 'torch-node'
import models from 'torch-node/torchvision/models'

type Packed = [shape: number[], base64: string]
type Config = Record<string, unknown>

interface Golden {
  meta: {
    name: string
    kwargs: Config
    module: string
    keys: number
    state: string
    repr: string
    lines: number
  }[]
  weights: {
    name: string
    enum: string
    default: string
    members: [text: string, url: string, preset: Config, meta: Config][]
  }[]
  full: {
    name: string
    kwargs: Config
    size: number
    initial: string
    eval: Packed
    train?: Packed
    grads?: Packed[]
    buffers?: string
  }[]
}

const path = join(__dirname, '..', 'golden', 'torchvision_models.gz')
const golden = JSON.parse(gunzipSync(readFileSync(path)).toString()) as Golden

function sha(...parts: (string | Uint8Array)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex').slice(0, 16)
}

function bytesOf(tensor: Tensor): Uint8Array {
  const { data } = tensor.detach().contiguous().numpy() as unknown as { data: Float32Array }
  const offset = data.byteOffset + tensor.storage_offset() * tensor.element_size()
  return new Uint8Array(data.buffer, offset, tensor.numel() * tensor.element_size())
}

const title = (key: string, value: Tensor): string => `${key} [${[...value.shape].join(', ')}]`

function hashOf(state: Iterable<readonly [string, Tensor]>): string {
  return sha(...[...state].flatMap(([key, value]) => [title(key, value), bytesOf(value)]))
}

function pack(tensor: Tensor): Packed {
  // Of maps a few pixels.
  const kept = tensor.ndim === 4 ? tensor.index(['...', '::9', '::9']).clone() : tensor
  return [[...kept.shape], Buffer.from(bytesOf(kept)).toString('base64')]
}

const tensors = (model: nn.Module) => Object.entries(model.state_dict() as Record<string, Tensor>)

// Of several outputs their sum.
function scoresOf(output: unknown): Tensor {
  if (output instanceof torch.Tensor) return output
  const all = Object.values(output as Record<string, Tensor>)
  return all.reduce((sum, one) => sum.add(one))
}

const built = new Set(models.list_models())
const here = <T extends { name: string }>(rows: T[]): T[] =>
  rows.filter(({ name }) => built.has(name))

test('all that Python has is here', () => {
  expect(golden.meta.map(({ name }) => name).filter((name) => !built.has(name))).toEqual([])
})

describe.each(here(golden.meta))('torchvision.models.$name', ({ name, kwargs, ...expected }) => {
  it('has the same state and text', () => {
    const model = torch.device('meta', () => models.get_model(name, kwargs))
    const lines = tensors(model).map(([key, value]) => title(key, value))
    const text = String(model)
    expect({ keys: lines.length, state: sha(lines.join('\n')) }).toEqual({
      keys: expected.keys,
      state: expected.state,
    })
    expect({ lines: text.split('\n').length, repr: sha(text) }).toEqual({
      lines: expected.lines,
      repr: expected.repr,
    })
  })
})

describe.each(here(golden.weights))('weights of torchvision.models.$name', (expected) => {
  it('are the same', () => {
    const weights = models.get_model_weights(expected.name)
    expect(weights.name).toBe(expected.enum)
    expect(String(weights.DEFAULT)).toBe(expected.default)
    const rows = Array.from(weights, (one) => {
      const { categories, ...meta } = one.meta
      const classes = categories === null ? null : sha(categories.join('|'))
      return [String(one), one.url, { ...meta, classes }]
    })
    const wanted = expected.members.map(([text, url, , meta]) => [text, url, meta])
    // JSON, because it writes NaN as Python's None is written.
    expect(JSON.parse(JSON.stringify(rows))).toEqual(wanted)
  })

  it('come with the same preprocessing', () => {
    const weights = models.get_model_weights(expected.name)
    for (const [i, one] of [...weights].entries()) {
      const preset = one.transforms() as unknown as Record<string, unknown>
      const [, , settings] = expected.members[i] as (typeof expected.members)[number]
      for (const [key, value] of Object.entries(settings)) {
        const wanted = typeof value === 'number' ? [value] : value
        const found =
          key === 'interpolation' ? (preset[key] as { value: string }).value : preset[key]
        expect([key, found]).toEqual([key, wanted])
      }
    }
  })
})

describe.each(here(golden.full))('torchvision.models.$name($kwargs)', (expected) => {
  let threads: number
  beforeAll(() => {
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
  })
  afterAll(() => torch.set_num_threads(threads))

  it('starts, computes and learns to the bit as in Python', () => {
    const { name, kwargs, size } = expected
    torch.manual_seed(7)
    const model = models.get_model(name, { num_classes: 10, ...kwargs })
    expect(hashOf(tensors(model))).toBe(expected.initial)
    const images = torch.randn(2, 3, size, size)
    const parameters = [...model.parameters()]
    const head = parameters.at(-2) as Tensor
    torch.no_grad(() => head.normal_({ std: 0.02 }))
    model.eval()
    expect(pack(torch.no_grad(() => scoresOf(model(images))))).toEqual(expected.eval)
    if (!expected.train) return
    model.train()
    const out = scoresOf(model(images))
    expect(pack(out)).toEqual(expected.train)
    out.square().sum().backward()
    const grads = parameters.flatMap(({ grad }) => (grad === null ? [] : [grad]))
    const ends = [grads[0], grads[parameters.length - 1]] as [Tensor, Tensor]
    expect(ends.map((grad) => pack(grad.flatten().narrow(0, 0, 8)))).toEqual(expected.grads)
    expect(hashOf([...model.named_buffers()])).toBe(expected.buffers)
  })
})
