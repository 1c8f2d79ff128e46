/** An exponential moving average that knows how few values it has yet. Mirrors EMA of tqdm/std.py. */
export class Average {
  readonly #alpha: number
  #last = 0
  #calls = 0

  constructor(smoothing: number) {
    this.#alpha = smoothing
  }

  /** Takes a value in; gives the average. */
  add(x: number): number {
    this.#last = this.#alpha * x + (1 - this.#alpha) * this.#last
    this.#calls++
    return this.value
  }

  get value(): number {
    return this.#calls === 0 ? this.#last : this.#last / (1 - (1 - this.#alpha) ** this.#calls)
  }
}
