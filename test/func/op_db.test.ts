// vmap over the calls of op_db, and over their gradients, as scripts/golden/op_db_vmap.py made Python do it.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import torch, { type Tensor } from 'torch-node'
import { decode, type Scope } from '../golden/support/arguments.js'
import { perform } from '../golden/support/call.js'
import type { Case } from '../golden/support/case.js'
import { bytesOf } from '../golden/support/compare.js'
import { Container } from '../golden/support/container.js'

type Box = Container<{ entries: { name: string; cases: Case[] }[] }>

const folder = join(__dirname, '..', 'golden')
const packed = gunzipSync(readFileSync(join(folder, 'func_op_db.gz')))
const answers = Object.entries(JSON.parse(packed.toString()) as Record<string, unknown[]>)

let open: { file: string; box: Box } | undefined
function box(file: string): Box {
  if (open?.file !== file) open = { file, box: new Container(join(folder, 'op_db', file)) }
  return open.box
}

const floating = ({ dtype }: Tensor) =>
  dtype.itemsize > 1 && (dtype.is_floating_point || dtype.is_complex)

function total(value: unknown): Tensor {
  if (!Array.isArray(value)) {
    const tensor = value as Tensor
    return tensor.is_complex() ? tensor.mul(tensor.conj()).real.sum() : tensor.sum()
  }
  const parts = value.filter((item) => !(item instanceof torch.Tensor) || floating(item))
  return parts.map(total).reduce((sum, part) => sum.add(part))
}

/** Type, shape and a digest of each tensor. */
function digest(value: unknown): unknown {
  if (value instanceof torch.Tensor) {
    if (value.layout !== torch.strided) return [String(value.layout), [...value.shape]]
    const sha = createHash('sha1').update(bytesOf(value)).digest('hex').slice(0, 10)
    return [String(value.dtype).slice('torch.'.length), [...value.shape], sha]
  }
  return Array.isArray(value) ? value.map(digest) : value
}

function attempt(body: () => unknown): unknown {
  torch.manual_seed(0)
  try {
    return digest(body())
  } catch (error) {
    const { name, message } = error as Error
    return { error: [name, message.split('\n')[0]] }
  }
}

/** What Python was asked for: the mapped call, and the mapped gradient if `both`. */
function mapped(test: Case, container: Box, both: boolean): unknown[] {
  const inputs = test.inputs.map(([row]) => container.make(row))
  const call = (...inputs: Tensor[]): unknown => {
    const scope: Scope = { inputs, results: [] }
    for (const step of test.calls) scope.results.push(perform(step, scope))
    return decode(test.out, scope)
  }
  const floats = inputs.flatMap((tensor, at) => (floating(tensor) ? [at] : []))
  const chosen = floats.length > 0 ? floats : [0]
  const in_dims = inputs.map((_, at) => (chosen.includes(at) ? 0 : null))
  const tensors = inputs.map((t, at) =>
    in_dims[at] === null ? t : torch.stack([t, floating(t) ? t.mul(0.5) : t]),
  )
  const options = { in_dims, randomness: 'different' } as const
  const gradient = torch.func.grad((...inputs: Tensor[]) => total(call(...inputs)), chosen)
  const bodies = [() => torch.vmap(call, options)(...tensors)]
  if (both) bodies.push(() => torch.vmap(gradient, options)(...tensors))
  return bodies.map(attempt)
}

describe('vmap over op_db', () => {
  const threads = torch.get_num_threads()
  beforeAll(() => torch.set_num_threads(1))
  afterAll(() => torch.set_num_threads(threads))

  test.each(answers)('%s', (name, want) => {
    const [file = '', entry, at] = name.split(' ')
    const container = box(file)
    const { cases = [] } = container.header.entries.find((one) => one.name === entry) ?? {}
    expect(mapped(cases[Number(at)] as Case, container, want.length === 2)).toEqual(want)
  })
})
