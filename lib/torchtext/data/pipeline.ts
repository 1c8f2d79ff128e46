// Mirrors torchtext/data/pipeline.py.

import { callable, callableInstance } from '../../_callable.js'
import { pyStr } from '../../_repr.js'
import { ValueError } from '../../errors.js'

/** What a pipeline does to one token, or to a value that is no list. */
export type Convert = (token: never, ...args: never[]) => unknown

type Call = (x: unknown, ...args: unknown[]) => unknown

class Pipeline {
  convert_token!: Convert
  pipes!: Pipeline[]

  constructor(convert_token: Convert | null = null) {
    if (convert_token !== null && typeof convert_token !== 'function') {
      throw new ValueError(
        `Pipeline input convert_token ${pyStr(convert_token)} is not None or callable`,
      )
    }
    const self = callableInstance<Pipeline>(
      new.target.prototype,
      (x: unknown, ...args: unknown[]) =>
        self.pipes.reduce((value, pipe) => pipe.call(value, ...args), x),
    )
    self.convert_token = convert_token ?? Pipeline.identity
    self.pipes = [self]
    // biome-ignore lint/correctness/noConstructorReturn: an instance is a function.
    return self
  }

  /** This step alone, on a value or on each token of a list. */
  call(x: unknown, ...args: unknown[]): unknown {
    const convert = this.convert_token as Call
    return Array.isArray(x) ? x.map((token) => convert(token, ...args)) : convert(x, ...args)
  }

  /** Puts another pipeline or function in front. */
  add_before(pipeline: Pipeline | Convert): this {
    this.pipes = [...pipesOf(pipeline), ...this.pipes]
    return this
  }

  /** Puts another pipeline or function at the end. */
  add_after(pipeline: Pipeline | Convert): this {
    this.pipes = [...this.pipes, ...pipesOf(pipeline)]
    return this
  }

  static identity<T>(x: T): T {
    return x
  }
}

function pipesOf(step: Pipeline | Convert): Pipeline[] {
  return step instanceof Pipeline ? step.pipes : new Pipeline(step).pipes
}

/**
 * Steps that are applied one after the other, to a value or to each token of a list.
 *
 * @example
 * const shout = Pipeline((word: string) => word.toUpperCase()).add_after((word: string) => word + '!')
 * shout(['a', 'b']) // ['A!', 'B!']
 */
const Pipeline_ = callable(Pipeline) as unknown as {
  new (convert_token?: Convert | null): Pipeline_
  (convert_token?: Convert | null): Pipeline_
  readonly prototype: Pipeline
  identity<T>(x: T): T
}
type Pipeline_ = Pipeline & Call

export { Pipeline_ as Pipeline }
