// dtypes, layouts, memory formats and quantization schemes: one object per value.

/** What a singleton is; the upper part of its key. */
export const kinds = {
  dtype: 1,
  layout: 2,
  memory_format: 3,
  qscheme: 4,
  device: 5,
  slice: 6,
} as const

/**
 * A value that is what it is by identity and prints as `torch.<name>`.
 *
 * The addon knows it by the number `_k` alone, `kind * 256 + code`, where `code` is the value in the C++ enumeration
 * (ScalarType, Layout, MemoryFormat, QScheme): classes differ between the copies of this file that one addon may serve.
 */
export abstract class Singleton {
  readonly _k: number
  readonly #name: string

  protected constructor(kind: keyof typeof kinds, code: number, name: string, token: unknown) {
    if (token !== making) throw new TypeError(`cannot create 'torch.${kind}' instances`)
    this._k = kinds[kind] * 256 + code
    this.#name = name
  }

  /** The value in LibTorch's enumeration. */
  get code(): number {
    return this._k % 256
  }

  toString(): string {
    return `torch.${this.#name}`
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** Shows a constructor that the call comes from this package: users cannot make singletons. */
export const making: unique symbol = Symbol('making')
