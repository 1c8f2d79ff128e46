import { createHash } from 'node:crypto'
import torch, { nn, type Tensor } from 'torch-node'
import { decode } from './arguments.js'
import { expectThrow } from './case.js'
import { bytesOf, compare, Mismatch } from './compare.js'
import { type Container, constant } from './container.js'

/** Positional and keyword arguments as scripts/golden/module_db.py wrote them. */
type Arguments = [unknown[], Record<string, unknown>]
/** A row of the table, or dtype, shape and hash; null: no shape yet, or no gradient. */
type Expected = number | string | null
type State = Record<string, Expected>

interface Outcome {
  /** What it prints; two texts where JavaScript's numbers make another one. */
  repr: string[]
  initial: State
  /** After the first call of a lazy module. */
  dry?: { repr: string; state: State }
  out: unknown
  grads: Expected[]
  after: State
  eval: unknown
}

export interface ModuleCase {
  constructor: Arguments
  forward: Arguments
  float32: Outcome
  float64: Outcome
}

export interface ErrorCase {
  constructor: Arguments
  forward?: Arguments
  error: [string, string]
}

export type Dtype = 'float32' | 'float64'
type Box = Container<unknown>
type Make = (...args: unknown[]) => nn.Module

const nowhere = { inputs: [], results: [] }

/** One set of arguments, made anew, with the tensors in it. */
class Given {
  readonly args: unknown[]
  readonly tensors: Tensor[] = []
  readonly #made = new Map<number, Tensor>()

  constructor(
    [args, kwargs]: Arguments,
    readonly box: Box,
    readonly dtype: Dtype,
  ) {
    const given = args.map((value) => this.#read(value))
    const named = Object.entries(kwargs).map(([key, value]) => [key, this.#read(value)])
    this.args = named.length > 0 ? [...given, Object.fromEntries(named)] : given
  }

  #read(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#read(item))
    if (typeof value !== 'object' || value === null) return value
    const [kind, body] = Object.entries(value)[0] as [string, never]
    switch (kind) {
      case 't':
        return this.#tensor(body)
      case 'd':
        return Object.fromEntries(
          Object.entries(body).map(([key, item]) => [key, this.#read(item)]),
        )
      case 'dtype':
        return constant(body === 'float32' ? this.dtype : body)
      case 'function':
        return nn.functional[body as 'relu']
      case 'new': {
        const [name, args, kwargs] = body as [string, unknown[], Record<string, unknown>]
        return make(name, new Given([args, kwargs], this.box, this.dtype).args)
      }
      default:
        return decode(value, nowhere)
    }
  }

  #tensor([row, grad, which]: [number, 0 | 1, number]): Tensor {
    let tensor = this.#made.get(which)
    if (tensor === undefined) {
      const stored = this.box.make(row)
      tensor = stored.is_floating_point()
        ? stored.to(constant<typeof torch.float32>(this.dtype))
        : stored
      if (grad) tensor.requires_grad_()
      this.#made.set(which, tensor)
    }
    this.tensors.push(tensor)
    return tensor
  }
}

function make(name: string, args: unknown[]): nn.Module {
  return (nn[name as 'Linear'] as unknown as Make)(...args)
}

/** As PyTorch's own tests do: not every sample tells the module its dtype. */
function construct(name: string, given: Arguments, box: Box, dtype: Dtype): nn.Module {
  torch.manual_seed(0)
  const { args } = new Given(given, box, dtype)
  return make(name, args).to(constant<typeof torch.float32>(dtype))
}

function call(module: nn.Module, test: ModuleCase, box: Box, dtype: Dtype, seed = 1) {
  torch.manual_seed(seed)
  const given = new Given(test.forward, box, dtype)
  return { out: module(...given.args) as unknown, inputs: given.tensors }
}

function digest(tensor: Tensor): string {
  const hash = createHash('sha256').update(bytesOf(tensor)).digest('hex').slice(0, 12)
  return `${String(tensor.dtype).replace('torch.', '')}[${[...tensor.shape].join(',')}] ${hash}`
}

function checkTensor(actual: unknown, expected: Expected, box: Box, what: string): void {
  if (expected === null) {
    if (actual !== null) throw new Mismatch(`${what}: there should be none`)
  } else if (typeof expected === 'number') {
    const plain = actual instanceof torch.Tensor ? actual.detach().contiguous() : actual
    if (compare(plain, { t: expected }, box, what) !== 'bits') {
      throw new Mismatch(
        `${what}: ${String(actual)} differs from ${String(box.make(expected))} in the last bits`,
      )
    }
  } else {
    const found = actual instanceof torch.Tensor ? digest(actual) : String(actual)
    if (found !== expected) throw new Mismatch(`${what}: ${found} instead of ${expected}`)
  }
}

function checkResult(actual: unknown, expected: unknown, box: Box, what: string): void {
  if (Array.isArray(expected)) {
    const list = actual as unknown[]
    if (!Array.isArray(list) || list.length !== expected.length) {
      throw new Mismatch(`${what}: not ${expected.length} results`)
    }
    for (const [i, item] of expected.entries()) checkResult(list[i], item, box, `${what}[${i}]`)
  } else if (expected === null) {
    if (actual !== null) throw new Mismatch(`${what}: ${String(actual)} instead of null`)
  } else checkTensor(actual, (expected as { t: Expected }).t, box, what)
}

function checkState(module: nn.Module, expected: State, box: Box, what: string): void {
  const state = module.state_dict()
  const keys = Object.keys(state).join()
  if (keys !== Object.keys(expected).join()) throw new Mismatch(`${what}: keys ${keys}`)
  for (const [key, value] of Object.entries(expected)) {
    if (value === null && nn.parameter.is_lazy(state[key])) continue
    checkTensor(state[key], value, box, `${what} ${key}`)
  }
}

function checkText(module: nn.Module, allowed: readonly string[]): void {
  if (!allowed.includes(`${module}`))
    throw new Mismatch(`prints ${module} instead of ${allowed[0]}`)
}

// cotangent() of scripts/golden/replay.py.
function cotangent(tensor: Tensor): Tensor {
  const at = Float64Array.from({ length: tensor.numel() }, (_, i) => 1 + (i % 7) / 4)
  return torch.tensor(at).to(tensor.dtype).reshape(tensor.shape)
}

function backward(out: unknown): void {
  if (Array.isArray(out)) for (const item of out) backward(item)
  else if (out instanceof torch.Tensor && out.requires_grad) {
    out.backward(cotangent(out), { retain_graph: true })
  }
}

/** Runs one sample; throws a Mismatch at the first difference. */
export function runModuleCase(name: string, test: ModuleCase, box: Box, dtype: Dtype): void {
  const want = test[dtype]
  const module = construct(name, test.constructor, box, dtype)
  checkText(module, want.repr)
  checkState(module, want.initial, box, 'initial')
  if (want.dry) {
    call(module, test, box, dtype, 0)
    checkText(module, [want.dry.repr])
    checkState(module, want.dry.state, box, 'after the first call')
  }
  const { out, inputs } = call(module, test, box, dtype)
  checkResult(out, want.out, box, 'out')
  backward(out)
  const leaves = [...module.parameters(), ...inputs]
  for (const [i, expected] of want.grads.entries()) {
    checkTensor(leaves[i]?.grad ?? null, expected, box, `gradient ${i}`)
  }
  checkState(module, { ...(want.dry?.state ?? want.initial), ...want.after }, box, 'afterwards')
  module.eval()
  checkResult(
    torch.no_grad(() => call(module, test, box, dtype).out),
    want.eval,
    box,
    'eval',
  )
}

/** Checks that a wrong sample throws what Python throws. */
export function runErrorCase(name: string, test: ErrorCase, box: Box): void {
  expectThrow(() => {
    const module = construct(name, test.constructor, box, 'float32')
    if (test.forward) module(...new Given(test.forward, box, 'float32').args)
  }, test.error)
}
