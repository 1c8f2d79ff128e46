// Mirrors torch/utils/benchmark/utils/timer.py.

import { createRequire } from 'node:module'
import { type ArgumentsOf, initializer } from '../../../_arguments.js'
import { type Callable, callable } from '../../../_callable.js'
import { pyStr } from '../../../_repr.js'
import { is_available, synchronize } from '../../../cuda/index.js'
import { NotImplementedError, ValueError } from '../../../errors.js'
import { dedented } from './_text.js'
import { Measurement, set_torch_threads, TaskSpec } from './common.js'

/** The time in seconds, once the GPU has done what it was asked to, where there is one. */
export function timer(): number {
  if (is_available()) synchronize()
  return performance.now() / 1000
}

/** Code to measure: a function, or JavaScript as text, in which the names of `globals` and `torch` are known. */
export type Statement = string | (() => unknown)

/** Called after each measurement with the number of runs and the seconds they took. */
export type TimerCallback = (number: number, seconds: number) => void

const init = initializer<
  [
    stmt: Statement,
    setup: Statement,
    global_setup: string,
    timer: () => number,
    globals: Readonly<Record<string, unknown>> | null,
    label: string | null,
    sub_label: string | null,
    description: string | null,
    env: string | null,
    num_threads: number,
    language: 'py' | 'python',
  ]
>()(
  "Timer.__init__(self, stmt='pass', setup='pass', global_setup='', timer=None, globals=None, label=None, sub_label=None, description=None, env=None, num_threads=1, language='python')",
  { dicts: ['globals'] },
)

const bindTimeit = initializer<[number: number]>()('Timer.timeit(self, number=1000000)')

const bindBlocked = initializer<[callback: TimerCallback | null, min_run_time: number]>()(
  'Timer.blocked_autorange(self, callback=None, min_run_time=0.2)',
)

const bindAdaptive = initializer<
  [threshold: number, min_run_time: number, max_run_time: number, callback: TimerCallback | null]
>()(
  'Timer.adaptive_autorange(self, threshold=0.1, *, min_run_time=0.01, max_run_time=10.0, callback=None)',
)

/** Runs the code so many times and gives the seconds. */
type Loop = (number: number) => number

// How a function reads in tables: the expression of an arrow function, or all of it.
function sourceOf(code: Statement): string {
  if (typeof code === 'string') return dedented(code)
  const [, expression] = /^\(\)\s*=>\s*([^{][\s\S]*)$/.exec(String(code)) ?? []
  return dedented(expression ?? String(code))
}

const functionOf = (code: Statement): (() => unknown) | null =>
  typeof code === 'function' ? code : null

function loopOf(
  stmt: Statement,
  setup: Statement,
  globals: Readonly<Record<string, unknown>>,
  clock: () => number,
): Loop {
  const names = { ...globals, __stmt: functionOf(stmt), __setup: functionOf(setup), __clock: clock }
  const text = (code: Statement, name: string): string =>
    typeof code === 'function' ? `${name}()` : code === 'pass' ? '' : dedented(code)
  const body = `return (__number) => {
${text(setup, '__setup')}
const __start = __clock()
for (let __i = 0; __i < __number; __i++) {
${text(stmt, '__stmt')}
}
return __clock() - __start
}`
  // The code is the caller's own.
  return new Function(...Object.keys(names), body)(...Object.values(names)) as Loop
}

function withTorch(globals: Readonly<Record<string, unknown>> | null): Record<string, unknown> {
  if (globals !== null && Object.hasOwn(globals, 'torch')) return { ...globals }
  // Not imported: torch itself is made of this file too.
  const torch = createRequire(import.meta.url)('../../../torch.js') as unknown
  return { ...globals, torch }
}

class Timer {
  readonly #loop: Loop
  readonly #spec: TaskSpec

  constructor(...args: ArgumentsOf<typeof init>) {
    const { stmt, setup, global_setup, globals, language, ...spec } = init(args)
    if (typeof stmt !== 'string' && typeof stmt !== 'function') {
      throw new ValueError('Currently only a `str` stmt is supported.')
    }
    if (language !== 'py' && language !== 'python') {
      throw new ValueError(`Invalid language \`${pyStr(language)}\`.`)
    }
    if (global_setup) {
      throw new ValueError(
        `global_setup is C++ only, got \`${global_setup}\`. Most likely this code can simply be moved to \`setup\`.`,
      )
    }
    this.#loop = loopOf(stmt, setup, withTorch(globals), spec.timer ?? timer)
    const { label, sub_label, description, env, num_threads } = spec
    this.#spec = new TaskSpec(sourceOf(stmt), sourceOf(setup), {
      label,
      sub_label,
      description,
      env,
      num_threads,
    })
  }

  // No operation takes less, and nothing is divided by zero.
  #timeit(number: number): number {
    return Math.max(this.#loop(number), 1e-9)
  }

  #threaded<R>(body: () => R): R {
    return set_torch_threads(this.#spec.num_threads, body)
  }

  /** Runs the code `number` times, after a hundredth of that to warm up. */
  timeit(...args: ArgumentsOf<typeof bindTimeit>): Measurement {
    const { number } = bindTimeit(args)
    return this.#threaded(() => {
      this.#timeit(Math.max(Math.floor(number / 100), 2))
      return new Measurement(number, [this.#timeit(number)], this.#spec)
    })
  }

  /** Is not here, as in Python. */
  repeat(_repeat = -1, _number = -1): never {
    throw new NotImplementedError('See `Timer.blocked_autorange.`')
  }

  /** Is not here, as in Python. */
  autorange(_callback: TimerCallback | null = null): never {
    throw new NotImplementedError('See `Timer.blocked_autorange.`')
  }

  #measure(
    number: number,
    enough: (times: readonly number[]) => boolean,
    min_run_time: number,
    max_run_time: number | null,
    callback: TimerCallback | null,
  ): Measurement {
    return this.#threaded(() => {
      const times: number[] = []
      let total = 0
      let can_stop = false
      while (total < min_run_time || !can_stop) {
        const seconds = this.#timeit(number)
        times.push(seconds)
        total += seconds
        callback?.(number, seconds)
        can_stop = enough(times)
        if (max_run_time && total > max_run_time) break
      }
      return new Measurement(number, times, this.#spec)
    })
  }

  // So many runs that to ask for the time does not count; warms up as well.
  #blockSize(min_run_time: number): number {
    return this.#threaded(() => {
      const empty = Array.from({ length: 5 }, () => this.#timeit(0)).sort((a, b) => a - b)
      const overhead = empty[2] as number
      for (let number = 1; ; number *= 10) {
        const seconds = this.#timeit(number)
        const small = overhead / seconds <= 1e-4 && seconds >= min_run_time / 1000
        if (small || seconds > min_run_time || number * 10 > 2147483647) return number
      }
    })
  }

  /** Measures blocks of runs, as large as it takes for the clock not to count, until `min_run_time` has passed. */
  blocked_autorange(...args: ArgumentsOf<typeof bindBlocked>): Measurement {
    const { callback, min_run_time } = bindBlocked(args)
    const number = this.#blockSize(min_run_time)
    return this.#measure(number, () => true, min_run_time, null, callback)
  }

  /** As {@link blocked_autorange}, until the spread is below `threshold` of the median or `max_run_time` has passed. */
  adaptive_autorange(...args: ArgumentsOf<typeof bindAdaptive>): Measurement {
    const { threshold, min_run_time, max_run_time, callback } = bindAdaptive(args)
    const number = this.#blockSize(0.05)
    const enough = (times: readonly number[]): boolean =>
      times.length > 3 && new Measurement(number, times, this.#spec).meets_confidence(threshold)
    return this.#measure(number, enough, min_run_time, max_run_time, callback)
  }
}

/**
 * Measures how long code takes: with operators on one thread unless `num_threads` says otherwise, after a warm-up, and
 * with a GPU waited for. `stmt` and `setup` are functions, or JavaScript as text that knows the names of `globals` and
 * `torch`. Labels are what {@link Compare} makes rows and columns of. There is no C++ and no Callgrind.
 *
 * @example
 * const x = torch.rand(64, 64)
 * const t = Timer({ stmt: () => x.mm(x), label: 'product', num_threads: 1 })
 * t.timeit(10).number_per_run // 10
 * Timer({ stmt: 'x.add(1)', globals: { x } }).timeit(10).title // 'x.add(1)'
 *
 * @see https://docs.pytorch.org/docs/2.13/benchmark_utils.html#torch.utils.benchmark.Timer
 */
const Timer_: Callable<typeof Timer> = callable(Timer)
type Timer_ = Timer

export { Timer_ as Timer }
