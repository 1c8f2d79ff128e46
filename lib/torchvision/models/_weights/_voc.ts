// What weights for segmentation share: trained on COCO, with the classes of Pascal VOC.

import { tuple } from '../../../_tuple.js'
import { SemanticSegmentation } from '../../transforms/_presets.js'
import { Weights } from '../_api.js'
import { _VOC_CATEGORIES } from '../_meta.js'

type Preset = NonNullable<Parameters<typeof SemanticSegmentation>[0]>

interface Facts {
  num_params: number
  min_size: readonly [number, number]
  recipe: string
  /** Mean intersection over union, and the share of pixels that are right. */
  metrics: readonly [number, number]
  _ops: number
  _file_size: number
}

/** One entry of an enum: the file, how images are prepared, and the facts. */
export function voc(file: string, preset: Preset, facts: Facts): Weights<SemanticSegmentation> {
  const { metrics, min_size, ...rest } = facts
  const [miou, pixel_acc] = metrics
  return Weights(
    `https://download.pytorch.org/models/${file}`,
    (options) => SemanticSegmentation({ ...preset, ...options }),
    {
      ...rest,
      min_size: tuple(min_size) as unknown as [number, number],
      categories: _VOC_CATEGORIES,
      _metrics: { 'COCO-val2017-VOC-labels': { miou, pixel_acc } },
    },
  )
}
