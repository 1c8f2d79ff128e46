// Python's `with` blocks: a function that runs inside, or a `using` declaration.

/** Does what ends a block. */
export type Exit = () => void

function isPromise(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'then' in value
    ? typeof value.then === 'function'
    : false
}

/** The arguments of a block that takes some: the function comes last, and may be missing. */
export function splitBody<R>(
  given: readonly unknown[],
): [args: readonly unknown[], body?: () => R] {
  const last = given.at(-1)
  return typeof last === 'function' ? [given.slice(0, -1), last as () => R] : [given]
}

/**
 * Enters a block. With a function, runs it, leaves and gives its result; without, the block lasts until the result is
 * disposed of, which `using` does. What `enter` changes belongs to the thread, so the function must not be asynchronous.
 */
export function withBlock<R>(enter: () => Exit, body?: () => R): R | Disposable {
  const exit = enter()
  if (body === undefined) {
    let open = true
    return {
      [Symbol.dispose]() {
        if (open) exit()
        open = false
      },
    }
  }
  try {
    const result = body()
    if (isPromise(result)) {
      throw new TypeError(
        'the block is over before the promise is settled: such a mode belongs to the thread, and other work would run under it. Use a synchronous function inside the asynchronous one',
      )
    }
    return result
  } finally {
    exit()
  }
}
