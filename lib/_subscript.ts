// `sequence[-1]` and `sequence['1:3']` on objects that define `__getitem__`, as Python's brackets do.

/** What can be asked for by brackets. */
export interface Subscriptable {
  __getitem__(index: number | string): unknown
  __len__(): number
}

/** The index that a property key stands for: an integer, a slice's text, or null where it is an ordinary name. */
export function asSubscript(key: string | symbol): number | string | null {
  if (typeof key !== 'string') return null
  if (/^-?\d+$/.test(key)) return Number(key)
  return key.includes(':') ? key : null
}

function isSubscriptable(value: unknown): value is Subscriptable {
  return typeof (value as Partial<Subscriptable>).__getitem__ === 'function'
}

/**
 * The end of a prototype chain that understands brackets: it is reached only by keys that neither the object nor its
 * classes have, so nothing else gets slower.
 */
export const subscripts: object = new Proxy(Object.prototype, {
  get(target, key, receiver: unknown): unknown {
    const index = asSubscript(key)
    if (index !== null && isSubscriptable(receiver)) return receiver.__getitem__(index)
    return Reflect.get(target, key, receiver)
  },
})
