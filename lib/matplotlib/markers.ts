// The shapes of markers. Mirrors matplotlib/markers.py.

import { pyRepr } from '../_repr.js'
import { ValueError } from '../errors.js'
import { type Code, Path } from './path.js'

/** A marker's outline for size 1, whether it is filled, and from which size on it lies on whole pixels. */
export interface Marker {
  readonly path: Path
  readonly filled: boolean
  readonly snap: number
  readonly miter: boolean
}

const marker = (path: Path, snap = Number.POSITIVE_INFINITY, miter = false): Marker => ({
  path,
  filled: true,
  snap,
  miter,
})

const stroke = (path: Path, snap = 3): Marker => ({ path, filled: false, snap, miter: false })

const circle = (r: number): Path => Path.unit_circle().mapped((x, y) => [x * r, y * r])

const rotated = (path: Path, degrees: number): Path => {
  const c = Math.cos((degrees * Math.PI) / 180)
  const s = Math.sin((degrees * Math.PI) / 180)
  return path.mapped((x, y) => [c * x - s * y, s * x + c * y])
}

/** A regular polygon or, with an inner radius, a star; the first point on top. */
function regular(n: number, inner: number | null = null, scale = 0.5): Path {
  const points: number[] = []
  const count = inner === null ? n : 2 * n
  for (let i = 0; i < count; i++) {
    const r = inner !== null && i % 2 === 1 ? inner : 1
    const a = (2 * Math.PI * i) / count + Math.PI / 2
    points.push(scale * r * Math.cos(a), scale * r * Math.sin(a))
  }
  return Path.polygon(points)
}

const segments = (...points: number[]): Path =>
  new Path(
    points,
    points.flatMap((_, i): Code[] => (i % 4 === 0 ? ['M'] : i % 4 === 2 ? ['L'] : [])),
  )

const triangle = Path.polygon([0, 0.5, -0.5, -0.5, 0.5, -0.5])
const square = Path.rectangle(-0.5, -0.5, 0.5, 0.5)
const plus = segments(-0.5, 0, 0.5, 0, 0, -0.5, 0, 0.5)
const cross = segments(-0.5, -0.5, 0.5, 0.5, -0.5, 0.5, 0.5, -0.5)
const tick = segments(0, 0, 1, 0)
const tri = segments(0, 0, 0, -0.5, 0, 0, 0.4, 0.25, 0, 0, -0.4, 0.25)
const thin = (path: Path): Path => path.mapped((x, y) => [x * 0.6, y])
const plusFilled = Path.polygon(
  [-1, -3, 1, -3, 1, -1, 3, -1, 3, 1, 1, 1, 1, 3, -1, 3, -1, 1, -3, 1, -3, -1, -1, -1].map(
    (v) => v / 6,
  ),
)
const crossFilled = Path.polygon(
  [-1, -2, 0, -1, 1, -2, 2, -1, 1, 0, 2, 1, 1, 2, 0, 1, -1, 2, -2, 1, -1, 0, -2, -1].map(
    (v) => v / 4,
  ),
)

const markers: Readonly<Record<string, Marker>> = {
  '.': marker(circle(0.25)),
  ',': marker(Path.rectangle(-0.5, -0.5, 0.5, 0.5), 0),
  o: marker(circle(0.5)),
  v: marker(rotated(triangle, 180), 5, true),
  '^': marker(triangle, 5, true),
  '<': marker(rotated(triangle, 90), 5, true),
  '>': marker(rotated(triangle, 270), 5, true),
  s: marker(square, 2, true),
  p: marker(regular(5), 5, true),
  '*': marker(regular(5, 0.381966), 5),
  h: marker(regular(6), 5, true),
  H: marker(rotated(regular(6), 30), 5, true),
  '8': marker(rotated(regular(8), 22.5), 5, true),
  D: marker(rotated(square, 45), 5, true),
  d: marker(thin(rotated(square, 45)), 3, true),
  P: marker(plusFilled, 5, true),
  X: marker(crossFilled, 5, true),
  '+': stroke(plus, 1),
  x: stroke(cross),
  '|': stroke(segments(0, -0.5, 0, 0.5), 1),
  _: stroke(segments(-0.5, 0, 0.5, 0), 1),
  '1': stroke(tri, 5),
  '2': stroke(rotated(tri, 180), 5),
  '3': stroke(rotated(tri, 270), 5),
  '4': stroke(rotated(tri, 90), 5),
  // Where Python takes the integers 0 to 3, from the point to one side.
  tickleft: stroke(rotated(tick, 180), 1),
  tickright: stroke(tick, 1),
  tickup: stroke(rotated(tick, 90), 1),
  tickdown: stroke(rotated(tick, 270), 1),
}

const none = new Set(['', ' ', 'None', 'none'])

/** The names of the markers, for format strings. */
export const markerChars: ReadonlySet<string> = new Set(
  Object.keys(markers).filter((name) => name.length === 1),
)

/** A marker by name; null where nothing is drawn. */
export function findMarker(name: string | null): Marker | null {
  if (name === null || none.has(name)) return null
  if (!Object.hasOwn(markers, name)) {
    throw new ValueError(`Unrecognized marker style ${pyRepr(name)}`)
  }
  return markers[name] as Marker
}
