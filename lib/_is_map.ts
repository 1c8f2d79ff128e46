// `instanceof` fails for Maps of another realm.

/** Whether a value is a Map, of this realm or another. */
export function isMap<K = unknown, V = unknown>(value: unknown): value is Map<K, V> {
  return Object.prototype.toString.call(value) === '[object Map]'
}
