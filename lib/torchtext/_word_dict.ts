// Python's dicts from words to numbers that answer for words they lack: `stoi['word']`, `freqs['word']`.

/** A dict from words to numbers. Any word may be asked for; `in`, `Object.keys` and `len` tell which are there. */
export type WordDict = Record<string, number>

/**
 * A view of a map as a dict. A plain object would mistake `constructor` for a word that it has, and put words of digits
 * before all others.
 */
export function wordDict<M extends object = object>(
  map: Map<string, number>,
  missing: () => number | undefined,
  methods?: M,
): WordDict & M {
  return new Proxy(Object.create(null) as WordDict & M, {
    get(_, key): unknown {
      if (typeof key !== 'string') return undefined
      const found = map.get(key)
      if (found !== undefined) return found
      return methods !== undefined && key in methods ? Reflect.get(methods, key) : missing()
    },
    set(_, key, value: number) {
      map.set(String(key), value)
      return true
    },
    deleteProperty: (_, key) => map.delete(String(key)) || true,
    has: (_, key) => typeof key === 'string' && map.has(key),
    ownKeys: () => [...map.keys()],
    getOwnPropertyDescriptor(_, key) {
      const value = typeof key === 'string' ? map.get(key) : undefined
      if (value === undefined) return undefined
      return { value, writable: true, enumerable: true, configurable: true }
    },
  })
}
