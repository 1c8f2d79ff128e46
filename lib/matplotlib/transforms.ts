// Rectangles and coordinate systems. Mirrors what pictures need of matplotlib/transforms.py.

/** A rectangle by two corners; y grows upwards. */
export class Bbox {
  constructor(
    readonly x0: number,
    readonly y0: number,
    readonly x1: number,
    readonly y1: number,
  ) {}

  static from_bounds(x0: number, y0: number, width: number, height: number): Bbox {
    return new Bbox(x0, y0, x0 + width, y0 + height)
  }

  /** The smallest rectangle around all of them. */
  static union(boxes: readonly Bbox[]): Bbox {
    return new Bbox(
      Math.min(...boxes.map((one) => one.xmin)),
      Math.min(...boxes.map((one) => one.ymin)),
      Math.max(...boxes.map((one) => one.xmax)),
      Math.max(...boxes.map((one) => one.ymax)),
    )
  }

  get xmin(): number {
    return Math.min(this.x0, this.x1)
  }
  get xmax(): number {
    return Math.max(this.x0, this.x1)
  }
  get ymin(): number {
    return Math.min(this.y0, this.y1)
  }
  get ymax(): number {
    return Math.max(this.y0, this.y1)
  }
  get width(): number {
    return this.x1 - this.x0
  }
  get height(): number {
    return this.y1 - this.y0
  }
  /** `[x0, y0, width, height]`. */
  get bounds(): [number, number, number, number] {
    return [this.x0, this.y0, this.width, this.height]
  }

  padded(by: number): Bbox {
    return new Bbox(this.x0 - by, this.y0 - by, this.x1 + by, this.y1 + by)
  }

  overlaps(other: Bbox): boolean {
    return (
      this.xmin <= other.xmax &&
      other.xmin <= this.xmax &&
      this.ymin <= other.ymax &&
      other.ymin <= this.ymax
    )
  }

  contains(x: number, y: number): boolean {
    return x >= this.xmin && x <= this.xmax && y >= this.ymin && y <= this.ymax
  }

  toString(): string {
    return `Bbox(x0=${this.x0}, y0=${this.y0}, x1=${this.x1}, y1=${this.y1})`
  }
}

export type Point = [number, number]

/** A map of the plane, asked anew for every picture: limits, sizes and dpi may change until then. */
export abstract class Transform {
  abstract point(x: number, y: number): Point
  abstract unpoint(x: number, y: number): Point

  /** Maps one point. */
  transform(point: readonly [number, number]): Point {
    return this.point(point[0], point[1])
  }

  /** The same map for many points, reckoned once. */
  frozen(): Transform {
    return this
  }

  /** The way back. */
  inverted(): Transform {
    return new FuncTransform(
      (x, y) => this.unpoint(x, y),
      (x, y) => this.point(x, y),
    )
  }

  /** First this one, then the other: Python's `a + b`. */
  add(other: Transform): Transform {
    return new FuncTransform(
      (x, y) => other.point(...this.point(x, y)),
      (x, y) => this.unpoint(...other.unpoint(x, y)),
    )
  }
}

/** A map given by functions. */
export class FuncTransform extends Transform {
  constructor(
    readonly point: (x: number, y: number) => Point,
    readonly unpoint: (x: number, y: number) => Point,
  ) {
    super()
  }
}

/** Pixels as they are. */
export class IdentityTransform extends FuncTransform {
  constructor() {
    super(
      (x, y) => [x, y],
      (x, y) => [x, y],
    )
  }
}

/** From the unit square into a rectangle. */
export class BboxTransformTo extends FuncTransform {
  constructor(box: () => Bbox) {
    super(
      (x, y) => {
        const { x0, y0, width, height } = box()
        return [x0 + x * width, y0 + y * height]
      },
      (x, y) => {
        const { x0, y0, width, height } = box()
        return [(x - x0) / width, (y - y0) / height]
      },
    )
  }
}

/** One map for x, another for y. */
export class BlendedTransform extends FuncTransform {
  constructor(x: Transform, y: Transform) {
    super(
      (a, b) => [x.point(a, b)[0], y.point(a, b)[1]],
      (a, b) => [x.unpoint(a, b)[0], y.unpoint(a, b)[1]],
    )
  }
}

/** Moves by a distance in pixels, reckoned anew every time. */
export class Translation extends FuncTransform {
  constructor(by: () => Point) {
    super(
      (x, y) => {
        const [dx, dy] = by()
        return [x + dx, y + dy]
      },
      (x, y) => {
        const [dx, dy] = by()
        return [x - dx, y - dy]
      },
    )
  }
}

/** x by one transform, y by another. */
export function blended_transform_factory(x: Transform, y: Transform): Transform {
  return new BlendedTransform(x, y)
}

/** Widens an interval that is too narrow to scale to; mirrors transforms._nonsingular. */
export function nonsingular(
  vmin: number,
  vmax: number,
  expander = 0.001,
  tiny = 1e-15,
  increasing = true,
): [number, number] {
  if (!Number.isFinite(vmin) || !Number.isFinite(vmax)) return [-expander, expander]
  let [low, high] = [vmin, vmax]
  const swapped = high < low
  if (swapped) [low, high] = [high, low]
  const most = Math.max(Math.abs(low), Math.abs(high))
  if (most < (1e6 / tiny) * 2.2250738585072014e-308) {
    low = -expander
    high = expander
  } else if (high - low <= most * tiny) {
    if (high === 0 && low === 0) {
      low = -expander
      high = expander
    } else {
      low -= expander * Math.abs(low)
      high += expander * Math.abs(high)
    }
  }
  return swapped && !increasing ? [high, low] : [low, high]
}
