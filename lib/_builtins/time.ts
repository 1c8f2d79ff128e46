// Python's module `time`, as far as scripts measure with it.

import { ValueError } from '../errors.js'

/**
 * Python's module `time`, in seconds. `sleep` blocks the thread, as Python's does.
 *
 * @example
 * const start = time.time()
 * time.sleep(0.001)
 * time.time() - start < 60 // True
 *
 * @see https://docs.python.org/3/library/time.html
 */
export const time = {
  /** Seconds since 1970. */
  time: (): number => Date.now() / 1000,
  /** Seconds by a clock that never goes back. */
  perf_counter: (): number => performance.now() / 1000,
  /** Blocks the thread; a ValueError for negative seconds. */
  sleep(secs: number): void {
    if (secs < 0) throw new ValueError('sleep length must be non-negative')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000 * secs)
  },
} as const
