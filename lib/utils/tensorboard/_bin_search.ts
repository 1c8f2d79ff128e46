// Which bins values lie in, by the first sixteen of their bits: sign, exponent and a little of the fraction. Between two
// neighbours of those lie few edges, or none; a search over all of them takes ten times as long.

const keys = 2 ** 16
const values = new Float64Array(1)
const words = new Uint32Array(values.buffer)
// The half with the sign: of 1, the other one is zero.
values[0] = 1
const high = words[0] === 0 ? 1 : 0

/** How many edges are not above a value. */
function edgesUpTo(edges: Float64Array, value: number, from: number, to: number): number {
  let low = from
  let top = to
  while (low < top) {
    const middle = (low + top) >> 1
    if ((edges[middle] as number) <= value) low = middle + 1
    else top = middle
  }
  return low
}

/** For each key, the number of edges up to its smallest and up to its greatest value; -1 for what nobody asked for. */
class KeyTable {
  readonly #edges: Float64Array
  readonly low = new Int32Array(keys).fill(-1)
  readonly top = new Int32Array(keys)

  constructor(edges: Float64Array) {
    this.#edges = edges
  }

  fill(key: number): void {
    const bound = (rest: number): number => {
      words[high] = ((key << 16) | (rest & 0xffff)) >>> 0
      words[1 - high] = rest >>> 0
      return edgesUpTo(this.#edges, values[0] as number, 0, this.#edges.length)
    }
    const [nearZero, farFromZero] = [bound(0), bound(-1)]
    this.low[key] = Math.min(nearZero, farFromZero)
    this.top[key] = Math.max(nearZero, farFromZero)
  }
}

// A writer has the same edges for all its histograms.
const tables = new WeakMap<Float64Array, KeyTable>()

function tableOf(edges: Float64Array): KeyTable {
  let table = tables.get(edges)
  if (table === undefined) {
    table = new KeyTable(edges)
    tables.set(edges, table)
  }
  return table
}

/** Counts the values between rising edges; the last bin has its upper edge too. What lies outside is not counted. */
export function countBetween(data: Float64Array, edges: Float64Array): Float64Array {
  const bins = edges.length - 1
  const counts = new Float64Array(bins)
  const table = tableOf(edges)
  const { low, top } = table
  const halves = new Uint32Array(data.buffer, data.byteOffset, data.length * 2)
  const first = edges[0] as number
  const last = edges[bins] as number
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    if (!(value >= first && value <= last)) continue
    const key = (halves[2 * i + high] as number) >>> 16
    if (low[key] === -1) table.fill(key)
    const above = edgesUpTo(edges, value, low[key] as number, top[key] as number)
    const bin = above > bins ? bins - 1 : above - 1
    counts[bin] = (counts[bin] as number) + 1
  }
  return counts
}
