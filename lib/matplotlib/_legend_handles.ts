// What stands for an artist in a legend. Mirrors matplotlib/legend_handler.py.

import { dashesOf } from './_linestyle.js'
import type { Artist } from './artist.js'
import type { Renderer } from './backends/renderer.js'
import { Collection, LineCollection, PathCollection } from './collections.js'
import { BarContainer, ErrorbarContainer, StemContainer } from './container.js'
import { Line2D } from './lines.js'
import { Patch } from './patches.js'
import { Path } from './path.js'
import { IdentityTransform } from './transforms.js'

/** What can stand in a legend. */
export type Handle = Artist | BarContainer | ErrorbarContainer | StemContainer

/** Draws handles of one size, all lengths in pixels. */
export class HandleDrawer {
  constructor(
    private readonly renderer: Renderer,
    private readonly width: number,
    private readonly height: number,
    private readonly scale: number,
    private readonly fontPx: number,
  ) {}

  draw(handle: Handle, x: number, baseline: number): void {
    const { renderer, width, height, scale } = this
    if (handle instanceof Line2D)
      this.drawLine(renderer, handle, x, baseline + height / 2, width, scale)
    else if (handle instanceof BarContainer) {
      const [bar] = handle
      if (bar !== undefined) this.drawPatch(renderer, bar, x, baseline, width, height)
    } else if (handle instanceof ErrorbarContainer || handle instanceof StemContainer) {
      this.drawErrorbar(renderer, handle, x, baseline, width, height, scale)
    } else if (handle instanceof Patch) this.drawPatch(renderer, handle, x, baseline, width, height)
    else if (handle instanceof PathCollection)
      this.drawPoints(renderer, handle, x + width / 2, baseline + (3 / 8) * height, scale)
    else if (handle instanceof Collection)
      this.drawArea(renderer, handle, x, baseline, width, height)
  }

  private drawLine(
    renderer: Renderer,
    line: Line2D,
    x: number,
    y: number,
    width: number,
    scale: number,
  ): void {
    const look = {
      color: line.get_color(),
      linewidth: line.get_linewidth(),
      linestyle: line.get_linestyle(),
      alpha: line.get_alpha(),
      transform: new IdentityTransform(),
      clip_on: false,
    }
    new Line2D([x, x + width], [y, y], look).draw(renderer)
    const marks = new Line2D([x + width / 2], [y], {
      ...line.markerOptions(),
      alpha: line.get_alpha(),
      color: line.get_color(),
      linestyle: 'None',
      markersize: line.get_markersize() * scale,
      transform: new IdentityTransform(),
      clip_on: false,
    })
    marks.draw(renderer)
  }

  private drawPatch(
    renderer: Renderer,
    patch: Patch,
    x: number,
    y: number,
    w: number,
    h: number,
  ): void {
    renderer.draw_path(Path.rectangle(x, y, x + w, y + h), {
      face: patch.get_facecolor(),
      stroke: {
        color: patch.get_edgecolor(),
        width: renderer.points_to_pixels(patch.get_linewidth()),
        join: 'miter',
      },
    })
  }

  private drawPoints(
    renderer: Renderer,
    points: PathCollection,
    x: number,
    y: number,
    scale: number,
  ): void {
    const { face, edge, linewidth } = points.legendStyle()
    const sizes = points.get_sizes()
    const area = ((Math.max(...sizes) + Math.min(...sizes)) / 2) * scale ** 2
    const size = renderer.points_to_pixels(Math.sqrt(area))
    renderer.draw_path(
      points.marker.mapped((a, b) => [x + size * a, y + size * b]),
      {
        face,
        stroke: edge === null ? null : { color: edge, width: renderer.points_to_pixels(linewidth) },
        snap: false,
      },
    )
  }

  private drawArea(
    renderer: Renderer,
    area: Collection,
    x: number,
    y: number,
    w: number,
    h: number,
  ): void {
    const { face, edge, linewidth, linestyle } = area.legendStyle()
    const width = renderer.points_to_pixels(linewidth)
    const stroke =
      edge === null
        ? null
        : { color: edge, width, dashes: (dashesOf(linestyle)?.lengths ?? []).map((v) => v * width) }
    if (area instanceof LineCollection)
      renderer.draw_path(new Path([x, y + h / 2, x + w, y + h / 2]), { stroke })
    else renderer.draw_path(Path.rectangle(x, y, x + w, y + h), { face, stroke })
  }

  private drawErrorbar(
    renderer: Renderer,
    container: ErrorbarContainer | StemContainer,
    x: number,
    baseline: number,
    width: number,
    height: number,
    scale: number,
  ): void {
    const [line, , bars] = container as unknown as [
      Line2D | null,
      unknown,
      readonly LineCollection[] | Line2D,
    ]
    const [cx, cy] = [x + width / 2, baseline + height / 2]
    const reach = 0.5 * this.fontPx
    if (container instanceof ErrorbarContainer && Array.isArray(bars)) {
      for (const one of bars as LineCollection[]) {
        const { edge, linewidth } = one.legendStyle()
        if (edge === null) continue
        const across = container.has_xerr && one === bars[0]
        const path = across ? [cx - reach, cy, cx + reach, cy] : [cx, cy - reach, cx, cy + reach]
        renderer.draw_path(new Path(path), {
          stroke: { color: edge, width: renderer.points_to_pixels(linewidth) },
        })
        const [cap] = (container[1] as readonly Line2D[]).slice(across ? 0 : -1)
        if (cap === undefined) continue
        const ends = across
          ? [
              [cx - reach, cy],
              [cx + reach, cy],
            ]
          : [
              [cx, cy - reach],
              [cx, cy + reach],
            ]
        for (const [ex = 0, ey = 0] of ends)
          this.drawLine(renderer, cap, ex - width / 2, ey, width, scale)
      }
    }
    if (line instanceof Line2D) this.drawLine(renderer, line, x, cy, width, scale)
  }
}
