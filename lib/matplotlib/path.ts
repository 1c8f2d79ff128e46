// Outlines: points, and how to go from one to the next. Mirrors matplotlib/path.py.

/** How a path goes on: from anew, straight, by a cubic curve (three points), or back to its start (no point). */
export type Code = 'M' | 'L' | 'C' | 'Z'

const codesOfLength = new Map<string, Code[]>()

/** Points `x0, y0, x1, y1, ...` and the codes that use them up. */
export class Path {
  readonly vertices: ArrayLike<number>
  readonly codes: readonly Code[] | null

  /** Without codes the points are joined by straight lines. */
  constructor(vertices: ArrayLike<number>, codes: readonly Code[] | null = null) {
    this.vertices = vertices
    this.codes = codes
  }

  /** A line through points. */
  static polyline(x: ArrayLike<number>, y: ArrayLike<number>): Path {
    const vertices = new Float64Array(2 * x.length)
    for (let i = 0; i < x.length; i++) {
      vertices[2 * i] = x[i] as number
      vertices[2 * i + 1] = y[i] as number
    }
    return new Path(vertices)
  }

  /** A closed outline with straight sides. */
  static polygon(vertices: ArrayLike<number>): Path {
    const key = String(vertices.length)
    let codes = codesOfLength.get(key)
    if (codes === undefined) {
      codes = Array.from({ length: vertices.length / 2 }, (_, i): Code => (i === 0 ? 'M' : 'L'))
      codes.push('Z')
      if (codes.length < 100) codesOfLength.set(key, codes)
    }
    return new Path(vertices, codes)
  }

  static rectangle(x0: number, y0: number, x1: number, y1: number): Path {
    return Path.polygon([x0, y0, x1, y0, x1, y1, x0, y1])
  }

  /** A rectangle whose corners are rounded. */
  static rounded(x0: number, y0: number, x1: number, y1: number, r: number): Path {
    // Corners are quadratic curves; as cubic ones their control points lie two thirds of the way.
    const k = r / 3
    const vertices = [
      ...[x0 + r, y0, x1 - r, y0, x1 - k, y0, x1, y0 + k, x1, y0 + r],
      ...[x1, y1 - r, x1, y1 - k, x1 - k, y1, x1 - r, y1],
      ...[x0 + r, y1, x0 + k, y1, x0, y1 - k, x0, y1 - r],
      ...[x0, y0 + r, x0, y0 + k, x0 + k, y0, x0 + r, y0],
    ]
    return new Path(vertices, [...'MLCLCLCLCZ'] as Code[])
  }

  /** A part of the unit circle, angles in degrees; `wedge` joins its ends to the centre. */
  static arc(theta1: number, theta2: number, wedge = false): Path {
    const from = (theta1 * Math.PI) / 180
    const to = (theta2 * Math.PI) / 180
    const n = Math.max(Math.ceil(Math.abs(to - from) / (Math.PI / 4)), 1)
    const step = (to - from) / n
    const k = (4 / 3) * Math.tan(step / 4)
    const vertices = [Math.cos(from), Math.sin(from)]
    const codes: Code[] = [wedge ? 'L' : 'M']
    for (let i = 0; i < n; i++) {
      const a = from + i * step
      const b = a + step
      vertices.push(Math.cos(a) - k * Math.sin(a), Math.sin(a) + k * Math.cos(a))
      vertices.push(Math.cos(b) + k * Math.sin(b), Math.sin(b) - k * Math.cos(b))
      vertices.push(Math.cos(b), Math.sin(b))
      codes.push('C')
    }
    if (!wedge) return new Path(vertices, codes)
    return new Path([0, 0, ...vertices], ['M', ...codes, 'Z'])
  }

  /** The unit circle, closed. */
  static unit_circle(): Path {
    const { vertices, codes } = Path.arc(0, 360)
    return new Path(vertices, [...(codes ?? []), 'Z'])
  }

  /** All its points mapped. */
  mapped(map: (x: number, y: number) => readonly [number, number]): Path {
    const { vertices } = this
    const out = new Float64Array(vertices.length)
    for (let i = 0; i < vertices.length; i += 2) {
      const [x, y] = map(vertices[i] as number, vertices[i + 1] as number)
      out[i] = x
      out[i + 1] = y
    }
    return new Path(out, this.codes)
  }

  /** Whether it has only horizontal and vertical sides, and not too many of them: then it is drawn on whole pixels. */
  isRectilinear(): boolean {
    const { vertices, codes } = this
    if (vertices.length > 2048 || vertices.length < 4) return false
    if (codes?.includes('C')) return false
    let at = 0
    for (let i = 2; i < vertices.length; i += 2) {
      at++
      if (codes?.[at] === 'M') continue
      const dx = Math.abs((vertices[i] as number) - (vertices[i - 2] as number))
      const dy = Math.abs((vertices[i + 1] as number) - (vertices[i - 1] as number))
      if (dx >= 1e-4 && dy >= 1e-4) return false
    }
    return true
  }
}
