// Mirrors torchvision/ops/poolers.py.

import { type ArgumentsOf, initializer } from '../../_arguments.js'
import { callable } from '../../_callable.js'
import { pyRepr } from '../../_repr.js'
import { tuple } from '../../_tuple.js'
import { ValueError } from '../../errors.js'
import torch, { nn, type Tensor } from '../../index.js'
import { convert_boxes_to_roi_format } from './_utils.js'
import { box_area } from './boxes.js'
import { type OutputSize, pair, roi_align } from './roi_align.js'

/** Says which level of a pyramid a box belongs to, by its area. */
export class LevelMapper {
  constructor(
    readonly k_min: number,
    readonly k_max: number,
    readonly s0 = 224,
    readonly lvl0 = 4,
    readonly eps = 1e-6,
  ) {}

  /** The level of each box, from 0 on. */
  levelsOf(boxlists: readonly Tensor[]): Tensor {
    const s = torch.sqrt(torch.cat(boxlists.map((boxlist) => box_area(boxlist))))
    const eps = torch.tensor(this.eps, { dtype: s.dtype })
    const levels = torch.floor(torch.add(this.lvl0, torch.log2(s.div(this.s0))).add(eps))
    const { k_min: min, k_max: max } = this
    return levels.clamp({ min, max }).to(torch.int64).sub(min)
  }
}

/** {@link LevelMapper} under the name that Python's functions use. */
export function initLevelMapper(...args: ConstructorParameters<typeof LevelMapper>): LevelMapper {
  return new LevelMapper(...args)
}

// The power of 2 that is nearest to the size of a map over that of the images.
function _infer_scale(feature: Tensor, height: number): number {
  const scale = torch.tensor([feature.size(-2) / height], { dtype: torch.float32 })
  return 2 ** (scale.log2().round().item() as number)
}

function _setup_scales(
  features: readonly Tensor[],
  image_shapes: readonly (readonly [number, number])[],
  canonical_scale: number,
  canonical_level: number,
): [scales: number[], map_levels: LevelMapper] {
  if (image_shapes.length === 0) throw new ValueError('images list should not be empty')
  const height = Math.max(...image_shapes.map(([height]) => height))
  const scales = features.map((feature) => _infer_scale(feature, height))
  const [first, last] = [scales[0], scales.at(-1)].map((scale) => -Math.log2(scale as number)) as [
    number,
    number,
  ]
  return [scales, new LevelMapper(first, last, canonical_scale, canonical_level)]
}

const initPooler = initializer<
  [
    featmap_names: readonly string[],
    output_size: OutputSize,
    sampling_ratio: number,
    canonical_scale: number,
    canonical_level: number,
  ]
>()(
  'MultiScaleRoIAlign.__init__(self, featmap_names, output_size, sampling_ratio, *, canonical_scale=224, canonical_level=4)',
)

class MultiScaleRoIAlign extends nn.Module {
  declare featmap_names: readonly string[]
  declare output_size: readonly [height: number, width: number]
  declare sampling_ratio: number
  declare scales: readonly number[] | null
  declare map_levels: LevelMapper | null
  declare canonical_scale: number
  declare canonical_level: number

  constructor(...args: ArgumentsOf<typeof initPooler>) {
    const { featmap_names, output_size, sampling_ratio, ...canonical } = initPooler(args)
    super()
    this.featmap_names = featmap_names
    this.sampling_ratio = sampling_ratio
    this.output_size = pair(output_size)
    this.scales = null
    this.map_levels = null
    Object.assign(this, canonical)
  }

  override forward(
    x: Readonly<Record<string, Tensor>>,
    boxes: readonly Tensor[],
    image_shapes: readonly (readonly [height: number, width: number])[],
  ): Tensor {
    const { featmap_names, canonical_scale, canonical_level } = this
    const maps = Object.entries(x).flatMap(([name, map]) =>
      featmap_names.includes(name) ? [map] : [],
    )
    // Those of the first call are kept.
    if (this.scales === null || this.map_levels === null) {
      const found = _setup_scales(maps, image_shapes, canonical_scale, canonical_level)
      ;[this.scales, this.map_levels] = found
    }
    return this.#pool(maps, boxes, this.scales, this.map_levels)
  }

  #pool(
    maps: readonly Tensor[],
    boxes: readonly Tensor[],
    scales: readonly number[],
    mapper: LevelMapper,
  ): Tensor {
    const { output_size, sampling_ratio } = this
    const rois = convert_boxes_to_roi_format(boxes)
    const pool = (map: Tensor, regions: Tensor, i: number): Tensor =>
      roi_align(map, regions, output_size, { spatial_scale: scales[i] as number, sampling_ratio })
    const [first] = maps as readonly [Tensor]
    if (maps.length === 1) return pool(first, rois, 0)
    const levels = mapper.levelsOf(boxes)
    const { dtype, device } = first
    const result = torch.zeros([rois.size(0), first.size(1), ...output_size], { dtype, device })
    for (const [level, map] of maps.entries()) {
      const [here] = torch.where(levels.eq(level)) as [Tensor]
      result.index_put_([here], pool(map, rois.index([here]), level).to(dtype))
    }
    return result
  }

  override __repr__(): string {
    const { featmap_names, output_size, sampling_ratio } = this
    return (
      `${this._get_name()}(featmap_names=${pyRepr(featmap_names)}, ` +
      `output_size=${pyRepr(tuple(output_size))}, sampling_ratio=${sampling_ratio})`
    )
  }
}

/**
 * {@link roi_align} over several feature maps, those in `featmap_names`: each box is taken from the map whose scale fits
 * its area. Boxes are `(L, 4)` for each image, in pixels of the images, whose sizes come with them.
 *
 * @throws ValueError without sizes of images.
 *
 * @example
 * const pooler = torchvision.ops.MultiScaleRoIAlign(['feat1', 'feat3'], 3, 2)
 * const maps = { feat1: torch.rand(1, 5, 64, 64), feat3: torch.rand(1, 5, 16, 16) }
 * const boxes = torch.tensor([[10.5, 10.5, 100.5, 60.5]])
 * pooler(maps, [boxes], [[512, 512]]).size() // torch.Size([1, 5, 3, 3])
 *
 * @see https://docs.pytorch.org/vision/0.28/generated/torchvision.ops.MultiScaleRoIAlign.html
 */
const MultiScaleRoIAlign_ = callable(MultiScaleRoIAlign)
type MultiScaleRoIAlign_ = MultiScaleRoIAlign

export { MultiScaleRoIAlign_ as MultiScaleRoIAlign }
