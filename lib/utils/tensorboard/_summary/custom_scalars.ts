// Mirrors custom_scalars of torch/utils/tensorboard/summary.py.

import { AssertionError } from '../../../errors.js'
import { Summary, serialize } from '../_proto.js'
import { type Dict, items } from './hparams.js'
import { pluginMetadata, stringTensor } from './scalar.js'

/**
 * Charts by category and title. A `'Multiline'` shows some tags together, a `'Margin'` a value between a lower and an
 * upper one.
 */
export type Layout = Dict<Dict<readonly [kind: 'Multiline' | 'Margin', tags: readonly string[]]>>

function chart(title: string, kind: string, tags: readonly string[]): object {
  if (kind !== 'Margin') return { title, multiline: { tag: tags } }
  if (tags.length !== 3) throw new AssertionError('len(tags) != 3')
  const [value, lower, upper] = tags
  return { title, margin: { series: [{ value, lower, upper }] } }
}

/**
 * How to arrange scalars in charts of one's own.
 *
 * @example
 * const layout: Layout = { run: { losses: ['Multiline', ['loss/train', 'loss/test']] } }
 * custom_scalars(layout).value[0].tag // 'custom_scalars__config__'
 */
export function custom_scalars(layout: Layout): Summary {
  const category = items(layout).map(([title, charts]) => ({
    title,
    chart: items(charts).map(([name, [kind, tags]]) => chart(name, kind, tags)),
  }))
  const tensor = stringTensor(serialize('Layout', { category }), [])
  const metadata = pluginMetadata('custom_scalars')
  return new Summary({ value: [{ tag: 'custom_scalars__config__', tensor, metadata }] })
}
