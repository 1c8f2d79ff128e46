// The Mersenne Twister MT19937, on which Python's `random` and NumPy's RandomState draw.
// M. Matsumoto and T. Nishimura, ACM Trans. on Modeling and Computer Simulation 8 (1998).

const N = 624
const M = 397

/** 624 words of state and where the next draw reads: 624 means that the words are used up. */
export class MT19937 {
  readonly words = new Uint32Array(N)
  position = N

  /** Starts from one word. */
  seedWord(seed: number): void {
    const { words } = this
    words[0] = seed
    for (let i = 1; i < N; i++) {
      const before = words[i - 1] as number
      words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i
    }
    this.position = N
  }

  /** Starts from a list of words. */
  seedWords(key: ArrayLike<number>): void {
    this.seedWord(19650218)
    const { words } = this
    let i = 1
    const wrap = (): void => {
      if (++i < N) return
      words[0] = words[N - 1] as number
      i = 1
    }
    const mixed = (factor: number): number => {
      const before = words[i - 1] as number
      return (words[i] as number) ^ Math.imul(before ^ (before >>> 30), factor)
    }
    for (let k = 0; k < Math.max(N, key.length); k++) {
      const j = k % key.length
      words[i] = mixed(1664525) + (key[j] as number) + j
      wrap()
    }
    for (let k = 1; k < N; k++) {
      words[i] = mixed(1566083941) - i
      wrap()
    }
    words[0] = 0x80000000
  }

  #refill(): void {
    const { words } = this
    for (let i = 0; i < N; i++) {
      const y = ((words[i] as number) & 0x80000000) | ((words[(i + 1) % N] as number) & 0x7fffffff)
      words[i] = (words[(i + M) % N] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
    }
    this.position = 0
  }

  /** 32 bits. */
  next(): number {
    if (this.position >= N) this.#refill()
    let y = this.words[this.position++] as number
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    return (y ^ (y >>> 18)) >>> 0
  }

  /** A number in [0, 1) with 53 bits, of two words. */
  double(): number {
    const high = this.next() >>> 5
    const low = this.next() >>> 6
    return (high * 2 ** 26 + low) / 2 ** 53
  }
}
