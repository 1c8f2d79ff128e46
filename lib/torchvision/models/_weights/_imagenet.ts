// What weights that were trained on ImageNet share.

import { tuple } from '../../../_tuple.js'
import { ImageClassification } from '../../transforms/_presets.js'
import { Weights } from '../_api.js'
import { _IMAGENET_CATEGORIES } from '../_meta.js'

type Preset = NonNullable<Parameters<typeof ImageClassification>[0]>

interface Facts {
  num_params: number
  /** Height and width; a few weights do not tell. */
  min_size?: readonly [number, number]
  recipe?: string
  license?: string
  /** Top-1 and top-5 accuracy. */
  metrics: readonly [number, number]
  _ops: number
  _file_size: number
  /** Null for weights that do not classify. */
  categories?: null
}

/** One entry of an enum: the file, how images are prepared, and the facts. */
export function imagenet(file: string, preset: Preset, facts: Facts): Weights<ImageClassification> {
  const { metrics, min_size, categories = _IMAGENET_CATEGORIES, ...rest } = facts
  const [top1, top5] = metrics
  return Weights(
    `https://download.pytorch.org/models/${file}`,
    (options) => ImageClassification({ ...preset, ...options }),
    {
      ...rest,
      ...(min_size && { min_size: tuple(min_size) as unknown as [number, number] }),
      categories: categories as string[],
      _metrics: { 'ImageNet-1K': { 'acc@1': top1, 'acc@5': top5 } },
    },
  )
}
