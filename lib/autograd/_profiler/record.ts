// Mirrors record_function of torch/autograd/profiler.py.

import { withBlock } from '../../_contextlib.js'
import { python } from '../../_kwargs.js'
import { pyStr } from '../../_repr.js'
import { typeName } from '../../_typename.js'
import { AssertionError, RuntimeError } from '../../errors.js'
import { native } from '../../native.js'
import { Block, blockClass } from './block.js'

const bind = python('record_function.__init__(self, name, args=None)')

class RecordFunction extends Block {
  readonly name: string
  readonly args: string | null
  #record: number | null = null

  constructor(...given: unknown[]) {
    super()
    const { name, args } = bind<{ name: string; args: string | null }>(given)
    this.name = name
    this.args = args
  }

  __enter__(): this {
    const before = this.#record
    this.#record = open(this.name, this.args)
    if (before !== null) close(before)
    return this
  }

  __exit__(): void {
    if (this.#record === null) throw new AssertionError('Expected record to be set')
    close(this.#record)
    this.#record = 0
  }
}

// 0 where nobody listens: then there is nothing to close.
function open(name: unknown, args: unknown): number {
  checkText('name', 'str', 0, name)
  if (args !== null) checkText('args', 'Optional[str]', 1, args)
  return native.recordFunctionEnter(name, args)
}

function close(record: number): void {
  if (record !== 0) native.recordFunctionExit(record)
}

function checkText(argument: string, type: string, position: number, value: unknown): void {
  if (typeof value === 'string') return
  throw new RuntimeError(
    `profiler::_record_function_enter_new() Expected a value of type '${type}' for argument '${argument}' but instead found type '${typeName(value)}'.\n` +
      `Position: ${position}\nValue: ${pyStr(value)}\n` +
      'Declaration: profiler::_record_function_enter_new(str name, str? args=None) -> __torch__.torch.classes.profiler._RecordFunction',
  )
}

interface RecordFunctionKeywords {
  name: string
  args?: string | null
}

/** The calls of {@link record_function}. */
export interface RecordFunctionClass {
  new (name: string, args?: string | null): RecordFunction
  new (keywords: RecordFunctionKeywords): RecordFunction
  (name: string, args?: string | null): RecordFunction
  (keywords: RecordFunctionKeywords): RecordFunction
  <R>(name: string, body: () => R): R
  <R>(name: string, args: string | null, body: () => R): R
  readonly prototype: RecordFunction
}

const make = blockClass(RecordFunction)

function record(...given: unknown[]): unknown {
  const [name, body] = given
  // The common form, without an object: a program may have it in its inner loop.
  if (typeof body === 'function' && new.target === undefined) {
    return withBlock(
      () => {
        const record = open(name, null)
        return () => close(record)
      },
      () => (body as () => unknown)(),
    )
  }
  return new.target === undefined
    ? make(...given)
    : Reflect.construct(RecordFunction, given, new.target)
}
Object.defineProperty(record, 'name', { value: 'record_function' })
record.prototype = RecordFunction.prototype
Object.defineProperty(RecordFunction.prototype, 'constructor', {
  value: record,
  writable: true,
  configurable: true,
})

/**
 * Labels a part of a program, so that a profile shows it: `record_function('name', () => ...)` for the time of the
 * function, whose result it gives; `using _ = record_function('name')` to the end of the block. Where nobody profiles
 * it costs next to nothing.
 *
 * Python's use as a decorator is a function around the call: `const step = () => record_function('step', train)`.
 *
 * @param name - what the profile shows.
 * @param args - shown in traces, where the profile records shapes.
 *
 * @example
 * const prof = torch.profiler.profile((prof) => {
 *   torch.profiler.record_function('forward', () => net(input))
 *   return prof
 * })
 * prof.key_averages().some(({ key }) => key === 'forward') // True
 *
 * @see https://docs.pytorch.org/docs/2.13/generated/torch.autograd.profiler.record_function.html
 */
export const record_function = record as unknown as RecordFunctionClass
export type record_function = RecordFunction
