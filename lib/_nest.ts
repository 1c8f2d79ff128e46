// Apart from `nest`: an array is made for what its kind held before, and these hold nothing but unboxed doubles.
function row(values: Float64Array, start: number, size: number): number[] {
  const list = new Array<number>(size)
  for (let i = 0; i < size; i++) list[i] = values[start + i] as number
  return list
}

/** Lists of these sizes in lists, of numbers in row-major order: what `tolist` gives. */
export function nest(values: Float64Array, sizes: readonly number[]): unknown[] {
  const last = sizes.length - 1
  let next = 0
  const build = (dim: number): unknown[] => {
    const size = sizes[dim] as number
    if (dim === last) {
      next += size
      return row(values, next - size, size)
    }
    const list: unknown[] = []
    for (let i = 0; i < size; i++) list.push(build(dim + 1))
    return list
  }
  return build(0)
}
